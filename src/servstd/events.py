"""Events and histories: the facts a decision is made from.

*Rule:* an event is immutable, its instant is aware, and a history has one order: by instant, then by `sequence`, else as
given. The same id with the same content counts once; the same id with other content is refused.

Example:
    >>> event = read_event({"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer"})
    >>> event.kind, event.by.role, event.at_us
    ('opened', 'customer', 1767574800000000)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, get_args

import attrs

from servstd.errors import Path, UsageError
from servstd.instants import instant_text, to_us

__all__ = ["KINDS", "ROLES", "Actor", "Event", "History", "Kind", "Role", "Scalar", "Value", "made_id", "order_events", "read_event"]

Role = Literal["customer", "agent", "bot", "system"]
ROLES: tuple[Role, ...] = get_args(Role)
Scalar = str | int | float | bool | None
Value = Scalar | list[str] | tuple[str, ...]


@attrs.frozen
class Kind:
    """One kind of event.

    Attributes:
        name: The word in the `kind` field.
        data: Names of the data the kind knows, by name: what they hold.
        required: Names that must be there.
        attributes: Whether other data keys set attributes of the case.
    """

    name: str
    data: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    required: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    attributes: bool = attrs.field(default=False, kw_only=True)
    meaning: tuple[str, str] = attrs.field(default=("", ""), kw_only=True)


def _kind(
    name: str, en: str, zh: str, *, required: tuple[str, ...] = (), attributes: bool = False, **data: str
) -> tuple[str, Kind]:
    return name, Kind(name, data=data, required=required, attributes=attributes, meaning=(en, zh))


# The whole table of section 3 of the semantics: a company's own kinds start with `x-` and are kept even when nothing uses them.
KINDS: Mapping[str, Kind] = dict(
    [
        _kind("opened", "the matter was raised", "受理", attributes=True, answered="true: somebody already answered in person"),
        _kind("message", "somebody wrote", "消息", required=("public",), public="true: the customer can see it", text="what was said"),
        _kind("changed", "attributes changed", "变更", attributes=True),
        _kind("assigned", "an owner or a team got it", "派单", attributes=True, owner="a person", team="a team"),
        _kind("solution_offered", "a solution was offered", "给出方案"),
        _kind("no_reply_needed", "the last message needs no reply", "无需回复"),
        _kind("promised", "something was promised", "承诺", required=("due",), due="when it is to be kept", what="what was promised"),
        _kind("resolved", "the matter is solved", "已解决"),
        _kind("reopened", "the matter is alive again", "重新打开"),
        _kind("closed", "the matter is closed", "关闭"),
        _kind("cancelled", "the matter was withdrawn", "撤销"),
        _kind("merged", "the matter became part of another case", "合并", required=("into",), into="the other case"),
        _kind("acknowledged", "somebody took note", "已知悉", of="a notice's key or a level"),
        _kind("called_back", "the customer was called back", "回访", required=("outcome",), outcome="satisfied, unsatisfied, unreachable"),
        _kind("surveyed", "a survey was sent", "已发问卷", instrument="which one"),
        _kind("answered", "a survey was answered", "已答问卷", instrument="which one", score="the answer"),
        _kind("assessed", "the complaint was assessed", "已评估"),
        _kind("proposed", "a remedy was proposed", "已提方案"),
        _kind("approved", "the remedy was approved", "已批准"),
        _kind("decision_notice", "the customer was told the decision", "答复", decision="what was decided"),
        _kind("accepted", "the customer accepts the decision", "客户接受"),
        _kind("rejected", "the customer rejects the decision", "客户不接受"),
        _kind("redispatched", "the matter was dispatched again", "二次派单", attributes=True, owner="a person", team="a team"),
    ]
)


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
    return at if type(at) is int else to_us(at)  # type: ignore[arg-type]  # a bool is refused there


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
        UsageError: an unknown kind or actor, a naive datetime, data that the kind requires and that is missing.
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
        for name in kind.required:
            if name not in self.data:
                raise UsageError("EVT005", path=("data", name), kind=self.kind, name=name, meaning=kind.data[name])

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


def _like(name: str) -> str:
    from servstd.messages.nearest import did_you_mean

    return did_you_mean(name, KINDS) or ", ".join(KINDS)


_FIELDS = frozenset({"id", "case", "at", "kind", "by", "sequence", "recorded_at", "tenant", "data"})
_CLOUD_FIELDS = frozenset({"specversion", "subject", "type", "source", "id", "time", "data", "datacontenttype", "dataschema"})


def read_event(data: Mapping[str, object], *, case: str | None = None) -> Event:
    """Return the event a JSON Lines object or a CloudEvents 1.0 object describes.

    Args:
        data: The object as parsed from JSON. `specversion` marks CloudEvents: subject -> case, type -> kind,
            source + id -> id, time -> at, data -> data; the extension attributes by, sequence, recordedat and tenant are read.
        case: The case where the object does not name one.

    Raises:
        UsageError: a field is missing, unknown or of the wrong type; its path says which.
    """
    fields = _from_cloud(data) if "specversion" in data else dict(data)
    if case is not None:
        fields.setdefault("case", case)
    for name in fields:
        if name not in _FIELDS:
            from servstd.messages.nearest import did_you_mean

            raise UsageError("EVT002", path=(name,), name=name, expected=did_you_mean(name, _FIELDS) or ", ".join(sorted(_FIELDS)))
    for name in ("case", "at", "kind"):
        if name not in fields:
            raise UsageError("EVT001", path=(name,), name=name)
    if isinstance(fields["case"], int) and not isinstance(fields["case"], bool):
        fields["case"] = str(fields["case"])
    _check_types(fields)
    return Event(**fields)  # type: ignore[arg-type]  # the types were checked one by one above


_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "id": ((str, type(None)), "text"),
    "case": ((str,), "text"),
    "at": ((str, datetime), "an ISO 8601 instant with an offset"),
    "kind": ((str,), "text"),
    "by": ((str, Mapping, Actor), "a role, or {role, id}"),
    "sequence": ((int, type(None)), "a whole number"),
    "recorded_at": ((str, datetime, type(None)), "an ISO 8601 instant with an offset"),
    "tenant": ((str, type(None)), "text"),
    "data": ((Mapping,), "a mapping"),
}


def _check_types(fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        types, expected = _TYPES[name]
        if not isinstance(value, types) or isinstance(value, bool):
            raise UsageError("EVT006", path=(name,), name=name, expected=expected, found=repr(value))
    if not fields["case"]:
        raise UsageError("EVT006", path=("case",), name="case", expected="text that is not empty", found="''")
    data = fields.get("data", _EMPTY)
    assert isinstance(data, Mapping)
    for name, value in data.items():
        if not _is_value(value):
            path: Path = ("data", str(name))
            raise UsageError("EVT006", path=path, name=str(name), expected="text, a number, true or false, or a list of texts", found=repr(value))


def _is_value(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(isinstance(item, str) for item in value)
    if isinstance(value, float):
        return value - value == 0  # refuses nan and the infinities
    return value is None or isinstance(value, (str, int, datetime))


def _from_cloud(data: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for theirs, ours in (("subject", "case"), ("type", "kind"), ("time", "at"), ("data", "data"), ("by", "by"), ("tenant", "tenant"), ("sequence", "sequence"), ("recordedat", "recorded_at")):
        if data.get(theirs) is not None:
            fields[ours] = data[theirs]
    sequence = fields.get("sequence")
    if isinstance(sequence, str) and sequence.isdigit():  # the CloudEvents sequence extension is text
        fields["sequence"] = int(sequence)
    for theirs in ("specversion", "source", "id"):
        if not isinstance(data.get(theirs), str):
            raise UsageError("EVT001", path=(theirs,), name=theirs)
    fields["id"] = f"{data['source']} {data['id']}"
    return fields


def order_events(events: Iterable[Event]) -> list[Event]:
    """Return one case's events in order, each id once, ids filled in.

    Order: by instant; within one instant by `sequence`, or as given when none has one.

    Raises:
        UsageError: several cases or tenants, one id with two contents, or `sequence` on some events of an instant only.
    """
    ordered = list(events)
    for i in range(1, len(ordered)):
        if ordered[i].at_us <= ordered[i - 1].at_us:
            ordered.sort(key=_at_us)
            _order_ties(ordered)
            break
    return _once(ordered)


def _at_us(event: Event) -> int:
    return event.at_us


def _order_ties(ordered: list[Event]) -> None:
    start = 0
    for i in range(1, len(ordered) + 1):
        if i < len(ordered) and ordered[i].at_us == ordered[start].at_us:
            continue
        if i - start > 1:
            tie = ordered[start:i]
            numbered = sum(event.sequence is not None for event in tie)
            if numbered == len(tie):
                ordered[start:i] = sorted(tie, key=lambda event: event.sequence or 0)
            elif numbered and len({event.id for event in tie if event.id is not None}) != 1:
                raise UsageError("EVT007", case=tie[0].case, at=instant_text(tie[0].at_us), numbered=numbered, count=len(tie))
        start = i


def _once(ordered: list[Event]) -> list[Event]:
    seen: dict[str, Event] = {}
    counts: dict[tuple[int, str], int] = {}
    out: list[Event] = []
    case, tenant = (ordered[0].case, ordered[0].tenant) if ordered else ("", None)
    for event in ordered:
        if event.case != case or event.tenant != tenant:
            raise UsageError("EVT008", first=case, second=event.case)
        if event.id is None:
            key = (event.at_us, event.kind)
            counts[key] = number = counts.get(key, 0) + 1
            event = attrs.evolve(event, at=event.at_us, recorded_at=event.recorded_at_us, id=made_id(event, number))
        known = seen.get(event.id or "")
        if known is None:
            seen[event.id or ""] = event
            out.append(event)
        elif known != event:
            raise UsageError("EVT009", case=case, id=event.id, first=_brief(known), second=_brief(event))
    return out


def made_id(event: Event, number: int) -> str:
    """Return the id of an event that has none: case, instant and kind, with a number from the second such event on."""
    text = f"{event.case}@{instant_text(event.at_us)}:{event.kind}"
    return text if number == 1 else f"{text}:{number}"


def _brief(event: Event) -> str:
    return f"{event.kind} at {instant_text(event.at_us)} {dict(event.data)}"


class History:
    """One case's events in order, each once.

    Example:
        >>> history = History([read_event({"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"})])
        >>> len(history), history[0].id
        (1, '42@2026-01-05T01:00:00Z:opened')
    """

    __slots__ = ("_events",)

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: tuple[Event, ...] = tuple(order_events(events))

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, index: int) -> Event:
        return self._events[index]

    def known_at(self, at: datetime | str) -> History:
        """Return what was known at an instant: events recorded later are left out, late ones included once recorded."""
        limit = to_us(at)
        return History(event for event in self._events if event.known_us <= limit)
