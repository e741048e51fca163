"""Policies that never apply, policies that both apply, and cases that none of them reaches.

*Rule:* "never" is said only when it is proved over the declared values; a likely intention (a default at the end, an
exception before the rule) is no problem.

Example:
    >>> spell_case({"priority": "low", "tier": None}, "en"), spell_case({"vip": True}, "zh")
    ('priority = low, no tier', 'vip = true')
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import cast

from servstd.conditions import has_event
from servstd.document.lint._regions import OTHER, Box, Region, TooWide
from servstd.document.lint._scope import Scope, names_metric
from servstd.sla.model import Policy

__all__ = ["CHECKS", "check_cover", "check_overlap", "check_reach", "check_shape", "spell_case"]

_MOST_OVERLAPS = 20


def check_shape(scope: Scope) -> None:
    """Report policies without content, conditions about events, and metrics nobody promises."""
    policies = scope.edition.policies
    for i, policy in enumerate(policies):
        if not policy.targets and not policy.exempt:
            scope.add("SLA016", scope.policy_path(i), policy=policy.name)
        if policy.when is not None and has_event(policy.when):
            scope.add("SLA018", scope.policy_path(i, "when"), policy=policy.name)
    if policies:
        for metric in scope.edition.metrics:
            if not metric.builtin and not any(names_metric(policy, metric.name) for policy in policies):
                scope.add("SLA017", ("sla", "metrics", metric.name), on_key=True, metric=metric.name)


def check_reach(scope: Scope) -> None:
    """Report policies and targets that no case can reach: never true, or all their cases are taken by earlier ones."""
    policies = scope.edition.policies
    for i, policy in enumerate(policies):
        region = scope.regions[i]
        if region is None or policy.when is None or has_event(policy.when):
            continue  # a default after all declared values is a safety net for values nobody declared
        if not region:
            scope.add("SLA010", scope.policy_path(i, "when"), policy=policy.name)
            continue
        named = [metric.name for metric in scope.edition.metrics if names_metric(policy, metric.name)]
        taken = [metric for metric in named if scope.effective[i, metric] == []]
        if taken and taken == named:
            scope.add("SLA011", scope.policy_path(i), policy=policy.name, earlier=_takers(scope, i, taken))
        else:
            for metric in taken:
                if policy.target(metric) is not None:
                    path = scope.policy_path(i, "targets", metric)
                    scope.add("SLA012", path, on_key=True, policy=policy.name, metric=metric, earlier=_takers(scope, i, [metric]))


def _takers(scope: Scope, index: int, metrics: list[str]) -> str:
    """Return the earlier policies that share cases with this one for these metrics."""
    region = scope.regions[index] or []
    earlier = zip(scope.edition.policies[:index], scope.regions, strict=False)
    sharing = [policy for policy, other in earlier if other and scope.space.meets(region, other)]
    return ", ".join(policy.name for policy in sharing if any(names_metric(policy, metric) for metric in metrics))


def check_overlap(scope: Scope) -> None:
    """Note pairs of policies that certainly share cases and name the same metric differently, neither being the special case."""
    policies = scope.edition.policies
    plain = [i for i, policy in enumerate(policies) if policy.when is not None and not policy.exempt]
    found = 0
    for i, j in combinations(plain, 2):
        case = _common_case(scope, i, j)
        if case is None or found == _MOST_OVERLAPS:
            continue
        first, second = policies[i], policies[j]
        named = [target.metric for target in second.targets if scope.effective[j, target.metric] != []]
        shared = [metric for metric in named if _differs(first, second, metric)]
        if shared:
            found += 1
            params = {f"case_{lang}": spell_case(case, lang) for lang in ("en", "zh")}
            scope.add("SLA013", scope.policy_path(j), params=params, first=first.name, second=second.name, metrics=", ".join(shared))


def _differs(first: Policy, second: Policy, metric: str) -> bool:
    one, two = first.target(metric), second.target(metric)
    return one is not None and (one != two or (one.calendar is None and first.calendar != second.calendar))


def _common_case(scope: Scope, i: int, j: int) -> Mapping[str, object] | None:
    """Return a case that both policies certainly match, None when there is none or one of them is the other's special case."""
    one, two, space = scope.regions[i], scope.regions[j], scope.space
    try:
        if one is None or two is None or (both := space.sure(space.intersect(one, two))) is None:
            return None
        if not space.subtract(one, two) or not space.subtract(two, one):
            return None
    except TooWide:
        return None
    return space.describe(both)


def check_cover(scope: Scope) -> None:
    """Report when there is no default policy and some cases are reached by none."""
    policies = scope.edition.policies
    if not policies or any(policy.when is None for policy in policies):
        return
    left: Region = [{}]
    for region in scope.regions:
        if region is None:
            return
        try:
            left = scope.space.subtract(left, region)
        except TooWide:
            return
    case: Box | None = scope.space.sure(left)
    if case is not None:
        shown = scope.space.describe(case)
        scope.add("SLA014", ("sla", "policies"), on_key=True, case_en=spell_case(shown, "en"), case_zh=spell_case(shown, "zh"))


def spell_case(case: Mapping[str, object], locale: str) -> str:
    """Return a case in words: `priority = low, tier missing`; a case without any mark is any case."""
    zh = locale.startswith("zh")
    parts: list[str] = []
    for name, value in case.items():
        if value is None:
            parts.append(f"没有 {name}" if zh else f"no {name}")
        elif value == OTHER:
            parts.append(f"{name} 为其他值" if zh else f"{name} = any other value")
        else:
            parts.append(f"{name} = {_shown(value)}")
    return ("，" if zh else ", ").join(parts) or ("任何事项" if zh else "any case")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(str(item).replace(OTHER, '…') for item in cast('tuple[object, ...]', value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


CHECKS = (check_shape, check_reach, check_overlap, check_cover)
