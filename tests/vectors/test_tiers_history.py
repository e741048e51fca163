"""Published examples of how tiers rise, fall and are set by hand, from other systems' trackers and guides.

*Rule:* each runs in our language. `tier-manual-floor-trap` is another system's fault; what it should do is what we do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from servstd.durations import Period
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Level, Override, Review, Tiers
from servstd.tiers.outcome import Scored, TierRecord
from servstd.tiers.placing import as_of, place
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "tiers_feedback.json")
AREAS = ("tiers.override", "tiers.period_end", "tiers.assign")
VECTORS: dict[str, dict[str, Any]] = {}
if has_shared(*FILE):
    whole = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))
    VECTORS = {vector["id"]: vector for vector in whole if vector["area"] in AREAS}

START = date(2026, 1, 1)


def ladder(levels: Mapping[str, float]) -> tuple[Level, ...]:
    """Return levels that are entered and left at the same figure; the lowest takes everybody."""
    lowest, *others = sorted(levels, key=lambda name: levels[name])
    return (Level(lowest), *(Level(name, enter=float(levels[name]), leave=float(levels[name])) for name in others))


def held(tier: str) -> TierRecord:
    return TierRecord("c", tier=tier, valid_from=START, recorded_on=START, cause="first", computed=tier, reached_on=START)


def of(area: str) -> list[str]:
    found = [name for name, vector in VECTORS.items() if vector["area"] == area]
    return found or [pytest.param("", marks=pytest.mark.skip(why_without(*FILE)))]  # type: ignore[list-item]


@pytest.mark.parametrize("name", of("tiers.assign"))
def test_assign(name: str) -> None:
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    tiers = Tiers(ladder({"none": 0, **given["thresholds"]}))
    history, bought, out = TierHistory(), 0.0, []
    for n, purchase in enumerate(given["purchases"]):
        bought, on = bought + purchase, START + timedelta(days=n)
        record, _, _ = place(tiers, Scored("c", on=on, total=bought), history.last("c"), on)
        if record is not history.last("c"):
            history.append(record)
        out.append(record.tier)
    assert out == expected["tier_after"]


@pytest.mark.parametrize("name", of("tiers.period_end"))
def test_period_end(name: str) -> None:
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    review = Review(every=Period(30, "day"), qualification="rolling", downgrade="period_end")
    tiers, before, on = Tiers(ladder(given["levels"]), review=review), held(given["held"]), START + timedelta(days=30)
    points = float(given["active_points"])
    assert place(tiers, Scored("c", on=on, total=points), before, on)[0].tier == expected["tier"]
    early = on - timedelta(days=1)
    assert place(tiers, Scored("c", on=early, total=points), before, early)[0].tier == given["held"], "not before the period ends"


@pytest.mark.parametrize("name", of("tiers.override"))
def test_override(name: str) -> None:
    given = VECTORS[name]["input"]
    until = START + timedelta(days=30)
    override = Override("c", tier=given["override"], reason="r", approved_by="z", since=START + timedelta(days=1), until=until)
    levels = sorted({given["auto_tier"], given["override"], given["then_auto"]})
    tiers = Tiers(ladder({level: 10.0 * n for n, level in enumerate(levels)}), overrides=(override,))
    scores = {level: 10.0 * n for n, level in enumerate(levels)}
    record = held(given["auto_tier"])
    on = START + timedelta(days=2)
    record = place(tiers, Scored("c", on=on, total=scores[given["auto_tier"]]), record, on)[0]
    assert (record.tier, record.reason, record.until) == (given["override"], "r", until)
    after = until + timedelta(days=1)
    assert as_of(record, after).tier == given["then_auto"], "nobody need look for it to end"
    assert place(tiers, Scored("c", on=after, total=scores[given["then_auto"]]), record, after)[0].tier == given["then_auto"]
