"""What staff are told of a clock: the policy and those that lost, the arithmetic, every turn, thresholds and verdict.

*Rule:* every due date can be worked out again from what is printed.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> explanation = standard.explain([opened], now="2026-01-05T10:00:00Z", locale="en")
    >>> [row.text for row in explanation.sections[0].rows if row.label == "Arithmetic"]
    ['start + target = Mon 5 Jan 13:00']
"""

from __future__ import annotations

from servstd.decide import Clock
from servstd.decide.trace import candidates
from servstd.explanation.model import Row, Section
from servstd.explanation.segments import promise_text, provisional_text, section_title, segment_rows, verdict_text
from servstd.explanation.teller import Teller
from servstd.messages.naming import spell_threshold

__all__ = ["staff_section"]


def staff_section(teller: Teller, clock: Clock) -> Section:
    """Return what staff are told of one clock."""
    turns = teller.turns_of(clock)
    rows: list[Row] = []
    if clock.policy is not None:
        clause = teller.clause(clock)
        named = teller.policy(clock.policy)
        rows.append(Row(teller.say("policy"), named if clause is None else f"{named}  § {clause}"))
    if clock.agreement is not None:
        rows.append(Row(teller.say("agreement"), teller.contract(clock.agreement, clock.clause)))
    governed = [turn for turn in turns if turn.what == "governed"]
    asked = [
        teller.say(item.outcome, policy=teller.policy(item.policy))
        for item in candidates(teller.compiled, governed[-1])
        if item.outcome != "won"
    ]
    rows += [Row(teller.say("asked") if i == 0 else "", text) for i, text in enumerate(asked)]
    if clock.graded:
        rows.append(Row(teller.say("target"), f"{promise_text(teller, clock)}  [{teller.say(clock.commitment or 'promise')}]"))
    elif clock.reason is not None:
        rows.append(Row(teller.say("target"), teller.say("measured", reason=teller.say(f"reason_{clock.reason}"))))
    rows.append(Row(teller.say("started"), teller.say("by_event", at=teller.instant(clock.started_us), event=turns[0].event_id)))
    rows += [
        Row(teller.say("changed"), teller.say(turn.what, at=teller.instant(turn.at_us))) for turn in turns if turn.what in ("kept", "moved")
    ]
    for turn in governed[1:]:
        choice = teller.compiled.editions[turn.edition].table.choice(turn.choice)
        said = teller.policy(choice.policy) if choice.policy else teller.say("reason_no_policy")
        if choice.agreement is not None:
            said = teller.contract(choice.agreement.contract, choice.agreement.clause_of(choice.metric))
        rows.append(Row(teller.say("changed"), teller.say("changed_to", at=teller.instant(turn.at_us), policy=said)))
    rows += segment_rows(teller, clock, staff=True)
    rows += _arithmetic(teller, clock)
    rows += _thresholds(teller, clock)
    verdict = verdict_text(teller, clock)
    if verdict:
        rows.append(Row(teller.say("verdict"), verdict))
    if clock.provisional:
        rows.append(Row("", provisional_text(teller, clock)))
    return Section(
        f"{section_title(teller, clock)}  [{teller.state(clock.state)}]", metric=clock.metric, cycle=clock.cycle, rows=tuple(rows)
    )


def _arithmetic(teller: Teller, clock: Clock) -> list[Row]:
    sums = clock.sums
    if sums is None:
        return []
    d0 = teller.instant(sums.d0_us)
    if clock.amount is None:
        text = teller.say("sum_until", d0=d0)
    elif sums.anchor_us != clock.started_us:
        text = teller.say("sum_carried", carried=teller.time(sums.carried_us), at=teller.instant(sums.anchor_us), d0=d0)
    else:
        text = teller.say("sum_plain", d0=d0)
    if sums.paused_us:
        text = teller.say("sum_paused", sum=text, paused=teller.time(sums.paused_us), due=teller.instant(clock.due_if_resumed_now_us))
    return [Row(teller.say("arithmetic"), text)]


def _thresholds(teller: Teller, clock: Clock) -> list[Row]:
    rows: list[Row] = []
    for item in clock.thresholds:
        if item.state == "pending" and clock.phase in ("stopped", "cancelled"):
            continue
        at = teller.instant(item.at_us) or "-"
        rows.append(
            Row(
                teller.say("thresholds") if not rows else "",
                teller.say(f"threshold_{item.state}", text=spell_threshold(item.threshold, teller.locale), at=at),
            )
        )
    return rows
