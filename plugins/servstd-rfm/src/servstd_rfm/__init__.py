"""Recency, frequency and monetary value, as a plugin of servstd: the scoring rule `rfm` and the command `servstd rfm`.

*Rule:* what is measured is exact, a score is a pure function of values and thresholds, and equal customers get equal scores.

Example:
    >>> from datetime import date
    >>> log = [("li", date(1997, 1, 1), 29), ("li", date(1997, 1, 15), 31)]
    >>> li = measure(log, on=date(1997, 9, 30))["li"]
    >>> li.frequency, li.first_to_last, li.since_last_days
    (1, Fraction(2, 1), 258)
"""

from __future__ import annotations

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import Command, ScoringRule
from servstd_rfm.command import RfmCommand
from servstd_rfm.cutting import cuts
from servstd_rfm.measuring import CustomerFacts, PurchaseError, measure
from servstd_rfm.scoring import RfmRule
from servstd_rfm.settings import Dimension, RfmSettings, Segment

__all__ = [
    "CustomerFacts",
    "Dimension",
    "PurchaseError",
    "RfmCommand",
    "RfmRule",
    "RfmSettings",
    "Segment",
    "commands",
    "cuts",
    "measure",
    "scoring_rules",
]


@implements.scoring_rules
def scoring_rules(ctx: PluginContext) -> list[ScoringRule]:  # noqa: ARG001  # a hook has one shape
    """Return the rule `rfm`; what it goes by is its settings, given with each use."""
    return [RfmRule()]


@implements.commands
def commands(ctx: PluginContext) -> list[Command]:  # noqa: ARG001  # a hook has one shape
    """Return the command `rfm`."""
    return [RfmCommand()]
