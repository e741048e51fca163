"""advance and settle: the same decision step by step, and what a state refuses."""

from __future__ import annotations

import json
import pickle

import pytest

import servstd
from servstd.decide import CaseState
from servstd.errors import UsageError
from servstd.events import read_event
from tests.unit.decide.support import OFFICE, STATUSES, at, event, hour, loads, several, stepwise

TEXT = (
    STATUSES
    + OFFICE
    + (
        "attributes: {tags: {kind: list}}\n"
        "sla: {policies: [{name: urgent, when: {priority: urgent}, calendar: always, on_change: restart, "
        "targets: {resolution: {within: 4h, warn: [50%]}}},"
        " {name: all, default: true, calendar: office, targets: {resolution: 2wd, first_response: 1h, next_response: 2h}}]}\n"
    )
)
STANDARD = loads(TEXT)
HISTORY = [
    event(10, "opened", "customer", id="e1", tags=["a"]),
    event(11, "changed", id="e2", status="pending"),
    event(12, "changed", id="e3", status="外星"),
    event(13, "changed", id="e4", status="new", priority="urgent"),
    event(14, "resolved", id="e5"),
    event(15, "reopened", id="e6"),
    event(15, "message", "customer", id="e7", public=True),
    event(16, "message", id="e8", public=True),
]


def folded(*events: dict[str, object], standard: servstd.Standard = STANDARD) -> CaseState:
    state = standard.start()
    for item in events:
        state = standard.advance(state, item)
    return state


def code(error: pytest.ExceptionInfo[UsageError]) -> str:
    return error.value.problem.code


@pytest.mark.parametrize("count", range(len(HISTORY) + 1))
def test_a_history_decides_the_same_at_once_and_step_by_step(count: int) -> None:
    whole = STANDARD.decide(HISTORY[:count], now=at(20))
    state = folded(*HISTORY[:count])
    assert STANDARD.settle(state, now=at(20)).to_json() == whole.to_json()
    assert STANDARD.settle(STANDARD.read_state(state.to_json()), now=at(20)).to_json() == whole.to_json()
    assert stepwise(STANDARD, HISTORY[:count], 20).to_json() == whole.to_json()


def test_looking_in_between_changes_nothing() -> None:
    state = folded(*HISTORY[:2])
    before = state.to_json()
    assert STANDARD.settle(state, now=at(11.5)).state.to_json() == before
    assert state.to_json() == before


def test_a_decision_gives_the_state_it_was_made_from_with_its_last_instant_open() -> None:
    """So that more events of the same instant may follow, whoever looked meanwhile."""
    at_once = STANDARD.decide([*HISTORY[:3], event(20, "closed")], now=at(14)).state
    assert at_once.to_json() == folded(*HISTORY[:3]).to_json()


def test_a_settled_state_goes_on_like_the_one_it_came_from() -> None:
    settled = STANDARD.settle(folded(*HISTORY[:3]), now=at(12.5)).state
    assert STANDARD.settle(STANDARD.advance(settled, HISTORY[3]), now=at(14)).clocks[0].as_dict() == (
        STANDARD.settle(folded(*HISTORY[:4]), now=at(14)).clocks[0].as_dict()
    )


def test_advancing_leaves_the_state_it_was_given_alone() -> None:
    states = [folded(*HISTORY[:count]) for count in range(len(HISTORY) + 1)]
    texts = [state.to_json() for state in states]
    for state, item in zip(states, HISTORY, strict=False):
        STANDARD.advance(state, item)
    assert [state.to_json() for state in states] == texts


def test_a_state_is_ints_and_texts_with_schema_fingerprint_and_watermark() -> None:
    data = json.loads(folded(*HISTORY).to_json())
    assert (data["schema"], data["fingerprint"], hour(data["watermark"])) == (4, STANDARD.fingerprint, 16)


def test_states_compare_by_content_and_travel_by_pickle() -> None:
    state = folded(*HISTORY)
    assert pickle.loads(pickle.dumps(state)) == state
    assert state != folded(*HISTORY[:-1])
    assert state != "a state"
    with pytest.raises(TypeError):
        hash(state)


