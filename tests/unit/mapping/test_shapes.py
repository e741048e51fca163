"""The four shapes: what each row tells, and what it does not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import UsageError
from servstd.events import Actor, Value, order_events
from servstd.mapping._histories import Opening, Row, snapshot_events
from tests.unit.mapping.support import codes, read, told

TIME = "mapping: m\ncase: id\ntime: {format: 'YYYY-MM-DD HH:mm', zone: UTC, ties: file_order}\n"
SNAPSHOTS = (
    TIME
    + "shape: snapshots\nat: when\nby: {column: who, role: agent}\nopened: {at: born, by: customer, answered: {channel: phone}}\n"
    + "attributes: {status: state, priority: prio, owner: owner, channel: channel}\nread: {missing: ['?']}\n"
)
HEADER = "id,when,who,born,state,prio,owner,channel\n"


def test_snapshots_tell_what_differs(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        SNAPSHOTS,
        HEADER
        + "7,2026-01-05 09:10,li,2026-01-05 09:00,New,high,?,phone\n"
        + "7,2026-01-05 09:10,li,2026-01-05 09:00,Active,high,wang,phone\n"
        + "7,2026-01-05 09:20,bo,2026-01-05 09:00,Active,high,wang,phone\n"
        + "7,2026-01-05 09:30,bo,2026-01-05 09:00,Active,low,?,phone\n",
    )
    events = log.case("7")
    assert [told(event) for event in events] == [
        ("01-05T09:00", "opened", {"priority": "high", "channel": "phone", "answered": True}),
        ("01-05T09:10", "changed", {"status": "New"}),
        ("01-05T09:10", "changed", {"status": "Active", "owner": "wang"}),
        ("01-05T09:30", "changed", {"priority": "low", "owner": None}),
    ]
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert [event.by for event in events] == [Actor("customer"), Actor("agent", "li"), Actor("agent", "li"), Actor("agent", "bo")]
    assert (log.rows, log.rejected, log.case_ids) == (4, 0, ("7",))
    assert order_events(events)[0].id == "7@2026-01-05T09:00:00Z:opened"


def test_rows_of_a_case_may_stand_anywhere_in_any_order(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        SNAPSHOTS,
        HEADER
        + "7,2026-01-05 09:30,li,2026-01-05 09:00,Done,high,?,mail\n"
        + "8,2026-01-05 09:10,li,2026-01-05 09:00,New,high,?,mail\n"
        + "7,2026-01-05 09:10,li,2026-01-05 09:00,New,high,?,mail\n",
    )
    assert log.case_ids == ("7", "8")
    assert [told(event)[2].get("status") for event in log.case("7")] == [None, "New", "Done"]
    assert [event.case for event in log.events] == ["7", "7", "7", "8", "8"]
    assert [case for case, _ in log.cases] == ["7", "8"]


def test_a_row_before_the_opening_holds_at_the_opening(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        SNAPSHOTS,
        HEADER
        + "7,2026-01-05 08:00,li,2026-01-05 09:00,New,low,?,mail\n"
        + "7,2026-01-05 08:30,li,2026-01-05 09:00,Active,high,?,mail\n"
        + "7,2026-01-05 10:00,li,2026-01-05 09:00,Done,high,?,mail\n",
    )
    assert [told(event) for event in log.case("7")] == [
        ("01-05T09:00", "opened", {"status": "Active", "priority": "high", "channel": "mail"}),
        ("01-05T10:00", "changed", {"status": "Done"}),
    ]
    (note,) = log.problems
    assert (note.code, note.severity, note.params["count"], note.params["rows"]) == ("MAP220", "note", 2, "2, 3")


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.sampled_from(["x", None])), min_size=1, max_size=8), st.integers(0, 5)
)
def test_the_events_of_snapshots_give_the_snapshots_back(rows: list[tuple[int, str, str | None]], opened: int) -> None:
    customer = Actor("customer")
    made = [Row(at, i, customer, (status, team), opened=Opening(opened, customer, False)) for i, (at, status, team) in enumerate(rows)]
    events = snapshot_events("1", made, ("status", "team"), True)
    assert events[0].kind == "opened"
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert all(first.at_us <= second.at_us for first, second in pairwise(events))
    state: dict[str, Value] = {}
    for event in events:
        changed = {name: value for name, value in event.data.items() if state.get(name) != value}
        assert changed == dict(event.data)
        assert event.kind == "opened" or changed
        state |= event.data
    last = sorted(rows, key=lambda row: row[0])[-1]
    assert (state.get("status"), state.get("team")) == last[1:]


ACTIVITIES = (
    TIME.replace(", ties: file_order", "")
    + "shape: activities\nat: when\nby: {column: who, role: agent}\nactivity: what\nopened: {at: first_row, by: customer}\n"
    + "kinds: {Reply: [{message: {public: true}}, {changed: {status: working}}], Wait: {changed: {status: waiting}}, Done: resolved, "
    + "Grade: changed, Give: {assigned: {owner: to}}, otherwise: {changed: {status: working}}}\nattributes: {tier: level}\n"
)


def test_activities_stand_for_events(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        ACTIVITIES,
        "id,when,who,what,to,level\n"
        "7,2026-01-05 09:00,li,Grade,,gold\n"
        "7,2026-01-05 09:05,li,Reply,,gold\n"
        "7,2026-01-05 09:10,li,Wait,,gold\n"
        "7,2026-01-05 09:15,li,Other,,silver\n"
        "7,2026-01-05 09:20,li,Other,,silver\n"
        "7,2026-01-05 09:25,li,Give,bo,silver\n"
        "7,2026-01-05 09:30,li,Done,,gold\n"
        "7,2026-01-05 09:40,li,Other,,gold\n",
    )
    events = log.case("7")
    assert [told(event) for event in events] == [
        ("01-05T09:00", "opened", {"tier": "gold"}),
        ("01-05T09:05", "message", {"public": True}),
        ("01-05T09:05", "changed", {"status": "working"}),
        ("01-05T09:10", "changed", {"status": "waiting"}),
        ("01-05T09:15", "changed", {"tier": "silver", "status": "working"}),
        ("01-05T09:25", "assigned", {"owner": "bo"}),
        ("01-05T09:30", "changed", {"tier": "gold"}),
        ("01-05T09:30", "resolved", {}),
        ("01-05T09:40", "changed", {"status": "working"}),
    ]
    assert {event.sequence for event in events} == {None}
    assert events[0].by == Actor("customer")


def test_an_activity_may_open_the_case(tmp_path: Path) -> None:
    mapping = ACTIVITIES.replace("opened: {at: first_row, by: customer}\n", "").replace("Grade: changed", "Created: opened")
    text = "id,when,who,what,to,level\n"
    text += "7,2026-01-05 09:00,li,Created,,gold\n7,2026-01-05 09:05,li,Done,,gold\n8,2026-01-05 09:05,li,Done,,gold\n"
    log = read(tmp_path, mapping, text)
    assert [told(event) for event in log.case("7")] == [("01-05T09:00", "opened", {"tier": "gold"}), ("01-05T09:05", "resolved", {})]
    assert [(note.code, note.params["cases"]) for note in log.problems] == [("MAP221", "8")]
    both = read(tmp_path, mapping + "opened: {at: first_row, by: customer}\n", text)
    assert [told(event)[1] for event in both.case("7")] == ["opened", "resolved"]
    assert both.case("7")[0].by == Actor("agent", "li")
    assert not both.problems


def test_an_unknown_activity_is_refused_unless_otherwise(tmp_path: Path) -> None:
    mapping = ACTIVITIES.replace(", otherwise: {changed: {status: working}}", "")
    text = "id,when,who,what,to,level\n7,2026-01-05 09:00,li,Dance,,gold\n7,2026-01-05 09:01,li,,,gold\n"
    assert codes(read(tmp_path, mapping, text + "7,2026-01-05 09:01,li,Done,,gold\n")) == [(2, "what", "MAP206"), (3, "what", "MAP206")]
    with pytest.raises(UsageError) as caught:
        read(tmp_path, mapping, text)
    assert (caught.value.problem.code, caught.value.problem.params["count"]) == ("MAP113", 2)
    assert "log.csv:2:1: MAP206" in str(caught.value)
    assert len((tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


CHANGES = (
    TIME
    + "shape: changes\nat: when\nby: {column: who, roles: {auto: bot}, otherwise: agent}\nopened: {at: first_row, by: customer}\n"
    + "field: fieldname\nold: oldvalue\nnew: newvalue\nattributes: {status: state, priority: prio}\n"
    + "values: {priority: {'1': high, '2': low}}\n"
)


def test_changes_are_one_row_a_field(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        CHANGES,
        "id,when,who,fieldname,oldvalue,newvalue\n"
        "7,2026-01-05 09:00,li,state,,New\n"
        "7,2026-01-05 09:10,li,state,New,Active\n"
        "7,2026-01-05 09:10,li,prio,2,1\n"
        "7,2026-01-05 09:10,auto,work_notes,,text\n"
        "7,2026-01-05 09:10,auto,state,Active,Waiting\n"
        "7,2026-01-05 09:20,li,state,Waiting,Active\n"
        "7,2026-01-05 09:20,li,state,Active,Done\n",
    )
    assert [told(event) for event in log.case("7")] == [
        ("01-05T09:00", "opened", {"priority": "low"}),
        ("01-05T09:00", "changed", {"status": "New"}),
        ("01-05T09:10", "changed", {"status": "Active", "priority": "high"}),
        ("01-05T09:10", "changed", {"status": "Waiting"}),
        ("01-05T09:20", "changed", {"status": "Active"}),
        ("01-05T09:20", "changed", {"status": "Done"}),
    ]
    assert [event.by.role for event in log.case("7")] == ["customer", "agent", "agent", "bot", "agent", "agent"]
    assert [(note.code, note.params["fields"]) for note in log.problems] == [("MAP222", "work_notes (1)")]


def test_changes_without_old_values_and_with_a_joined_file(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("number,contract,since\n7,silver,2026-01-01\n7,gold,2026-01-06\n", encoding="utf-8")
    mapping = (
        CHANGES.replace("old: oldvalue\n", "")
        + "join: [{file: cases.csv, on: {id: number}, attributes: {tier: contract}, valid: {from: since}}]\n"
    )
    log = read(
        tmp_path,
        mapping,
        "id,when,who,fieldname,oldvalue,newvalue\n7,2026-01-05 09:00,li,prio,2,1\n"
        "7,2026-01-07 09:00,li,other,,\n9,2026-01-07 09:00,li,prio,,2\n",
    )
    assert log.rejected == 1
    assert codes(log) == [(3, "number", "MAP216")]
    assert [told(event) for event in log.case("7")] == [
        ("01-05T09:00", "opened", {"tier": "silver"}),
        ("01-05T09:00", "changed", {"priority": "high"}),
    ]
    assert [note.code for note in log.problems] == ["MAP222", "MAP223"]


CASES = (
    TIME.replace(", ties: file_order", "")
    + "shape: cases\nevents:\n  - {kind: opened, at: Created, by: customer, channel: web}\n"
    + "  - {kind: message, by: agent, public: true, at: {from: Created, plus_minutes: First}}\n"
    + "  - {kind: closed, at: Solved, when: {State: [solved, closed]}, by: {column: Who, role: agent}}\n"
    + "attributes: {vip: {column: VIP, type: bool}}\n"
    + "read: {fill_down: [id]}\n"
)


def test_a_row_is_a_case_and_may_go_on_below(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        CASES,
        "id,Created,First,Solved,State,Who,VIP\n"
        "7,2026-01-05 09:00,12.5,2026-01-05 10:00,solved,li,\n"
        ",,,2026-01-06 10:00,closed,bo,yes\n"
        "8,2026-01-05 09:00,,2026-01-05 10:00,open,,no\n"
        "9,2026-01-05 09:00,soon,,open,,no\n"
        "10,2026-01-05 09:00,,,closed,,no\n"
        "11,,,2026-01-05 10:00,closed,,no\n"
        "7,2026-01-05 09:00,,,open,,no\n"
        "12,2026-01-05 09:00,,,open,,maybe\n",
    )
    assert [told(event) for event in log.case("7")] == [
        ("01-05T09:00", "opened", {"vip": True, "channel": "web"}),
        ("01-05T09:12", "message", {"public": True}),
        ("01-05T10:00", "closed", {}),
        ("01-06T10:00", "closed", {}),
    ]
    assert [told(event)[1:] for event in log.case("8")] == [("opened", {"vip": False, "channel": "web"})]
    assert codes(log) == [
        (5, "First", "MAP211"),
        (6, "Solved", "MAP215"),
        (7, "Created", "MAP208"),
        (8, "id", "MAP210"),
        (9, "VIP", "MAP211"),
    ]
    assert log.last_us is not None


def test_one_mapping_rejects_translates_and_types(tmp_path: Path) -> None:
    mapping = (
        SNAPSHOTS.replace("{status: state,", "{due: {column: due, type: instant}, amount: {column: sum, type: number}, status: state,")
        + "values: {status: {New: open, otherwise: reject}, priority: {a: b}}\nreject: [{state: '-100', prio: x}, {prio: y}]\n"
    )
    row = "{id},2026-01-05 09:10,li,2026-01-05 09:00,{state},{prio},?,mail,{due},{sum}\n"
    log = read(
        tmp_path,
        mapping,
        HEADER.replace("\n", ",due,sum\n")
        + row.format(id="7", state="New", prio="a", due="2026-01-09 12:00", sum="12.50")
        + row.format(id="7", state="-100", prio="x", due="", sum="")
        + row.format(id="7", state="New", prio="y", due="", sum="")
        + row.format(id="7", state="Old", prio="c", due="", sum="")
        + row.format(id="7", state="New", prio="c", due="next week", sum="")
        + row.format(id="7", state="New", prio="c", due="", sum="1 200")
        + row.format(id="", state="New", prio="c", due="", sum=""),
    )
    assert codes(log) == [
        (3, "state", "MAP204"),
        (4, "prio", "MAP204"),
        (5, "state", "MAP205"),
        (6, "due", "MAP203"),
        (7, "sum", "MAP211"),
        (8, "id", "MAP201"),
    ]
    opened, changed = log.case("7")
    assert dict(opened.data) == {"due": "2026-01-09T12:00:00Z", "amount": 12.5, "priority": "b", "channel": "mail"}
    assert dict(changed.data) == {"status": "open"}


def test_the_logs_own_verdict_is_the_last_rows(tmp_path: Path) -> None:
    mapping = SNAPSHOTS + "later: [made]\nexpect: {metric: resolution, met: {made: true}, missed: {made: [false, 'no']}}\n"
    row = "{},2026-01-05 09:{},li,2026-01-05 09:00,New,a,?,mail,{}\n"
    text = (
        HEADER.replace("\n", ",made\n")
        + row.format(7, 20, "true")
        + row.format(7, 10, "false")
        + row.format(8, 10, "no")
        + row.format(9, 10, "?")
    )
    log = read(tmp_path, mapping, text)
    assert [log.expected(case) for case in log.case_ids] == ["met", "missed", None]
    assert dict(log.later_values("7")) == {"made": "true"}
    assert read(tmp_path, SNAPSHOTS, text).expected("7") is None


def test_the_role_may_stand_in_a_column(tmp_path: Path) -> None:
    mapping = CHANGES.replace(", otherwise: agent", "")
    row = "7,2026-01-05 09:00,{},state,,New\n"
    text = "id,when,who,fieldname,oldvalue,newvalue\n" + "".join(row.format(who) for who in ("auto", "unknown", ""))
    assert codes(read(tmp_path, mapping, text)) == [(3, "who", "MAP212"), (4, "who", "MAP212")]


def test_a_row_without_the_time_of_opening_is_refused(tmp_path: Path) -> None:
    row = "7,2026-01-05 09:00,li,{},New,,,\n"
    assert codes(read(tmp_path, SNAPSHOTS, HEADER + row.format("2026-01-05 08:00") + row.format("?"))) == [(3, "born", "MAP208")]


def test_a_joined_attribute_changes_when_a_row_shows_it(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("number,contract,since\n7,gold,2026-01-06\n,x,\n7\n", encoding="utf-8")
    mapping = CHANGES + "join: [{file: cases.csv, on: {id: number}, attributes: {tier: contract}, valid: {from: since}}]\n"
    text = "id,when,who,fieldname,oldvalue,newvalue\n7,2026-01-05 09:00,li,prio,2,1\n7,2026-01-07 09:00,li,other,,\n"
    log = read(tmp_path, mapping, text)
    assert told(log.case("7")[-1]) == ("01-07T09:00", "changed", {"tier": "gold"})
    assert [(reject.file, *found) for reject, found in zip(log.rejects, codes(log), strict=True)] == [
        ("cases.csv", 3, "number", "MAP201"),
        ("cases.csv", 4, "", "MAP207"),
    ]
