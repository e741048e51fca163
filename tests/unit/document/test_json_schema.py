"""The schema accepts what the structural check accepts, and refuses what it refuses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from servstd.document import Source, read_source, schema
from servstd.document.checking import Checker
from servstd.document.grammar import DEFINITIONS, STANDARD
from servstd.document.json_schema import AMOUNT, SPAN

# Known to the check alone: a schema cannot count days or know what a text names.
_BEYOND = {"DOC043", "TIM012"}
_VALIDATOR = jsonschema.Draft7Validator(schema())
_FEATURES = """
format: 1
standard: s
title: {zh: 标准, en: Standard}
version: "1"
effective_from: 2026-01-01
adopt: open_cases
owner: {role: manager}
review_by: 2026-12-01
time_zone: UTC
language: zh
attributes:
  priority: {label: L, values: {low: l, high: h}, ordered: true, default: low, required: true, kind: text}
  tier: {from: tiers, values: [a, b]}
statuses: {open: [new], otherwise: refuse}
calendars:
  always: 24/7
  office:
    hours: {mon-fri: ["09:00-12:00"]}
    alternate: [{from: 2026-01-05, weeks: [{sat: ["09:00-12:00"]}, {}]}]
    holidays: {country: CN, makeup_days: {hours: ["09:00-12:00"]}, add: [2026-02-13], skip: [], half_days: {2026-02-16: ["09:00-12:00"]}}
    dates: {2026-02-14: ["09:00-12:00"]}
    versions: [{from: 2026-06-01, hours: 24/7}]
  site: {except: [office, {not: always}], holidays: [2026-01-01]}
sla:
  answered_on_arrival: {channel: [phone]}
  measure: all
  metrics:
    m:
      start: {event: opened, by: customer, n: {gte: 3}}
      stop: {any: [builtin, {becomes: {a: true}}]}
      pause: [on_hold]
      repeats: each
      reopen: resume
  policies:
    - name: p
      clause: "3.1"
      when: {tags: {any: [x]}, channel: {missing: true}, none: [{running: m}], condition: {weather: {wind: 7}}}
      default: true
      calendar: {priority: {urgent: always, else: office}}
      on_change: carry
      exempt: [m]
      targets:
        m: {within: {tier: {gold: 10m, else: {priority: {high: 1h}}}}, warn: [50%, 8h remaining], end_of_day: true, calendar: office}
        n: {until: appointment, grace: 30m, commitment: goal}
        o: none
        q: 4h
  agreements: {combine: earliest, rows: [{customer: K, contract: C, clause: "1", from: 2026-01-01, targets: {resolution: 2h}}]}
people: {li: {}}
customer_notices:
  quiet_hours: {outside: {mon-sun: ["08:30-21:00"], holidays: [2026-01-01]}, then: hold, unless: {tier: gold}}
  contacts: {sms: mobile}
  notices:
    - {name: a, label: L, trigger: {event: opened, by: customer}, when: {tier: gold}, via: [sms], text: {en: T, zh: 文}, show: [case]}
    - {trigger: {due_changed: [m]}, text: T, subject: S, urgency: high, quiet_hours: none}
    - {trigger: {metric: m, at: 1h overdue}, text: T}
    - {trigger: {metric: m, at: missed}, text: T}
scenarios:
  - name: n
    case: {a: [b], c: 1}
    events: [{at: 2026-01-05 09:00, kind: opened, by: agent, sequence: 1, status: new, x: null}]
    now: 2026-01-05 10:00
    expect: {m: {cycle: 1, due: 2026-01-05 09:00, state: running, final: true, elapsed: 30m}, n: none}
    expect_notices: [{to: li}]
"""
_VALUES: list[Any] = [None, 7, -1, 1.5, True, "x", "", "4h", "2026-01-05", "none", [], ["x"], [7], {}, {"a": "x"}, {"a": {"b": "4h"}}]


def structurally_sound(data: object) -> bool:
    assert isinstance(data, dict)
    source = Source("s.json", data=data, readable=True)
    checker = Checker(source, DEFINITIONS)
    checker.check(STANDARD, source.data)
    found = [*checker.report.problems, *(problem for report in checker.own.values() for problem in report.problems)]
    assert not {problem.code for problem in found} & _BEYOND or len(found) > 1, "the mutation is beyond a schema"
    return not any(problem.severity == "error" for problem in found)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for step, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(value, (*path, step))


def changed(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return data


def without(data: Any, path: tuple[str | int, ...]) -> Any:
    data = copy.deepcopy(data)
    at = data
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return data


_DATA = json.loads(json.dumps(read_source(_FEATURES, "s.yaml").data))
_PATHS = [path for path in paths(_DATA) if path]


def test_the_schema_is_a_schema_in_both_languages() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    properties: Any = schema()["properties"]
    assert properties["sla"]["properties"]["policies"]["title"] == "Policies / 规则"
    assert "\n" in properties["version"]["description"]
    text = json.dumps(schema(), ensure_ascii=False)
    assert text.count('"title"') > 100
    assert not re.search(r'"title": "[^"/]*"', text), "a title in one language only"


def test_the_sample_is_accepted_by_both(shared: Path) -> None:
    data = json.loads(json.dumps(read_source((shared / "samples" / "renovation.yaml").read_bytes(), "s.yaml").data))
    assert list(_VALIDATOR.iter_errors(data)) == []
    assert structurally_sound(data)


def test_every_feature_is_accepted_by_both() -> None:
    assert list(_VALIDATOR.iter_errors(_DATA)) == []
    assert structurally_sound(_DATA)


@pytest.mark.parametrize("top", list(_DATA))
def test_schema_and_check_agree_on_every_mutation(top: str) -> None:
    for path in (path for path in _PATHS if path[0] == top):
        mutants = [changed(_DATA, path, value) for value in _VALUES] + [without(_DATA, path)]
        mutants += [changed(_DATA, (*path, "zzz"), 1)] if isinstance(_at(path), dict) else []
        for mutant in mutants:
            assert _VALIDATOR.is_valid(mutant) == structurally_sound(mutant), (path, _at(path), mutant.get(top))


def _at(path: tuple[str | int, ...]) -> Any:
    value = _DATA
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("text", ["4h", "1h30m", "90s", "2wd", "PT4H", "P1DT2H", "1d2h", "10m5s"])
def test_amounts_and_spans_have_patterns(text: str) -> None:
    assert re.fullmatch(AMOUNT, text)
    assert bool(re.fullmatch(SPAN, text)) == ("wd" not in text)


@pytest.mark.parametrize("text", ["", "4", "h", "4 h", "0h", "0wd", "P", "PT", "P1DT", "1h1d", "4H", "-4h", "4.5h", "４h", "1w", "1M"])
def test_what_is_no_amount_has_none(text: str) -> None:
    assert not re.fullmatch(AMOUNT, text)
