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
from datetime import date, datetime
from typing import TYPE_CHECKING

import attrs

from servstd._inviting_answers import Taken, take
from servstd._inviting_campaigns import campaign_occasions
from servstd._surveying_input import links_of, read_all, scope_of
from servstd.errors import UsageError
from servstd.feedback._case_facts import read_facts
from servstd.feedback._complaint_figures import find_recurrences
from servstd.feedback._periods import PeriodUnit
from servstd.feedback._report_building import Order, build_report
from servstd.feedback._trends import Declared
from servstd.feedback._versions import Section, list_instruments, read_versions
from servstd.feedback.asking import expire
from servstd.feedback.improving import Checked, Improvement, check_improvements, find_improvements
from servstd.feedback.reporting import CountBy, FeedbackReport
from servstd.feedback.responses import BotRules
from servstd.feedback.themes import ThemeShare, remarks_of, share_themes
from servstd.instants import read_day, read_zone, to_us
from servstd.inviting import answered_keys, invite, occasions_of, remind_all

if TYPE_CHECKING:
    from servstd.decide import CompiledStandard, EventLike
    from servstd.decide.compiled import CompiledEdition
    from servstd.document.edition import Edition
    from servstd.feedback.asking import Occasion
    from servstd.feedback.ledger import ContactLedger, LedgerEntry
    from servstd.feedback.model import Feedback
    from servstd.feedback.recurring import Recurrence
    from servstd.feedback.responses import Response
    from servstd.feedback.themes import Classifier
    from servstd.inviting import HasAsks, Invited, NotInvited, Reminded

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
        return read_versions(self._sections, read_all(events), ledger, bots)

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
        order = Order(
            self.editions[-1].name,
            sections=self._sections,
            now_us=to_us(now),
            time_zone=self.editions[-1].time_zone,
            scope=attrs.evolve(scope_of(by, minimum, baseline, start, end), period=period, count_by=count_by),
            ledger=ledger,
            rebase=rebase,
            classifiers=classifiers or {},
        )
        return build_report(order, read_all(events))

    # ── inviting ──────────────────────────────────────────────────────────────────────────────────────────────────

    def invite(
        self,
        decisions: Iterable[HasAsks],
        ledger: ContactLedger,
        *,
        now: datetime | str,
        link: str | None = None,
        secret: bytes | None = None,
    ) -> list[Invited | NotInvited]:
        """Return whom the asks of some cases reach now, each with its notice, and whom not, with the reason; nothing is sent or written.

        Args:
            decisions: Decisions of any cases, or `servstd.inviting.Asks`. What the ledger knows is passed over.
            ledger: What was sent so far, to everybody. Append each `entry` once the notice went out.
            now: The present. Who waits for the hours of a gate is not among the results: ask again then.
            link: Where answers are taken: an address with `{token}`. A GET there shows the question; only a POST may answer.
            secret: Signs the tokens, at least 32 bytes; it goes with `link`.

        Raises:
            UsageError: FBK088 the address or the secret is missing or wrong, FBK080 the secret is too short, FBK089 a text names `link`,
                and there is none; FBK087 an edition has no invitation of that name.
        """
        return self.ask_now(self.occasions(decisions), ledger, now=now, link=link, secret=secret)

    def campaign(
        self,
        customers: Iterable[Mapping[str, object]],
        ledger: ContactLedger,
        *,
        on: date | str,
        now: datetime | str,
        link: str | None = None,
        secret: bytes | None = None,
    ) -> list[Invited | NotInvited]:
        """Return whom the campaigns of the edition that takes effect last reach on a day: once a period and customer.

        Args:
            customers: Mappings with `customer`; `attributes`, or attributes beside it (tier, addresses).
            ledger: As for `invite`.
            on: The day, in the standard's zone: the last day up to it on which a campaign asks counts.
            now: As for `invite`.
            link: As for `invite`.
            secret: As for `invite`.

        Raises:
            UsageError: as `invite`; FBK096 something is no customer.
        """
        return self.ask_now(self.campaign_occasions(customers, on=on), ledger, now=now, link=link, secret=secret)

    def ask_now(
        self,
        grounds: Iterable[tuple[Occasion, CompiledEdition]],
        ledger: ContactLedger,
        *,
        now: datetime | str,
        link: str | None = None,
        secret: bytes | None = None,
    ) -> list[Invited | NotInvited]:
        """Return what becomes of occasions of cases and campaigns together: one budget for all; the arguments are those of `invite`."""
        return invite(grounds, ledger, now_us=to_us(now), links=links_of(link, secret))

    def occasions(self, decisions: Iterable[HasAsks]) -> list[tuple[Occasion, CompiledEdition]]:
        """Return the occasions of some cases, each with the edition that governs its case."""
        by_version = {one.edition.version: one for one in self.compiled.editions[1:]}
        latest = self.compiled.editions[-1]
        return [(occasion, by_version.get(case.edition or "", latest)) for case in decisions for occasion in occasions_of(case)]

    def campaign_occasions(self, customers: Iterable[Mapping[str, object]], *, on: date | str) -> list[tuple[Occasion, CompiledEdition]]:
        """Return the occasions of campaigns on a day; the arguments are those of `campaign`."""
        latest = self.compiled.editions[-1]
        return [(occasion, latest) for occasion in campaign_occasions(customers, latest, read_day(on))]

    def remind(
        self,
        grounds: Iterable[tuple[Occasion, CompiledEdition]],
        ledger: ContactLedger,
        events: Iterable[EventLike],
        *,
        now: datetime | str,
        link: str | None = None,
        secret: bytes | None = None,
    ) -> list[Reminded]:
        """Return the reminders that have come due, each with its notice; who answered is not reminded, nor who was asked anonymously.

        Args:
            grounds: What `occasions` and `campaign_occasions` return: the addresses of who was asked.
            ledger: What was sent and reminded so far. Append each `entry` once the notice went out.
            events: The events of any cases: what was answered or dismissed.
            now: The present.
            link: As for `invite`.
            secret: As for `invite`.

        Raises:
            UsageError: as `invite`.
        """
        return remind_all(grounds, ledger, answered_keys(read_all(events)), now_us=to_us(now), links=links_of(link, secret))

    def expire(self, ledger: ContactLedger, events: Iterable[EventLike], *, now: datetime | str) -> list[LedgerEntry]:
        """Return the invitations that nobody answered in time, for the ledger; each once."""
        return expire(ledger, answered_keys(read_all(events)), now_us=to_us(now))

    def take(self, token: str, data: Mapping[str, object], *, secrets: Sequence[bytes], now: datetime | str, by: str = "customer") -> Taken:
        """Return what becomes of an answer that came through a link: an event to be appended to its case, or why it is refused.

        Call it for a form that was sent (POST), never for a link that was followed (GET): mail scanners follow every link.

        Args:
            token: As it came with the answer.
            data: `score`, or `answers.QUESTION` of a battery; `comment`; `partial`, `dismiss`. What names a case must name the token's.
            secrets: The present secret first, then those in use before it.
            now: When it came.
            by: `customer`, or `bot` where whoever serves the link knows.

        Raises:
            UsageError: FBK080 a secret is too short. What a customer sends raises nothing.
        """
        known = list_instruments(self._sections).values()
        return take(known, token, data, secrets, now_us=to_us(now), by=by)

    def themes(self, events: Iterable[EventLike], *, ledger: ContactLedger | None = None, language: str | None = None) -> list[ThemeShare]:
        """Return each theme's share of what customers wrote in answers that count; those of anonymous instruments are left out."""
        remarks = remarks_of(self.model, self.responses(events, ledger))
        return share_themes(remarks, tuple(self.model.themes.values()), language=language)

    def improvements(
        self, events: Iterable[EventLike], *, ledger: ContactLedger | None = None, language: str | None = None
    ) -> list[Improvement]:
        """Return the improvement items that themes call for which come up again and again; `check_improvement` says whether one helped."""
        remarks = remarks_of(self.model, self.responses(events, ledger))
        return find_improvements(self.model, remarks, time_zone=self.editions[-1].time_zone, language=language)

    def check_improvements(
        self, events: Iterable[EventLike], *, ledger: ContactLedger | None = None, since: Mapping[str, datetime | str] | None = None
    ) -> list[Checked]:
        """Return the improvement items, each with whether it helped by what customers wrote afterwards.

        Args:
            events: Of any cases, up to the instant of the check.
            ledger: As for `responses`.
            since: Loop -> from when its measures work; the others count from when the item was opened.

        Raises:
            UsageError: FBK177 `since` names a loop whose theme opens no improvement.
        """
        remarks = remarks_of(self.model, self.responses(events, ledger))
        from_us = {name: to_us(at) for name, at in (since or {}).items()}
        return check_improvements(self.model, remarks, time_zone=self.editions[-1].time_zone, since=from_us)

    def recurrences(self, events: Iterable[EventLike]) -> tuple[Recurrence, ...]:
        """Return the complaints that came again, in groups; none where the standard says nothing of it."""
        rules, (facts, _) = self.model.complaints, read_facts(read_all(events))
        return () if rules is None else find_recurrences(rules, facts, zone=read_zone(self.editions[-1].time_zone))

    def __repr__(self) -> str:
        return f"<FeedbackDesk {', '.join(self.model.instruments)}>"
