"""Reading YAML: the 1.2 core schema, places, and everything that is refused."""

from __future__ import annotations

import pytest
import yaml

from servstd.document import _yaml
from servstd.document._yaml import MAX_DEPTH, read_yaml
from servstd.document.source import read_source


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_yaml(text, "s.yaml").problems]


@pytest.fixture(params=["libyaml", "python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(_yaml, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12:30", "12:30"),
        ("on", "on"),
        ("yes", "yes"),
        ("2026-01-01", "2026-01-01"),
        ("1_000", "1_000"),
        ("24/7", "24/7"),
        ("1wd", "1wd"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("0x1f", 31),
        ("0o17", 15),
        ("-7", -7),
        ("+7", 7),
        ("012", 12),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("tomorrow", "tomorrow"),
        ("-", [None]),
        (".", "."),
        ('"7"', "7"),
        ("'~'", "~"),
        ("!!str 7", "7"),
        ("!!seq [a]", ["a"]),
        ("!!map {a: b}", {"a": "b"}),
        ("<<", "<<"),
        ('"\\u4e2d"', "中"),
    ],
)
def test_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    read = read_yaml(f"k: {text}\n" if value != [None] else "k:\n  -\n", "s.yaml")
    assert read.data == {"k": value}
    assert type(read.data["k"]) is type(value)  # type: ignore[index]
    assert not read.problems


@pytest.mark.usefixtures("_parser")
def test_every_key_and_value_has_its_place() -> None:
    source = read_source('前言: 文\nsla:\n  policies:\n    - name: a\n      targets: {x: 4h, "y": [1, 2]}\n', "s.yaml")
    policy = ("sla", "policies", 0)
    assert str(source.place(("前言",))) == "s.yaml:1:5"
    assert str(source.place(policy)) == "s.yaml:4:7"
    assert str(source.place((*policy, "targets", "x"), on_key=True)) == "s.yaml:5:17"
    assert str(source.place((*policy, "targets", "x"))) == "s.yaml:5:20"
    assert str(source.place((*policy, "targets", "y", 1))) == "s.yaml:5:33"
    assert source.place(policy).snippet == "    - name: a"


def test_what_does_not_stand_there_has_the_place_of_the_key_above_it() -> None:
    source = read_source("sla:\n  policies: []\n", "s.yaml")
    assert str(source.place(("sla", "policies", 3, "name"))) == "s.yaml:2:3"
    assert str(source.place(("nowhere",))) == "s.yaml:1:1"
    assert source.has(("sla", "policies"))
    assert not source.has(("sla", "other", "thing"))


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "DOC004", "1:1"),
        ("# only a comment\n", "DOC004", "1:1"),
        ("---\n", "DOC004", "1:1"),
        ("a:\n\tb: 1\n", "DOC006", "2:1"),
        ("\ta: 1\n", "DOC006", "1:1"),
        ("format: 1\nstandard：acme\nversion: 1\n", "DOC007", "2:9"),
        ("a: [x，y\nb: 1\n", "DOC007", "1:6"),
        ("a: [x\nb：1\n", "DOC007", "2:2"),
        ("a\x00b: 1\n", "DOC008", "1:2"),
        ("a: 1\nb\x07: 1\n", "DOC008", "2:2"),
        ('a: "\\x07"\n', "DOC008", "1:4"),
        ("a: \ud800\n", "DOC008", "1:4"),
        ("x: 1\nx: 2\n", "DOC009", "2:1"),
        ("<<: {a: 1}\nb: 2\n", "DOC010", "1:1"),
        ("a: !!python/object:os.system x\n", "DOC011", "1:4"),
        ("a: !x [1]\n", "DOC011", "1:4"),
        ("a: ! x\n", "DOC011", "1:4"),
        ("a: *x\n", "DOC012", "1:4"),
        ("a: &a [*a]\n", "DOC012", "1:8"),
        ("a: 1\n---\nb: 2\n", "DOC015", "2:1"),
        ("[a]: 1\n", "DOC016", "1:1"),
        ("~: 1\n", "DOC016", "1:1"),
        ("? {a: b}\n: 1\n", "DOC016", "1:3"),
        ("1: a\n", "DOC017", "1:1"),
        ("True: a\n", "DOC017", "1:1"),
        ("a: .inf\n", "DOC018", "1:4"),
        ("a: .nan\n", "DOC018", "1:4"),
        ("a: 1e999\n", "DOC018", "1:4"),
        (f"a: {'9' * 5000}\n", "DOC018", "1:4"),
        ('a: "x\nb: 1\n', "DOC020", "1:4"),
        ("a: [1, 2\nb: 3\n", "DOC021", "1:4"),
        ("a: {b: 1", "DOC021", "1:4"),
        ("a: b: c\n", "DOC022", "1:5"),
        ("a: 中文: 1\n", "DOC022", "1:6"),
        ("a: 1\n b: 2\n", "DOC023", "2:3"),
        ("- a\nb: 1\n", "DOC023", "2:1"),
        ("a: 1\n- b\n", "DOC023", "2:1"),
        ("a: @x\n", "DOC024", "1:4"),
        ("a: `x\n", "DOC024", "1:4"),
        ("a: 1\nowner:li\nb: 2\n", "DOC025", "2:1"),
        ("}\n", "DOC005", "1:1"),
        ("%YAML 3.0\n---\na: 1\n", "DOC005", "1:1"),
    ],
)
def test_what_is_refused_and_where(text: str, code: str, place: str) -> None:
    problems = read_yaml(text, "s.yaml").problems
    assert (problems[0].code, str(problems[0].place)) == (code, f"s.yaml:{place}")


