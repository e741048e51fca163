"""Settings are read strictly: every wrong one is told at its place, all at once, and nothing is converted."""

# ruff: noqa: E501  # a source stays on one line

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Literal

import attrs
import pytest

from servstd.durations import Amount, Span, parse_amount, parse_span
from servstd.errors import Problem
from servstd.host.forms import describe_settings, field_names, type_text
from servstd.host.operations import Entry, read_operations
from servstd.host.settings import Read, Surroundings, read_settings
from servstd.secret import Secret

ENVIRON = {"URL": "https://example.com", "EMPTY": "", "TOKEN": "hunter2"}


class Level(Enum):
    LOW = "low"
    HIGH = "high"


@attrs.frozen
class Server:
    host: str
    port: int = 25


@attrs.frozen
class Everything:
    text: str = ""
    count: int = 0
    share: float = 0.0
    on: bool = False
    token: Secret | None = None
    wait: dt.timedelta = dt.timedelta(0)
    span: Span | None = None
    within: Amount | None = None
    mode: Literal["a", "b", 1] = "a"
    level: Level = Level.LOW
    rooms: tuple[str, ...] = ()
    items: list[int] = attrs.field(factory=list)
    many: Sequence[int] = ()
    names: Mapping[str, int] = attrs.field(factory=dict)
    server: Server | None = None
    either: int | str = 0
    anything: object = None
    kept: int | Secret = 0


@attrs.frozen
class Needed:
    url: str
    token: Secret


def read(form: type, given: Mapping[str, object], *, folder: str = "", complete: bool = True) -> Read[object]:
    entry = Entry("group", data=given, path=("notifiers", "group"))
    return read_settings(form, entry, given, Surroundings(ENVIRON, folder=folder, complete=complete))


def one(form: type, given: Mapping[str, object], **more: object) -> Problem:
    found = read(form, given, **more)  # type: ignore[arg-type]
    assert found.value is None
    (problem,) = found.problems
    return problem


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("text", "x", "x"),
        ("text", {"env": "URL"}, "https://example.com"),
        ("count", 3, 3),
        ("share", 0.5, 0.5),
        ("share", 1, 1.0),
        ("on", True, True),
        ("token", None, None),
        ("token", {"env": "TOKEN"}, Secret("hunter2")),
        ("wait", "30s", dt.timedelta(seconds=30)),
        ("span", "4h", parse_span("4h")),
        ("within", "2wd", parse_amount("2wd")),
        ("mode", "b", "b"),
        ("mode", 1, 1),
        ("level", "high", Level.HIGH),
        ("rooms", ["a", "b"], ("a", "b")),
        ("rooms", [{"env": "URL"}], ("https://example.com",)),
        ("items", [1], [1]),
        ("many", [1, 2], (1, 2)),
        ("names", {"a": 1}, {"a": 1}),
        ("names", {"env": 1}, {"env": 1}),
        ("server", {"host": "h"}, Server("h")),
        ("either", "x", "x"),
        ("either", 3, 3),
        ("either", {"env": "URL"}, "https://example.com"),
        ("anything", [1, {"a": 2}], [1, {"a": 2}]),
        ("kept", {"env": "TOKEN"}, Secret("hunter2")),
    ],
)
def test_a_value_of_its_type(key: str, given: object, value: object) -> None:
    found = read(Everything, {key: given})
    assert found.problems == ()
    assert getattr(found.value, key) == value
    assert type(getattr(found.value, key)) is type(value)


