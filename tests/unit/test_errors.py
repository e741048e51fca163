"""Problems, reports and exceptions: values that say whose fault it is."""

from __future__ import annotations

import pickle

import attrs
import pytest

from servstd.errors import NoOpenTime, Place, Problem, Report, ServstdError, StandardError, UsageError, spell_path

PLACE = Place("s.yaml", line=3, column=5, snippet="  at: 时间")


def test_a_place_with_lines_and_one_without() -> None:
    assert str(PLACE) == "s.yaml:3:5"
    assert str(Place("s.toml")) == "s.toml"
    assert Place("s.yaml", line=3, column=5, snippet="other") == PLACE


@pytest.mark.parametrize(
    ("path", "text"),
    [((), ""), (("sla",), "sla"), (("sla", "policies", 1, "targets"), "sla.policies[1].targets"), ((0, "case"), "[0].case")],
)
def test_a_path_is_spelt_as_people_write_it(path: tuple[str | int, ...], text: str) -> None:
    assert spell_path(path) == text
    assert Problem("EVT001", path=path).path_text == text


def test_a_problem_has_its_codes_severity_unless_it_says_otherwise() -> None:
    assert Problem("EVT001").severity == "error"
    assert Problem("EVT001", severity_override="note").severity == "note"


def test_a_problem_speaks_both_languages() -> None:
    problem = Problem("EVT001", params={"name": "case"}, path=("case",))
    assert problem.message() == "an event must say `case`"
    assert problem.message("zh-CN") == "事件缺少必填字段“case”"
    assert problem.hint() == "Add `case` to the event."
    assert str(problem) == problem.render("en") == "EVT001 case: an event must say `case`\n  fix: Add `case` to the event."


def test_a_problem_as_plain_data() -> None:
    params = {"name": "case", "found": 3, "span": frozenset()}
    data = Problem("EVT001", params=params, path=("case",), place=PLACE).as_dict("zh")
    assert data == {
        "code": "EVT001", "severity": "error", "path": "case", "file": "s.yaml", "line": 3, "column": 5,
        "message": "事件缺少必填字段“case”",
        "hint": "给这条事件补上“case”。", "params": {"name": "case", "found": 3, "span": "frozenset()"},
    }  # fmt: skip
    bare = Problem("EVT001", params={"name": "at"}).as_dict()
    assert (bare["file"], bare["line"], bare["column"]) == (None, None, None)


def test_a_report_collects_and_knows_errors_from_warnings() -> None:
    report = Report()
    found = [report.has_errors]
    report.add("EVT010", ("events", 0))
    found.append(report.has_errors)
    report.add("EVT001", on_key=True, name="at")
    report.add("EVT001", severity="note", name="at")
    found.append(report.has_errors)
    assert found == [False, False, True]
    assert [problem.severity for problem in report.problems] == ["warning", "error", "note"]
    assert report.problems[1] == Problem("EVT001", params={"name": "at"}, on_key=True)


def test_problems_are_values() -> None:
    problem = Problem("EVT001")
    assert problem.params == {}
    assert problem == Problem("EVT001")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        problem.code = "EVT002"  # type: ignore[misc]


def test_a_standard_error_carries_and_prints_all_problems() -> None:
    problems = [Problem("EVT001", params={"name": name}) for name in ("case", "at")]
    error = StandardError(iter(problems))
    assert isinstance(error, ServstdError)
    assert error.problems == tuple(problems)
    assert str(error) == "\n".join(problem.render() for problem in problems)
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.parametrize("kind", [UsageError, NoOpenTime])
def test_a_usage_error_is_a_value_error_and_survives_pickling(kind: type[UsageError]) -> None:
    error = kind("EVT001", path=("events", 2), place=PLACE, name="at")
    assert isinstance(error, ValueError)
    assert isinstance(error, ServstdError)
    assert str(error).startswith("s.yaml:3:5: EVT001 events[2]: an event must say `at`")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.problem == error.problem
    assert str(again) == str(error)


def test_a_usage_error_is_made_of_a_problem_or_put_below_a_path() -> None:
    error = NoOpenTime.of(Problem("EVT001", params={"name": "at"}, path=("at",)))
    below = error.at("events", 2)
    assert type(below) is NoOpenTime
    assert below.problem == Problem("EVT001", params={"name": "at"}, path=("events", 2, "at"))
    assert error.problem.path == ("at",)
