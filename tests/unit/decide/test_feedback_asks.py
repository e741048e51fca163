"""Asks and loops of one case: when the time comes, what withdraws it, which answers are followed up."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from servstd.delivery.delivering import Deliverer
from tests.unit.decide.feedback_support import BODY, INVITES, desk, event, look, owed
from tests.unit.decide.support import hour, several
from tests.unit.deliver.support import Fake, host_of

OPENED = event(9, "opened", id="o", customer="k1")
CLOSED = event(10, "closed", id="c")
LOOPS = """
  loops:
    - {name: low, trigger: {response: after, score: {lte: 2}}, open: {matter: complaint, label: Low score}, owner: {role: supervisor}}
"""


def answered(hours: float, score: object, *, id: str, by: str = "customer", **data: Any) -> dict[str, object]:
    return event(hours, "answered", by, id=id, instrument="after", score=score, **data)


# ── asks ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_time_to_ask_comes_after_the_wait() -> None:
    assert owed(desk(INVITES), [OPENED, CLOSED], 10.9) == []
    assert owed(desk(INVITES), [OPENED, CLOSED], 11) == [(11.0, "ask", "served")]
    (effect,) = look(desk(INVITES), [OPENED, CLOSED], 11).effects
    assert (effect.key, effect.kind, effect.cycle_id) == ("|7||c|ask|served", "ask", "c")
    assert effect.action == {"kind": "ask", "invitation": "served", "instrument": "after", "version": "2"}
    assert effect.as_dict()["item"] == "served"


def test_the_wake_up_is_the_ask() -> None:
    assert hour(look(desk(INVITES), [OPENED, CLOSED], 10).next_wake_up_us) == 11.0
    assert look(desk(INVITES), [OPENED, CLOSED], 11).next_wake_up_us is None


@pytest.mark.parametrize("kind", ["reopened", "redispatched", "cancelled", "merged"])
@pytest.mark.parametrize("hours", [10.5, 11.0])
def test_taken_up_again_or_cancelled_before_it_nobody_is_asked(kind: str, hours: float) -> None:
    data: dict[str, Any] = {"into": "9"} if kind == "merged" else {}
    events = [OPENED, CLOSED, event(hours, kind, id="x", **data)]
    assert look(desk(INVITES), events, 10.5 if hours > 10.5 else 10).effects == ()
    assert owed(desk(INVITES), events, 20) == []


def test_an_ask_that_came_stays_and_the_next_close_asks_again() -> None:
    events = [OPENED, CLOSED, event(12, "reopened", id="r"), event(13, "closed", id="d")]
    assert owed(desk(INVITES), events, 20) == [(11.0, "ask", "served"), (14.0, "ask", "served")]


def test_what_comes_after_a_cancelled_case_is_asked_all_the_same() -> None:
    text = INVITES.replace("{event: closed}", "{event: x-left}")
    events = [OPENED, event(10, "cancelled", id="c"), event(11, "x-left", id="x"), event(11.5, "changed", priority="high", id="y")]
    assert owed(desk(text), events, 20) == [(12.0, "ask", "served")]


def test_when_is_asked_once_the_instant_has_settled() -> None:
    assert owed(desk(INVITES), [OPENED, CLOSED, event(10, "changed", reach="no", id="x")], 20) == []
    assert owed(desk(INVITES), [OPENED, CLOSED, event(10.5, "changed", reach="no", id="x")], 20) == [(11.0, "ask", "served")]


def test_reopened_within_the_same_instant_nobody_is_asked() -> None:
    text = INVITES.replace(", after: 1h", "")
    assert owed(desk(text), [OPENED, CLOSED], 20) == [(10.0, "ask", "served")]
    assert owed(desk(text), [OPENED, CLOSED, event(10, "reopened", id="r")], 20) == []


def test_an_event_in_two_steps_asks_once_and_a_state_at_its_edge() -> None:
    text = INVITES.replace("{event: closed}", "{any: [{event: resolved}, {event: closed}]}")
    assert owed(desk(text), [OPENED, CLOSED], 20) == [(11.0, "ask", "served")]
    edge = INVITES.replace("{event: closed}", "{becomes: {team: works}}")
    events = [OPENED, event(10, "changed", team="works", id="a"), event(11, "changed", team="works", id="b")]
    assert owed(desk(edge), events, 20) == [(11.0, "ask", "served")]


@pytest.mark.parametrize(("wait", "when"), [("2h, calendar: office", 34.0), ("1wd, calendar: office", 40.0), ("24h", 40.0)])
def test_waits_count_in_their_calendar(wait: str, when: float) -> None:
    text = INVITES.replace("after: 1h", f"after: {wait}")
    assert owed(desk(text), [OPENED, event(16, "closed", id="c")], 100) == [(when, "ask", "served")]


def test_an_ask_keeps_the_edition_that_set_it_off() -> None:
    second = "adopt: open_cases\n" + BODY + "feedback:" + INVITES.replace("name: served", "name: other")
    standard = several(("1", "2026-01-01", BODY + "feedback:" + INVITES), ("2", "2026-01-06", second))
    events = [OPENED, event(23.5, "closed", id="c")]
    assert owed(standard, events, 30) == [(24.5, "ask", "served")]
    assert owed(standard, [OPENED, event(25, "closed", id="c")], 30) == [(26.0, "ask", "other")]


def test_after_an_edition_without_feedback_takes_over_nothing_is_set_off() -> None:
    standard = several(("1", "2026-01-01", BODY + "feedback:" + INVITES + LOOPS), ("2", "2026-01-06", "adopt: open_cases\n" + BODY))
    assert owed(standard, [OPENED, event(30, "closed", id="c"), answered(31, 1, id="a")], 60) == []
    assert look(standard, [OPENED, event(30, "closed", id="c")], 60).complaint is None


def test_campaigns_and_instruments_nobody_knows() -> None:
    text = INVITES + "    - {instrument: deep, trigger: {every: year, from: 2026-01-05}}\n"
    assert owed(desk(text), [OPENED, CLOSED], 20) == [(11.0, "ask", "served")]
    standard = desk(INVITES)
    section = standard.current.feedback
    assert section is not None
    bare = type(standard)((attrs.evolve(standard.current, feedback=attrs.evolve(section, instruments={})),))
    (effect,) = look(bare, [OPENED, CLOSED], 20).effects
    assert effect.action is not None
    assert effect.action["version"] == ""


def test_a_state_knows_its_like() -> None:
    standard = desk(INVITES)
    state = standard.advance(standard.start(), OPENED)
    assert state.feedback is not None
    assert state.feedback == state.feedback.copy()
    assert state.feedback != state
    assert state != standard.advance(state, CLOSED)


def test_without_feedback_nothing_is_kept() -> None:
    standard = desk("")
    decision = look(standard, [OPENED, CLOSED], 20)
    assert (decision.state.feedback, decision.complaint, decision.effects) == (None, None, ())
    assert "complaint" not in decision.as_dict()


def test_before_any_edition_nobody_is_asked() -> None:
    standard = several(("1", "2026-01-07", BODY + "feedback:" + INVITES))
    assert owed(standard, [OPENED, CLOSED], 20) == []


def test_asks_are_never_sent_as_notices_to_staff() -> None:
    effects = look(desk(INVITES), [OPENED, CLOSED], 11).effects
    deliverer = Deliverer(host_of(Fake("group")), staff="group")
    assert deliverer.wanted(effects) == []


# ── loops ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_low_score_opens_a_follow_up() -> None:
    decision = look(desk(INVITES + LOOPS), [OPENED, CLOSED, answered(12, 2, id="a")], 20)
    effect = decision.effects[-1]
    assert (effect.key, hour(effect.at_us)) == ("|7||a|action|loop|low", 12.0)
    assert effect.action == {
        "kind": "open", "values": {"matter": "complaint"}, "owner": "wang", "label": "Low score", "loop": "low", "follows": "7",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"score": 3}, {"score": 0}, {"score": 1.5}, {"score": "1"}, {"score": True}, {"score": None}, {"score": 1, "version": "1"},
        {"score": 1, "partial": True}, {"score": 1, "by": "bot"}, {"score": 1, "instrument": "deep"}, {"score": 1, "instrument": "other"},
    ],
)  # fmt: skip
def test_what_does_not_count_or_pass_is_not_followed_up(data: dict[str, object]) -> None:
    rest: dict[str, Any] = {"instrument": "after", **data}
    by = str(rest.pop("by", "customer"))
    assert owed(desk(INVITES + LOOPS), [OPENED, event(12, "answered", by, id="a", **rest)], 20) == []


def test_an_invitation_is_followed_up_once() -> None:
    standard = desk(INVITES + LOOPS)
    events = [
        OPENED,
        answered(12, 1, id="a", invitation="k"),
        answered(12, 1, id="b", invitation="k"),
        answered(13, 2, id="c", invitation="k"),
    ]
    assert owed(standard, events, 20) == [(12.0, "open", "wang")]
    assert owed(standard, [*events, answered(14, 1, id="d", invitation="m")], 20) == [(12.0, "open", "wang"), (14.0, "open", "wang")]
    better = [OPENED, answered(12, 5, id="a", invitation="k"), answered(13, 1, id="b", invitation="k")]
    assert owed(standard, better, 20) == [(13.0, "open", "wang")]


def test_loops_of_events_improvements_and_owners() -> None:
    text = (
        INVITES
        + """
  loops:
    - {trigger: {event: x-incident}, when: {matter: repair}, open: {improvement: true, measure: after}, owner: {person: qian}}
    - {name: all, trigger: {any: [{event: resolved}, {event: closed}]}, when: {matter: repair}, open: {matter: complaint, tags: [a, b]},
       owner: owner}
    - {name: bare, trigger: {event: closed}, when: {matter: repair}, open: {matter: complaint}}
"""
    )
    standard = desk(text)
    incident = event(10, "x-incident", id="x")
    assert owed(standard, [event(9, "opened", id="o", matter="complaint"), incident], 20) == []
    decision = look(standard, [event(9, "opened", id="o", matter="repair"), incident, event(11, "closed", id="c")], 11)
    improve, everything, bare = (effect.action for effect in decision.effects)
    assert improve == {"kind": "improve", "measure": "after", "owner": "qian", "label": "loops[0]", "loop": "loops[0]", "follows": "7"}
    assert everything is not None
    assert bare is not None
    assert (everything["values"], everything["owner"], bare["owner"]) == ({"matter": "complaint", "tags": ["a", "b"]}, "", "")


def test_themes_are_not_one_cases_business() -> None:
    text = (
        INVITES
        + """
  themes: {leak: {words: [leak]}}
  loops: [{trigger: {theme: leak, at_least: 1, within: 30 days}, open: {improvement: true}, owner: {role: supervisor}}]
"""
    )
    assert owed(desk(text), [OPENED, answered(12, 1, id="a", comment="leak")], 20) == []
