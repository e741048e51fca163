"""A standard's feedback, ready to be read and reported on: answers by the instruments of every edition.

*Rule:* nothing is remembered here and no clock is read: events, ledger and instant are arguments, and the same give the same report.

Example:
    >>> import attrs, servstd
    >>> from servstd.feedback.model import Feedback, Instrument
    >>> from servstd.standard import Standard
    >>> bare = servstd.loads('format: 1\\nstandard: shop\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: Asia/Shanghai\\n')
    >>> section = Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5), target=0.96)})
    >>> desk = Standard((attrs.evolve(bare.current, feedback=section),)).feedback
    >>> said = {"kind": "answered", "case": "1", "at": "2026-01-05T09:00:00Z", "data": {"instrument": "after", "score": 5}}
    >>> desk.report([said], now="2026-01-06T00:00:00Z").instruments[0].judgement.verdict
    'undecided'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from servstd.errors import UsageError
from servstd.events import Event, read_event
from servstd.feedback._periods import PeriodUnit
from servstd.feedback._report_building import Order, build_report
from servstd.feedback._trends import Declared
from servstd.feedback._versions import Section, read_versions
from servstd.feedback.reporting import CountBy, FeedbackReport, Scope
from servstd.feedback.responses import ATTRIBUTION, BotRules
from servstd.instants import to_us

if TYPE_CHECKING:
    from servstd.decide import CompiledStandard, EventLike
    from servstd.document.edition import Edition
    from servstd.feedback.ledger import ContactLedger
    from servstd.feedback.model import Feedback
    from servstd.feedback.responses import Response
    from servstd.feedback.themes import Classifier

__all__ = ["FeedbackDesk"]


class FeedbackDesk:
    """Reads answers by the rules of a standard, and reports on them.

    Args:
        editions: The standard's editions, in order of their effective dates.
        compiled: The editions made ready to decide.

    Raises:
        UsageError: FBK170 the edition that takes effect last has no section on feedback.
    """

    def __init__(self, editions: tuple[Edition, ...], compiled: CompiledStandard) -> None:
        current = editions[-1]
        if current.feedback is None:
            raise UsageError("FBK170", name=current.name, version=current.version)
        self.model: Feedback = current.feedback
        self.editions = editions
        self.compiled = compiled
        self._sections = tuple(Section(one.effective_from_us, feedback=one.feedback) for one in editions if one.feedback is not None)

    def responses(
        self, events: Iterable[EventLike], ledger: ContactLedger | None = None, *, bots: BotRules | None = None
    ) -> list[Response]:
        """Return every answer of some cases with its status, in order of time; each is judged by the edition that has its version.

        Args:
            events: Of any cases, each case's whole history.
            ledger: What was sent: answers to invitations that it does not know are refused. None: whatever names one is believed.
            bots: By what machines are told.

        Raises:
            UsageError: EVT codes of events that cannot be read or contradict each other.
        """
        return read_versions(self._sections, _read(events), ledger, bots)

    def report(
        self,
        events: Iterable[EventLike],
        *,
        now: datetime | str,
        ledger: ContactLedger | None = None,
        by: Sequence[str] = (),
        period: PeriodUnit | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        count_by: CountBy = "answered",
        minimum: int = 30,
        baseline: int = 20,
        rebase: Sequence[Declared] = (),
        classifiers: Mapping[str, Classifier] | None = None,
    ) -> FeedbackReport:
        """Return the report on the answers of some cases.

        Args:
            events: Of any cases, each case's whole history, so that attributes are known.
            now: Events after this instant are not looked at.
            ledger: What was sent, for response rates and for what may be answered; None: `surveyed` events tell who was asked.
            by: Attributes to break figures down by: owner, team, tier, channel, matter, priority.
            period: The periods of control charts; None: no charts.
            start: The first instant; None: from the beginning. Answers count by when they came, invitations by when they went out.
            end: The instant after the last; None: up to `now`.
            count_by: `answered`: the attributes at the answer; `resolved`: those when the matter was solved.
            minimum: With fewer answers a team has no place in a table of teams, and wins no award.
            baseline: How many periods with data make a chart's limits.
            rebase: What changed for good, beside what `x-rebased` events declare.
            classifiers: What plugins offer to tell themes, by name.

        Raises:
            UsageError: FBK173 an attribute that is not kept with answers, FBK174 a minimum or a baseline, CLI015 no time between start and
                end, EVT codes of events that cannot be read; figures that cannot be made as an instrument is declared.
        """
        for name in by:
            if name not in ATTRIBUTION:
                raise UsageError("FBK173", name=name, expected=", ".join(ATTRIBUTION))
        for what, number, least in (("minimum", minimum, 1), ("baseline", baseline, 2)):
            if type(number) is not int or number < least:
                raise UsageError("FBK174", path=(what,), name=what, found=repr(number), expected=f"{least}, {least + 1} …")
        from_us, until_us = (None if at is None else to_us(at) for at in (start, end))
        if from_us is not None and until_us is not None and from_us >= until_us:
            raise UsageError("CLI015")
        scope = Scope(
            from_us=from_us,
            to_us=until_us,
            period=period,
            by=tuple(dict.fromkeys(by)),
            count_by=count_by,
            minimum=minimum,
            baseline=baseline,
        )
        current = self.editions[-1]
        order = Order(
            current.name,
            sections=self._sections,
            now_us=to_us(now),
            time_zone=current.time_zone,
            scope=scope,
            ledger=ledger,
            rebase=rebase,
            classifiers=classifiers or {},
        )
        return build_report(order, _read(events))

    def __repr__(self) -> str:
        return f"<FeedbackDesk {', '.join(self.model.instruments)}>"


def _read(events: Iterable[EventLike]) -> list[Event]:
    out: list[Event] = []
    for position, item in enumerate(events):
        try:
            out.append(item if isinstance(item, Event) else read_event(item))
        except UsageError as error:
            raise error.at("events", position) from None
    return out
