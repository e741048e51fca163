"""Tiers that cannot work, or that judge what should not be judged: levels, weights, criteria, prices, overrides.

*Rule:* a level is called out of reach only when no combination of points comes to it. What law says of judging people is pointed
at with its reason; it is orientation, not advice.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> rule = "{lookup: {field: level, values: {a: 0, b: 50}}}"
    >>> criteria = f"{{c: {{weight: 1, missing: lowest, rule: {rule}}}}}"
    >>> body = f"tiers: {{ladder: [low, high], levels: {{high: {{enter: 60}}}}, criteria: {criteria}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['TIR069']
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import fsum

from servstd.conditions import Condition
from servstd.document._plain import entries_of
from servstd.document.lint._criteria import Span, fields_of, spans_of, totals_of
from servstd.document.lint._regions import tests_of
from servstd.document.lint._scope import Scope
from servstd.document.lint._sensitive import find_price, find_sensitive
from servstd.errors import Path
from servstd.instants import local_date, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.sla.model import Policy, lookup_names
from servstd.tiers.model import Level

__all__ = ["CHECKS", "check_criteria", "check_levels", "check_overrides", "check_prices", "check_reach", "names_in", "tier_attributes"]

_NEAR = 1e-9


def check_levels(scope: Scope) -> None:
    """Report levels without a line, lines the wrong way round, and a lowest level that does not take everybody."""
    tiers = scope.edition.tiers
    if tiers is None:
        return
    lowest, *others = tiers.ladder
    if lowest.enter is not None:
        scope.add("TIR063", _level(lowest, "enter"), on_key=True, tier=lowest.name)
    for level in others if tiers.criteria else ():
        if level.enter is None:
            scope.add("TIR062", _level(level), on_key=True, tier=level.name)
    lines = [(level, level.enter, level.leave) for level in others if level.enter is not None and level.leave is not None]
    for level, enter, leave in lines:
        if leave > enter:
            scope.add("TIR064", _level(level, "leave"), tier=level.name, found=f"{leave:g}", expected=f"<= {enter:g}")
    for (low, before, _), (high, enter, leave) in pairwise(lines):
        if enter <= before:
            scope.add("TIR065", _level(high, "enter"), tier=high.name, lower=low.name, found=f"{enter:g}", expected=f"> {before:g}")
        elif leave < before:
            scope.add(
                "TIR071", _level(high, "leave"), tier=high.name, lower=low.name, found=f"{leave:g}", expected=f"{before:g} … {enter:g}"
            )


def _level(level: Level, *steps: str) -> Path:
    return ("tiers", "levels", level.name, *steps)


def check_criteria(scope: Scope) -> None:
    """Report weights that do not add up, criteria without effect, and sensitive data used to judge people."""
    tiers = scope.edition.tiers
    criteria = tiers.criteria if tiers is not None else ()
    whole = fsum(criterion.weight for criterion in criteria)
    if criteria and abs(whole - 1) > _NEAR:
        scope.add("TIR066", ("tiers", "criteria"), on_key=True, found=f"{round(100 * whole, 6):g} %", expected="100 %")
    for criterion in criteria:
        spans = spans_of(criterion)
        if not criterion.weight:
            scope.add("TIR067", (*criterion.path, "weight"), name=criterion.name)
        elif spans[0][0] == spans[-1][1]:
            scope.add("TIR068", (*criterion.path, "rule"), name=criterion.name, points=f"{spans[0][0]:g}")
        for word in (*fields_of(criterion.rule), criterion.name, *(criterion.label or {}).values()):
            why = find_sensitive(word)
            if why is not None:
                scope.add("TIR072", (*criterion.path, "rule"), params={"word": word, "what_en": why[0], "what_zh": why[1]})
                break


def check_reach(scope: Scope) -> None:
    """Report levels that no combination of points comes to, and levels that everybody passes by."""
    tiers = scope.edition.tiers
    enters = [level.enter for level in tiers.ladder[1:]] if tiers is not None else []
    lines = [enter for enter in enters if enter is not None]
    if tiers is None or lines != sorted(set(lines)) or len(lines) != len(enters):  # told already
        return
    totals = totals_of(tiers)
    for level, enter, above in zip(tiers.ladder[1:], lines, [*lines, float("inf")][1:], strict=True):
        if not any(most >= enter - _NEAR for _, most in totals):
            most = max((most for _, most in totals), default=0.0)
            scope.add("TIR069", _level(level, "enter"), tier=level.name, found=f"{enter:g}", most=f"{most:g}")
        elif not _any_between(totals, enter, above):
            scope.add("TIR070", _level(level, "enter"), tier=level.name, enter=f"{enter:g}", above=f"{above:g}")


def _any_between(totals: list[Span], enter: float, above: float) -> bool:
    return any(most >= enter - _NEAR and least < above - _NEAR for least, most in totals)


# ── what a tier may not be about ──────────────────────────────────────────────────────────────────────────────
def tier_attributes(scope: Scope) -> frozenset[str]:
    """Return the attributes that hold a customer's tier."""
    return frozenset(("tier", *(name for name, item in scope.edition.attributes.items() if item.computed_from == "tiers")))


def check_prices(scope: Scope) -> None:
    """Report prices in what a tier is entitled to, and in policies that ask for a tier."""
    if scope.edition.tiers is None:
        return
    for name in entries_of(entries_of(scope.edition.source["tiers"]).get("entitlements")):
        _check_price(scope, ("tiers", "entitlements", name))
    about = tier_attributes(scope)
    for i, policy in enumerate(scope.edition.policies):
        if about & _asked(policy):
            _check_price(scope, scope.policy_path(i))


def _asked(policy: Policy) -> set[str]:
    return names_in(policy.when).union(
        lookup_names(policy.calendar), *(lookup_names(t.within) | lookup_names(t.calendar) for t in policy.targets)
    )


def names_in(condition: Condition | None) -> set[str]:
    """Return the attributes a condition asks for."""
    return set() if condition is None else {test.attribute for test in tests_of(condition)}


def _check_price(scope: Scope, base: Path) -> None:
    for text, path in scope.texts(base, keys=True):
        if find_price(text):
            scope.add("TIR073", path, on_key=text == path[-1], found=text)
            return


# ── what people set by hand ───────────────────────────────────────────────────────────────────────────────────
def check_overrides(scope: Scope) -> None:
    """Note overrides that have run out, and approvers whom nobody knows."""
    edition = scope.edition
    begun: date = local_date(edition.effective_from_us, read_zone(edition.time_zone))
    on = begun if scope.today is None else max(begun, scope.today)
    people = edition.people
    known = {*people, *(person.name for person in people.values())}
    for override in edition.tiers.overrides if edition.tiers is not None else ():
        if override.until < on:
            params = {"customer": override.customer, "found": override.until.isoformat(), "on": on.isoformat()}
            scope.add("TIR076", (*override.path, "until"), params=params)
        if people and override.approved_by not in known:
            near = did_you_mean(override.approved_by, people) or ", ".join(people)
            scope.add("TIR079", (*override.path, "approved_by"), found=override.approved_by, expected=near)


CHECKS = (check_levels, check_criteria, check_reach, check_prices, check_overrides)
