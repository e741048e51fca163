"""Reading a mapping: strict, all problems at once, each with its place, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import Problem, Report, StandardError, UsageError
from servstd.mapping import Mapping, approximate, load_mapping, read_mapping
from servstd.mapping._form import Form
from servstd.mapping.model import By, Datum, Each, EventRule, Moment, Step
from servstd.mapping.reader import _read  # pyright: ignore[reportPrivateUsage]
from servstd.sla.metrics import BUILTINS, read_metric

HEAD = "mapping: m\ncase: id\ntime: {zone: UTC}\n"
SNAPSHOTS = HEAD + "shape: snapshots\nat: when\nopened: {at: born}\nattributes: {status: state}\n"
ACTIVITIES = HEAD + "shape: activities\nat: when\nby: agent\nactivity: what\nopened: {at: first_row}\n"
CHANGES = HEAD + "shape: changes\nat: when\nopened: {at: first_row}\nfield: f\nnew: n\nattributes: {status: state}\n"
CASES = HEAD + "shape: cases\nevents: [{kind: opened, at: Created, by: customer}]\n"


def problems(text: str) -> list[Problem]:
    with pytest.raises(StandardError) as caught:
        read_mapping(text, "m.yaml")
    return list(caught.value.problems)


def problem(text: str, code: str) -> Problem:
    found = problems(text)
    assert [item.code for item in found] == [code], [str(item) for item in found]
    return found[0]


def where(found: Problem) -> tuple[int, int]:
    assert found.place is not None
    return found.place.line, found.place.column


@pytest.mark.parametrize("name", ["dingtalk-approval", "helpdesk-activities", "servicenow-snapshots", "zendesk-tickets"])
def test_samples_are_read(shared: Path, name: str) -> None:
    mapping = load_mapping(shared / "samples" / "mappings" / f"{name}.yaml")
    assert mapping.name == name
    assert mapping.file is not None
    assert mapping.file.endswith(f"{name}.yaml")


def test_four_small_mappings_are_read() -> None:
    assert [read_mapping(text).shape for text in (SNAPSHOTS, ACTIVITIES + "kinds: {a: resolved}\n", CHANGES, CASES)] == [
        "snapshots",
        "activities",
        "changes",
        "cases",
    ]


def test_all_problems_at_once_in_file_order_with_places() -> None:
    text = "mapping: m\nshape: snapshots\ncase: id\nat: when\nopend: {at: born}\nattributes: {status: state}\n"
    text += "time: {format: D.M.yyyy, zone: Erope/Rome}\n"
    found = problems(text)
    assert [item.code for item in found] == ["MAP002", "MAP001", "MAP009", "TIM003"]
    assert where(found[1]) == (5, 1)
    assert found[1].params["expected"] == "opened"
    assert where(found[2]) == (7, 16)
    assert found[2].params["expected"] == "D.M.YYYY"
    assert found[3].params["expected"] == "Europe/Rome"


def test_broken_yaml_is_one_problem_of_the_text() -> None:
    found = problems("mapping: [\n")
    assert [item.code[:3] for item in found] == ["DOC"]


@pytest.mark.parametrize("text", ["- a\n", "just text\n", "", "[]"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        (SNAPSHOTS + "attribute: {a: b}\n", "MAP001", "attributes"),
        (SNAPSHOTS + "read: {encodin: utf-8}\n", "MAP001", "encoding"),
        (SNAPSHOTS.replace("at: when\n", ""), "MAP002", None),
        (SNAPSHOTS.replace("opened: {at: born}", "opened: {by: customer}"), "MAP002", None),
        (SNAPSHOTS.replace("opened: {at: born}", "opened: born"), "MAP003", None),
        (SNAPSHOTS.replace("at: when", "at: [when]"), "MAP003", None),
        (SNAPSHOTS.replace("{status: state}", "[status]"), "MAP003", "{priority: Priority}"),
        (SNAPSHOTS + "values: {status: {a: 3.10}}\n", "MAP003", None),
        (SNAPSHOTS + "read: {header_row: 0}\n", "MAP003", None),
        (SNAPSHOTS + "read: {header_row: true}\n", "MAP003", None),
        (SNAPSHOTS + "read: {delimiter: '||'}\n", "MAP003", None),
        (SNAPSHOTS + "unknown: pauses\n", "MAP003", "[...]"),
        (SNAPSHOTS + "reject: [{state: [1.5]}]\n", "MAP003", None),
        (SNAPSHOTS + "as_of: 5\n", "MAP003", None),
        (SNAPSHOTS + "join: [{file: c.xlsx, on: {a: b, c: d}, attributes: {tier: t}}]\n", "MAP003", None),
        (SNAPSHOTS + "join: [{file: c.xlsx, on: 5, attributes: {tier: t}}]\n", "MAP003", None),
        (SNAPSHOTS + "join: [{file: c.xlsx, on: a}]\n", "MAP002", None),
        (SNAPSHOTS.replace("snapshots", "snapshot"), "MAP004", "snapshots"),
        (SNAPSHOTS.replace("snapshots", "7"), "MAP004", None),
        (SNAPSHOTS + "by: agnt\n", "MAP004", "agent"),
        (SNAPSHOTS + "by: {column: who, role: robot}\n", "MAP004", None),
        (SNAPSHOTS + "by: {column: who}\n", "MAP002", None),
        (SNAPSHOTS + "by: {roles: {a: bot}}\n", "MAP002", None),
        (SNAPSHOTS + "unknown: [pause]\n", "MAP004", "pauses"),
        (SNAPSHOTS + "values: {status: {a: b}, otherwise: drop}\n", "MAP004", None),
        (SNAPSHOTS + "values: {status: {a: b, otherwise: drop}}\n", "MAP004", None),
        (SNAPSHOTS + "expect: {metric: resolution, met: {a: b}}\n", "MAP002", None),
        (ACTIVITIES + "kinds: {a: resolve}\n", "MAP005", "resolved"),
        (ACTIVITIES + "kinds: {a: {resolve: {}}}\n", "MAP005", "resolved"),
        (ACTIVITIES + "kinds: {a: 5}\n", "MAP003", None),
        (ACTIVITIES + "kinds: {a: {changed: {status: a}, closed: {}}}\n", "MAP003", None),
        (ACTIVITIES + "kinds: {a: x-}\n", "MAP005", None),
        (ACTIVITIES + "kinds: {a: message}\n", "MAP006", None),
        (SNAPSHOTS + "later: [state]\n", "MAP007", None),
        (SNAPSHOTS + "read: {encoding: gbk2312}\n", "MAP008", None),
        (SNAPSHOTS.replace("{zone: UTC}", "{zone: UTC, format: 'YYYY-MM HH:mm'}"), "MAP009", None),
        (SNAPSHOTS.replace("{zone: UTC}", "{zone: UTC, format: 'YYYY-MM-DD DD'}"), "MAP009", None),
        (SNAPSHOTS.replace("{zone: UTC}", "{zone: UTC, format: '%d/%m/%Y %H:%M'}"), "MAP009", "DD/MM/YYYY HH:mm"),
        (SNAPSHOTS.replace("{zone: UTC}", "{zone: 8}"), "MAP003", None),
        (SNAPSHOTS.replace("{zone: UTC}", "{zone: UTC, ties: file}"), "MAP004", "file_order"),
        (SNAPSHOTS + "activity: what\n", "MAP010", None),
        (SNAPSHOTS.replace("{zone: UTC}", "{format: D/M/YYYY}"), "MAP011", None),
        (SNAPSHOTS + "values: {stats: {a: b}}\n", "MAP012", "status"),
        (ACTIVITIES + "kinds: {a: {message: {public: true, txt: hi}}}\n", "MAP013", "text"),
        (ACTIVITIES + "kinds: {a: {changed: {status: [a]}}}\n", "MAP003", None),
        (ACTIVITIES + "kinds: {a: {changed: {status: {column: a, value: b}}}}\n", "MAP003", None),
        (ACTIVITIES.replace("opened: {at: first_row}\n", "") + "kinds: {a: resolved}\n", "MAP016", None),
        (CASES.replace("opened", "resolved"), "MAP016", None),
        (CASES.replace("events: [{", "events: [{each: 5}, {"), "MAP003", None),
        (CASES.replace("events: [{", "events: [5, {"), "MAP003", None),
        (CASES.replace("events: [{", "events: [{kind: closed}, {"), "MAP002", None),
        (CASES.replace("events: [{", "events: [{kind: closd, at: a}, {"), "MAP005", "closed"),
        (CASES.replace("at: Created", "at: {from: a, plus_days: b}"), "MAP001", None),
        (CASES.replace("at: Created", "at: {from: a, plus_hours: b, plus_minutes: c}"), "MAP003", None),
        (SNAPSHOTS + "as_of: tomorrow\n", "TIM002", None),
    ],
)
def test_each_problem_has_its_code(text: str, code: str, expected: str | None) -> None:
    found = problems(text)
    assert code in [item.code for item in found], [str(item) for item in found]
    for item in found:
        assert item.place is not None
        assert item.place.file == "m.yaml"
        assert item.message("zh")
        assert item.render("en")
        assert (
            not re.search(r"\{\w*\}", item.message("en") + item.hint("en") + item.hint("zh"))
            or "{" in str(item.params)
            or "read:" in item.hint("en")
        )
    if expected is not None:
        assert expected in [str(item.params.get("expected")) for item in found if item.code == code]


EACH = "{each: {column: Log, records: ';', fields: '|', names: [who, what, when]}, "
EACH += "kinds: {ok: acknowledged}, at: when, by: {column: who, role: agent}}"


def test_each_needs_to_know_the_activity() -> None:
    assert read_mapping(CASES.replace("events: [", f"events: [{EACH}, ")).events[0] == Each(
        "Log",
        records=";",
        fields="|",
        names=("who", "what", "when"),
        activity="what",
        at="when",
        by=By("agent", column="who", otherwise="agent"),
        kinds={"ok": (Step("acknowledged"),)},
    )
    more = EACH.replace("names: [who, what, when]", "names: [who, what, why, when]")
    assert problem(CASES.replace("events: [", f"events: [{more}, "), "MAP014").params["expected"] == "what, why"
    said = more.replace("at: when,", "at: when, activity: what,")
    assert isinstance(read_mapping(CASES.replace("events: [", f"events: [{said}, ")).events[0], Each)
    wrong = said.replace("activity: what", "activity: wat")
    assert problem(CASES.replace("events: [", f"events: [{wrong}, "), "MAP015").params["expected"] == "what"
    assert {item.code for item in problems(CASES.replace("events: [", "events: [{each: {column: Log}, kinds: {}, at: t}, "))} == {"MAP002"}


def test_data_may_be_a_constant_or_a_column() -> None:
    mapping = read_mapping(
        ACTIVITIES
        + "kinds: {a: {assigned: {owner: Who, team: {value: desk}}}, "
        + "b: {changed: {status: {column: State}, n: 3, ok: true}}, c: x-own, d: []}"
    )
    assert mapping.kinds["a"] == (Step("assigned", data=(Datum("owner", column="Who"), Datum("team", value="desk"))),)
    assert mapping.kinds["b"] == (Step("changed", data=(Datum("status", column="State"), Datum("n", value=3), Datum("ok", value=True))),)
    assert mapping.kinds["c"] == (Step("x-own"),)
    assert mapping.kinds["d"] == ()


def test_events_of_a_case_row() -> None:
    text = CASES.replace(
        "events: [", "events: [{kind: message, at: {from: Created, plus_hours: First}, by: agent, public: true, when: {Replied: true}}, "
    )
    assert read_mapping(text).events[0] == EventRule(
        "message",
        at=Moment("Created", plus="First", unit_us=3_600_000_000),
        by=By("agent"),
        when=(("Replied", ("true",)),),
        data=(Datum("public", value=True),),
    )


def test_values_and_types_and_joins() -> None:
    mapping = read_mapping(
        SNAPSHOTS
        + "values: {status: {1: new, true: yes, otherwise: keep}, otherwise: reject}\n"
        + "join: [{file: c.csv, on: {client: id}, attributes: {size: {column: s, type: number}}, valid: {from: a, to: b}}]\n"
    )
    (rule,) = mapping.attributes
    assert (rule.values, rule.otherwise) == ({"1": "new", "true": "yes"}, "keep")
    (join,) = mapping.join
    assert (join.on, join.key, join.valid_from, join.valid_to) == ("client", "id", "a", "b")
    assert (join.attributes[0].type, join.attributes[0].otherwise) == ("number", "reject")


def test_as_of_is_local_time_of_the_zone() -> None:
    mapping = read_mapping(SNAPSHOTS.replace("UTC", "Asia/Shanghai") + "as_of: 2026-06-30T24:00\n")
    assert mapping.as_of_us == 1_782_835_200_000_000


def test_a_mapping_as_json_and_as_bytes() -> None:
    text = '{"mapping": "m", "shape": "cases", "case": "id", "time": {"format": "epoch_s"}, "events": [{"kind": "opened", "at": "t"}]}'
    assert read_mapping(text.encode(), "m.json").time.format == "epoch_s"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_mapping(tmp_path / "none.yaml")
    assert caught.value.problem.code == "MAP109"


def test_what_the_export_cannot_tell() -> None:
    metrics = {name: read_metric(name, {}, Report(), builtin=BUILTINS[name]) for name in BUILTINS}
    assert approximate(metrics["resolution"], ("pauses",))
    assert approximate(metrics["resolution"], ("reopens",))
    assert not approximate(metrics["first_response"], ("pauses", "reopens"))
    assert approximate(metrics["first_response"], ("messages",))
    assert not approximate(metrics["time_to_own"], ("pauses", "reopens", "messages"))
    assert not approximate(metrics["resolution"], ())


KEYS = st.sampled_from(
    [
        "mapping",
        "shape",
        "read",
        "time",
        "case",
        "at",
        "by",
        "opened",
        "activity",
        "kinds",
        "events",
        "attributes",
        "values",
        "join",
        "later",
        "reject",
        "unknown",
        "expect",
        "as_of",
        "field",
        "new",
        "old",
        "column",
        "role",
        "roles",
        "each",
        "names",
        "kind",
        "message",
        "from",
        "plus_minutes",
        "file",
        "on",
        "valid",
        "metric",
        "met",
        "missed",
        "zone",
        "format",
        "otherwise",
        "encoding",
        "type",
        "records",
        "fields",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.text(max_size=4),
    st.sampled_from(
        ["snapshots", "cases", "activities", "changes", "iso", "UTC", "agent", "opened", "changed", "first_row", "YYYY-MM-DD", "utf-8"]
    ),
)
PLAIN = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=6)), max_leaves=40)


@given(st.dictionaries(KEYS, PLAIN, max_size=14))
def test_no_data_makes_the_reader_fail(data: dict[str, object]) -> None:
    report = Report()
    mapping = _read(Form(report), data)
    assert mapping is None or isinstance(mapping, Mapping)
    for item in report.problems:
        assert item.render("zh")
        assert item.render("en")


@pytest.mark.parametrize(
    ("text", "code", "quoted"),
    [
        (CASES.replace("events: [{", "events: [{kind: message, at: a}, {"), "MAP006", "`{kind: message, public: true, at: ...}`"),
        (ACTIVITIES + "kinds: {a: message}\n", "MAP006", "`{message: {public: true}}`"),
        (CASES.replace("events: [{", "events: [{kind: [a], at: a}, {"), "MAP003", 'found: ["a"]'),
        (CASES.replace("opened", "resolved"), "MAP016", "`events: [{kind: opened, at: Created, by: customer}, ...]`"),
    ],
)
def test_the_way_out_is_one_the_reader_takes(text: str, code: str, quoted: str) -> None:
    with pytest.raises(StandardError) as caught:
        read_mapping(text, "m.yaml")
    assert quoted in next(problem for problem in caught.value.problems if problem.code == code).render()


def test_only_what_the_shape_knows_is_offered() -> None:
    with pytest.raises(StandardError) as caught:
        read_mapping(CASES + "zzzzzz: 1\n", "m.yaml")
    expected = str(caught.value.problems[0].params["expected"])
    assert "events" in expected
    assert "activity" not in expected


def test_events_of_the_wrong_form_are_told_once() -> None:
    with pytest.raises(StandardError) as caught:
        read_mapping("mapping: m\nshape: cases\ncase: a\nevents: 5\n", "m.yaml")
    assert [problem.code for problem in caught.value.problems] == ["MAP003"]
