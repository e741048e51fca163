"""Metrics, policies, targets, clocks and attainment: the time half of a service standard.

*Rule:* values and arithmetic only; what an event does to them stands in `servstd.decide`.
"""

from __future__ import annotations

__all__: list[str] = []
