"""The catalogues of texts: every entry whole in both languages, every code that is raised has one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from string import Formatter

import pytest

from servstd.errors import Place, Problem
from servstd.messages import AREAS, Entry, entries, problem_hint, problem_message, render_problem, severity_of
from servstd.messages.nearest import did_you_mean
from tests.support import REPOSITORY

SOURCES = REPOSITORY / "src" / "servstd"
WRITTEN = [area for area in AREAS if find_spec(f"servstd.messages.problems.{AREAS[area]}") is not None]
CODE = re.compile("(" + "|".join(AREAS) + r")\d{3}")
ALL = [(code, entry) for area in WRITTEN for code, entry in entries(area).items()]
IDS = [code for code, _ in ALL]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


# ── every entry ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("area", WRITTEN)
def test_codes_carry_their_area_and_are_in_order(area: str) -> None:
    codes = list(entries(area))
    assert all(re.fullmatch(area + r"\d{3}", code) for code in codes)
    assert codes == sorted(codes)


@pytest.mark.parametrize(("code", "entry"), ALL, ids=IDS)
def test_an_entry_is_whole_in_both_languages(code: str, entry: Entry) -> None:
    assert entry.severity in ("error", "warning", "note")
    assert all((entry.en[0], entry.zh[0])), "both languages say what is wrong"
    assert bool(entry.en[1]) == bool(entry.zh[1]), "a fix in one language is a fix in the other"
    assert all(entry.why), "both languages say why it matters"
    assert re.search("[一-鿿]", entry.zh[0]), "the Chinese text is Chinese"
    assert not re.search("[一-鿿]", entry.en[0]), "the English text is English"
    assert bool(entry.bad) == bool(entry.good), "a bad example has its mended one"


@pytest.mark.parametrize(("code", "entry"), ALL, ids=IDS)
def test_templates_name_plain_parameters(code: str, entry: Entry) -> None:
    for template in (*entry.en, *entry.zh):
        assert all(re.fullmatch("[a-z_]+", name) for name in fields(template)), template


# ── every use ────────────────────────────────────────────────────────────────────────────────────────────────────────


MAKERS = ("Problem", "UsageError", "NoOpenTime", "add", "fault")
"""Where a code's parameters are the keywords of the call; a helper of a module may take them otherwise."""


def uses() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield (code, where, parameter names) of each problem made in the sources; None: the parameters are not written out."""
    for file in sorted(SOURCES.rglob("*.py")):
        if "messages" in file.relative_to(SOURCES).parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                code, maker = node.args[0].value, getattr(node.func, "id", getattr(node.func, "attr", ""))
                if isinstance(code, str) and CODE.fullmatch(code):
                    yield code, f"{file.relative_to(SOURCES)}:{node.lineno}", parameters(node) if maker in MAKERS else None


def parameters(call: ast.Call) -> set[str] | None:
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        if keyword.arg == "params":
            if not isinstance(keyword.value, ast.Dict) or any(not isinstance(key, ast.Constant) for key in keyword.value.keys):
                return None
            names |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
        else:
            names.add(keyword.arg)
    return names


USES = list(uses())


@pytest.mark.parametrize(("code", "where", "names"), USES, ids=[f"{code} {where}" for code, where, _ in USES])
def test_a_code_that_is_raised_has_an_entry_and_its_parameters(code: str, where: str, names: set[str] | None) -> None:
    entry = entries(code[:3]).get(code)
    assert entry is not None, f"{where} raises {code}, which has no entry"
    if names is not None:
        for template in (*entry.en, *entry.zh):
            assert fields(template) <= names, f"{where} gives {sorted(names)}, but the text asks {sorted(fields(template))}"


# ── asking for a text ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        severity_of("EVT999")
    with pytest.raises(KeyError):
        severity_of("ZZZ001")


def test_the_language_is_chinese_or_else_english() -> None:
    params = {"name": "case"}
    assert problem_message("EVT001", params, "zh-Hans") == "事件缺少必填字段“case”"
    assert problem_message("EVT001", params, "fr") == problem_message("EVT001", params)
    assert problem_hint("EVT001", params, "zh") == "给这条事件补上“case”。"
    assert problem_hint("EVT001", params) == "Add `case` to the event."


def test_a_fix_may_show_braces() -> None:
    assert '{"role": "agent", "id": "li"}' in problem_hint("EVT004", {})


def test_a_problem_is_printed_with_place_snippet_expected_found_and_fix() -> None:
    place = Place("标准.yaml", line=12, column=7, snippet="  时限: 3O分钟")
    problem = Problem("EVT006", params={"name": "when", "expected": "text", "found": "3"}, path=("data", "when"), place=place)
    assert render_problem(problem) == "\n".join(
        [
            "标准.yaml:12:7: EVT006 data.when: `when` of an event has a value it cannot have",
            "    12 |   时限: 3O分钟",
            "       |         ^",
            "  expected: text",
            "  found: 3",
            "  fix: Write the value as expected.",
        ]
    )
    assert render_problem(problem, "zh").splitlines()[-3:] == ["  应为: text", "  实际: 3", "  改法: 按要求的形式改写这个值。"]


def test_a_problem_without_place_or_fix_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    table = dict(entries("EVT")) | {"EVT900": Entry("note", en=("only this", ""), zh=("只有这句", ""))}
    monkeypatch.setattr("servstd.messages.entries", lambda area: table)
    assert render_problem(Problem("EVT900")) == "EVT900: only this"
    assert render_problem(Problem("EVT900", place=Place("s.toml")), "zh") == "s.toml: EVT900: 只有这句"


# ── did you mean ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "known", "nearest"),
    [
        ("resolutoin", ["resolution", "solution"], "resolution"),
        ("First-Response", ["first_response", "resolution"], "first_response"),
        ("qqq", ["resolution"], ""),
        ("qqq", [], ""),
        ("响应", ["首次响应", "解决"], "首次响应"),
    ],
)
def test_the_nearest_known_name(name: str, known: list[str], nearest: str) -> None:
    assert did_you_mean(name, known) == nearest