def test_the_state_of_nothing_decides_nothing() -> None:
    decision = STANDARD.settle(STANDARD.start(), now=at(0))
    assert (decision.clocks, decision.next_wake_up, decision.next_due, decision.case) == ((), None, None, "")


# ── what it refuses ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_late_event_asks_for_a_rebuild() -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.advance(folded(*HISTORY[:3]), event(11, "x-late", id="late"))
    assert code(error) == "EVT018"


def test_a_sequence_that_goes_back_asks_for_a_rebuild() -> None:
    state = folded(event(10, "opened", sequence=2))
    with pytest.raises(UsageError) as error:
        STANDARD.advance(state, event(10, "x-any", sequence=1))
    assert code(error) == "EVT018"
    assert STANDARD.advance(state, event(10, "x-any", sequence=3)).sequence == 3


def test_the_same_event_again_at_its_instant_changes_nothing() -> None:
    state = folded(*HISTORY)
    assert STANDARD.advance(state, HISTORY[-1]) is state
    assert STANDARD.advance(state, read_event(HISTORY[-1])) is state
    several_data = event(17, "changed", id="e9", priority="low", owner="li")
    state = STANDARD.advance(state, several_data)
    assert STANDARD.advance(state, event(17, "changed", id="e9", owner="li", priority="low")) is state


def test_the_same_id_with_other_content_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.advance(folded(*HISTORY), event(16, "message", id="e8", public=False))
    assert code(error) == "EVT009"


@pytest.mark.parametrize("other", [{"case": "8"}, {"tenant": "t"}])
def test_an_event_of_another_case_or_tenant_is_refused(other: dict[str, object]) -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.advance(folded(*HISTORY[:1]), {**event(11, "x-any"), **other})
    assert code(error) == "EVT008"


def test_events_without_an_id_get_the_same_ids_either_way() -> None:
    events = [event(10, "opened", "customer"), event(10, "message", public=True), event(10, "message", "customer", public=True)]
    whole = STANDARD.decide(events, now=at(11))
    assert STANDARD.settle(folded(*events), now=at(11)).to_json() == whole.to_json()
    assert [item.cycle_id for item in whole.clocks_of("next_response")] == ["7@2026-01-05T10:00:00Z:message:2"]


def test_an_earlier_now_than_the_last_event_is_refused() -> None:
    state = folded(*HISTORY)
    with pytest.raises(UsageError) as error:
        STANDARD.settle(state, now=at(15.9))
    assert code(error) == "EVT024"
    assert STANDARD.settle(state, now=at(16)).now_us == state.watermark


def test_a_state_of_another_standard_is_refused() -> None:
    other = loads(TEXT.replace("2wd", "3wd"))
    state = folded(*HISTORY)
    for use in (
        lambda: other.settle(state, now=at(20)),
        lambda: other.advance(state, event(20, "x-any")),
        lambda: other.read_state(state.to_json()),
    ):
        with pytest.raises(UsageError) as error:
            use()
        assert code(error) == "EVT022"


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "{}", '{"schema": 99, "fingerprint": ""}', '{"schema": 3, "fingerprint": ""}', "null"]
)
def test_what_is_no_state_of_this_schema_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.read_state(text)
    assert code(error) == "EVT023"


def test_looking_past_an_adoption_does_not_adopt() -> None:
    body = "{}sla: {{policies: [{{name: all, default: true, calendar: always, targets: {{resolution: {}}}}}]}}\n"
    standard = several(("1", "2026-01-01", body.format("", "20h")), ("2", "2026-01-06", body.format("adopt: open_cases\n", "30h")))
    decision = standard.settle(folded(event(10, "opened"), standard=standard), now=at(25))
    assert decision.edition == "2"
    assert standard.settle(standard.advance(decision.state, event(23, "resolved")), now=at(25)).clocks[0].state == "met"
