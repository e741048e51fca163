"""Events and histories: what is read, what is refused, and the one order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from servstd.errors import UsageError
from servstd.events import KINDS, Actor, Event, History, order_events, read_event
from servstd.messages import entries

AT = "2026-01-05T09:00:00+08:00"
AT_US = 1_767_574_800_000_000
MINUTE = 60_000_000


def event(kind: str = "opened", minute: int = 0, **more: object) -> Event:
    return Event(kind, case="42", at=AT_US + minute * MINUTE, **more)  # type: ignore[arg-type]


def code_of(error: pytest.ExceptionInfo[UsageError]) -> tuple[str, tuple[str | int, ...]]:
    return error.value.problem.code, error.value.problem.path


# ── one event ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", [AT, datetime(2026, 1, 5, 1, tzinfo=UTC), AT_US])
def test_an_instant_may_be_text_an_aware_datetime_or_microseconds(at: object) -> None:
    assert Event("opened", case="42", at=at).at_us == AT_US  # type: ignore[arg-type]


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        Event("opened", case="42", at=datetime(2026, 1, 5, 1))
    assert error.value.problem.code == "TIM001"


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("agent", Actor("agent")),
        (Actor("bot", "b1"), Actor("bot", "b1")),
        ({"role": "agent", "id": "li"}, Actor("agent", "li")),
        ({"role": "system"}, Actor("system")),
    ],
)
def test_an_actor_is_a_role_or_a_role_with_an_id(by: object, expected: Actor) -> None:
    assert event(by=by).by == expected


@pytest.mark.parametrize("by", ["staff", {"role": "staff"}, {"role": "agent", "id": 7}, {}])
def test_another_actor_is_refused(by: object) -> None:
    with pytest.raises(UsageError) as error:
        event(by=by)
    assert code_of(error) == ("EVT004", ("by",))


@pytest.mark.parametrize(("kind", "expected"), [("opend", "opened"), ("x-", "opened"), ("zzz", "opened, message")])
def test_an_unknown_kind_is_refused_with_the_nearest(kind: str, expected: str) -> None:
    with pytest.raises(UsageError) as error:
        event(kind)
    assert code_of(error) == ("EVT003", ("kind",))
    assert str(error.value.problem.params["expected"]).startswith(expected) or kind == "x-"


def test_a_kind_of_ones_own_needs_nothing() -> None:
    assert event("x-arrived").kind == "x-arrived"


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.required])
def test_what_a_kind_requires_must_be_there(kind: str) -> None:
    (name,) = KINDS[kind].required
    with pytest.raises(UsageError) as error:
        event(kind)
    assert code_of(error) == ("EVT005", ("data", name))
    given = "2026-01-01T00:00:00Z" if name == "since" else True
    assert event(kind, data={name: given}).data == {name: given}


def test_every_kind_says_what_it_means_in_both_languages() -> None:
    for kind in KINDS.values():
        assert all(kind.meaning), kind.name
        assert set(kind.required) <= set(kind.data), kind.name


def test_known_from_the_later_of_fact_and_record() -> None:
    assert event().known_us == AT_US
    assert event(recorded_at=AT_US + 5).known_us == AT_US + 5
    assert event(recorded_at=AT_US - 5).known_us == AT_US


def test_as_dict_is_read_back_the_same() -> None:
    plain = event(id="e1")
    full = event(
        "message", id="e2", by={"role": "agent", "id": "li"}, sequence=2, recorded_at=AT_US + MINUTE, tenant="t", data={"public": True}
    )
    assert plain.as_dict() == {"id": "e1", "case": "42", "at": "2026-01-05T01:00:00Z", "kind": "opened", "by": "system", "data": {}}
    assert "id" not in event().as_dict()
    for one in (plain, full):
        assert read_event(one.as_dict()) == one


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_case_may_be_given_beside_the_object_or_be_a_number() -> None:
    assert read_event({"at": AT, "kind": "opened"}, case="7").case == "7"
    assert read_event({"at": AT, "kind": "opened", "case": "8"}, case="7").case == "8"
    assert read_event({"at": AT, "kind": "opened", "case": 9}).case == "9"


@pytest.mark.parametrize("name", ["case", "at", "kind"])
def test_what_is_missing_is_named(name: str) -> None:
    data = {"case": "42", "at": AT, "kind": "opened"}
    del data[name]
    with pytest.raises(UsageError) as error:
        read_event(data)
    assert code_of(error) == ("EVT001", (name,))


@pytest.mark.parametrize(("name", "expected"), [("kimd", "kind"), ("wholly-other", "at, by, case")])
def test_an_unknown_field_is_refused(name: str, expected: str) -> None:
    with pytest.raises(UsageError) as error:
        read_event({"case": "42", "at": AT, "kind": "opened", name: 1})
    assert code_of(error) == ("EVT002", (name,))
    assert str(error.value.problem.params["expected"]).startswith(expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 1), ("case", ""), ("case", True), ("case", ["42"]), ("at", 1767574800), ("kind", None), ("by", 3), ("sequence", "1"),
        ("sequence", True), ("recorded_at", 5), ("tenant", 5), ("data", []),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_named(name: str, value: object) -> None:
    with pytest.raises(UsageError) as error:
        read_event({"case": "42", "at": AT, "kind": "opened", name: value})
    assert code_of(error) == ("EVT006", (name,))


@pytest.mark.parametrize("value", [{"a": 1}, float("nan"), float("inf"), [1], ("a", 2), object()])
def test_data_holds_plain_values_only(value: object) -> None:
    with pytest.raises(UsageError) as error:
        read_event({"case": "42", "at": AT, "kind": "opened", "data": {"thing": value}})
    assert code_of(error) == ("EVT006", ("data", "thing"))


def test_a_number_too_long_to_be_written_is_refused() -> None:
    for value in (10**5000, [10**5000]):
        with pytest.raises(UsageError) as error:
            read_event({"case": "42", "at": AT, "kind": "opened", "data": {"thing": value}})
        assert code_of(error) == ("EVT006", ("data", "thing"))
        assert "a number of thousands of digits" in str(error.value)


@pytest.mark.parametrize("value", ["text", 3, 10**1000, 2.5, True, None, ["a", "b"], ("a",), []])
def test_plain_values_are_kept(value: object) -> None:
    assert read_event({"case": "42", "at": AT, "kind": "opened", "data": {"thing": value}}).data == {"thing": value}


def test_a_cloud_event_is_an_event() -> None:
    cloud = {
        "specversion": "1.0", "source": "/desk", "id": "7", "subject": "42", "type": "opened", "time": AT,
        "datacontenttype": "application/json", "sequence": "3", "recordedat": AT,
        "tenant": "t", "by": "agent", "data": {"priority": "high"},
    }  # fmt: skip
    read = read_event(cloud)
    assert (read.id, read.case, read.kind, read.at_us, read.sequence, read.recorded_at_us, read.tenant, read.by.role) == (
        "/desk 7", "42", "opened", AT_US, 3, AT_US, "t", "agent",
    )  # fmt: skip
    assert read_event({**cloud, "sequence": 4}).sequence == 4
    with pytest.raises(UsageError) as error:
        read_event({**cloud, "sequence": "first"})
    assert code_of(error) == ("EVT006", ("sequence",))


@pytest.mark.parametrize("name", ["specversion", "source", "id"])
def test_a_cloud_event_needs_its_own_fields(name: str) -> None:
    cloud: dict[str, object] = {"specversion": "1.0", "source": "/desk", "id": "7", "subject": "42", "type": "opened", "time": AT}
    cloud[name] = None
    with pytest.raises(UsageError) as error:
        read_event(cloud)
    assert code_of(error) == ("EVT001", (name,))


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def ids(events: list[Event]) -> list[str | None]:
    return [one.id for one in events]


def test_no_events_are_a_history() -> None:
    assert order_events([]) == []
    assert len(History()) == 0


def test_events_are_ordered_by_instant() -> None:
    assert ids(order_events([event("closed", 9, id="b"), event(id="a"), event("resolved", 4, id="c")])) == ["a", "c", "b"]


def test_within_an_instant_the_order_given_counts_or_the_sequence() -> None:
    one, two = event("changed", 1, id="one"), event("changed", 1, id="two")
    assert ids(order_events([one, two, event(id="o")])) == ["o", "one", "two"]
    assert ids(order_events([two, one, event(id="o")])) == ["o", "two", "one"]
    first, second = event("changed", 1, id="f", sequence=0), event("changed", 1, id="s", sequence=1)
    assert ids(order_events([second, first, event(id="o")])) == ["o", "f", "s"]


def test_mixing_numbered_and_unnumbered_events_of_one_instant_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        order_events([event(id="o", sequence=1), event("changed", id="c")])
    assert error.value.problem.code == "EVT007"
    assert error.value.problem.params["numbered"] == 1


def test_the_same_event_twice_counts_once() -> None:
    message = event("message", 5, id="m", data={"public": True})
    assert ids(order_events([event(id="o"), message, event("message", 5, id="m", data={"public": True})])) == ["o", "m"]


def test_one_id_with_two_contents_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        order_events([event(id="e"), event("closed", 5, id="e")])
    assert error.value.problem.code == "EVT009"
    with pytest.raises(UsageError) as error:
        order_events([event(id="e"), event(id="e", sequence=1)])
    assert error.value.problem.code == "EVT009"


def test_an_event_without_an_id_gets_one_from_case_instant_and_kind() -> None:
    made = order_events([event(), event("x-a", 1, recorded_at=AT_US + 2 * MINUTE), event("x-a", 1), event("x-b", 1)])
    first, then = "42@2026-01-05T01:00:00Z", "42@2026-01-05T01:01:00Z"
    assert ids(made) == [f"{first}:opened", f"{then}:x-a", f"{then}:x-a:2", f"{then}:x-b"]
    assert made[1].recorded_at_us == AT_US + 2 * MINUTE


@pytest.mark.parametrize("other", [{"case": "43"}, {"case": "42", "tenant": "t"}])
def test_a_history_is_about_one_case_of_one_tenant(other: dict[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        order_events([event(), Event("closed", at=AT_US + MINUTE, **other)])  # type: ignore[arg-type]
    assert error.value.problem.code == "EVT008"


def test_a_history_is_a_sequence_and_knows_what_was_known() -> None:
    late = event("changed", 10, id="late", recorded_at=AT_US + 60 * MINUTE)
    history = History([late, event(id="o"), event("closed", 20, id="c")])
    assert len(history) == 3
    assert history[1] is late
    assert ids(list(history)) == ["o", "late", "c"]
    at = datetime(2026, 1, 5, 1, tzinfo=UTC)
    assert ids(list(history.known_at(at + timedelta(minutes=30)))) == ["o", "c"]
    assert ids(list(history.known_at(at + timedelta(minutes=60)))) == ["o", "late", "c"]
    assert len(history.known_at("2025-01-01T00:00:00Z")) == 0


# ── the examples beside the texts ────────────────────────────────────────────────────────────────────────────────────

TEXTS = {code: entry for code, entry in entries("EVT").items() if code <= "EVT009"}


def history(lines: str) -> History:
    return History([read_event(json.loads(line)) for line in lines.splitlines()])


@pytest.mark.parametrize("code", TEXTS)
def test_the_bad_example_of_a_text_is_refused_and_the_good_one_read(code: str) -> None:
    with pytest.raises(UsageError) as error:
        history(TEXTS[code].bad)
    assert error.value.problem.code == code
    assert len(history(TEXTS[code].good)) >= 1


def test_flags_are_true_or_false_and_histories_hold_events() -> None:
    for make in (
        lambda: Event("message", case="7", at="2026-01-05T09:00:00Z", data={"public": "true"}),
        lambda: Event("opened", case="7", at="2026-01-05T09:00:00Z", data={"answered": 1}),
    ):
        with pytest.raises(UsageError) as error:
            make()
        assert error.value.problem.code == "EVT006"
    with pytest.raises(UsageError) as error:
        History([{"case": "7"}])  # type: ignore[list-item]
    assert error.value.problem.code == "EVT025"


@pytest.mark.parametrize(("change", "path"), [({"specversion": "9"}, "specversion"), ({"data_base64": "AA=="}, "data_base64")])
def test_cloud_events_that_cannot_be_read_are_refused(change: dict[str, str], path: str) -> None:
    cloud = {"specversion": "1.0", "source": "/desk", "id": "9", "type": "opened", "subject": "42", "time": "2026-01-05T01:00:00Z"}
    with pytest.raises(UsageError) as error:
        read_event({**cloud, **change})
    assert (error.value.problem.code, error.value.problem.path) == ("EVT006", (path,))
