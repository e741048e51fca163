"""A report on feedback made from events: answers judged, anonymous ones stripped, figures made, nothing ranked.

*Rule:* a pure function of its arguments. What is anonymous is made so before anything is grouped or counted by attribute.

Example:
    >>> from servstd.feedback.model import Feedback, Instrument
    >>> section = Section(0, feedback=Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5))}))
    >>> said = Event("answered", case="1", at="2026-01-05T09:00:00Z", data={"instrument": "after", "score": 5})
    >>> order = Order("shop", sections=[section], now_us=said.at_us, time_zone="UTC")
    >>> build_report(order, [said]).instruments[0].estimate.text()
    '100.0% (20.7–100.0%), n 1'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, tzinfo

import attrs

from servstd.errors import Problem
from servstd.estimates import Estimate
from servstd.events import Event
from servstd.feedback._asked_rows import list_asked
from servstd.feedback._case_facts import REBASED, CaseFacts, read_facts
from servstd.feedback._complaint_figures import count_complaints
from servstd.feedback._periods import name_period
from servstd.feedback._trends import Declared, draw_trend
from servstd.feedback._versions import Section, list_instruments, read_versions
from servstd.feedback.anonymity import anonymise, hidden_together
from servstd.feedback.comparing import compare_each
from servstd.feedback.judging import Judgement, judge
from servstd.feedback.ledger import ContactLedger
from servstd.feedback.measuring import measure, measure_battery
from servstd.feedback.model import Instrument, Theme
from servstd.feedback.reporting import Breakdown, ComplaintFigures, FeedbackReport, InstrumentReport, Scope, Segment, Trend
from servstd.feedback.responses import Response
from servstd.feedback.teams import team_table
from servstd.feedback.themes import Classifier, Remark, share_themes
from servstd.instants import local_date, read_zone

__all__ = ["Order", "build_report"]

_MOST_PAIRED = 8
"""Segments up to which every pair is compared: beyond it the correction for so many pairs leaves nothing to find."""
_NOT_OURS = ("unknown_instrument", "other_version")


@attrs.frozen
class Order:
    """What a report is made of beside the events.

    Attributes:
        sections: What each edition says of feedback, in order.
        now_us: Events after this instant are not looked at.
        rebase: What was declared elsewhere than in events.
        classifiers: What plugins offer to tell themes, by name.
    """

    standard: str
    sections: Sequence[Section] = attrs.field(kw_only=True)
    now_us: int = attrs.field(kw_only=True)
    time_zone: str = attrs.field(kw_only=True)
    scope: Scope = attrs.field(factory=Scope, kw_only=True)
    ledger: ContactLedger | None = attrs.field(default=None, kw_only=True)
    rebase: Sequence[Declared] = attrs.field(default=(), kw_only=True)
    classifiers: Mapping[str, Classifier] = attrs.field(factory=dict[str, Classifier], kw_only=True)

    @property
    def zone(self) -> tzinfo:
        """Return the zone on whose wall days are counted."""
        return read_zone(self.time_zone)

    @property
    def last_day(self) -> date:
        """Return the last day of the report."""
        end = self.now_us if self.scope.to_us is None else min(self.now_us, self.scope.to_us - 1)
        return local_date(end, self.zone)


def build_report(order: Order, events: Iterable[Event]) -> FeedbackReport:
    """Return the report; cases whose events contradict each other are left out and told.

    Args:
        order: What is asked for.
        events: Of any cases, each case's whole history.

    Raises:
        UsageError: FBK codes of instruments that cannot be measured as they are declared.
    """
    facts, contradictory = read_facts(event for event in events if event.at_us <= order.now_us)
    declared, unfounded = _declared(facts, order.zone)
    told = read_versions(order.sections, (event for one in facts for event in one.events), order.ledger)
    inside = [response for response in told if order.scope.holds(response.at_us)]
    known = list_instruments(order.sections)
    newest: dict[str, str] = {}
    for name, version in known:
        newest.setdefault(name, version)
    strangers = [one for one in inside if one.why in _NOT_OURS or one.instrument not in newest]
    made: list[InstrumentReport] = []
    for (name, version), instrument in known.items():
        of_it = [one for one in inside if one.why not in _NOT_OURS and one.instrument == name and (one.version or newest[name]) == version]
        if of_it or version == newest[name]:
            # a rate does not split by version: invitations of the ledger do not name one
            everything = [one for one in told if one.instrument == name]
            asked = list_asked(name, facts, order.ledger, everything, order.scope, at_least=instrument.least)
            changes = [*order.rebase, *declared]
            one = _Maker(instrument, order, [change for change in changes if change.instrument in ("", name)]).make(of_it)
            made.append(attrs.evolve(one, asked=asked if version == newest[name] else ()))
    open_ones = {name for (name, _), instrument in known.items() if not instrument.anonymous}
    remarks = [_remark(one) for one in inside if one.counts and one.instrument in open_ones and one.comment.strip()]
    themes = tuple(order.sections[-1].feedback.themes.values())
    return FeedbackReport(
        order.standard,
        now_us=order.now_us,
        time_zone=order.time_zone,
        scope=order.scope,
        cases=len(facts),
        instruments=tuple(made),
        complaints=_complaints(order, facts, [*order.rebase, *declared]),
        themes=tuple(share_themes(remarks, themes, classifiers=order.classifiers)),
        remarks=len(remarks),
        strangers=dict(sorted(Counter(one.why or "unknown_instrument" for one in strangers).items())),
        left_out=(*contradictory, *unfounded),
    )


def _declared(facts: Sequence[CaseFacts], zone: tzinfo) -> tuple[list[Declared], list[Problem]]:
    found: list[Declared] = []
    told: list[Problem] = []
    for one in facts:
        for event in one.of_kind(REBASED):
            reason, instrument = (str(event.data.get(name) or "").strip() for name in ("reason", "instrument"))
            if reason:
                found.append(Declared(local_date(event.at_us, zone), reason=reason, by=event.by.id or "", instrument=instrument))
            else:
                told.append(Problem("FBK172", params={"case": one.case, "kind": REBASED}))
    return found, told


def _complaints(order: Order, facts: Sequence[CaseFacts], declared: Sequence[Declared]) -> ComplaintFigures | None:
    rules = order.sections[-1].feedback.complaints
    if rules is None:
        return None
    return count_complaints(rules, facts, order.scope, zone=order.zone, last=order.last_day, declared=declared)


@attrs.frozen
class _Maker:
    """Makes the report of one instrument."""

    instrument: Instrument
    order: Order
    declared: Sequence[Declared]

    def make(self, responses: Sequence[Response]) -> InstrumentReport:
        """Return the report on the instrument's answers."""
        instrument, scope = self.instrument, self.order.scope
        statuses = Counter[str](one.status for one in responses)
        reasons = Counter[str](one.why for one in responses if one.why and not one.counts)
        if instrument.anonymous:
            responses = [anonymise(one, scope.by, self.order.zone) for one in responses]
        counted = [one for one in responses if one.counts]
        hidden = 0 < len(counted) < instrument.least
        battery = instrument.kind == "battery"
        whole = None if hidden or battery else self.measure(counted, _left(responses))
        questions = measure_battery(instrument, [one.answers for one in counted]) if battery and not hidden else {}
        single = not hidden and not battery
        hidden_ones: Mapping[str, frozenset[str]] = self.hidden(counted) if single else {}
        remarks = [_remark(one) for one in counted if one.comment.strip()]
        themes = self.themes() if len(remarks) >= instrument.least else ()
        return InstrumentReport(
            instrument.name,
            version=instrument.version,
            kind=instrument.kind,
            label=instrument.label,
            scale=instrument.scale,
            direction=instrument.direction,
            anonymous=instrument.anonymous,
            least=instrument.least,
            hidden=hidden,
            estimate=whole,
            statuses=dict(sorted(statuses.items())),
            reasons=dict(sorted(reasons.items())),
            judgement=None if whole is None else self.judge(whole),
            questions=questions,
            breakdowns=tuple(self.break_down(name, responses, hidden_ones[name]) for name in scope.by) if single else (),
            trend=self.trend(counted, hidden_ones[""]) if single else None,
            themes=tuple(share_themes(remarks, themes, classifiers=self.order.classifiers)),
            remarks=len(remarks),
        )

    def hidden(self, counted: Sequence[Response]) -> Mapping[str, frozenset[str]]:
        """Return what is not shown of each attribute's breakdown, and of the periods (under an empty name)."""
        scope = self.order.scope
        cells = {name: [self.value(one, name) for one in counted] for name in scope.by}
        days = [local_date(one.at_us, self.order.zone) for one in counted]
        cells[""] = ["" if scope.period is None else name_period(day, scope.period) for day in days]
        return hidden_together(cells, self.instrument.least)

    def value(self, one: Response, attribute: str) -> str:
        """Return an attribute of an answer, as it is counted."""
        held = one.at_answer if self.order.scope.count_by == "answered" else one.at_resolution
        value = held.get(attribute)
        return "" if value is None else str(value)

    def trend(self, counted: Sequence[Response], hidden: frozenset[str]) -> Trend | None:
        """Return the trend, where periods are asked for."""
        if self.order.scope.period is None:
            return None
        return draw_trend(
            {place: local_date(one.at_us, self.order.zone) for place, one in enumerate(counted)},
            lambda places: self.measure([counted[place] for place in places]),
            unit=self.order.scope.period,
            last=self.order.last_day,
            scope=self.order.scope,
            hidden=hidden,
            declared=self.declared,
        )

    def themes(self) -> Sequence[Theme]:
        """Return the themes of the edition that takes effect last."""
        return tuple(self.order.sections[-1].feedback.themes.values())

    def measure(self, counted: Sequence[Response], left: Mapping[str, int] | None = None) -> Estimate:
        """Return the figure of some answers."""
        return measure(self.instrument, [one.score for one in counted], excluded=left or {})

    def judge(self, whole: Estimate) -> Judgement | None:
        """Return the verdict on the target; a mean where less is better may be at most as high as its target."""
        if self.instrument.target is None:
            return None
        falls = whole.unit == "mean" and self.instrument.direction == "lower"
        return judge(whole, self.instrument.target, "at_most" if falls else "at_least")

    def break_down(self, attribute: str, responses: Sequence[Response], hidden: frozenset[str]) -> Breakdown:
        """Return the figure by one attribute."""
        groups: dict[str, list[Response]] = {}
        for one in responses:
            groups.setdefault(self.value(one, attribute), []).append(one)
        counted = {value: [one for one in groups[value] if one.counts] for value in sorted(groups)}
        segments = tuple(
            Segment(value, estimate=None if value in hidden else self.measure(answers, _left(groups[value])))
            for value, answers in counted.items()
        )
        shown = {one.value: one.estimate for one in segments if one.estimate is not None}
        minimum = self.order.scope.minimum
        large = {value: one for value, one in shown.items() if one.n >= minimum}
        paired = compare_each(large) if 2 <= len(large) <= _MOST_PAIRED else {}
        table = None
        if shown and all(one.unit == "share" for one in shown.values()):
            some = next(iter(shown.values()))
            pairs = {value: (int(one.basis.get("k", 0)), one.n) for value, one in shown.items()}
            table = team_table(pairs, minimum=minimum, definition=some.definition)
        return Breakdown(
            attribute,
            segments=segments,
            table=table,
            differences={pair: gap for pair, gap in paired.items() if gap.real},
            pairs=len(paired),
        )


def _left(responses: Sequence[Response]) -> dict[str, int]:
    return dict(sorted(Counter[str](one.status for one in responses if not one.counts).items()))


def _remark(one: Response) -> Remark:
    return Remark(one.comment, at_us=one.at_us, case=one.case, id=one.id)
