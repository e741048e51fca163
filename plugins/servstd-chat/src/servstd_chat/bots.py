"""The notifiers: one class for every group bot, made by one function a provider.

*Rule:* a bot posts once in its group, tries once and says what came of it. It reads the clock it was given, for signatures and
Retry-After; it keeps nothing of a notice, so that threads may share it.

Example:
    >>> from servstd.secret import Secret
    >>> bot = slack_bot("front_desk", settings=Slack(url=Secret("https://hooks.slack.com/services/T/B/x")))
    >>> bot.name, bot.addressing, bot.contact, bot.limit.per_second
    ('front_desk', 'room', 'slack', 1)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from servstd.protocols import Limit, Notice, Receipt
from servstd.secret import Secret
from servstd.transport import Answer, HttpClient
from servstd_chat.answers import judge_dingtalk, judge_feishu, judge_slack, judge_wecom
from servstd_chat.limits import LIMITS, SOURCES
from servstd_chat.messages import as_body, dingtalk_message, feishu_message, slack_message, wecom_message
from servstd_chat.settings import DingTalk, Feishu, Slack, WeCom
from servstd_chat.signing import dingtalk_address, feishu_sign

__all__ = ["GroupBot", "dingtalk_bot", "feishu_bot", "slack_bot", "wecom_bot"]

_Letter: TypeAlias = tuple[Secret, Mapping[str, object]]
"""Where to, and what."""
_SUBJECT = 80  # characters; the room kept for subject and links is made for it


@attrs.frozen
class GroupBot:
    """A bot in a group of a chat program; a `Notifier`.

    Attributes:
        name: What `via:` calls it.
        summary: What it does, in a sentence.
        contact: The contact key under which people's ids in the chat program stand: those are named in the message.
        limit: What the provider takes.
        body: The longest request, in bytes; None: no limit known.
        secrets: What no receipt may show.
        compose: Makes the address and the message of a notice, at an instant in seconds; None: the text is empty or too long.
        judge: Says what an answer means.
        client: Sends.
        now: The clock, seconds since the epoch.
    """

    name: str
    summary: str = attrs.field(kw_only=True)
    contact: str = attrs.field(kw_only=True)
    limit: Limit = attrs.field(kw_only=True)
    body: int | None = attrs.field(default=None, kw_only=True)
    secrets: tuple[Secret, ...] = attrs.field(default=(), kw_only=True)
    compose: Callable[[Notice, float], _Letter | None] = attrs.field(kw_only=True, repr=False)
    judge: Callable[[Answer, Sequence[Secret | str]], Receipt] = attrs.field(kw_only=True, repr=False)
    client: HttpClient = attrs.field(kw_only=True, repr=False)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)

    @property
    def addressing(self) -> Literal["room"]:
        """Return that it posts once, where many read."""
        return "room"

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice; raises nothing, sleeps never, tries once."""
        composed = self.compose(notice, self.now())
        if composed is None:
            empty = not (notice.text.strip() or notice.subject)
            return Receipt.permanent("empty" if empty else "too_long")
        address, message = composed
        content = as_body(message)
        if self.body is not None and len(content) > self.body:
            return Receipt.permanent("too_long", detail=f"the request has {len(content)} bytes, {self.body} are taken")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        got = self.client.post(address, content=content, headers=headers)
        people = [recipient.address for recipient in notice.recipients]
        return got if isinstance(got, Receipt) else self.judge(got, [address, *self.secrets, *people])

    def close(self) -> None:
        """Close what is open."""
        self.client.close()


def _limit(which: str, provider: str) -> Limit:
    found = LIMITS[which]
    return Limit(
        found.text - found.room,
        unit=found.unit,
        subject=_SUBJECT,
        per_second=found.per_second,
        per_minute=found.per_minute,
        source=SOURCES[provider],
    )


def _addressed(url: Secret, message: Mapping[str, object] | None) -> _Letter | None:
    return None if message is None else (url, message)


def wecom_bot(name: str, *, settings: WeCom, contact: str = "", now: Callable[[], float] = time.time) -> GroupBot:
    """Return the notifier of a WeCom group bot."""
    which = "wecom_markdown" if settings.format == "markdown" else "wecom"

    def compose(notice: Notice, now: float) -> _Letter | None:
        del now
        message = wecom_message(notice, form=settings.format, mention=settings.mention, most=LIMITS[which].text)
        return _addressed(settings.url, message)

    return GroupBot(
        name,
        summary="Posts in a WeCom group by a group bot.",
        contact=contact or "wecom",
        limit=_limit(which, "wecom"),
        secrets=(settings.url,),
        compose=compose,
        judge=judge_wecom,
        client=HttpClient(now=now, timeout=settings.timeout),
        now=now,
    )


def dingtalk_bot(name: str, *, settings: DingTalk, contact: str = "", now: Callable[[], float] = time.time) -> GroupBot:
    """Return the notifier of a DingTalk group bot."""
    key = settings.secret

    def compose(notice: Notice, now: float) -> _Letter | None:
        message = dingtalk_message(notice, form=settings.format, mention=settings.mention, most=LIMITS["dingtalk"].text)
        url = settings.url if key is None else Secret(dingtalk_address(settings.url.reveal(), key.reveal(), int(now * 1_000)))
        return _addressed(url, message)

    return GroupBot(
        name,
        summary="Posts in a DingTalk group by a group bot.",
        contact=contact or "dingtalk",
        limit=_limit("dingtalk", "dingtalk"),
        body=LIMITS["dingtalk"].body,
        secrets=(settings.url,) if key is None else (settings.url, key),
        compose=compose,
        judge=judge_dingtalk,
        client=HttpClient(now=now, timeout=settings.timeout),
        now=now,
    )


def feishu_bot(name: str, *, settings: Feishu, contact: str = "", now: Callable[[], float] = time.time) -> GroupBot:
    """Return the notifier of a Feishu or Lark group bot."""
    key = settings.secret

    def compose(notice: Notice, now: float) -> _Letter | None:
        message = feishu_message(notice, most=LIMITS["feishu"].text)
        if message is not None and key is not None:
            message = {"timestamp": str(int(now)), "sign": feishu_sign(key.reveal(), int(now)), **message}
        return _addressed(settings.url, message)

    return GroupBot(
        name,
        summary="Posts in a Feishu or Lark group by a group bot.",
        contact=contact or "feishu",
        limit=_limit("feishu", "feishu"),
        body=LIMITS["feishu"].body,
        secrets=(settings.url,) if key is None else (settings.url, key),
        compose=compose,
        judge=judge_feishu,
        client=HttpClient(now=now, timeout=settings.timeout),
        now=now,
    )


def slack_bot(name: str, *, settings: Slack, contact: str = "", now: Callable[[], float] = time.time) -> GroupBot:
    """Return the notifier of a Slack incoming webhook."""

    def compose(notice: Notice, now: float) -> _Letter | None:
        del now
        message = slack_message(notice, most=LIMITS["slack"].text)
        return _addressed(settings.url, message)

    return GroupBot(
        name,
        summary="Posts in a Slack channel by an incoming webhook.",
        contact=contact or "slack",
        limit=_limit("slack", "slack"),
        secrets=(settings.url,),
        compose=compose,
        judge=judge_slack,
        client=HttpClient(now=now, timeout=settings.timeout),
        now=now,
    )