@pytest.mark.parametrize(
    ("key", "given", "expected", "found"),
    [
        ("text", 1, "text", "1"),
        ("text", ["a"], "text", "['a']"),
        ("text", None, "text", "nothing"),
        ("text", {"env": "A", "file": "B"}, "text", "{'env': 'A', 'file': 'B'}"),
        ("count", "1", "a whole number", "'1'"),
        ("count", 1.0, "a whole number", "1.0"),
        ("count", True, "a whole number", "True"),
        ("count", {"env": "URL"}, "a whole number", "***"),
        ("share", "1", "a number", "'1'"),
        ("share", True, "a number", "True"),
        ("share", float("nan"), "a number", "nan"),
        ("on", 1, "true or false", "1"),
        ("on", "yes", "true or false", "'yes'"),
        ("token", 5, "{env: NAME} or {file: PATH}", "***"),
        ("wait", "soon", "a span: 30s, 5m, 2h", "'soon'"),
        ("wait", 30, "a span: 30s, 5m, 2h", "30"),
        ("span", "2wd", "a span: 30m, 4h", "'2wd'"),
        ("within", "x", "an amount: 4h, 2wd", "'x'"),
        ("mode", "c", "a | b | 1", "'c'"),
        ("mode", True, "a | b | 1", "True"),
        ("level", "middle", "low | high", "'middle'"),
        ("rooms", "a", "[text, ...]", "'a'"),
        ("names", [1], "{name: a whole number}", "[1]"),
        ("server", "h:25", "{host, port}", "'h:25'"),
        ("either", 1.5, "a whole number | text", "1.5"),
    ],
)
def test_a_value_of_another_type_is_refused_not_converted(key: str, given: object, expected: str, found: str) -> None:
    problem = one(Everything, {key: given})
    assert problem.code == "PLG022"
    assert problem.path == ("notifiers", "group", key)
    assert (problem.params["expected"], problem.params["found"]) == (expected, found)
    assert problem.message() == "the value cannot be used"
    assert problem.message("zh") == "这个值不可用"


def test_a_long_value_is_shown_in_part() -> None:
    assert one(Everything, {"count": "x" * 99}).params["found"] == "'" + "x" * 56 + "..."


@pytest.mark.parametrize(
    ("key", "given", "path"), [("rooms", ["a", 1], (1,)), ("names", {"a": "x"}, ("a",)), ("server", {"host": 1}, ("host",))]
)
def test_what_is_wrong_inside_is_told_where_it_stands(key: str, given: object, path: tuple[str | int, ...]) -> None:
    assert one(Everything, {key: given}).path == ("notifiers", "group", key, *path)


def test_an_unknown_key() -> None:
    problem = one(Everything, {"txt": "x"})
    assert (problem.code, problem.on_key, problem.params["expected"]) == ("PLG020", True, "text")
    assert problem.message() == "there is no setting 'txt' here"
    assert problem.message("zh") == "这里没有设置项 'txt'"
    assert str(one(Everything, {"zzzz": 1}).params["expected"]).startswith("text, count, share")
    assert one(attrs.make_class("Empty", []), {"zzzz": 1}).params["expected"] == "-"
    assert one(Everything, {"server": {"host": "h", "prot": 1}}).params["expected"] == "port"


def test_missing_keys_are_all_told() -> None:
    problems = read(Needed, {}).problems
    assert [problem.message() for problem in problems] == ["the setting url is missing", "the setting token is missing"]
    assert [problem.message("zh") for problem in problems] == ["缺少设置项 url", "缺少设置项 token"]
    assert [problem.params["expected"] for problem in problems] == ["text", "{env: NAME} or {file: PATH}"]
    assert {problem.code for problem in problems} == {"PLG021"}


# ── values kept elsewhere ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["NOT_SET", "EMPTY"])
@pytest.mark.parametrize("key", ["text", "token", "either", "kept"])
def test_a_variable_that_is_missing_or_empty(key: str, name: str) -> None:
    problem = one(Everything, {key: {"env": name}})
    assert (problem.code, problem.path) == ("PLG023", ("notifiers", "group", key, "env"))
    assert problem.message() == f"the environment has no variable {name}, or it is empty"
    assert problem.message("zh") == f"环境变量 {name} 不存在或为空"


def test_a_secret_from_a_file_beside_the_operations_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("  hunter2\n", encoding="utf-8")
    found = read(Everything, {"token": {"file": "token"}}, folder=str(tmp_path))
    assert isinstance(found.value, Everything)
    assert found.value.token == Secret("hunter2")
    assert read(Everything, {"token": {"file": str(tmp_path / "token")}}).problems == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file or directory"), (b"", "0 bytes"), (b" \n", "0 bytes"), (b"\xff", "UnicodeDecodeError")],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    problem = one(Everything, {"token": {"file": "token"}}, folder=str(tmp_path))
    assert (problem.code, problem.path[-1]) == ("PLG024", "file")
    assert problem.message() == f"the file token with the value cannot be used: {reason}"
    assert problem.message("zh") == f"存放该值的文件 token 不可用：{reason}"


@pytest.mark.parametrize("name", [5, "", None])
def test_a_place_that_is_no_name(name: object) -> None:
    assert one(Everything, {"token": {"env": name}}).code == "PLG022"


