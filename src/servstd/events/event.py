"""One event: an immutable fact about a case, at an instant, by an actor.

*Rule:* an event that exists is sound: its kind is known or a company's own, its instant is aware, what its kind requires is there.

Example:
    >>> Event("resolved", case="42", at="2026-01-05T09:00:00+08:00", by="agent").by
    Actor(role='agent', id=None)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from servstd.errors import UsageError
from servstd.events.kinds import KINDS, ROLES, Role
from servstd.instants import bounded, instant_text, to_us

__all__ = ["Actor", "Event", "Scalar", "Value"]

Scalar = str | int | float | bool | None
Value = Scalar | datetime | list[str] | tuple[str, ...]


@attrs.frozen
class Actor:
    """Who caused an event: a role and, where known, an id."""

    role: Role
    id: str | None = None


_ACTORS: Mapping[str, Actor] = {role: Actor(role) for role in ROLES}


def _read_actor(by: str | Actor | Mapping[str, object]) -> Actor:
    if isinstance(by, Actor):
        return by
    if isinstance(by, str):
        actor = _ACTORS.get(by)
        if actor is None:
            raise UsageError("EVT004", path=("by",), expected=", ".join(ROLES), found=by)
        return actor
    role, ident = by.get("role"), by.get("id")
    if role not in ROLES or not (ident is None or isinstance(ident, str)):
        raise UsageError("EVT004", path=("by",), expected=", ".join(ROLES), found=str(dict(by)))
    return Actor(role, ident)


def _to_us(at: datetime | str | int) -> int:
    return bounded(at if type(at) is int else to_us(at), at)  # type: ignore[arg-type]  # a bool is refused there


def _to_us_or_none(at: datetime | str | int | None) -> int | None:
    return None if at is None else _to_us(at)


_EMPTY: Mapping[str, Value] = {}


@attrs.frozen
class Event:
    """One immutable fact about a case.

    Args:
        kind: A name from `KINDS`, or a company's own starting with `x-`.
        case: The case's id.
        at: Aware datetime, ISO text with an offset, or int microseconds since the epoch (UTC).
        by: `customer`, `agent`, `bot`, `system`, an `Actor`, or a mapping with `role` and `id`.
        id: Unique within the case; made from case, instant and kind when absent.
        sequence: Order within one instant.
        recorded_at: When the fact became known, where that is later than `at`.
        tenant: Belongs to every key where one installation serves several companies.
        data: What the kind tells; keys that are attributes set them.

    Raises:
        UsageError: an unknown kind or actor, a naive datetime, data that the kind requires and that is missing; EVT028 a watch resumed
            since no instant, or a later one.
    """

    kind: str
    case: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(alias="at", converter=_to_us, kw_only=True)
    by: Actor = attrs.field(default=_ACTORS["system"], converter=_read_actor, kw_only=True)
    id: str | None = attrs.field(default=None, kw_only=True)
    sequence: int | None = attrs.field(default=None, kw_only=True)
    recorded_at_us: int | None = attrs.field(alias="recorded_at", default=None, converter=_to_us_or_none, kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    data: Mapping[str, Value] = attrs.field(default=_EMPTY, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kind = KINDS.get(self.kind)
        if kind is None:
            if not self.kind.startswith("x-") or len(self.kind) < 3:
                raise UsageError("EVT003", path=("kind",), found=self.kind, expected=_like(self.kind))
            return
        for name in kind.flags:
            if not isinstance(self.data.get(name, False), bool):
                raise UsageError("EVT006", path=("data", name), name=name, expected="true or false", found=repr(self.data[name]))
        for name in kind.required:
            if name not in self.data:
                raise UsageError("EVT005", path=("data", name), kind=self.kind, name=name, meaning=kind.data[name])
        if self.kind == "watch_resumed":
            _check_since(self.data["since"], self.at_us)

    @property
    def known_us(self) -> int:
        """Return the instant from which the fact was known, in microseconds since the epoch."""
        return self.at_us if self.recorded_at_us is None else max(self.at_us, self.recorded_at_us)

    def as_dict(self) -> dict[str, object]:
        """Return the event in the JSON Lines form; instants in UTC."""
        out: dict[str, object] = {"id": self.id, "case": self.case, "at": instant_text(self.at_us), "kind": self.kind}
        out["by"] = self.by.role if self.by.id is None else {"role": self.by.role, "id": self.by.id}
        if self.sequence is not None:
            out["sequence"] = self.sequence
        if self.recorded_at_us is not None:
            out["recorded_at"] = instant_text(self.recorded_at_us)
        if self.tenant is not None:
            out["tenant"] = self.tenant
        out["data"] = dict(self.data)
        return {name: value for name, value in out.items() if value is not None}


def _check_since(since: Value, at_us: int) -> None:
    """Refuse an instant since which nobody watched that is none, or lies after the event."""
    try:
        us = to_us(since) if isinstance(since, (str, datetime)) else None
    except UsageError:
        us = None
    if us is None or us > at_us:
        raise UsageError("EVT028", path=("data", "since"), found=str(since), at=instant_text(at_us))


def _like(name: str) -> str:
    from servstd.messages.nearest import did_you_mean

    return did_you_mean(name, KINDS) or ", ".join(KINDS)
