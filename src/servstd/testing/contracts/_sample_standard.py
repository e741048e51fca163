"""A small standard, decisions by it, and a report of them, for contracts of parts that look at such things.

*Rule:* they are what servstd itself makes, so that they keep their form when it changes.

Example:
    >>> [len(decision.clocks) for _, decision in sample_decisions()], sorted(sample_report())[:3]
    ([0, 1, 1], ['agreement', 'cases', 'clocks'])
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from servstd.decide import Decision
from servstd.instants import read_instant, read_zone
from servstd.plain import is_map
from servstd.standard import Standard, loads

__all__ = ["SAMPLE", "sample_decisions", "sample_report"]

SAMPLE: Mapping[str, object] = MappingProxyType({
    "format": 1,
    "standard": "sample",
    "version": "1",
    "effective_from": "2026-01-01",
    "time_zone": "Asia/Shanghai",
    "calendars": {"office": {"hours": {"mon-fri": ["09:00-18:00"]}}},
    "sla": {"policies": [{"name": "all", "default": True, "calendar": "office", "targets": {"resolution": "8h"}}]},
})  # fmt: skip
"""A standard as plain data."""
_OPENED = {"id": "e1", "case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer"}
_SOLVED = {"id": "e2", "case": "42", "at": "2026-01-06T11:00:00+08:00", "kind": "resolved", "by": "agent"}
_NOW = "2026-01-07T09:00:00+08:00"


@cache
def _standard() -> Standard:
    return loads(json.dumps(dict(SAMPLE)), name="sample.json")


def sample_decisions() -> list[tuple[str, Decision]]:
    """Return decisions, each with what it is a decision of."""
    histories = {"of an empty history": [], "of an open case": [_OPENED], "of a solved case": [_OPENED, _SOLVED]}
    return [(what, _standard().decide(events, now=_NOW)) for what, events in histories.items()]


def sample_report() -> Mapping[str, object]:
    """Return what `servstd report --format json` prints of two cases."""
    from datetime import datetime

    from servstd.report import Collector, Scope

    collector = Collector(zone=read_zone("Asia/Shanghai"), by=(), scope=Scope())
    for _, decision in sample_decisions()[1:]:
        collector.add(decision, opened_us=read_instant(_OPENED["at"]))
    made = collector.report(standard="sample", now=datetime.fromisoformat(_NOW), events=3).as_dict()
    plain: object = json.loads(json.dumps(made))
    return plain if is_map(plain) else {}
