"""Real data: a purchase log measured, scored and put on a ladder; a help desk whose service levels change inside cases.

*Rule:* what a third party computed from the same purchases must come out, customer by customer, at the end of the whole way.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from servstd.cli import run
from servstd.events import Event
from servstd.instants import from_us, local_date, read_zone
from servstd.mapping import load_mapping, read_log
from servstd.standard import loads
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import TierRecord
from tests.support import has_shared, why_without

pytestmark = pytest.mark.skipif(not has_shared("data", "purchases.csv.gz"), reason=why_without("data", "purchases.csv.gz"))
LADDER = """
format: 1
standard: cdnow
version: "1"
effective_from: 1997-01-01
time_zone: UTC
tiers:
  ladder: [once, again, regular]
  criteria:
    frequency:
      weight: 60%
      missing: fail
      rule: {thresholds: {field: frequency, steps: [{from: 0, points: 0}, {from: 1, points: 50}, {from: 4, points: 100}]}}
    spend:
      weight: 40%
      missing: lowest
      rule: {thresholds: {field: monetary, steps: [{from: 0, points: 0}, {from: 25, points: 50}, {from: 60, points: 100}]}}
  levels: {again: {enter: 30, leave: 25}, regular: {enter: 70, leave: 60}}
"""
DESK = """
format: 1
standard: desk
version: "1"
effective_from: 2010-01-01
time_zone: Europe/Rome
statuses: {open: [working], waiting_customer: [waiting], otherwise: open}
sla:
  policies:
"""


def expected_tier(frequency: float, spend: float | None) -> str:
    """Return the tier by hand, from the third party's figures."""
    points = 60 * (0 if frequency < 1 else 0.5 if frequency < 4 else 1)
    points += 40 * (0 if spend is None or spend < 25 else 0.5 if spend < 60 else 1)
    return "regular" if points >= 70 else "again" if points >= 30 else "once"


def test_purchases_measured_and_assigned_agree_with_a_third_party(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rfm = pytest.importorskip("servstd_rfm")
    log = str(shared / "data" / "purchases.csv.gz")
    words = ["measure", log, "--on", "1997-09-30", "--customer", "sample_id", "--amount", "dollar_value", "--date-format", "%Y%m%d"]
    assert rfm.RfmCommand().run(words) == 0
    (tmp_path / "facts.csv").write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(LADDER, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    call = ["tiers", "assign", str(tmp_path / "s.yaml"), "--customers", str(tmp_path / "facts.csv"), "--on", "1997-09-30"]
    assert run([*call, "--history", str(tmp_path / "h.jsonl"), "--out", str(out), "--no-plugins"]) == 0
    made = {row["customer"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())}
    numbered = {int(customer): row for customer, row in made.items()}
    agreed = Counter[bool]()
    with gzip.open(shared / "data" / "purchases_expected_rfm.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            theirs = {name.strip().lower(): value for name, value in row.items()}
            ours = numbered[int(theirs["id"])]
            facts = {name: value for part in ours["explanation"]["contributions"] for name, value in part["raw"].items()}
            frequency, spend = float(theirs["x"]), float(theirs["zbar"])
            same = facts["frequency"] == frequency and facts.get("monetary", 0) == spend
            same = same and ours["tier"] == expected_tier(frequency, spend if frequency else None)
            agreed[same and abs(sum(part["share"] for part in ours["explanation"]["contributions"]) - ours["score"]) < 0.05] += 1
    assert agreed == {True: 2_357}
    assert len(made) == 2_357


def levels(events: list[Event]) -> Iterator[tuple[int, str]]:
    """Yield (instant, level) each time a case's level is another than before."""
    held = None
    for event in events:
        level = event.data.get("tier")
        if isinstance(level, str) and level != held:
            held = level
            yield event.at_us, level


def test_levels_that_change_inside_tickets_come_from_a_history_too(shared: Path) -> None:
    log = read_log(shared / "data" / "helpdesk.csv.gz", load_mapping(shared / "samples" / "mappings" / "helpdesk-activities.yaml"))
    zone = read_zone("Europe/Rome")
    known = sorted({level for _, events in log.cases for _, level in levels(events)})
    row = "    - {name: %s, when: {tier: %s}, calendar: always, targets: {resolution: 720h}}\n"
    rest = "    - {name: rest, default: true, calendar: always, targets: {resolution: 800h}}\n"
    standard = loads(DESK + "".join(row % (f"'{level}'", f"'{level}'") for level in known) + rest, name="desk")
    assert log.now_us is not None
    changes, decided = 0, 0
    agreed, became = Counter[bool](), Counter[str]()
    for case, events in log.cases:
        told = list(levels(events))
        if len(told) < 2:
            continue
        history = TierHistory()
        days: dict[date, str] = {}
        for at, level in told:
            days[local_date(at, zone)] = level
        for day, level in days.items():
            cause = "first" if not len(history) else "risen"
            history.append(TierRecord(case, tier=level, valid_from=day, recorded_on=day, cause=cause, computed=level, reached_on=day))
        bare = []
        for event in events:
            data = {name: value for name, value in event.data.items() if name not in ("tier", "customer")}
            if event.kind == "opened":
                data["customer"] = case
            bare.append(
                {
                    "id": event.id,
                    "case": case,
                    "at": from_us(event.at_us).isoformat(),
                    "kind": event.kind,
                    "by": event.by.role,
                    "data": data,
                }
            )
        decision = standard.decide(bare, now=from_us(log.now_us), tiers=history)
        clock = decision.clock("resolution")
        assert clock is not None
        assert clock.stopped_us is not None
        decided += 1
        changes += len(told) - 1
        ended = clock.stopped_us if clock.missed_us is None else clock.missed_us  # a missed clock is never touched again
        in_force = history.tier_at(case, local_date(ended, zone))
        agreed[clock.policy == in_force] += 1
        became["again" if len(days) > 1 else "same day"] += 1
    print(changes, decided, agreed, became)
    assert changes == 26
    assert agreed == {True: decided}
