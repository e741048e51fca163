"""What a scenario may expect of a clock: the fields, how each is written, and how it is compared.

*Rule:* what is written is compared as exactly as it is written: an instant to the day, the minute or the second, a duration
without seconds to the minute, anything else as it stands.

Example:
    >>> from datetime import UTC
    >>> read_expected("phase", "stopped", UTC)
    Expected(name='phase', value='stopped')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from servstd.durations import parse_amount, spell_us
from servstd.errors import UsageError
from servstd.instants import DAY_US, MINUTE_US, SECOND_US, from_us, read_instant
from servstd.messages.labels import LABELS

if TYPE_CHECKING:
    from servstd.decide import Clock

__all__ = [
    "EXPECT_KEYS",
    "Expected",
    "Field",
    "Grained",
    "compare",
    "local_minute",
    "local_text_of",
    "read_expected",
    "read_local",
    "summary",
]


@attrs.frozen
class Grained:
    """An expected duration and the grain it is compared in, in microseconds."""

    us: int
    grain_us: int


Expectation: TypeAlias = str | int | bool | Grained | None


@attrs.frozen
class Expected:
    """One expected field, read; None: expected not to be there."""

    name: str
    value: Expectation


@attrs.frozen
class Field:
    """One field that can be expected: an example of how it is written, and how it is read."""

    example: str
    read: Callable[[str, tzinfo], Expectation] = attrs.field(kw_only=True)


_NONE: Final = ("none", "None", "")


class _Unreadable(Exception):
    pass


def _instant(text: str, zone: tzinfo) -> str:
    """Return the local time as text, as long as it is exact: a date, hours and minutes, or seconds too."""
    us = read_instant(text, zone)
    written = text.strip()
    return local_text_of(us, zone)[: 10 if len(written) == 10 else 19 if written[11:19].count(":") == 2 else 16]


def read_local(text: str, zone: tzinfo) -> tuple[str, int]:
    """Return a local instant as exact as it is written, and the last microsecond that it may mean.

    Raises:
        UsageError: it is no instant.
    """
    exact = _instant(text, zone)
    grain = {10: DAY_US, 16: MINUTE_US}.get(len(exact), SECOND_US)
    return exact, read_instant(text, zone) + grain - 1


def _duration(text: str, _zone: tzinfo) -> Grained:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    amount = parse_amount(digits, zero=True)
    if amount.working_days:
        raise _Unreadable
    return Grained(sign * amount.us, SECOND_US if digits.endswith(("s", "S")) else MINUTE_US)


def _flag(text: str, _zone: tzinfo) -> bool:
    if text not in ("True", "False"):
        raise _Unreadable
    return text == "True"


def _name(text: str, _zone: tzinfo) -> str:
    return text


def _target(text: str, _zone: tzinfo) -> str:
    return str(parse_amount(text)) if re.fullmatch(r"[0-9A-Z]+[a-zA-Z]+", text) else text


def _cycle(text: str, _zone: tzinfo) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise _Unreadable
    return int(text)


def _one_of(*words: str) -> Field:
    def read(text: str, _zone: tzinfo) -> str:
        if text not in words:
            raise _Unreadable
        return text

    return Field(", ".join(words), read=read)


_LOCAL = Field("2026-01-12 09:20", read=_instant)
_AMOUNT = Field("1h30m", read=_duration)
_FLAG = Field("true, false", read=_flag)
_NAME = Field("everyone", read=_name)

EXPECT_KEYS: Mapping[str, Field] = {
    "due": _LOCAL,
    "state": _one_of(*LABELS["state"]),
    "verdict": _one_of("met", "missed"),
    "phase": _one_of(*LABELS["phase"]),
    "cycle": Field("2", read=_cycle),
    "final": _FLAG,
    "provisional": _FLAG,
    "policy": _NAME,
    "target": Field("4h", read=_target),
    "calendar": _NAME,
    "commitment": _one_of(*LABELS["commitment"]),
    "reason": _one_of(*(name for name in LABELS["reason"] if name not in LABELS["state"] or name == "exempt")),
    "started_at": _LOCAL,
    "stopped_at": _LOCAL,
    "missed_at": _LOCAL,
    "due_if_resumed_now": _LOCAL,
    "elapsed": _AMOUNT,
    "remaining": _AMOUNT,
}
"""The keys of `expect: {metric: {...}}`, each with an example."""

_MAY_BE_NONE: Final = frozenset(
    {"due", "verdict", "policy", "target", "commitment", "stopped_at", "missed_at", "due_if_resumed_now", "remaining"}
)


def read_expected(name: str, value: object, zone: tzinfo) -> Expected | None:
    """Return an expected field as written in a scenario, or None when it cannot be read.

    Args:
        name: A key of `EXPECT_KEYS`.
        value: As written; null and `none` mean that the clock has no such thing.
        zone: The zone of local times.
    """
    text = str(value)
    if text in _NONE and name in _MAY_BE_NONE:
        return Expected(name, None)
    try:
        return Expected(name, EXPECT_KEYS[name].read(text, zone))
    except (UsageError, _Unreadable):
        return None


_FOUND: Mapping[str, Callable[[Clock], str | int | None]] = {
    "due": lambda clock: clock.due_us,
    "state": lambda clock: clock.state,
    "verdict": lambda clock: clock.verdict,
    "phase": lambda clock: clock.phase,
    "cycle": lambda clock: clock.cycle,
    "final": lambda clock: clock.final,
    "provisional": lambda clock: clock.provisional,
    "policy": lambda clock: clock.policy,
    "target": lambda clock: clock.target,
    "calendar": lambda clock: clock.calendar,
    "commitment": lambda clock: clock.commitment,
    "reason": lambda clock: clock.reason,
    "started_at": lambda clock: clock.started_us,
    "stopped_at": lambda clock: clock.stopped_us,
    "missed_at": lambda clock: clock.missed_us,
    "due_if_resumed_now": lambda clock: clock.due_if_resumed_now_us,
    "elapsed": lambda clock: clock.elapsed_us,
    "remaining": lambda clock: clock.remaining_us,
}


def compare(expected: Expected, clock: Clock, zone: tzinfo) -> tuple[str, str] | None:
    """Return (expected, found) as people write them where a clock differs, else None."""
    found, wanted = _FOUND[expected.name](clock), expected.value
    field = EXPECT_KEYS[expected.name]
    if isinstance(wanted, Grained) and isinstance(found, int):
        if _whole(found, wanted.grain_us) == _whole(wanted.us, wanted.grain_us):
            return None
        return spell_us(wanted.us), spell_us(found)
    if field is _LOCAL and isinstance(found, int):
        if isinstance(wanted, str) and local_text_of(found, zone).startswith(wanted):
            return None
        return _spell(wanted), local_minute(found, zone)
    if wanted == found:
        return None
    return spell_us(wanted.us) if isinstance(wanted, Grained) else _spell(wanted), _spell(found)


def _whole(us: int, grain_us: int) -> int:
    return us // grain_us if us >= 0 else -(-us // grain_us)


def _spell(value: object) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def local_text_of(us: int, zone: tzinfo) -> str:
    """Return an instant as local text to the microsecond: what is written less exactly is the beginning of it."""
    return from_us(us, zone).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def local_minute(us: int, zone: tzinfo) -> str:
    """Return an instant as scenarios write it: local, to the minute, with seconds where there are any."""
    text = local_text_of(us, zone)
    return text[:16] if text.endswith(":00.000000") else text[:19]


def summary(clock: Clock, zone: tzinfo) -> str:
    """Return what a clock is, in one line that needs no language: policy, target, calendar, start."""
    return ", ".join([clock.policy or "-", clock.target or clock.state, clock.calendar, f"{local_minute(clock.started_us, zone)} ->"])
