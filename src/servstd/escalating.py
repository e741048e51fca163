"""Who is told what, when: the plan of a case's escalation, as it stands or as it would go.

*Rule:* a plan is a decision at a later instant, with the answers that are supposed put in as events: its keys and instants are
those that deciding gives when that instant comes and nothing else has happened.

Example:
    >>> import servstd
    >>> standard = servstd.loads('''
    ... format: 1
    ... standard: shop
    ... version: "1"
    ... effective_from: 2026-01-01
    ... time_zone: Asia/Shanghai
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
    ... people: {wang: {roles: [supervisor], contacts: {console: wang}}}
    ... notifiers: {console: {type: console, contact: console}}
    ... escalation:
    ...   ladder: [supervisor]
    ...   fallback: {person: wang}
    ...   chains: [{name: late, trigger: {metric: resolution, at: missed}, steps: [{level: supervisor, via: [console]}]}]
    ... ''')
    >>> [(line.at.hour, line.recipient) for line in standard.escalation.what_if({}, at="2026-01-05T09:00:00+08:00")]
    [(13, 'wang')]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final, overload

import attrs

from servstd._case_tiers import tiered
from servstd._plan_answers import read_answers
from servstd.decide import Decision, EventLike, decide, read_events, read_now
from servstd.errors import Problem, UsageError
from servstd.instants import DAY_US, instant_text, like, read_zone, to_us

if TYPE_CHECKING:
    from servstd.decide import CompiledStandard
    from servstd.document.edition import Edition
    from servstd.escalation.model import Chain
    from servstd.escalation.planned import PlannedNotice
    from servstd.events import Event
    from servstd.tiers.history import TierHistory

__all__ = ["EscalationDesk", "Plan"]

_HORIZON_US: Final = 366 * DAY_US


@attrs.frozen(eq=False)
class Plan:
    """Who is told what, when, and who is not told and why; a sequence of its lines in order of time.

    Attributes:
        lines: Every line from the case's opening to the plan's end.
        case: The case's id.
        now_us: From when it is planned; what lies before has been told. Microseconds since the epoch, as all of these.
        until_us: Where it ends.
        opened_us: When the case was opened; `now_us` where no event says it.
        complete: Whether nothing comes after its end, if nothing more happens within a year.
        answers: The events that are supposed.
        attributes: The case's attributes at the plan's start.
        what_if: Whether the case itself is supposed.
        problems: What was wrong with the history.
        edition: The edition whose chains it is planned by.
        locale: The language of `text` where none is asked for.
    """

    lines: tuple[PlannedNotice, ...]
    case: str = attrs.field(kw_only=True)
    now_us: int = attrs.field(kw_only=True)
    until_us: int = attrs.field(kw_only=True)
    opened_us: int = attrs.field(kw_only=True)
    complete: bool = attrs.field(kw_only=True)
    answers: tuple[Event, ...] = attrs.field(default=(), kw_only=True)
    attributes: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True, repr=False)
    what_if: bool = attrs.field(default=False, kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    edition: Edition = attrs.field(kw_only=True, repr=False)
    locale: str = attrs.field(default="en", kw_only=True)
    _decide: Callable[[], Decision] = attrs.field(alias="_decide", kw_only=True, repr=False)

    @property
    def decision(self) -> Decision:
        """Return what the standard says of the case at the plan's end; it is decided each time it is asked for."""
        return self._decide()

    @property
    def told(self) -> tuple[PlannedNotice, ...]:
        """Return the lines that go out."""
        return tuple(line for line in self.lines if line.status == "told")

    @property
    def held(self) -> tuple[PlannedNotice, ...]:
        """Return the lines that quiet hours hold beyond the plan's end."""
        return tuple(line for line in self.lines if line.status == "held")

    @property
    def not_told(self) -> tuple[PlannedNotice, ...]:
        """Return the lines that do not go out; `.why` says why."""
        return tuple(line for line in self.lines if line.status == "not_told")

    @property
    def zone(self) -> tzinfo:
        """Return the zone of the standard, in which local times are written."""
        return read_zone(self.edition.time_zone)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; instants in UTC."""
        return {
            "case": self.case, "now": instant_text(self.now_us), "until": instant_text(self.until_us), "complete": self.complete,
            "edition": self.edition.version, "what_if": self.what_if, "answers": [event.as_dict() for event in self.answers],
            "told": len(self.told), "held": len(self.held), "not_told": len(self.not_told),
            "lines": [line.as_dict() for line in self.lines],
            "problems": [problem.as_dict() for problem in self.problems],
        }  # fmt: skip

    def to_json(self) -> str:
        """Return the plan as one line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def text(self, locale: str | None = None) -> str:
        """Return the plan as lines for people, `zh` or `en`; None: the language it was asked for in."""
        from servstd.explanation.plans import plan_text

        return plan_text(self, locale or self.locale)

    def __iter__(self) -> Iterator[PlannedNotice]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, position: int, /) -> PlannedNotice: ...

    @overload
    def __getitem__(self, position: slice, /) -> tuple[PlannedNotice, ...]: ...

    def __getitem__(self, position: int | slice, /) -> PlannedNotice | tuple[PlannedNotice, ...]:
        return self.lines[position]

    def __str__(self) -> str:
        return self.text()


