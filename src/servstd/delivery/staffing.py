"""What staff are told: in which room, in which words, and where they find the case.

*Rule:* the link to a case is for staff only; a customer's notice never holds it.

Example:
    >>> checked_case_url("https://crm.example/cases/{case}")
    'https://crm.example/cases/{case}'
    >>> effect = Effect("missed", case="A/7", metric="resolution", cycle_id="e1", at_us=0)
    >>> staff_notice(effect, StaffRoom("group"), case_url="https://crm.example/cases/{case}").actions
    (Action(label='Open the case', url='https://crm.example/cases/A%2F7'),)
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import attrs

from servstd.effects import Effect
from servstd.errors import UsageError
from servstd.instants import from_us, read_zone
from servstd.messages.explaining import say_instant
from servstd.messages.notices import notice_text
from servstd.notices import Action, Notice

__all__ = ["StaffRoom", "checked_case_url", "staff_notice"]

_CASE = "{case}"


@attrs.frozen
class StaffRoom:
    """Where staff are told of thresholds crossed and targets missed.

    Attributes:
        notifier: The notifier instance; it must address a room.
        language: `zh` or `en`.
        time_zone: The zone instants are written in.
        labels: Metric -> what people call it.
    """

    notifier: str
    language: str = attrs.field(default="en", kw_only=True)
    time_zone: str = attrs.field(default="UTC", kw_only=True)
    labels: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)


def checked_case_url(text: str) -> str:
    """Return where cases are found, unchanged.

    Args:
        text: An address with `{case}` in its path, query or fragment, `https://crm.example/cases/{case}`.

    Raises:
        UsageError: DLV006 it is none.
    """
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and _CASE not in parts.netloc
    except ValueError:
        is_web = False
    rest = text.replace(_CASE, "")
    if not is_web or rest == text or "{" in rest or "}" in rest or not text.isascii() or not text.isprintable() or " " in text:
        raise UsageError("DLV006", found=text)
    return text


def staff_notice(effect: Effect, room: StaffRoom, *, case_url: str | None = None) -> Notice:
    """Return what staff are told of a threshold crossed or a target missed.

    Args:
        effect: What came to pass.
        room: Where and how it is told.
        case_url: Where cases are found, checked; None: no link is offered.
    """
    at = from_us(effect.at_us, read_zone(room.time_zone))
    clock = room.labels.get(effect.metric, effect.metric)
    values = {"case": effect.case, "clock": clock, "threshold": effect.threshold, "at": say_instant(at, at.year, room.language)}
    link = None if case_url is None else case_url.replace(_CASE, quote(effect.case, safe="", errors="replace"))
    return Notice(
        effect.key,
        tenant=effect.tenant,
        case=effect.case,
        reason=effect.kind,
        subject=notice_text(f"staff_subject_{effect.kind}", room.language, **values),
        text=notice_text(f"staff_{effect.kind}", room.language, **values),
        actions=() if link is None else (Action(notice_text("staff_open", room.language), url=link),),
        urgency="high" if effect.kind == "missed" else "normal",
        locale="zh" if room.language.startswith("zh") else "en",
    )
