"""The strict check: every shape, every way to miss it, and what is left in the copy."""

from __future__ import annotations

import json

import pytest

from servstd.document._plain import BAD, entries_of, flag_of, is_list, is_map, items_of, text_of
from servstd.document.checking import Checker
from servstd.document.grammar import DEFINITIONS, STANDARD
from servstd.document.shapes import (
    Anything,
    Bool,
    Const,
    Date,
    Duration,
    Enum,
    Field,
    Int,
    ListOf,
    MapOf,
    OneOf,
    Own,
    Record,
    Ref,
    Scalar,
    Shape,
    Text,
    node_of,
)
from servstd.document.source import read_source

_WORDS = Enum({"high": ("high", "高"), "low": ("low", "低")})
_NAME = Field(Text(), ("Name", "名称"))
_AMOUNT = Duration("amount")


def check(shape: Shape, value: object, definitions: dict[str, Shape] | None = None) -> tuple[object, list[str], Checker]:
    source = read_source(json.dumps({"v": value}), "s.json")
    checker = Checker(source, definitions or {})
    out = checker.check(shape, source.data["v"], ("v",))
    return out, [problem.code for problem in checker.report.problems], checker


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (Text(), "x"),
        (Text("[a-z]+"), "abc"),
        (Bool(), True),
        (Int(), 0),
        (Int(1), 3),
        (Const(1), 1),
        (_WORDS, "high"),
        (Date(), "2024-02-29"),
        (Date(time=True), "2026-01-05 09:00"),
        (Date(time=True), "2026-01-05T09:00:00.5+08:00"),
        (Date(time=True), "2026-01-05"),
        (_AMOUNT, "4h"),
        (_AMOUNT, "PT4H"),
        (Duration("amount", also=("none",)), "none"),
        (Duration("span"), "0m"),
        (Duration("threshold"), "50%"),
        (Scalar(), 1.5),
        (Scalar(), "x"),
        (Scalar(), False),
        (Scalar(lists=True), ["a", 1]),
        (Scalar(empty=True), None),
        (Anything(), None),
        (Anything(), [1]),
        (ListOf(Text()), []),
        (ListOf(Text(), least=1), ["a"]),
        (MapOf(Int()), {"a": 1}),
        (MapOf(Int(), only=True), {"a": 1}),
        (Record({"name": _NAME}), {}),
        (Record({}, rest=Int()), {"x": 1}),
        (Record({"a": _NAME, "b": _NAME}, one_of=("a", "b")), {"b": "x"}),
        (OneOf({"text": Text(), "list": ListOf(Text())}, example="..."), ["a"]),
        (Own(Text()), "x"),
    ],
)
def test_what_fits_is_kept(shape: Shape, value: object) -> None:
    assert check(shape, value)[:2] == (value, [])


@pytest.mark.parametrize(
    ("shape", "value", "code"),
    [
        (Text(), None, "DOC032"),
        (Text(), ["x"], "DOC033"),
        (Text(), True, "DOC033"),
        (Text(), 3, "DOC034"),
        (Text(quote="DOC035"), 3.1, "DOC035"),
        (Text(), " ", "DOC045"),
        (Text("[a-z]+"), "A", "DOC048"),
        (Bool(), "yes", "DOC036"),
        (Bool(), 1, "DOC036"),
        (Int(), 1.5, "DOC037"),
        (Int(), True, "DOC037"),
        (Int(1), 0, "DOC037"),
        (Int(), "1", "DOC037"),
        (Const(1), 2, "DOC047"),
        (Const(1), True, "DOC047"),
        (Const(1), "1", "DOC047"),
        (_WORDS, "medium", "DOC041"),
        (_WORDS, 7, "DOC034"),
        (_WORDS, ["high"], "DOC033"),
        (_WORDS, "", "DOC045"),
        (Date(), "2026/1/5", "DOC042"),
        (Date(), 2026, "DOC033"),
        (Date(), "2026-02-30", "DOC043"),
        (Date(), "2026-01-05 09:00", "DOC042"),
        (Date(time=True), "tomorrow", "DOC044"),
        (Date(time=True), "2026-13-01 09:00", "DOC043"),
        (_AMOUNT, 30, "DOC053"),
        (_AMOUNT, ["4h"], "DOC053"),
        (_AMOUNT, "four hours", "TIM010"),
        (_AMOUNT, "0h", "TIM011"),
        (_AMOUNT, "", "DOC045"),
        (Duration("span"), "2wd", "TIM013"),
        (Duration("threshold"), "8h", "DOC052"),
        (Scalar(), [1], "DOC054"),
        (Scalar(), {}, "DOC054"),
        (Scalar(lists=True), [[1]], "DOC054"),
        (Scalar(), None, "DOC032"),
        (ListOf(Text()), "a", "DOC038"),
        (ListOf(Text()), {"a": 1}, "DOC038"),
        (ListOf(Text(), least=1), [], "DOC046"),
        (MapOf(Int()), [1], "DOC039"),
        (MapOf(Int(), least=1), {}, "DOC046"),
        (MapOf(Int(), only=True), {}, "DOC049"),
        (MapOf(Int(), only=True), {"a": 1, "b": 2}, "DOC049"),
        (Record({"name": _NAME}), "x", "DOC039"),
        (Record({"name": _NAME}), {"nane": "x"}, "DOC030"),
        (Record({"name": _NAME}), {"name： x": None}, "DOC007"),
        (Record({}, rest=Int()), {"x": "y"}, "DOC037"),
        (Record({}, least=1), {}, "DOC046"),
        (Record({"a": Field(Text(), ("A", "甲"), required=True)}), {}, "DOC031"),
        (Record({"a": _NAME, "b": _NAME}, one_of=("a", "b")), {}, "DOC050"),
        (Record({"a": _NAME, "b": _NAME}, one_of=("a", "b")), {"a": "x", "b": "y"}, "DOC050"),
        (Record({"a": _NAME, "b": _NAME}, needs={"a": "b"}), {"a": "x"}, "DOC051"),
        (OneOf({"text": Text(), "map": MapOf(Text())}, example="..."), [1], "DOC040"),
        (OneOf({"text": _AMOUNT}, example="4h"), 4, "DOC053"),
        (OneOf({"text": Text()}, example="..."), True, "DOC033"),
        (OneOf({"bool": Bool()}, example="true"), 3, "DOC040"),
    ],
)
def test_what_does_not_fit_is_told(shape: Shape, value: object, code: str) -> None:
    assert check(shape, value)[1] == [code]


