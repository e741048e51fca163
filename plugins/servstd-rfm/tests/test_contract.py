"""The contracts of servstd, kept by this plugin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

import servstd_rfm
from servstd.protocols import ScoringRule
from servstd.testing import PluginContract, ScoringRuleContract
from servstd_rfm import Dimension, RfmRule, RfmSettings


class TestRule(ScoringRuleContract):
    """The rule `rfm`."""

    def make(self) -> ScoringRule:
        """Return the rule."""
        return RfmRule()

    def samples(self) -> Sequence[Mapping[str, object]]:
        """Return customers."""
        return [
            {"recency_days": 12, "frequency": 5, "monetary": 35.5},
            {"recency_days": 400, "frequency": 0, "monetary": 0},
            {"recency_days": 0, "frequency": 90, "monetary": 10_000},
        ]

    def settings(self) -> object:
        """Return settings."""
        return RfmSettings(Dimension((30, 90), direction="lower"), frequency=Dimension((1, 4)), monetary=Dimension((20, 100)))


class TestPlugin(PluginContract):
    """The plugin as a whole."""

    name = "rfm"
    offers = {"scoring_rules": ["rfm"], "commands": ["rfm"]}

    def make(self) -> ModuleType:
        """Return the plugin."""
        return servstd_rfm
