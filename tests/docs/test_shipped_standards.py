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
    PACKAGE / "standards" / "tiers_renovation",
    PACKAGE / "standards" / "tiers_car_service",
    PACKAGE / "standards" / "tiers_service_desk",
    PACKAGE / "standards" / "chains_four_levels",
    PACKAGE / "standards" / "chains_fast_lane",
    PACKAGE / "standards" / "chains_follow_the_sun",
    PACKAGE / "standards" / "chains_small_team",
    PACKAGE / "standards" / "feedback_after_service",
    PACKAGE / "standards" / "feedback_relationship",
    PACKAGE / "standards" / "feedback_complaint_desk",
    REPOSITORY / "examples" / "first-standard",
    REPOSITORY / "examples" / "renovation-zh",
    REPOSITORY / "examples" / "tiers",
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


@pytest.mark.parametrize("table", ["purchases", "customers"])
def test_example_tables_of_tiers_are_what_their_script_writes(table: str) -> None:
    folder = REPOSITORY / "examples" / "tiers"
    done = subprocess.run([sys.executable, str(folder / "make_data.py"), table], capture_output=True, text=True, check=True)
    assert done.stdout == (folder / f"{table}.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("trade", "facts", "tier"),
    [
        ("renovation", {"paid_12m": 260000, "referral_role": "业主群主", "homes_planned": 3}, "vip"),
        ("renovation", {"paid_12m": 60000, "referral_role": "无", "homes_planned": 1}, "key"),  # small, and growing
        ("renovation", {"paid_12m": 60000, "referral_role": "无", "homes_planned": 0}, "standard"),
        ("car_service", {"service_paid_24m": 25000, "last_visit": "2026-03-31", "community_role": "无", "vehicles": 5}, "gold"),
        ("car_service", {"service_paid_24m": 4000, "last_visit": "2026-03-01", "community_role": "无", "vehicles": 2}, "silver"),
        ("car_service", {"service_paid_24m": 4000, "last_visit": "2024-04-01", "community_role": "无", "vehicles": 1}, "standard"),
        ("service_desk", {"paid_12m": 210000, "reference": "reference customer", "seats_added_12m": 20, "seats_planned": 0}, "strategic"),
        ("service_desk", {"paid_12m": 5000, "reference": "none", "seats_added_12m": 80, "seats_planned": 60}, "business"),
        ("service_desk", {"paid_12m": 12000, "reference": "none", "seats_added_12m": 0, "seats_planned": 0}, "standard"),
    ],
)
def test_shipped_ladder_places_customers(trade: str, facts: dict[str, object], tier: str) -> None:
    standard = servstd.load(PACKAGE / "standards" / f"tiers_{trade}" / "standard.yaml")
    assert standard.tiers is not None
    assert standard.tiers.assign({"customer": "K1", "joined": "2024-04-01", **facts}, on="2026-04-01").tier == tier


def test_the_proposal_of_the_example_has_no_problem() -> None:
    standard = servstd.load(REPOSITORY / "examples" / "tiers" / "proposal.yaml")
    assert [problem.render() for problem in standard.problems if problem.severity != "note"] == []
    assert [result.name for result in run_scenarios(standard) if not result.passed] == []
