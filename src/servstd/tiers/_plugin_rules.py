"""Scoring rules from plugins, held to what they declare.

*Rule:* whatever a plugin raises or gives that is no score within its range is told with the plugin's name; nothing is scored then.
Its scores are brought from its range to 0 to 100 points; None is no score, never a low one.

Example:
    >>> use = RuleUse("stars", part=object(), plugin="acme")
    >>> try:
    ...     compile_plugin(use)
    ... except PluginError as error:
    ...     print(error.problem.message())
    plugin acme: the scoring rule 'stars' cannot be used: its range is None, not two finite numbers in ascending order
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NoReturn, cast

from servstd.errors import PluginError, UsageError, spell_error
from servstd.plain import is_list, is_map
from servstd.protocols import Score, ScoringRule
from servstd.tiers._rule_forms import BEST, is_number, show
from servstd.tiers.model import RuleUse
from servstd.tiers.rules import DIGITS, Outcome, Scorer

__all__ = ["compile_plugin", "rule_version"]


def rule_version(use: RuleUse) -> str:
    """Return the rule's name, and of a plugin's rule its version: `thresholds`, `rfm 1.2`."""
    return use.name if use.part is None else f"{use.name} {getattr(use.part, 'version', '')}".rstrip()


def compile_plugin(use: RuleUse) -> Scorer:
    """Return a plugin's rule with its settings put in.

    Raises:
        PluginError: TIR026 its range is not usable; later, when called: it fails, or gives no score within its range.
        UsageError: TIR027 the rule wants its settings as a class of its own, and they were not prepared.
    """
    rule = cast(ScoringRule, use.part)
    span: object = getattr(rule, "range", None)
    if not is_list(span) or len(span) != 2 or not is_number(span[0]) or not is_number(span[1]) or span[0] >= span[1]:
        _refuse(use, f"its range is {show(span)}, not two finite numbers in ascending order")
    low, high = float(span[0]), float(span[1])
    wanted: object = getattr(rule, "settings_type", None)
    if isinstance(wanted, type) and not isinstance(use.prepared, wanted):
        raise UsageError("TIR027", name=use.name, plugin=use.plugin, wanted=wanted.__name__)
    settings: object = use.settings if use.prepared is None else use.prepared

    def score(facts: Mapping[str, object], _on: date) -> Outcome:
        try:
            # a view: what a rule writes into it must not reach the others
            given = cast(object, rule.score(MappingProxyType(facts), settings))
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
            _refuse(use, spell_error(error))
        if not isinstance(given, Score):
            _refuse(use, f"it gives {type(given).__name__}, not a Score")
        said = cast(object, given.evidence)
        if not is_map(said):
            _refuse(use, f"the evidence of its score is {type(said).__name__}, not a mapping")
        value = cast(object, given.value)
        if value is None:
            # a rule that says what is missing is believed; without any fact there is nothing it could have used
            return Outcome(None, {"evidence": dict(said)}, "missing" if "missing" in said or not facts else "unusable")
        if not is_number(value) or not low <= value <= high:
            _refuse(use, f"it gives the score {show(value)}, not a number from {low:g} to {high:g}")
        points = round((value - low) / (high - low) * BEST, DIGITS)
        return Outcome(points, {"score": value, "range": [low, high], "evidence": dict(said)})

    return score


def _refuse(use: RuleUse, what: str) -> NoReturn:
    raise PluginError("TIR026", plugin=use.plugin, name=use.name, what=what)
