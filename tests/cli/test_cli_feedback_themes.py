"""`servstd feedback themes`: improvement items and whether they helped, classifiers of plugins, the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Call = Callable[..., Said]
STANDARD = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
people: {chen: {roles: [boss]}}
feedback:
  instruments: {after: {kind: csat, scale: 5}}
  themes:
    leaks: {label: {en: Leaks, zh: 漏水}, words: [leak]}
    rude: {classifier: tone}
  loops:
    - name: waits
      label: {en: Leaks again, zh: 反复漏水}
      owner: {role: boss}
      trigger: {theme: leaks, at_least: 2, within: 30 days}
      open: {improvement: true, target: 30%, due: 90 days}
"""
PLUGIN = """
from servstd.hookspecs import implements

class Tone:
    name, summary, version = "tone", "Tells shouting.", "1"
    def themes(self, text, language):
        return ["rude"] if text.endswith("!") else []

@implements.classifiers
def classifiers(ctx):
    return [Tone()]
"""


@pytest.fixture
def site(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a standard, its plugin and what customers wrote: two leaks, then a long time without."""
    monkeypatch.syspath_prepend(str(here))
    (here / "s.yaml").write_text(STANDARD, encoding="utf-8")
    (here / "toneplug.py").write_text(PLUGIN, encoding="utf-8")
    said = [(f"2026-01-{10 + i:02}", "a leak!") for i in range(2)]
    said += [(f"2026-{month:02}-{day:02}", "fine") for month in (2, 3) for day in range(1, 29)]
    lines = [
        {"case": f"{i}", "kind": "answered", "at": f"{day}T09:00:00+08:00", "data": {"instrument": "after", "score": 3, "comment": text}}
        for i, (day, text) in enumerate(said)
    ]
    (here / "e.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return here


THEMES = ("feedback", "themes", "s.yaml", "--events", "e.jsonl", "--plugin", "toneplug")


@pytest.mark.usefixtures("site")
def test_items_are_shown_with_whether_they_helped(call: Call) -> None:
    said = call(*THEMES)
    assert said.code == 0, said.err
    assert said.out[said.out.index("== Improvement items ==") :].splitlines() == [
        "== Improvement items ==",
        "Leaks again: Leaks, opened 2026-01-11; cases 0, 1",
        "  Owner: role boss",
        "  Due: 2026-04-11",
        "  Before: 100.0% (34.2–100.0%), n 2",
        "  Since 2026-01-11: 0.0% (0.0–6.4%), n 56",
        "  Change: -100.0 points (-100.0 to -33.9), n 56 and 2: lower",
        "  Effect: it helped: the share is lower than before",
        "  Target: met: 0.0% (0.0–6.4%), n 56, target at most 30.0%",
    ]
    zh = call(*THEMES, "--locale", "zh", "--since", "waits=2026-03-28").out
    assert "反复漏水：漏水，2026-01-11 提出；涉及事项 0、1" in zh
    assert "  2026-03-28 以来：" in zh
    assert "  效果：未定" in zh


@pytest.mark.usefixtures("site")
def test_classifiers_of_plugins_tell_themes_in_both_reports(call: Call) -> None:
    data = json.loads(call(*THEMES, "--format", "json", "--since", "waits=2026-02-15", "--to", "2026-02-28").out)
    assert [(one["theme"], one["k"] if "k" in one else len(one["cases"])) for one in data["themes"]] == [("leaks", 2), ("rude", 2)]
    (item,) = data["improvements"]
    assert (item["since"], item["after"]["n"], item["effect"], item["judgement"]["verdict"]) == (
        "2026-02-14T16:00:00Z",
        14,
        "better",
        "met",
    )
    data = json.loads(call("feedback", "report", *THEMES[2:], "--format", "json").out)
    assert [len(one["cases"]) for one in data["themes"]] == [2, 2]


def test_answers_the_ledger_does_not_know_are_left_out(call: Call, site: Path) -> None:
    line = {"case": "9", "kind": "answered", "at": "2026-03-28T12:00:00+08:00"}
    line |= {"data": {"instrument": "after", "score": 3, "comment": "leak", "invitation": "unknown"}}
    with (site / "e.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    (site / "l.jsonl").write_text("", encoding="utf-8")
    assert json.loads(call(*THEMES, "--format", "json").out)["remarks"] == 59
    assert json.loads(call(*THEMES, "--format", "json", "--ledger", "l.jsonl").out)["remarks"] == 58


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("text", "code"), [("waits", "CLI003"), ("=2026-01-01", "CLI003"), ("waits=soon", "CLI003"), ("leaks=2026-01-01", "FBK177")]
)
def test_a_day_that_cannot_be_read_is_refused(call: Call, text: str, code: str) -> None:
    said = call(*THEMES, "--since", text)
    assert said.code == 2
    assert code in said.err


def test_no_item_is_said_to_be_none(call: Call, site: Path) -> None:
    rare = STANDARD.replace("at_least: 2", "at_least: 3")
    (site / "s.yaml").write_text(rare, encoding="utf-8")
    assert "No theme came up often enough" in call(*THEMES).out
    bare = STANDARD.replace(", target: 30%, due: 90 days", "")
    (site / "s.yaml").write_text(bare, encoding="utf-8")
    told = call(*THEMES).out
    assert "Owner" in told
    assert "Due" not in told
