"""init, check, test, diff, schema, quote: the commands about a standard itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from servstd.cli.check import github_line
from servstd.errors import Place, Problem
from servstd.instants import read_instant
from tests.cli.conftest import Said

Call = Callable[..., Said]
Snapshot = Callable[[str, str], None]

BROKEN = """\
format: 1
standard: acme
version: 1
effective_from: 2026-01-01
time_zone: Asia/Shanghai
sla:
  policies:
    - {name: all, default: true, calendar: always, targets: {resolutoin: 4h}}
scenarios:
  - name: 超时
    events: [{at: "2026-01-09 17:50", kind: opened, by: customer}]
    expect: {resolution: {due: "2026-01-09 21:50"}}
"""
WRONG = BROKEN.replace("version: 1", 'version: "1"').replace("resolutoin", "resolution").replace("21:50", "21:55")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# ── init ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_init_writes_runs_at_once(call: Call, here: Path, lang: str) -> None:
    said = call("init", "first", "--lang", lang)
    assert said.code == 0
    commands = [line.strip() for line in said.out.splitlines()[1:]]
    assert [command.split()[1] for command in commands] == ["check", "test", "report"]
    for command in commands:
        assert call(*command.split()[1:]).code == 0
    assert sorted(path.name for path in (here / "first").iterdir()) == ["events.jsonl", "standard.yaml"]


def test_init_takes_the_language_of_the_session(call: Call, here: Path) -> None:
    assert "初始标准" in call("init", "--locale", "zh").out
    assert "language: zh" in (here / "first-standard" / "standard.yaml").read_text(encoding="utf-8")


def test_init_replaces_nothing(call: Call, here: Path, snapshot: Snapshot) -> None:
    (here / "standard.yaml").write_text("mine", encoding="utf-8")
    said = call("init", ".")
    assert said.code == 2
    snapshot("init_taken", said.err)
    assert [path.name for path in here.iterdir()] == ["standard.yaml"]
    assert (here / "standard.yaml").read_text(encoding="utf-8") == "mine"


def test_init_where_no_folder_can_be(call: Call, here: Path) -> None:
    (here / "file").write_text("", encoding="utf-8")
    said = call("init", "file/inside")
    assert said.code == 2
    assert said.err.startswith("CLI007: file/inside cannot be written")


def test_init_as_json(call: Call, here: Path) -> None:
    data = json.loads(call("init", "a", "--format", "json").out)
    assert data["folder"] == "a"
    assert [Path(file).name for file in data["files"]] == ["events.jsonl", "standard.yaml"]


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_to_mend(call: Call, first: Path) -> None:
    assert call("check", "standard.yaml").out == "our-first-standard: nothing to mend\n"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_problems_are_shown_with_their_place(call: Call, here: Path, locale: str) -> None:
    (here / "acme.yaml").write_text(BROKEN, encoding="utf-8")
    said = call("check", "acme.yaml", "--locale", locale)
    assert (said.code, said.err) == (1, "")
    assert "acme.yaml:3:10: " in said.out
    assert "acme.yaml:8:" in said.out
    assert "resolution" in said.out
    assert said.out.splitlines()[-1].startswith("errors: 3" if locale == "en" else "3 个错误")


def test_warnings_do_not_fail(call: Call, first: Path) -> None:
    edit(first / "standard.yaml", "language: en", "language: en\nreview_by: 2026-01-02")
    said = call("check", "standard.yaml")
    assert said.code == 0
    assert "errors: 0, warnings: 1, notes: 0" in said.out


def test_check_as_json(call: Call, here: Path) -> None:
    (here / "acme.yaml").write_text(BROKEN, encoding="utf-8")
    data = json.loads(call("check", "acme.yaml", "--format", "json", "--locale", "zh").out)
    assert data["errors"] == len(data["problems"]) == 3
    assert data["problems"][0]["line"] == 3
    assert not data["problems"][0]["message"].isascii()


def test_check_for_github(call: Call, here: Path) -> None:
    (here / "acme.yaml").write_text(BROKEN, encoding="utf-8")
    said = call("check", "acme.yaml", "--format", "github")
    assert said.code == 1
    first = said.out.splitlines()[0]
    assert first.startswith("::error file=acme.yaml,line=3,col=10,title=DOC")
    assert call("check", "no-such.yaml", "--format", "github").code == 2


def test_github_lines_escape_what_would_end_them() -> None:
    problem = Problem("CLI003", params={"name": "a\nb%", "expected": "x"}, path=("a:b,c",), place=Place("d,e.yaml", line=2, column=3))
    line = github_line(problem)
    assert line.startswith(
        "::error file=d%2Ce.yaml,line=2,col=3,title=CLI003 a%3Ab%2Cc::the value of a%0Ab%25 cannot be used [expected: x]"
    )
    assert github_line(Problem("SCN030", params={"policy": "p"}, place=Place("a.toml"))).startswith("::notice file=a.toml,title=SCN030::")
    assert github_line(Problem("CLI016", params={"count": 1, "file": "f"})).startswith("::warning title=CLI016::")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00bad", b"a: [", b"- 1\n- 2\n", b"", b"{}", b"\x00", b"format: 99\n", b"&a [*a, *a]\n", "：".encode()]
)
def test_what_is_no_standard_is_told_without_a_traceback(call: Call, here: Path, content: bytes) -> None:
    (here / "bad.yaml").write_bytes(content)
    for command in ("check", "test"):
        said = call(command, "bad.yaml")
        assert said.code == 1
        assert "CLI099" not in said.err
        assert "bad.yaml" in said.out + said.err


def test_a_folder_of_editions(call: Call, first: Path) -> None:
    folder = first / "editions"
    folder.mkdir()
    text = (first / "standard.yaml").read_text(encoding="utf-8")
    (folder / "2026.yaml").write_text(text, encoding="utf-8")
    later = text.replace('version: "1"', 'version: "2"').replace("effective_from: 2026-01-01", "effective_from: 2026-07-01")
    (folder / "2027.yaml").write_text(later[: later.index("scenarios:")], encoding="utf-8")
    assert call("check", "editions").code == 0
    assert "scenarios passed: 4" in call("test", "editions").out
    assert call("diff", folder / "2026.yaml", folder / "2027.yaml").code == 0


def test_an_empty_folder(call: Call, here: Path) -> None:
    (here / "empty").mkdir()
    said = call("check", "empty")
    assert said.code in (1, 2)
    assert said.out.startswith("empty: DOC077: ")


# ── test ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_scenarios_that_pass(call: Call, first: Path, snapshot: Snapshot) -> None:
    said = call("test", "standard.yaml")
    assert (said.code, said.err) == (0, "")
    snapshot("test_passed", said.out)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_scenario_that_fails(call: Call, here: Path, snapshot: Snapshot, locale: str) -> None:
    (here / "acme.yaml").write_text(WRONG, encoding="utf-8")
    said = call("test", "acme.yaml", "--locale", locale)
    assert said.code == 1
    snapshot(f"test_failed_{locale}", said.out)


def test_gaps_are_listed(call: Call, here: Path, snapshot: Snapshot) -> None:
    text = WRONG.replace("21:55", "21:50").replace("{resolution: 4h}}", "{resolution: {within: 4h, warn: [50%]}, first_response: 1h}}")
    extra = "    - {name: vip, when: {tier: vip}, calendar: always, targets: {resolution: 2h}}\n"
    (here / "acme.yaml").write_text(text.replace("  policies:\n", "  policies:\n" + extra), encoding="utf-8")
    said = call("test", "acme.yaml")
    assert said.code == 0
    snapshot("test_gaps", said.out)


def test_no_scenarios(call: Call, here: Path) -> None:
    (here / "acme.yaml").write_text(WRONG[: WRONG.index("scenarios:")], encoding="utf-8")
    said = call("test", "acme.yaml")
    assert (said.code, said.out) == (0, "acme has no scenarios\n")


def test_test_as_json(call: Call, here: Path) -> None:
    (here / "acme.yaml").write_text(WRONG, encoding="utf-8")
    said = call("test", "acme.yaml", "--format", "json")
    data = json.loads(said.out)
    assert (said.code, data["passed"], data["failed"]) == (1, 0, 1)
    assert data["scenarios"][0]["mismatches"][0]["params"]["found"] == "2026-01-09 21:50"
    assert data["coverage"]["reached"]["policy"] == 1


# ── diff, schema, quote ──────────────────────────────────────────────────────────────────────────────────────────────


def test_diff(call: Call, first: Path) -> None:
    text = (first / "standard.yaml").read_text(encoding="utf-8")
    (first / "new.yaml").write_text(text.replace("first_response: 30m", "first_response: 20m"), encoding="utf-8")
    said = call("diff", "standard.yaml", "new.yaml")
    assert said.code == 0
    assert "30" in said.out
    assert "20" in said.out
    data = json.loads(call("diff", "standard.yaml", "new.yaml", "--format", "json", "--locale", "zh").out)
    assert any(change["direction"] == "tighter" for change in data["changes"])
    assert call("diff", "standard.yaml", "standard.yaml").out == "no difference\n"
    assert call("diff", "standard.yaml", "standard.yaml", "--locale", "zh").out == "没有差异\n"


def test_schema(call: Call) -> None:
    data = json.loads(call("schema").out)
    assert data["$schema"].startswith("http://json-schema.org/draft-07")


def test_quote(call: Call, first: Path) -> None:
    said = call("quote", "standard.yaml", "priority=urgent", "--at", "2026-01-09 23:50")
    assert said.code == 0
    assert "00:20" in said.out
    data = json.loads(call("quote", "standard.yaml", "--at", "2026-01-09T16:30:00Z", "--format", "json").out)
    due = next(promise["due_at"] for promise in data["promises"] if promise["metric"] == "first_response")
    assert read_instant(due) == read_instant("2026-01-12T10:00:00Z")


def test_a_quote_is_of_now_unless_said(call: Call, first: Path) -> None:
    assert call("quote", "standard.yaml").code == 0


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("no_value", ["priority"]),
        ("no_name", ["=urgent"]),
        ("unknown_attribute", ["prioritty=urgent"]),
        ("unknown_value", ["priority=urgnt"]),
        ("bad_instant", ["--at", "tomorrow"]),
    ],
)
def test_quotes_that_cannot_be_made(call: Call, first: Path, snapshot: Snapshot, name: str, arguments: list[str]) -> None:
    said = call("quote", "standard.yaml", *arguments)
    assert (said.code, said.out) == (2, "")
    snapshot(f"quote_{name}", said.err)


def test_quote_reads_numbers_flags_and_lists(call: Call, here: Path) -> None:
    text = WRONG.replace("sla:", "attributes: {amount: {kind: number}, vip: {kind: bool}, channel: {kind: text}}\nsla:")
    extra = "    - {name: big, when: {amount: {gte: 1000}, vip: true, tags: {any: [gold]}}, calendar: always, targets: {resolution: 1h}}\n"
    (here / "acme.yaml").write_text(text.replace("  policies:\n", "  policies:\n" + extra), encoding="utf-8")
    data = json.loads(
        call("quote", "acme.yaml", "amount=1000.5", "vip=true", "tags=silver,gold", "--at", "2026-01-05 09:00", "--format", "json").out
    )
    assert data["promises"][0]["policy"] == "big"
    data = json.loads(call("quote", "acme.yaml", "amount=999", "vip=true", "tags=gold", "--at", "2026-01-05 09:00", "--format", "json").out)
    assert data["promises"][0]["policy"] == "all"