def test_a_secret_written_in_the_open_is_refused_and_not_repeated() -> None:
    problem = one(Everything, {"token": "hunter2"})
    assert problem.code == "PLG025"
    assert problem.message() == "token is a secret and must not be written here"
    assert problem.message("zh") == "token 是机密，不能直接写在这里"
    assert "change the secret" in problem.hint()
    assert all("hunter2" not in text for text in (problem.render("en"), problem.render("zh"), str(problem.as_dict())))


def test_for_work_that_sends_nothing_a_missing_secret_is_a_warning() -> None:
    for given in ({"env": "NOT_SET"}, {"file": "not-there"}):
        assert one(Everything, {"token": given}, complete=False).severity == "warning"
        assert one(Everything, {"kept": given}, complete=False).severity == "warning"
    assert one(Everything, {"token": "open"}, complete=False).severity == "error"


# ── validators of the plugin's own ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (ValueError("the port is odd"), "the port is odd"),
        (TypeError("no", "attribute"), "no"),
        (ValueError(), "ValueError"),
        (KeyError(5), "KeyError: 5"),
        (ZeroDivisionError("by\nzero"), "by zero"),
    ],
)
def test_a_validator_that_refuses(raised: Exception, reason: str) -> None:
    def refuse(*_: object) -> None:
        raise raised

    form = attrs.make_class("Form", {"a": attrs.field(default=1, validator=refuse)}, frozen=True)
    problem = one(form, {})
    assert problem.code == "PLG032"
    assert problem.message() == f"the plugin refuses these settings: {reason}"
    assert problem.message("zh") == f"插件不接受这些设置：{reason}"


def test_a_validator_is_not_asked_about_settings_that_are_wrong_already() -> None:
    asked: list[object] = []
    form = attrs.make_class("Form", {"a": attrs.field(type=int, validator=lambda *given: asked.append(given))})
    assert one(form, {"a": "x"}).code == "PLG022"
    assert asked == []


# ── telling what may be written ───────────────────────────────────────────────────────────────────────────────
def test_the_keys_are_those_a_caller_may_give() -> None:
    form = attrs.make_class("Form", {"a": attrs.field(default=1), "_b": attrs.field(default=2), "c": attrs.field(init=False, default=3)})
    assert field_names(form) == ("a", "b")
    assert [(key.key, key.required) for key in describe_settings(form)] == [("a", False), ("b", False)]
    found = read(form, {"b": 5})
    assert getattr(found.value, "_b", None) == 5


def test_what_is_no_attrs_class_describes_nothing() -> None:
    assert describe_settings(int) == []
    assert [(key.key, key.type, key.expects, key.required) for key in describe_settings(Needed, "webhook")] == [
        ("url", "webhook", "text", True),
        ("token", "webhook", "{env: NAME} or {file: PATH}", True),
    ]


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (str, "text"), (object, "anything"), (int | None, "a whole number"), (list[float], "[a number, ...]"), (bytes, "bytes"),
        (dict[str, bool], "{name: true or false}"), (Server, "{host, port}"), (Level, "low | high"), ("Later", "Later"),
    ],
)  # fmt: skip
def test_types_in_words(hint: object, text: str) -> None:
    assert type_text(hint) == text


def test_a_type_nobody_can_write_is_refused() -> None:
    form = attrs.make_class("Form", {"a": attrs.field(type=bytes)})
    assert one(form, {"a": "x"}).params["expected"] == "bytes"


# ── the place ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_problem_has_its_place_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "operations.yaml"
    file.write_text(
        "operations: desk\nnotifiers:\n  group:\n    type: hook\n    urll: x\n    token: open\n  other: {type: hook, url: 5, token: {env: NOT_SET}}\n",
        encoding="utf-8",
    )
    entries = read_operations(file).instances
    given = [{key: value for key, value in entry.data.items() if key != "type"} for entry in entries]
    problems = [
        p for entry, own in zip(entries, given, strict=True) for p in read_settings(Needed, entry, own, Surroundings(ENVIRON)).problems
    ]
    assert [(problem.code, str(problem.place).replace(str(file), "F")) for problem in problems] == [
        ("PLG020", "F:5:5"),
        ("PLG021", "F:4:5"),
        ("PLG025", "F:6:12"),
        ("PLG022", "F:7:28"),
        ("PLG023", "F:7:44"),
    ]