def test_one_broken_value_leaves_the_others() -> None:
    shape = Record({"names": Field(ListOf(Text()), ("Names", "名单")), "note": _NAME})
    assert check(shape, {"names": ["a", 3, "b"], "note": "n", "other": 1})[0] == {"names": ["a", BAD, "b"], "note": "n"}
    assert repr(BAD) == "BAD"


def test_all_problems_come_at_once_with_their_paths() -> None:
    _, codes, checker = check(MapOf(Record({"a": Field(Int(), ("A", "甲"))})), {"x": {"a": "1"}, "y": {"b": 2}, "z": 3})
    assert codes == ["DOC037", "DOC030", "DOC039"]
    assert [problem.path_text for problem in checker.report.problems] == ["v.x.a", "v.y.b", "v.z"]


def test_the_nearest_key_is_named_in_english_or_chinese() -> None:
    shape = Record({"policies": Field(Anything(), ("Policies", "规则")), "metrics": Field(Anything(), ("Metrics", "指标"))})
    for given, expected in (("polices", "policies"), ("规则", "policies"), ("xyz", "policies, metrics")):
        assert check(shape, {given: 1})[2].report.problems[0].params["expected"] == expected


def test_the_nearest_word_is_named_in_english_or_chinese() -> None:
    for given, expected in (("hihg", "high"), ("低", "low"), ("xyz", "high | low")):
        assert check(_WORDS, given)[2].report.problems[0].params["expected"] == expected


def test_a_number_is_quoted_as_it_was_spelled() -> None:
    source = read_source("version: 2026.10\n", "s.yaml")
    checker = Checker(source, DEFINITIONS)
    checker.check(STANDARD, source.data)
    (problem,) = [problem for problem in checker.report.problems if problem.code == "DOC035"]
    assert problem.params == {"found": "2026.10", "expected": '"2026.10"'}


@pytest.mark.parametrize(
    ("text", "time", "expected"),
    [
        ("2026/1/5", False, "2026-01-05"),
        ("2026年1月5日", False, "2026-01-05"),
        ("2026.01.05 9:00", False, "2026-01-05"),
        ("2026/1/5 9:00", True, "2026-01-05 09:00"),
        ("2026-01-05　９：００", True, "2026-01-05 09:00"),
        ("2026/1/5", True, "2026-01-05"),
        ("5 January", True, "2026-01-05, 2026-01-05 09:00"),
        ("5/1/2026", False, "2026-01-05"),
    ],
)
def test_dates_in_other_notations_are_answered_with_the_date_to_write(text: str, time: bool, expected: str) -> None:
    assert check(Date(time=time), text)[2].report.problems[0].params["expected"] == expected


def test_a_part_with_a_reader_of_its_own_keeps_its_problems_apart() -> None:
    shape = MapOf(Own(Record({"a": _NAME})))
    out, codes, checker = check(shape, {"x": {"a": 1, "b": 2}, "y": {"a": "z"}})
    assert out == {"x": {"a": 1, "b": 2}, "y": {"a": "z"}}
    assert codes == []
    assert {path: [problem.code for problem in report.problems] for path, report in checker.own.items()} == {
        ("v", "x"): ["DOC034", "DOC030"]
    }


def test_names_lead_to_shapes() -> None:
    tree: Shape = OneOf({"text": Text(), "list": ListOf(Ref("tree"))}, example="...")
    assert check(Ref("tree"), ["a", ["b", [3]]], {"tree": tree})[1] == ["DOC034"]


def test_unknown_keys_are_warnings_where_the_document_may_be_newer() -> None:
    source = read_source("zzz: 1\n", "s.yaml")
    checker = Checker(source, {}, strict=False)
    checker.check(Record({"name": _NAME}), source.data)
    assert [problem.severity for problem in checker.report.problems] == ["warning"]


def test_what_is_found_is_shown_short() -> None:
    found = check(Bool(), "x" * 200)[2].report.problems[0].params["found"]
    assert len(str(found)) == 60
    assert check(ListOf(Text()), True)[2].report.problems[0].params["expected"] == "[true]"


def test_readers_of_plain_data_take_what_was_refused_for_absent() -> None:
    assert (entries_of(BAD), items_of(BAD), text_of(BAD), flag_of(BAD)) == ({}, [], None, False)
    assert (entries_of({"a": 1}), items_of([1]), text_of("x"), flag_of(True)) == ({"a": 1}, [1], "x", True)
    assert (is_map({}), is_map([]), is_list([]), is_list({})) == (True, False, True, False)
    assert [node_of(value) for value in ("", 1, 1.5, True, [], {}, None)] == ["text", "number", "number", "bool", "list", "map", "null"]


@pytest.mark.parametrize("value", [5, {"urgent": {}}])
def test_a_list_of_records_is_shown_by_its_example(value: object) -> None:
    checker = Checker(read_source("{}", "s.yaml"), {})
    checker.check(ListOf(Text(), example="[{name: ...}]"), value)
    assert checker.report.problems[0].params["expected"] == "[{name: ...}]"
