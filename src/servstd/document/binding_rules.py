"""How a criterion is scored, bound: a built-in rule whose settings the rule itself checks, or a plugin's rule.

*Rule:* a rule that nobody offers is refused with the nearest name; money is in the ladder's currency or in one that is converted.

Example:
    >>> report = Report()
    >>> bind_rule({"threshold": {}}, ("rule",), (), report, None).name
    'threshold'
    >>> [(problem.code, problem.params["expected"]) for problem in report.problems]
    [('PLG030', 'thresholds')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from servstd.document._plain import entries_of, items_of
from servstd.document.plugging import check_settings
from servstd.errors import Path, Report
from servstd.messages.nearest import did_you_mean
from servstd.registry import Registry
from servstd.tiers.model import RuleUse
from servstd.tiers.rules import RULES

__all__ = ["bind_rule"]

_KIND = "scoring_rules"
_CURRENCY = re.compile("[A-Z]{3}")


def bind_rule(data: Mapping[str, object], path: Path, money: Sequence[str], report: Report, registry: Registry | None) -> RuleUse:
    """Return a scoring rule as a criterion uses it.

    Args:
        data: One name with its settings; nothing where it was refused.
        path: Where it stands.
        money: The currencies in which money may be given: the ladder's first, then those that are converted.
        report: Takes the problems: PLG030 and PLG031 no such rule, TIR088 a plugin's rule and no plugins at hand, TIR084 and TIR085
            money, and what the rule says of its settings.
        registry: What plugins offer; None: there are none.
    """
    if len(data) != 1:  # the grammar tells it
        return RuleUse("")
    ((name, value),) = data.items()
    settings, here = entries_of(value), (*path, name)
    for unit, place in _units(settings, here):
        if _CURRENCY.fullmatch(unit) and not money:
            report.add("TIR085", place, found=unit)
        elif _CURRENCY.fullmatch(unit) and unit not in money:
            report.add("TIR084", place, found=unit, expected=", ".join(money))
    if name in RULES:
        RULES[name].check(settings, report, here)
        return RuleUse(name, settings=settings)
    component = None if registry is None else registry.find(_KIND, name)
    if component is not None:
        prepared, problems = (None, ()) if component.structure is None else component.structure(settings)
        report.problems += [attrs.evolve(problem, path=(*here, *problem.path)) for problem in problems]
        if not problems:
            check_settings(component, settings if prepared is None else prepared, here, report)
        return RuleUse(name, settings=settings, part=component.part, plugin=component.plugin, prepared=prepared)
    if registry is None and not did_you_mean(name, RULES):
        report.add("TIR088", here, on_key=True, name=name)
    else:
        known = [*RULES, *(registry.names(_KIND) if registry is not None else ())]
        missing = (registry or Registry()).missing(_KIND, name, known)
        report.problems.append(attrs.evolve(missing, path=here, on_key=True))
    return RuleUse(name, settings=settings)


def _units(value: object, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield every unit that settings name, those of parts of a rule too, with its path."""
    for key, item in entries_of(value).items():
        if key == "unit" and isinstance(item, str):
            yield item, (*path, key)
        elif key == "units":
            yield from ((unit, (*path, key, name)) for name, unit in entries_of(item).items() if isinstance(unit, str))
        else:
            yield from _units(item, (*path, key))
    for i, item in enumerate(items_of(value)):
        yield from _units(item, (*path, i))