def test_control_characters_are_told_for_each_line_up_to_a_bound() -> None:
    assert codes("a\x00\n" * 50) == ["DOC008"] * 20


def test_an_unclosed_bracket_says_where_reading_stopped() -> None:
    (problem,) = read_yaml("a: [1, 2\nb: 3\n", "s.yaml").problems
    assert problem.params == {"found": ": 3", "until": 2}
    (problem,) = read_yaml("a: [1, 2", "s.yaml").problems
    assert problem.params["found"] == "the end of the text"


def test_after_a_refused_key_its_value_is_dropped_and_reading_goes_on() -> None:
    read = read_yaml("~: 1\n[a, b]: {c: d}\n<<: {e: f}\ng: 1\ng: 2\nh: 3\n", "s.yaml")
    assert read.data == {"g": 1, "h": 3}
    assert [problem.code for problem in read.problems] == ["DOC016", "DOC016", "DOC010", "DOC009"]


def test_aliases_repeat_a_value_at_their_own_place() -> None:
    source = read_source("a: &x {b: 1}\nc: *x\n? *x\n: 1\nd: &k key\n*k : 2\n", "s.yaml")
    assert source.data == {"a": {"b": 1}, "c": {"b": 1}, "d": "key", "key": 2}
    assert str(source.place(("c",))) == "s.yaml:2:4"
    assert [problem.code for problem in source.problems] == ["DOC016"]


def test_an_alias_bomb_is_bounded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    read = read_yaml(bomb, "s.yaml")
    assert read.data is None
    assert [problem.code for problem in read.problems] == ["DOC013"]


def test_depth_is_bounded_also_through_aliases() -> None:
    assert codes("a: " + "[" * 20_000) == ["DOC014"]
    half = "[" * (MAX_DEPTH // 2)
    assert codes(f"a: &a {half}{']' * len(half)}\nb: {half}*a{']' * len(half)}\n") == ["DOC014"]
    assert codes(f"a: &a {half}{']' * len(half)}\nb: [*a]\n") == []


def test_the_path_of_a_problem_is_the_keys_above_it() -> None:
    read = read_yaml("a:\n  - {b: 1, b: 2}\n  - ? {c: !x 1}\n    : 2\n", "s.yaml")
    assert [problem.path_text for problem in read.problems] == ["a[0]", "a[1]", "a[1]"]


def test_long_lines_are_cut_in_snippets() -> None:
    place = read_source("a: " + "x" * 500, "s.yaml").place(("a",))
    assert len(place.snippet) == 160
    assert place.snippet.endswith("…")


def test_lines_are_counted_as_the_parser_counts_them() -> None:
    source = read_source("a: 1\u2028b: 2\r\nc: 3\rd: 4\n", "s.yaml")
    assert [str(source.place((key,))) for key in "cd"] == ["s.yaml:3:4", "s.yaml:4:4"]
    assert source.place(("c",)).snippet == "c: 3"


def test_a_number_and_the_same_text_are_one_key() -> None:
    read = read_yaml('1: a\n"1": b\n', "s.yaml")
    assert read.data == {"1": "a"}
    assert [problem.code for problem in read.problems] == ["DOC017", "DOC009"]
