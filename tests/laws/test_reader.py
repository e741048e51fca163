"""Laws of the reader: it never fails but by telling, and what it says of a place is true."""

from __future__ import annotations

import json
import string

from hypothesis import example, given
from hypothesis import strategies as st

from servstd.document import check_edition, read_source
from servstd.document._places import split_lines
from servstd.document.source import Source

HEADER = '{"format": 1, "standard": "s", "version": "1", "effective_from": "2026-01-01", "time_zone": "UTC"'
KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=8).filter(
    lambda key: key.isprintable()
)
LEAVES = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False) | KEYS
DATA = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12),
    max_size=4,
)
YAMLISH = st.text(st.sampled_from("abz019 \n\t:-#[]{},&*!|>'\"%@`?~<=.：，“" + string.ascii_lowercase[:3]), max_size=80)


@given(st.binary(max_size=200) | YAMLISH.map(str.encode))
@example(b"\xff\xfe")
@example(b"\x80")
def test_any_bytes_give_an_edition_or_problems(data: bytes) -> None:
    for name in ("s.yaml", "s.json", "s.toml", "s"):
        edition, problems = check_edition(data, name)
        assert edition is not None or problems
        assert all(problem.render("en") and problem.render("zh") for problem in problems)


@given(YAMLISH, st.sampled_from(["yaml", "json", "toml"]))
def test_any_text_gives_data_or_problems(text: str, kind: str) -> None:
    source = read_source(text, f"s.{kind}")
    assert source.readable or source.problems


@given(DATA, st.sampled_from([None, 2]))
def test_json_means_the_same_to_every_reader(data: dict[str, object], indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    for name in ("s.json", "s.yaml"):
        source = read_source(text, name)
        if data and not [key for key in _keys(data) if len(key) > 120]:
            assert source.data == data, name


@given(DATA)
def test_a_place_leads_to_the_value(data: dict[str, object]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    source = read_source(text, "s.json")
    lines = split_lines(text)
    for path, value in _leaves(source.data, ()):
        place = source.place(path)
        assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(value, ensure_ascii=False)), path
        assert source.has(path)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["sla", "calendars", "attributes", "statuses", "scenarios", "people", "title", "owner", "include"]), st.data()
        )
    )
)
def test_any_value_under_a_known_key_is_told_not_raised(keys: list[tuple[str, st.DataObject]]) -> None:
    parts = [f"{json.dumps(key)}: {json.dumps(data.draw(_SHAPED))}" for key, data in keys]
    _, problems = check_edition(", ".join([HEADER, *parts]) + "}", "s.json")
    assert all(problem.render("zh") for problem in problems)


_WORDS = st.sampled_from(
    [
        "policies",
        "metrics",
        "targets",
        "name",
        "when",
        "default",
        "within",
        "until",
        "start",
        "stop",
        "event",
        "any",
        "all",
        "not",
        "else",
        "hours",
        "mon-fri",
        "holidays",
        "dates",
        "values",
        "events",
        "at",
        "kind",
        "expect",
        "resolution",
        "first_response",
        "always",
        "office",
        "case",
        "calendar",
    ]
)
_PLAIN = LEAVES | st.sampled_from(
    ["4h", "2wd", "none", "opened", "24/7", "2026-01-05", "2026-01-05 09:00", "09:00-18:00", "builtin", "office", "always"]
)
_SHAPED = st.recursive(_PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS | KEYS, inner, max_size=4), max_leaves=20)


def _keys(data: object) -> list[str]:
    if isinstance(data, dict):
        return [*data, *(key for value in data.values() for key in _keys(value))]
    return [key for value in data for key in _keys(value)] if isinstance(data, list) else []


def _leaves(data: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], object]]:
    if isinstance(data, dict) and data:
        return [leaf for key, value in data.items() for leaf in _leaves(value, (*path, key))]
    if isinstance(data, list) and data:
        return [leaf for i, value in enumerate(data) for leaf in _leaves(value, (*path, i))]
    return [(path, data)] if not isinstance(data, (float, dict, list)) else []


def test_the_marks_of_both_parsers_agree() -> None:
    import yaml

    from servstd.document import _yaml

    text = 'a: {b: [1, "二", c]}\n甲:\n  - x: |\n      long\n      text\n    y: >-\n      folded\n  - &k {z: *k2}\n'.replace("*k2", "1")
    marks: list[Source] = []
    fast = _yaml._LOADER  # pyright: ignore[reportPrivateUsage]
    for loader in (fast, yaml.SafeLoader):
        _yaml._LOADER = loader  # pyright: ignore[reportPrivateUsage]
        marks.append(read_source(text, "s.yaml"))
    _yaml._LOADER = fast  # pyright: ignore[reportPrivateUsage]
    first, second = marks
    assert first.data == second.data
    for path, _ in _leaves(first.data, ()):
        assert first.place(path) == second.place(path)
        assert first.place(path, on_key=True) == second.place(path, on_key=True)
