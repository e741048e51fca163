"""What a standard says about feedback: instruments, invitations and their gates, complaints, themes, loops.

*Rule:* these are values. They hold what was written, read and checked; nothing in them runs.

Example:
    >>> after_service = Instrument("after_service", kind="csat", scale=(1, 5), satisfied=(4, 5))
    >>> after_service.direction, after_service.version
    ('higher', '1')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

import attrs

from servstd.calendars import Calendar
from servstd.conditions import Condition, Test
from servstd.durations import Amount, Period, Span
from servstd.errors import Path
from servstd.feedback.handling import Complaints
from servstd.people import Addressee
from servstd.protocols import ThemeClassifier
from servstd.sla.model import Label

__all__ = [
    "Budget", "Campaign", "Feedback", "Gates", "Instrument", "InstrumentKind", "Invitation", "Loop", "LoopTrigger", "Question", "Reminder",
    "Theme",
]  # fmt: skip

InstrumentKind = Literal["csat", "nps", "ces", "yes_no", "battery", "custom"]


@attrs.frozen
class Question:
    """One question of a battery, on a scale of its own."""

    name: str
    label: Label | None = attrs.field(default=None, kw_only=True)
    scale: tuple[int, int] = attrs.field(default=(1, 5), kw_only=True)
    reverse: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Instrument:
    """A way to ask: what the answers mean is declared, never guessed.

    Attributes:
        name: As written.
        kind: `csat`, `nps`, `ces`, `yes_no`, `battery` (several questions, as SERVQUAL), `custom`.
        version: Changes whenever answers can no longer be counted together.
        scale: The lowest and the highest score.
        direction: Whether a higher score is better, or a lower one.
        satisfied: The scores that count as satisfied (promoters for nps, agreement for ces).
        method: How the figure is made: `share`, `nps`, `mean`, `top_box`, `net` ...; see `servstd.feedback.estimating`.
        target: The figure promised: a share from 0 to 1, or a mean; None: none.
        questions: For a battery.
        ask: The question as put to the customer, by language.
        answers: Score -> what it says, by language.
        anonymous: Whether answers are kept without the customer and with a coarse time.
        least: With fewer answers than this a figure is not shown (cell size k).
    """

    name: str
    kind: InstrumentKind = attrs.field(kw_only=True)
    version: str = attrs.field(default="1", kw_only=True)
    scale: tuple[int, int] = attrs.field(kw_only=True)
    direction: Literal["higher", "lower"] = attrs.field(default="higher", kw_only=True)
    satisfied: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    method: str = attrs.field(default="share", kw_only=True)
    target: float | None = attrs.field(default=None, kw_only=True)
    questions: tuple[Question, ...] = attrs.field(default=(), kw_only=True)
    ask: Label | None = attrs.field(default=None, kw_only=True)
    answers: Mapping[int, Label] = attrs.field(factory=dict[int, Label], kw_only=True)
    anonymous: bool = attrs.field(default=False, kw_only=True)
    least: int = attrs.field(default=1, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    clause: str | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Budget:
    """How often one customer may be asked, over all instruments: at most `times` within any `per`."""

    times: int
    per: Period = attrs.field(kw_only=True)


@attrs.frozen
class Gates:
    """What must be open before a customer is asked; they are looked at in this order, and the first that is shut is the reason.

    Attributes:
        consent: The attribute that must be true; None: no consent is asked for by this standard.
        exclude: Cases whose customers are never asked.
        recontact: How long the same instrument rests for one customer.
        budget: How often one customer may be asked at all.
        hours: When customers may be disturbed; outside, the invitation waits, within its expiry.
        sample: Which share of the cases is asked, as (numerator, denominator); which ones, a digest of the case decides.
    """

    consent: str | None = attrs.field(default=None, kw_only=True)
    exclude: Condition | None = attrs.field(default=None, kw_only=True)
    recontact: Period | None = attrs.field(default=None, kw_only=True)
    budget: Budget | None = attrs.field(default=None, kw_only=True)
    hours: Calendar | None = attrs.field(default=None, kw_only=True)
    sample: tuple[int, int] = attrs.field(default=(1, 1), kw_only=True)


@attrs.frozen
class Campaign:
    """A day on which customers are asked whether or not anything happened: every `every` from `since` on."""

    every: Literal["year", "quarter", "month", "week"] | None = attrs.field(default=None, kw_only=True)
    since: date = attrs.field(kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Reminder:
    """Who has not answered is asked again, `after` the invitation or the last reminder, `times` times."""

    after: Span = attrs.field(kw_only=True)
    times: int = attrs.field(default=1, kw_only=True)


@attrs.frozen
class Invitation:
    """When which instrument is sent to whom.

    Attributes:
        name: As written; `invitations[0]`, its position, where it has none.
        trigger: The event of a case, or a campaign.
        when: Cases (for a campaign: customers' last cases) it is for.
        after: The wait since the trigger, in actual time unless `calendar` says otherwise.
        expires: How long an answer is taken; a later one is `late`.
    """

    name: str
    instrument: str = attrs.field(kw_only=True)
    trigger: Condition | Campaign = attrs.field(kw_only=True)
    when: Condition | None = attrs.field(default=None, kw_only=True)
    after: Amount | None = attrs.field(default=None, kw_only=True)
    calendar: str | None = attrs.field(default=None, kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    gates: Gates = attrs.field(factory=Gates, kw_only=True)
    reminder: Reminder | None = attrs.field(default=None, kw_only=True)
    expires: Span = attrs.field(kw_only=True)
    text: Label | None = attrs.field(default=None, kw_only=True)
    subject: Label | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Theme:
    """What customers write about, told by words or patterns, or by a plugin's model.

    Attributes:
        words: Words by language; "" for every language. Chinese words are found anywhere, others as whole words, whatever their case.
        patterns: Regular expressions (Python's `re`), bounded in length.
        without: Words that rule it out.
        classifier: A plugin's classifier that tells it instead; empty: none.
        part: That classifier, once the standard was loaded with it.
        plugin: Whose it is, with its version.
    """

    name: str
    words: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]], kw_only=True)
    patterns: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    without: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    classifier: str = attrs.field(default="", kw_only=True)
    part: ThemeClassifier | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)
    plugin: str = attrs.field(default="", kw_only=True, eq=False)
    label: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class LoopTrigger:
    """What sets a loop off.

    Attributes:
        kind: `response` (an answer that was counted), `theme` (often enough within a time), `event` (of a case).
        name: The instrument or the theme.
        tests: Tests of the answer's data, `score` above all.
        at_least: How many, for a theme.
        within: Within how long, for a theme.
        condition: For an event.
    """

    kind: Literal["response", "theme", "event"]
    name: str = attrs.field(default="", kw_only=True)
    tests: tuple[Test, ...] = attrs.field(default=(), kw_only=True)
    at_least: int = attrs.field(default=1, kw_only=True)
    within: Period | None = attrs.field(default=None, kw_only=True)
    condition: Condition | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Loop:
    """What follows from an answer, an outcome or a theme.

    Attributes:
        name: As written; `loops[0]`, its position, where it has none.
        opens: The attributes of the follow-up case; empty for an improvement.
        improvement: Whether an improvement item is opened (PDCA) instead of a case.
        owner: Who gets it.
        measure: What the improvement is measured by: an instrument or a theme; empty: what set it off.
        target: The share that the improvement is to reach, at most, from 0 to 1; None: less than before.
        due: Until when, counted from the day it was opened; None: nobody said.
        label: What the follow-up is called.
    """

    name: str
    trigger: LoopTrigger = attrs.field(kw_only=True)
    when: Condition | None = attrs.field(default=None, kw_only=True)
    opens: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    improvement: bool = attrs.field(default=False, kw_only=True)
    owner: Addressee | None = attrs.field(default=None, kw_only=True)
    measure: str = attrs.field(default="", kw_only=True)
    target: float | None = attrs.field(default=None, kw_only=True)
    due: Period | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Feedback:
    """The section on feedback."""

    instruments: Mapping[str, Instrument] = attrs.field(factory=dict[str, Instrument], kw_only=True)
    invitations: tuple[Invitation, ...] = attrs.field(default=(), kw_only=True)
    complaints: Complaints | None = attrs.field(default=None, kw_only=True)
    themes: Mapping[str, Theme] = attrs.field(factory=dict[str, Theme], kw_only=True)
    loops: tuple[Loop, ...] = attrs.field(default=(), kw_only=True)

    def conditions(self) -> Iterator[tuple[Condition, Path]]:
        """Yield every condition of the section with its path."""
        for item in self.invitations:
            if not isinstance(item.trigger, Campaign):
                yield item.trigger, (*item.path, "trigger")
            for condition, path in ((item.when, ("when",)), (item.gates.exclude, ("gates", "exclude"))):
                if condition is not None:
                    yield condition, (*item.path, *path)
        if self.complaints is not None:
            yield self.complaints.when, (*self.complaints.path, "when")
            if self.complaints.redispatch is not None:
                yield self.complaints.redispatch.trigger, (*self.complaints.path, "redispatch", "trigger")
        for loop in self.loops:
            for condition, key in ((loop.trigger.condition, "trigger"), (loop.when, "when")):
                if condition is not None:
                    yield condition, (*loop.path, key)
