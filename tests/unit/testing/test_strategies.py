"""What is drawn is valid."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from servstd import loads
from servstd.calendars import read_calendar
from servstd.events import read_event
from servstd.instants import is_aware
from servstd.testing import strategies

OWN = loads(
    json.dumps({
        "format": 1, "standard": "own", "version": "1", "effective_from": "2026-03-01", "time_zone": "Asia/Shanghai",
        "attributes": {
            "matter": {"values": ["咨询", "投诉"], "required": True}, "vip": {"kind": "bool"}, "tags": {"kind": "list"},
            "sum": {"kind": "number"}, "visit": {"kind": "instant"}, "note": {},
        },
        "statuses": {"open": ["处理中"], "resolved": ["已解决"], "otherwise": "refuse"},
        "sla": {"policies": [{"name": "all", "default": True, "calendar": "always", "targets": {"resolution": "4h"}}]},
    })
)  # fmt: skip


@settings(max_examples=30)
@given(strategies.instants())
def test_instants_are_aware_and_whole_minutes(at: object) -> None:
    assert is_aware(at)
    assert at.second == at.microsecond == 0  # type: ignore[attr-defined]


@settings(max_examples=30)
@given(strategies.calendars())
def test_calendars_can_be_read_and_are_data(data: dict[str, object]) -> None:
    assert read_calendar(json.loads(json.dumps(data))).time_zone == data["time_zone"]


@settings(max_examples=20)
@given(strategies.standards(), st.data())
def test_standards_load_and_their_histories_are_decided(document: dict[str, object], data: st.DataObject) -> None:
    standard = loads(json.dumps(document), name="drawn.json")
    events = data.draw(strategies.histories(standard))
    decision = standard.decide(events, now=events[-1]["at"])  # type: ignore[arg-type]
    assert not [problem for problem in decision.problems if problem.severity == "error"]
    assert {clock.metric for clock in decision.clocks} <= {metric.name for metric in standard.current.metrics}


@settings(max_examples=30)
@given(strategies.histories())
def test_histories_are_events_of_one_case_in_order(events: list[dict[str, object]]) -> None:
    read = [read_event(json.loads(json.dumps(event))) for event in events]
    assert [event.at_us for event in read] == sorted(event.at_us for event in read)
    assert read[0].kind == "opened"
    assert {event.case for event in read} == {"42"}


@settings(max_examples=30)
@given(strategies.histories(OWN))
def test_histories_of_a_standard_set_its_attributes(events: list[dict[str, object]]) -> None:
    decision = OWN.decide(events, now=events[-1]["at"])  # type: ignore[arg-type]
    assert [problem.code for problem in decision.problems] == []
    assert decision.clocks[0].policy == "all"
    assert "matter" in events[0]["data"]  # type: ignore[operator]
