"""Laws of feedback in one case: what is asked and owed is a function of standard and history, and comes once, at its instant.

*Rule:* every law is tried on random sections and histories.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import servstd
from servstd.decide import Decision
from servstd.document import Edition, read_editions
from servstd.document.binding_feedback import bind_feedback
from servstd.document.binding_people import Ground
from servstd.errors import Report
from servstd.events import Event
from servstd.instants import from_us
from tests.laws.polling import decide_by_looking
from tests.laws.strategies import EPOCH_US, MINUTE_US, event_of, histories, instant_of, setups
from tests.laws.test_decide import LATER
from tests.laws.test_notices import promised

TRIGGERS = ({"event": "closed"}, {"event": ["resolved", "closed"]}, {"becomes": {"priority": "high"}}, {"event": "called_back"})
WHEN = (None, None, {"priority": {"missing": True}}, {"category": {"not": "on_hold"}})
AFTER = (None, None, ("20m", None), ("3h", None), ("1wd", "a"), ("2h", "a"))
KINDS = (
    "decision_notice", "proposed", "approved", "rejected", "redispatched", "called_back", "called_back", "called_back", "answered",
    "answered", "acknowledged", "x-again",
)  # fmt: skip
PEOPLE = {
    "li": {"roles": ["specialist"], "contacts": {"wecom": "li"}, "manager": "wang"},
    "chen": {"roles": ["specialist"], "contacts": {"wecom": "chen"}},
    "wang": {"roles": ["supervisor"], "contacts": {"wecom": "wang"}},
}


@st.composite
def sections(draw: st.DrawFn, calendar: str) -> dict[str, Any]:
    """Draw a section on feedback."""
    invitations: list[dict[str, Any]] = []
    for i in range(draw(st.integers(0, 3))):
        item: dict[str, Any] = {"name": f"i{i}", "instrument": "after", "trigger": draw(st.sampled_from(TRIGGERS)), "expires": "14d"}
        wait, when = draw(st.sampled_from(AFTER)), draw(st.sampled_from(WHEN))
        if wait is not None:
            item |= {"after": wait[0]} | ({"calendar": calendar} if wait[1] else {})
        invitations.append(item | ({} if when is None else {"when": when}))
    loops: list[dict[str, Any]] = [
        {"name": f"l{i}", "trigger": trigger, "open": {"improvement": True}, "owner": {"role": "supervisor"}}
        for i, trigger in enumerate(draw(st.lists(st.sampled_from([{"response": "after", "score": {"lte": 2}}, *TRIGGERS]), max_size=2)))
    ]
    asks = draw(st.sampled_from([{"event": "called_back", "outcome": "unsatisfied"}, {"event": "x-again"}]))
    complaints: dict[str, Any] = {
        "when": draw(st.sampled_from([{"priority": {"missing": True}}, {"category": {"not": "on_hold"}}, {"priority": "high"}])),
        "stages": draw(st.sampled_from(["iso-10002", "short"])),
        "callback": {
            "by": {"role": "specialist"}, "not_by": "owner", "attempts": draw(st.integers(1, 3)), "over_days": 1,
            "unreachable": draw(st.sampled_from(["close_with_note", "escalate", "keep_open"])),
        },
        "redispatch": {"trigger": asks, "to": {"team": "same"}, "limit": draw(st.integers(1, 2)), "then": {"role": "supervisor"}},
    }  # fmt: skip
    section: dict[str, Any] = {"instruments": {"after": {"kind": "csat", "scale": 5}}}
    section |= {"invitations": invitations} if invitations else {}
    section |= {"loops": loops} if loops else {}
    return section | ({"complaints": complaints} if draw(st.booleans()) or not invitations else {})


@st.composite
def asking(draw: st.DrawFn) -> servstd.Standard:
    """Draw a standard with feedback; at times a second edition takes over open cases."""
    setup = draw(setups())
    assert promised(setup) is not None
    calendar = next(iter(read_editions([("0.json", json.dumps(setup.document))])[0].calendars))
    base: dict[str, Any] = {**setup.document, "people": PEOPLE, "notifiers": {"wecom": {"type": "console", "contact": "wecom"}}}
    texts = [("1.json", json.dumps(base))]
    if draw(st.booleans()):
        since = draw(st.sampled_from(["2026-01-06", "2026-01-06 08:40", "2026-01-07 13:20"]))
        texts.append(("2.json", json.dumps({**base, "version": "2", "adopt": "open_cases", "effective_from": since})))
    return servstd.Standard(tuple(_with(edition, draw(sections(calendar))) for edition in read_editions(texts)))


def _with(edition: Edition, section: dict[str, Any]) -> Edition:
    """Return an edition with a section that was bound and not linted: what is drawn may well be of no use."""
    ground = Ground(edition.calendars, edition.time_zone, edition.language)
    return attrs.evolve(edition, feedback=bind_feedback(section, ground, None, Report()))


@st.composite
def handled(draw: st.DrawFn) -> list[Event]:
    """Draw a history of a case that is called back, answered about and dispatched again."""
    facts = draw(histories())
    events = [event_of(fact) for fact in facts]
    last = facts[-1].at + 3000
    for i in range(draw(st.integers(1, 8))):
        at = draw(st.integers(facts[0].at, last).map(lambda minutes: minutes // 20 * 20) | st.sampled_from([fact.at for fact in facts]))
        kind = draw(st.sampled_from(KINDS))
        data: dict[str, Any] = {}
        if kind == "called_back":
            data["outcome"] = draw(st.sampled_from(["satisfied", "unsatisfied", "unreachable", "unreachable"]))
        elif kind == "answered":
            data = {"instrument": "after", "score": draw(st.integers(0, 5)), "invitation": draw(st.sampled_from(["", "k"]))}
        elif kind == "redispatched":
            data["owner"] = draw(st.sampled_from(["li", "chen"]))
        by = {"role": "agent", "id": draw(st.sampled_from(["li", "wang"]))}
        events.append(Event(kind, case=events[0].case, at=EPOCH_US + max(at, facts[0].at) * MINUTE_US, by=by, id=f"x{i}", data=data))
    return sorted(events, key=lambda event: event.at_us)


def minute(us: int) -> int:
    return (us - EPOCH_US) // MINUTE_US


def of_feedback(decision: Decision) -> dict[str, int]:
    effects = decision.effects
    assert len({effect.key for effect in effects}) == len(effects), "a key is told twice"
    return {effect.key: effect.at_us for effect in effects if effect.item or effect.place is not None}


@given(asking(), handled(), LATER, st.data())
def test_what_follows_does_not_depend_on_splits_nor_on_polling(
    standard: servstd.Standard, events: list[Event], later: int, data: st.DataObject
) -> None:
    now = minute(events[-1].at_us) + later
    whole = standard.decide(events, now=instant_of(now))
    last = decide_by_looking(standard, events, [minute(event.at_us) for event in events], now, data)
    assert of_feedback(last) == of_feedback(whole)
    assert last.effects == whole.effects
    assert last.complaint == whole.complaint
    assert last.as_dict() == whole.as_dict()


@given(asking(), handled(), st.data())
def test_what_was_owed_only_becomes_more(standard: servstd.Standard, events: list[Event], data: st.DataObject) -> None:
    before: dict[str, int] = {}
    for now in sorted(data.draw(st.lists(st.integers(minute(events[0].at_us), minute(events[-1].at_us) + 4000), min_size=2, max_size=4))):
        found = of_feedback(standard.decide([event for event in events if minute(event.at_us) <= now], now=instant_of(now)))
        assert all(minute(at) <= now for at in found.values())
        assert {key: found.get(key) for key in before} == before
        before = found


@given(asking(), handled(), st.integers(0, 4000), st.data())
def test_nothing_comes_before_the_next_wake_up(standard: servstd.Standard, events: list[Event], after: int, data: st.DataObject) -> None:
    now = EPOCH_US + (minute(events[0].at_us) + after) * MINUTE_US
    at_now = standard.decide(events, now=from_us(now))
    wake = at_now.next_wake_up_us
    assert wake is None or wake > now
    last = now + 20 * 1440 * MINUTE_US if wake is None else wake - 1
    for at in sorted({last, *data.draw(st.lists(st.integers(now, last), max_size=3))}):
        later = standard.decide(events, now=from_us(at))
        assert (later.effects, later.complaint, later.next_wake_up_us) == (at_now.effects, at_now.complaint, wake)


@given(asking(), handled(), LATER)
def test_feedback_changes_no_clock(standard: servstd.Standard, events: list[Event], later: int) -> None:
    bare = servstd.Standard(tuple(attrs.evolve(edition, feedback=None) for edition in standard.editions))
    now = from_us(events[-1].at_us + later * MINUTE_US)
    with_it, without = standard.decide(events, now=now), bare.decide(events, now=now)
    assert [clock.as_dict() for clock in with_it.clocks] == [clock.as_dict() for clock in without.clocks]
    assert [effect for effect in with_it.effects if not effect.item and effect.place is None] == list(without.effects)
    assert without.complaint is None