class EscalationDesk:
    """Plans the escalation of cases by the chains of a standard.

    Args:
        editions: The standard's editions, in order of their effective dates.
        compiled: The same, ready to decide.

    Raises:
        UsageError: ESC060 no edition has an escalation.
    """

    def __init__(self, editions: tuple[Edition, ...], compiled: CompiledStandard) -> None:
        if all(edition.escalation is None for edition in editions):
            raise UsageError("ESC060", name=editions[-1].name, version=editions[-1].version)
        self._editions = editions
        self._compiled = compiled

    @property
    def chains(self) -> tuple[Chain, ...]:
        """Return the chains of the edition that takes effect last."""
        escalation = self._editions[-1].escalation
        return () if escalation is None else escalation.chains

    def plan(
        self,
        events: Iterable[EventLike],
        *,
        now: datetime | str,
        until: datetime | str | None = None,
        answers: Iterable[EventLike] = (),
        tiers: TierHistory | None = None,
        locale: str | None = None,
    ) -> Plan:
        """Return who is told what, when, if nothing happens from `now` on but the answers.

        Args:
            events: One case's events, as for `decide`; what is later than `now` is not known yet and left out.
            now: From when it is planned: aware datetime, or ISO text with an offset.
            until: Where the plan ends; None: at the last line that can come within a year.
            answers: Events that are supposed, as `Event` objects or mappings: `at` may be `+20m` (actual time after `now`) or local time
                of the standard, `by` may be a person's key, and other keys than an event's are its data.
            tiers: As for `decide`.
            locale: `zh` or `en`, the language of `text`; None: the standard's own.

        Raises:
            UsageError: ESC061 an answer that cannot be read, ESC062 `until` lies before `now`, ESC064 an answer by nobody the standard
                knows; and as `decide`.
        """
        return self._plan(events, now, until, answers, tiers, locale, what_if=False)

    def what_if(
        self,
        attributes: Mapping[str, object],
        *,
        at: datetime | str,
        by: str | Mapping[str, object] = "customer",
        until: datetime | str | None = None,
        answers: Iterable[EventLike] = (),
        locale: str | None = None,
        case: str = "what-if",
    ) -> Plan:
        """Return who would be told what, when, if a case with these attributes were opened at an instant.

        Args:
            attributes: The case's attributes at its opening; `owner` is who would have it.
            at: When it is opened; `+20m` in the answers counts from here.
            by: Who opens it: `customer`, `agent`, ..., or a mapping with role and id.
            until: As for `plan`.
            answers: As for `plan`.
            locale: As for `plan`.
            case: The id of the case that is supposed; a round robin may turn on it.

        Raises:
            UsageError: as `plan`.
        """
        _, moment = read_now(at)
        opened = {"case": case, "at": moment, "kind": "opened", "by": by, "data": dict(attributes)}
        return self._plan([opened], at, until, answers, None, locale, what_if=True)

    def _plan(
        self,
        events: Iterable[EventLike],
        now: datetime | str,
        until: datetime | str | None,
        answers: Iterable[EventLike],
        tiers: TierHistory | None,
        locale: str | None,
        *,
        what_if: bool,
    ) -> Plan:
        now_us, now_at = read_now(now)
        end_us = now_us + _HORIZON_US if until is None else to_us(until)
        if end_us < now_us:
            raise UsageError("ESC062", path=("until",), now=instant_text(now_us), found=instant_text(end_us))
        ordered, _ = read_events(tiered(self._editions, events, tiers))
        known = [event for event in ordered if event.at_us <= now_us]
        opened_us = next((event.at_us for event in known if event.kind == "opened"), now_us)
        edition = self._edition_of(opened_us)
        case, tenant = (known[0].case, known[0].tenant) if known else ("", None)
        supposed = read_answers(answers, case, tenant, now_us, edition)
        make = like(now_at)
        history = [*known, *supposed]
        decision = decide(self._compiled, history, make(end_us), brief=True)
        lines = decision.escalation
        if until is None:
            end_us = max((now_us, *(line.at_us for line in lines), *(event.at_us for event in supposed)))
        return Plan(
            lines,
            case=case,
            now_us=now_us,
            until_us=end_us,
            opened_us=opened_us,
            complete=until is None,
            answers=tuple(supposed),
            attributes={name: value for event in known[:1] for name, value in event.data.items()},
            what_if=what_if,
            problems=decision.problems,
            edition=next((item for item in self._editions if item.version == decision.edition), edition),
            locale=locale or edition.language,
            _decide=lambda: decide(self._compiled, history, make(end_us)),
        )

    def _edition_of(self, us: int) -> Edition:
        """Return the edition in force at an instant; the first one before that."""
        position = self._compiled.edition_at(us)
        return self._editions[max(position - 1, 0)]

    def __repr__(self) -> str:
        return f"<EscalationDesk {', '.join(chain.name for chain in self.chains)}>"
