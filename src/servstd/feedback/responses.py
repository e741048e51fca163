"""Responses: what came back, and whether it is counted.

*Rule:* every answer that came is a response with a status, and only `counted` ones enter a figure. One answer of an invitation counts: the
last one given in time; earlier ones are versions of it. What a machine did, what came late, twice, in part or for somebody else stays, with
its reason.

    answered -> refused | suspected_bot | late | partial | duplicate | counted -> superseded (by a later version)
    dismissed -> dismissed

Example:
    >>> from servstd.feedback.model import Feedback, Instrument
    >>> section = Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5))})
    >>> said = {"instrument": "after", "score": 5}
    >>> answer = Event("answered", case="42", at="2026-01-05T09:00:00Z", by="customer", data=said)
    >>> [(response.score, response.status) for response in read_responses(section, [answer])]
    [(5, 'counted')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import attrs

from servstd.durations import Span
from servstd.events import Event
from servstd.events.history import order_events
from servstd.events.kinds import KINDS
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Feedback, Instrument
from servstd.instants import SECOND_US

__all__ = ["ATTRIBUTION", "BotRules", "Response", "ResponseStatus", "WhyNotCounted", "read_answer", "read_responses"]

ResponseStatus: TypeAlias = Literal[
    "counted", "partial", "dismissed", "late", "duplicate", "superseded", "suspected_bot", "refused"
]  # fmt: skip
WhyNotCounted: TypeAlias = Literal[
    "", "unknown_instrument", "other_version", "unknown_invitation", "other_case", "no_number", "off_scale", "expired", "broken_off",
    "same_again", "edited", "too_soon", "clicked_everything", "by_a_machine",
]  # fmt: skip
ATTRIBUTION: Final = ("owner", "team", "tier", "channel", "matter", "priority")
"""The attributes that are kept with a response: as they were when it came, and when the matter was solved."""


def _nothing() -> Mapping[str, object]:
    return {}


@attrs.frozen
class BotRules:
    """By what a machine is told from a customer. Mail scanners follow every link within seconds of a message's arrival.

    Attributes:
        soonest: An answer sooner than this after its invitation was sent is a machine's.
        together: Different scores of one invitation within this long are a machine's, all of them.
    """

    soonest: Span = attrs.field(default=Span(2 * SECOND_US), kw_only=True)
    together: Span = attrs.field(default=Span(SECOND_US), kw_only=True)


@attrs.frozen
class Response:
    """One answer, whatever became of it.

    Attributes:
        id: The event's id; with the tenant and the case it is unique.
        at_us: When it came, microseconds since the epoch.
        score: The score, where it is a whole number; None: none was given, or what was given is none.
        answers: Question -> score, of a battery: the data `answers.QUESTION` of the event.
        invitation: The key of the invitation it answers; empty: nobody was invited, the customer was asked in person.
        number: 1 for the first answer of an invitation that was counted, 2 for the next version of it; 0: it was never counted.
        why: Why it is not counted.
        at_answer: The case's attributes when it came, those of `ATTRIBUTION`.
        at_resolution: The same as they were when the matter was last solved before it; empty: it was not.
    """

    id: str
    instrument: str = attrs.field(kw_only=True)
    version: str = attrs.field(default="", kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    case: str = attrs.field(kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    customer: str = attrs.field(default="", kw_only=True)
    invitation: str = attrs.field(default="", kw_only=True)
    score: int | None = attrs.field(default=None, kw_only=True)
    answers: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)
    comment: str = attrs.field(default="", kw_only=True, repr=False)
    number: int = attrs.field(default=0, kw_only=True)
    status: ResponseStatus = attrs.field(default="counted", kw_only=True)
    why: WhyNotCounted = attrs.field(default="", kw_only=True)
    at_answer: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)
    at_resolution: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)

    @property
    def counts(self) -> bool:
        """Return whether it enters figures."""
        return self.status == "counted"


def read_responses(
    feedback: Feedback, events: Iterable[Event], *, ledger: ContactLedger | None = None, bots: BotRules | None = None
) -> list[Response]:
    """Return every answer of some cases with its status, in order of time.

    Args:
        feedback: The standard's section.
        events: The events of any cases, each case's whole history, so that attributes are known.
        ledger: What was sent: answers to invitations that it does not know are refused. None: whatever names an invitation is believed.
        bots: By what machines are told; None: the defaults of `BotRules`.

    Raises:
        UsageError: EVT codes of events that contradict each other.
    """
    came = sorted(_collect(events), key=lambda response: response.at_us)
    sent = None if ledger is None else {entry.invitation: entry for entry in ledger if entry.kind == "sent"}
    judge = _Judge(feedback, sent, bots or BotRules())
    judged = [judge.judge(response) if response.status == "counted" else response for response in came]
    return _number(_without_clicks(judged, judge.bots.together.us))


def read_answer(feedback: Feedback, event: Event) -> Response:
    """Return one answer judged by itself: nothing is known of what was sent, nor of what came before it."""
    response = _response(event, {}, {})
    return _Judge(feedback, None, BotRules()).judge(response) if response.status == "counted" else response


# ── what came ─────────────────────────────────────────────────────────────────────────────────────────────────


def _collect(events: Iterable[Event]) -> Iterator[Response]:
    cases: dict[tuple[str | None, str], list[Event]] = {}
    for event in events:
        cases.setdefault((event.tenant, event.case), []).append(event)
    for history in cases.values():
        attributes: dict[str, object] = {}
        solved: Mapping[str, object] = {}
        for event in order_events(history):
            kind = KINDS.get(event.kind)
            if kind is not None and kind.attributes:
                attributes |= {name: value for name, value in event.data.items() if name not in kind.data or name in ATTRIBUTION}
            if event.kind in ("resolved", "closed"):
                solved = _kept(attributes)
            elif event.kind in ("answered", "dismissed"):
                yield _response(event, attributes, solved)


def _kept(attributes: Mapping[str, object]) -> Mapping[str, object]:
    return {name: attributes[name] for name in ATTRIBUTION if name in attributes}


def _response(event: Event, attributes: Mapping[str, object], solved: Mapping[str, object]) -> Response:
    data, customer = event.data, attributes.get("customer")
    by_machine = event.kind == "answered" and event.by.role == "bot"
    score = data.get("score")
    is_whole = (isinstance(score, int) and not isinstance(score, bool)) or (isinstance(score, float) and score.is_integer())
    broken: WhyNotCounted = "broken_off" if event.kind == "answered" and data.get("partial") is True else ""
    is_late = event.kind == "answered" and data.get("late") is True  # who took it in knew when its link had expired
    return Response(
        event.id or "",
        instrument=str(data.get("instrument") or ""),
        version=str(data.get("version") or ""),
        at_us=event.at_us,
        case=event.case,
        tenant=event.tenant,
        customer="" if customer is None else str(customer),
        invitation=str(data.get("invitation") or ""),
        score=int(score) if is_whole and isinstance(score, (int, float)) else None,
        answers={name.removeprefix("answers."): value for name, value in data.items() if name.startswith("answers.")},
        comment=str(data.get("comment") or ""),
        status="dismissed" if event.kind == "dismissed" else "suspected_bot" if by_machine else "late" if is_late else "counted",
        why="by_a_machine" if by_machine else "expired" if is_late else "no_number" if score is not None and not is_whole else broken,
        at_answer=_kept(attributes),
        at_resolution=solved,
    )


# ── whether it counts ─────────────────────────────────────────────────────────────────────────────────────────


@attrs.frozen
class _Judge:
    """Judges one answer by itself."""

    feedback: Feedback
    sent: Mapping[str, LedgerEntry] | None
    bots: BotRules

    def judge(self, response: Response) -> Response:
        """Return the response with its status and its version filled in."""
        instrument = self.feedback.instruments.get(response.instrument)
        if instrument is None:
            return _refuse(response, "unknown_instrument")
        if response.version and response.version != instrument.version:
            return _refuse(response, "other_version")
        response = attrs.evolve(response, version=instrument.version)
        named = response.invitation and not instrument.anonymous  # an anonymous one names a digest that only its token could prove
        entry = None if self.sent is None or not named else self.sent.get(response.invitation)
        if self.sent is not None and named and entry is None:
            return _refuse(response, "unknown_invitation")
        if entry is not None and not _is_of(entry, response):
            return _refuse(response, "other_case")
        if response.why == "no_number":
            return _refuse(response, "no_number")
        if not _fits(instrument, response):
            return _refuse(response, "off_scale")
        if entry is not None and entry.expires_us is not None and response.at_us > entry.expires_us:
            return attrs.evolve(response, status="late", why="expired")
        if entry is not None and response.at_us - entry.at_us < self.bots.soonest.us:
            return attrs.evolve(response, status="suspected_bot", why="too_soon")
        if response.why == "broken_off" or not _is_whole(instrument, response):
            return attrs.evolve(response, status="partial", why="broken_off")
        return response


def _refuse(response: Response, why: WhyNotCounted) -> Response:
    return attrs.evolve(response, status="refused", why=why)


def _is_of(entry: LedgerEntry, response: Response) -> bool:
    """Return whether an answer is for what was asked; an invitation of a campaign is bound to its customer alone."""
    if (entry.tenant, entry.instrument) != (response.tenant, response.instrument):
        return False
    if entry.case:
        return entry.case == response.case
    return not response.customer or entry.customer == response.customer


def _fits(instrument: Instrument, response: Response) -> bool:
    low, high = instrument.scale
    if response.score is not None and not low <= response.score <= high:
        return False
    scales = {question.name: question.scale for question in instrument.questions}
    for name, value in response.answers.items():
        least, most = scales.get(name, (1, 0))
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            return False
    return True


def _is_whole(instrument: Instrument, response: Response) -> bool:
    if instrument.kind == "battery":
        return all(question.name in response.answers for question in instrument.questions)
    return response.score is not None


def _slot(response: Response) -> tuple[str | None, str, str, str]:
    """Return what one answer counts of: an invitation, or one instrument of one case where nobody was invited."""
    return response.tenant, response.invitation or f"case {response.case}", response.instrument, response.version


def _without_clicks(responses: list[Response], together: int) -> list[Response]:
    """Return the responses, those suspected that gave one invitation different scores at almost one time."""
    slots: dict[tuple[str | None, str, str, str], list[Response]] = {}
    for response in responses:
        if response.counts:
            slots.setdefault(_slot(response), []).append(response)
    machine: set[tuple[str | None, str, str]] = set()
    for answers in slots.values():
        for one, next_one in pairwise(answers):
            if next_one.at_us - one.at_us < together and _said(one) != _said(next_one):
                machine |= {_identity(one), _identity(next_one)}
    return [
        attrs.evolve(response, status="suspected_bot", why="clicked_everything") if _identity(response) in machine else response
        for response in responses
    ]


def _identity(response: Response) -> tuple[str | None, str, str]:
    return response.tenant, response.case, response.id


def _said(response: Response) -> tuple[object, ...]:
    return response.score, tuple(sorted(response.answers.items(), key=lambda pair: pair[0])), response.comment


def _number(responses: list[Response]) -> list[Response]:
    """Return the responses with versions numbered: the last one counts, and saying the same again is no version."""
    last: dict[tuple[str | None, str, str, str], int] = {}
    out: list[Response] = []
    for response in responses:
        if response.counts:
            before = last.get(_slot(response))
            if before is not None and _said(out[before]) == _said(response):
                response = attrs.evolve(response, status="duplicate", why="same_again")
            else:
                number = 1 if before is None else out[before].number + 1
                if before is not None:
                    out[before] = attrs.evolve(out[before], status="superseded", why="edited")
                last[_slot(response)] = len(out)
                response = attrs.evolve(response, number=number)
        out.append(response)
    return out
