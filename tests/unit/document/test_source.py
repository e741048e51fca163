"""Text and bytes of every format: encodings, JSON, TOML, sizes."""

from __future__ import annotations

import json

import pytest

from servstd.document.source import MAX_BYTES, Source, read_source


def only(source: Source) -> tuple[str, str]:
    (problem,) = source.problems
    return problem.code, str(problem.place)


def test_bytes_and_text_read_alike_with_and_without_a_byte_order_mark() -> None:
    text = "标准: 是\r\nb: 1\r\n"
    for given in (text, "\ufeff" + text, text.encode(), text.encode("utf-8-sig")):
        source = read_source(given, "s.yaml")
        assert source.data == {"标准": "是", "b": 1}
        assert not source.problems
        assert str(source.place(("标准",))) == "s.yaml:1:5"


@pytest.mark.parametrize(
    ("data", "code", "place", "offset"),
    [
        (b"abc\nde\xe4", "DOC001", "s.yaml:2:3", 6),
        ("ab: 标准\n".encode("gb18030"), "DOC002", "s.yaml:1:5", 4),
        ("ab: 1".encode("utf-16"), "DOC002", "s.yaml:1:1", 0),
        (b"\xef\xbb\xbfa\xff\xff", "DOC001", "s.yaml:1:2", 4),
        (b"a: \x81\x30\x81\x30", "DOC001", "s.yaml:1:4", 3),
    ],
)
def test_other_encodings_are_told_with_the_offset(data: bytes, code: str, place: str, offset: int) -> None:
    source = read_source(data, "s.yaml")
    assert only(source) == (code, place)
    assert source.problems[0].params["offset"] == offset
    assert not source.readable


def test_ten_million_bytes_are_refused_before_they_are_parsed() -> None:
    assert only(read_source("#" * (MAX_BYTES + 1), "s.yaml")) == ("DOC003", "s.yaml")
    assert "10,485,760" in read_source(b"#" * (MAX_BYTES + 1), "s.yaml").problems[0].message("zh")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("s.yaml", '{"a": 1}', "yaml"),
        ("s.YML", "a: 1", "yaml"),
        ("s.json", '{"a": 1}', "json"),
        ("s.toml", "a = 1", "toml"),
        ("draft", '{"a": 1}', "json"),
        ("draft", "{a: 1}", "yaml"),
        ("draft", "a: 1", "yaml"),
        ("draft", "# note\n\na = 1", "toml"),
        ("draft", "[a]\nb = 1", "toml"),
        ("draft", "[[a.b]]  # x\nc = 1", "toml"),
        ("draft", '"a" = 1', "toml"),
        ("draft", "", "yaml"),
        ("draft", "[x, y]", "yaml"),
    ],
)
def test_the_format_is_told_by_the_name_then_by_the_first_line(name: str, text: str, expected: str) -> None:
    assert read_source(text, name).format == expected


def test_the_caller_may_name_the_format() -> None:
    assert read_source('{"a": 1,}', "s", "json").problems[0].code == "DOC005"
    assert read_source('{"a": 1,}', "s").data == {"a": 1}


def test_json_has_the_places_of_yaml() -> None:
    source = read_source('{\n\t"a": {"b":\t1},\n\t"c": "\\ud83d\\ude00\\\\u\\n"\n}', "s.json")
    assert source.data == {"a": {"b": 1}, "c": "😀\\u\n"}
    assert str(source.place(("a", "b"))) == "s.json:2:13"
    assert source.raw(("a", "b")) == "1"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"a": 1,}', "DOC005", "s.json:1:"),
        ("", "DOC004", "s.json"),
        ("[" * 100_000, "DOC014", "s.json"),
        ('{"a": 1, "a": 2}', "DOC009", "s.json:1:10"),
        ("[1]", "DOC019", "s.json:1:1"),
        ('"x"', "DOC019", "s.json:1:1"),
        ('{"a": "\\ud800"}', "DOC005", "s.json:1:"),
        ('{"a": 1e999}', "DOC018", "s.json:1:7"),
    ],
)
def test_what_is_wrong_with_json(text: str, code: str, place: str) -> None:
    found = only(read_source(text, "s.json"))
    assert found[0] == code
    assert found[1].startswith(place)


def test_toml_is_read_with_paths_instead_of_lines() -> None:
    dates = "effective_from = 2026-01-01\nat = 2026-01-01T09:00:00+08:00\ntime = 09:00:00\n"
    text = dates + '[[sla.policies]]\nname = "a"\nlist = [1, true, 1.5]\n'
    source = read_source(text, "s.toml")
    assert source.data == {
        "effective_from": "2026-01-01",
        "at": "2026-01-01T09:00:00+08:00",
        "time": "09:00:00",
        "sla": {"policies": [{"name": "a", "list": [1, True, 1.5]}]},
    }
    assert str(source.place(("sla", "policies", 0, "name"))) == "s.toml"
    assert source.raw(("sla", "policies", 0, "list", 2)) == "1.5"
    assert not source.has(("sla",))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a = \nb = 1\n", "DOC005", "s.toml:1:5"),
        ("a = [1,\n", "DOC005", "s.toml:2:1"),
        ("a = 1\na = 2\n", "DOC005", "s.toml:2:6"),
        ("", "DOC004", "s.toml"),
        ("a = " + "[" * 5000 + "]" * 5000, "DOC014", "s.toml"),
        ("a = " + "[" * 150 + "]" * 150, "DOC014", "s.toml"),
        ("a = inf\n", "DOC018", "s.toml"),
        ("a = nan\n", "DOC018", "s.toml"),
        ("a = 99999999999999999999\n", "DOC018", "s.toml"),
        (f"a = {'9' * 5000}\n", "DOC005", "s.toml"),
    ],
)
def test_what_is_wrong_with_toml(text: str, code: str, place: str) -> None:
    assert only(read_source(text, "s.toml")) == (code, place)


def test_a_document_is_a_mapping() -> None:
    for text in ("- a\n- b\n", "words\n", "7\n"):
        source = read_source(text, "s.yaml")
        assert only(source) == ("DOC019", "s.yaml:1:1")
        assert not source.data


def test_json_and_yaml_mean_the_same() -> None:
    data = {"a": [1, 2.5, True, None, "x: y", "12:30"], "b": {"c": {}, "d": []}}
    assert read_source(json.dumps(data), "s.json").data == data == read_source(json.dumps(data, indent=2), "s.yaml").data
