"""The standards that ship, as examples and as `servstd init` writes them: no problem of any kind, every scenario passes, all is reached."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import servstd
from servstd.events import read_event
from servstd.instants import instant_text
from servstd.scenarios import coverage, run_scenarios
from tests.support import REPOSITORY

PACKAGE = Path(servstd.__file__).parent
STANDARDS = [
    PACKAGE / "standards" / "init_en",
    PACKAGE / "standards" / "init_zh",
    REPOSITORY / "examples" / "first-standard",
    REPOSITORY / "examples" / "renovation-zh",
]


@pytest.mark.parametrize("folder", STANDARDS, ids=lambda path: path.name)
def test_shipped_standard_has_no_problem(folder: Path) -> None:
    standard = servstd.load(folder / "standard.yaml")
    assert [problem.render() for problem in standard.problems if problem.severity != "note"] == []


@pytest.mark.parametrize("folder", STANDARDS, ids=lambda path: path.name)
def test_shipped_scenarios_pass(folder: Path) -> None:
    standard = servstd.load(folder / "standard.yaml")
    results = run_scenarios(standard)
    assert [problem.render() for result in results for problem in (*result.mismatches, *result.problems)] == []
    assert coverage(standard, results).gaps == ()


@pytest.mark.parametrize("folder", [folder for folder in STANDARDS if (folder / "events.jsonl").exists()], ids=lambda path: path.name)
def test_shipped_events_are_read_without_a_problem(folder: Path) -> None:
    standard = servstd.load(folder / "standard.yaml")
    events = [read_event(json.loads(line)) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    decisions = list(standard.decide_many(events, now=instant_text(max(event.at_us for event in events))))
    assert [problem for decision in decisions for problem in decision.problems] == []
    assert len(decisions) == len({event.case for event in events})


def test_example_events_are_what_their_script_writes() -> None:
    folder = REPOSITORY / "examples" / "first-standard"
    done = subprocess.run([sys.executable, str(folder / "make_events.py")], capture_output=True, text=True, check=True)
    assert done.stdout == (folder / "events.jsonl").read_text("utf-8")
