"""What the providers take and what their codes mean: dated data, to be compared with their documents now and then.

*Rule:* numbers and codes stand here and nowhere else, each table with where and when it was read. A code that is in no table means
the notice was refused: it is `permanent` with its number, so that the next notifier is tried at once. Trying an unknown refusal again
and again would flood a group, or have the bot barred.

Example:
    >>> ERRORS["wecom"][45009].status, ERRORS["wecom"][45009].after
    ('retryable', 60.0)
    >>> LIMITS["feishu"].body
    20480
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

from servstd.transport import Meaning

__all__ = ["ERRORS", "LIMITS", "SLACK_ERRORS", "SOURCES", "ProviderLimit"]


@attrs.frozen
class ProviderLimit:
    """What a provider takes.

    Attributes:
        text: The longest content, in `unit`; subject, text and links together.
        room: The part of `text` that is kept for subject and links.
        body: The longest request, in bytes; None: no limit known.
        per_second / per_minute: How many messages a bot may send.
    """

    text: int
    room: int = attrs.field(kw_only=True)
    unit: Literal["characters", "bytes"] = attrs.field(default="bytes", kw_only=True)
    body: int | None = attrs.field(default=None, kw_only=True)
    per_second: int | None = attrs.field(default=None, kw_only=True)
    per_minute: int | None = attrs.field(default=None, kw_only=True)


SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "wecom": "developer.work.weixin.qq.com/document/path/91770 and 90313 (global codes), as known in 2026-11",
        "dingtalk": "open.dingtalk.com, custom robot access and its error codes, as known in 2026-11",
        "feishu": "open.feishu.cn, custom bot guide (20 KB, 100/min, 5/s, 9499, 190xx, 11232), a stored copy read 2026-11-22",
        "slack": "docs.slack.dev: incoming webhooks, rate limits, block kit reference, as known in 2026-11",
    }
)
"""Provider -> where its numbers and codes were read, and when."""

LIMITS: Mapping[str, ProviderLimit] = MappingProxyType(
    {
        "wecom": ProviderLimit(2_048, room=448, per_minute=20),
        "wecom_markdown": ProviderLimit(4_096, room=896, per_minute=20),
        "dingtalk": ProviderLimit(18_000, room=2_000, body=20_000, per_minute=20),
        "feishu": ProviderLimit(18_000, room=2_000, body=20_480, per_second=5, per_minute=100),
        "slack": ProviderLimit(12_000, room=4_000, unit="characters", per_second=1),
    }
)
"""Provider (and form, where it matters) -> what it takes."""


def _permanent(code: str) -> Meaning:
    return Meaning("permanent", code=code)


def _later(code: str, after: float | None = None) -> Meaning:
    return Meaning("retryable", code=code, after=after)


ERRORS: Mapping[str, Mapping[int, Meaning]] = MappingProxyType(
    {
        "wecom": {
            -1: _later("busy", 5.0),
            45009: _later("rate_limited", 60.0),  # 20 messages a minute
            45033: _later("rate_limited", 5.0),  # too many at the same time
            40001: _permanent("bad_credentials"),
            40008: _permanent("bad_message"),
            40058: _permanent("bad_message"),
            41001: _permanent("bad_credentials"),
            44004: _permanent("empty"),
            45002: _permanent("too_long"),
            93000: _permanent("no_such_bot"),
            93004: _permanent("bot_disabled"),
            93008: _permanent("not_in_group"),
        },
        "dingtalk": {
            -1: _later("busy", 5.0),
            130101: _later("rate_limited", 600.0),  # more than 20 a minute: throttled for 10 minutes
            410100: _later("rate_limited", 600.0),
            90030: _permanent("quota"),  # the plan's number of calls is used up: not a matter of minutes
            300001: _permanent("bad_credentials"),
            310000: _permanent("security"),  # keyword, signature or address of the sender: the message says which
            40035: _permanent("bad_message"),
            43004: _permanent("bad_message"),
            400013: _permanent("no_such_group"),
            400101: _permanent("no_such_bot"),
            400102: _permanent("bot_disabled"),
            400105: _permanent("bad_message"),
            400106: _permanent("no_such_bot"),
            430101: _permanent("content_refused"),
            430102: _permanent("content_refused"),
            430103: _permanent("content_refused"),
            430104: _permanent("content_refused"),
            460101: _permanent("too_long"),
        },
        "feishu": {
            9499: _permanent("bad_message"),  # unless its message speaks of frequency, see `answers`
            11232: _later("rate_limited", 60.0),
            99991400: _later("rate_limited", 60.0),
            19001: _permanent("no_such_bot"),
            19002: _permanent("bad_message"),
            19007: _permanent("bot_disabled"),
            19021: _permanent("security"),  # signature, or a clock that is an hour off
            19022: _permanent("security"),  # address of the sender
            19024: _permanent("security"),  # keyword
        },
    }
)
"""Provider -> its code -> what it means; 0 is success everywhere."""

SLACK_ERRORS: Mapping[str, Meaning] = MappingProxyType(
    {
        **dict.fromkeys(("no_service", "no_service_id", "no_active_hooks", "invalid_token", "no_team"), _permanent("no_such_bot")),
        **dict.fromkeys(("no_text", "invalid_payload", "invalid_blocks", "invalid_attachments"), _permanent("bad_message")),
        **dict.fromkeys(("channel_not_found", "channel_is_archived", "user_not_found"), _permanent("no_such_group")),
        **dict.fromkeys(("action_prohibited", "posting_to_general_channel_denied", "team_disabled"), _permanent("not_allowed")),
    }
)
"""The word in the body of Slack's refusals -> what it means; other words go by the HTTP status."""
