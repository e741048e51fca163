"""The form of the section on tiers: the schema accepts what the check accepts, and the reference page tells every key."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from servstd.document import read_source, schema
from servstd.document.reference import reference_page
from tests.unit.document.test_json_schema import changed, paths, structurally_sound, without

_VALIDATOR = jsonschema.Draft7Validator(schema())
_TIERS = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
tiers:
  label: Tiers
  ladder: [standard, {key: Key}, {vip: {en: VIP, zh: 核心}}]
  currency: CNY
  conversions: [{currency: USD, from: 2026-01-01, rate: 7.1}]
  criteria:
    a: {weight: 50%, missing: exclude, rule: {thresholds: {field: paid, unit: CNY, steps: [{from: -1.5, points: 0}, {from: 3, points: 6}]}}}
    b: {weight: 0.125, missing: lowest, note: n, rule: {lookup: {field: x, values: {a: 0, b: 50}, else: 3}}}
    c: {weight: 12.5%, missing: fail, label: l, rule: {quantile: {field: x, cuts: [1, 2], points: [0, 50, 100], ties: lower, ntile: 5}}}
    d: {weight: 0, missing: fail, rule: {weighted_sum: {fields: {x: 2, y: 0.5}, units: {x: CNY}, from: 0, to: 9}}}
    e: {weight: 0, missing: fail, rule: {decay: {field: x, half_life: 90 days, points: 80}}}
    f: {weight: 25%, missing: fail, rule: {rfm: {anything: [1, {a: b}]}}}
  levels: {key: {enter: 30, leave: 25.5}, vip: {enter: 60, label: VIP}}
  review:
    every: quarter
    qualification: fixed
    anchor: 2026-01-01
    downgrade: one_level
    after_periods_below: 2
    notice: 30 days
    grace: 2 weeks
    minimum_stay: 1 year
  floor:
    first_response: {within: 30m, calendar: always, when: {matter: repair}, end_of_day: false, note: n}
    resolution: {within: {priority: {high: 1h, else: 2h}}, calendar: {priority: {high: always, else: office}}}
  overrides: [{customer: K1, tier: vip, reason: r, approved_by: li, from: 2026-01-01, until: 2026-06-30, note: n}]
  entitlements: {vip: {channels: [phone], named_contact: li, call_back: 30 days, items: [inspection], lounge: true, gifts: [tea]}}
"""
_DATA = json.loads(json.dumps(read_source(_TIERS, "s.yaml").data))
_VALUES: list[Any] = [
    None,
    7,
    -1,
    101,
    0,
    1.5,
    True,
    "x",
    "",
    "4h",
    "2026-01-05",
    "50%",
    "0 days",
    "1 month",
    "CNY",
    [],
    ["x"],
    [7],
    {},
    {"a": "x"},
]
_PARTS = list(_DATA["tiers"])


def test_every_feature_of_tiers_is_accepted_by_both() -> None:
    assert list(_VALIDATOR.iter_errors(_DATA)) == []
    assert structurally_sound(_DATA)


@pytest.mark.parametrize("part", _PARTS)
def test_schema_and_check_agree_on_every_mutation_of_tiers(part: str) -> None:
    for path in [("tiers", part, *path) for path in paths(_DATA["tiers"][part])]:
        mutants = [changed(_DATA, path, value) for value in _VALUES] + [without(_DATA, path)]
        mutants += [changed(_DATA, (*path, "zzz"), 1)] if isinstance(_at(path), dict) else []
        for mutant in mutants:
            assert _VALIDATOR.is_valid(mutant) == structurally_sound(mutant), (path, mutant["tiers"].get(part))


def _at(path: tuple[str | int, ...]) -> Any:
    value = _DATA
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_reference_page_tells_the_keys_of_tiers(locale: str) -> None:
    page = reference_page(locale)
    for title in ("### `tiers`", "### `tiers.criteria.*`", "### `tiers.criteria.*.rule.thresholds.steps[]`", "### `tiers.overrides[]`"):
        assert title in page
    assert ("日历期 `30 days`" if locale == "zh" else "period `30 days`") in page
