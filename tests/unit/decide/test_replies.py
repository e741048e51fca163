"""`awaiting_reply`: which openings and messages leave the customer waiting for an answer."""

from __future__ import annotations

import pytest

from tests.unit.decide.support import decide, event, lives, loads

ARRIVAL = "sla: {answered_on_arrival: {channel: [phone, store]}, measure: [first_response, next_response]}\n"


@pytest.mark.parametrize(
    ("rule", "opening", "owed"),
    [
        ("opening by the customer counts", event(0, "opened", "customer"), True),
        ("opening by an agent does not", event(0, "opened", "agent"), False),
        ("answered: true does not", event(0, "opened", "customer", answered=True), False),
        ("answered: false says nothing", event(0, "opened", "customer", answered=False), True),
        ("answered on arrival does not", event(0, "opened", "customer", channel="phone"), False),
        ("another channel than those answered on arrival counts", event(0, "opened", "customer", channel="email"), True),
        ("a case that opens resolved waits for nothing", event(0, "opened", "customer", status="resolved"), False),
    ],
)
def test_who_is_owed_a_first_response(rule: str, opening: dict[str, object], owed: bool) -> None:
    decision = decide(ARRIVAL, [opening], 1)
    assert decision.attributes["awaiting_reply"] is owed
    assert (decision.clock("first_response") is not None) is owed  # none is not met


@pytest.mark.parametrize(
    ("rule", "then", "awaiting"),
    [
        ("a public message by an agent answers", event(2, "message", "agent", public=True), False),
        ("an internal note does not", event(2, "message", "agent", public=False), True),
        ("a bot's message does not", event(2, "message", "bot", public=True), True),
        ("an automatic message does not", event(2, "message", "system", public=True), True),
        ("the customer's own message does not", event(2, "message", "customer", public=True), True),
        ("no_reply_needed settles it", event(2, "no_reply_needed"), False),
        ("offering a solution is no message", event(2, "solution_offered"), True),
    ],
)
def test_what_answers_a_customer(rule: str, then: dict[str, object], awaiting: bool) -> None:
    events = [event(0, "opened", "customer"), event(1, "message", "customer", public=True), then]
    assert decide("sla: {measure: all}", events, 3).attributes["awaiting_reply"] is awaiting


def test_a_customer_message_that_is_not_public_asks_nothing() -> None:
    events = [event(0, "opened", "agent"), event(1, "message", "customer", public=False)]
    assert decide("sla: {measure: all}", events, 3).attributes["awaiting_reply"] is False


def test_a_company_may_let_an_offer_answer_too() -> None:
    text = "sla: {metrics: {first_response: {stop: {any: [builtin, {event: solution_offered}]}}}}"
    assert lives(text, "first_response", [event(0, "opened", "customer"), event(2, "solution_offered")], 5) == [(0, 2, "stopped", 2)]


def test_an_actor_may_have_an_id() -> None:
    answer = {**event(1, "message", public=True), "by": {"role": "agent", "id": "li"}}
    assert lives(loads("sla: {measure: all}"), "first_response", [event(0, "opened", "customer"), answer], 5) == [(0, 1, "stopped", 1)]
