"""Chains that skip a level, do nothing, flood people or reach nobody; and all other lints of escalation, in the order they are told.

*Rule:* names first, then what a chain says by itself, then what it says about cases and hours.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, people: {li: {name: Li}}'
    >>> chain = "{name: c, trigger: by_hand, steps: [{notify: li}, {text: Late.}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, escalation: {{chains: [{chain}]}}}}")[1]]
    ['ESC028']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from servstd.document.lint import _chain_cases, _chain_hours, _chain_names, _chain_points
from servstd.document.lint._chain_names import steps_of
from servstd.document.lint._scope import Scope
from servstd.document.lint.notices import fields_of, is_open
from servstd.errors import Path
from servstd.escalation.model import Chain, Digest, Escalation, Quota, Step
from servstd.instants import DAY_US

__all__ = [
    "CHECKS", "check_acknowledgements", "check_customers", "check_empty", "check_fallbacks", "check_floods", "check_levels",
    "check_repeats", "check_texts", "check_unless", "check_waits",
]  # fmt: skip

_MOST_NOTICES: Final = 100
_ANYBODY: Final = ("owner", "team", "rota", "manager_of", "round_robin", "room")
"""Addressees of whom a standard does not say who they are."""
_PERSONAL: Final = ("owner", "team", "agent")


def _section(scope: Scope) -> Escalation:
    return scope.edition.escalation or Escalation()


def check_levels(scope: Scope) -> None:
    """Report levels that are skipped, and chains that go down."""
    ladder = _section(scope).ladder
    for chain in _section(scope).chains:
        before: str | None = None
        for step in chain.steps:
            if step.level not in ladder:
                continue
            if before is not None:
                _check_rung(scope, ladder, before, str(step.level), (*step.path, "level"))
            before = step.level


def _check_rung(scope: Scope, ladder: tuple[str, ...], before: str, level: str, path: Path) -> None:
    low, high = ladder.index(before), ladder.index(level)
    if high < low:
        scope.add("ESC012", path, level=level, before=before)
    elif high > low + 1:
        scope.add("ESC011", path, level=level, before=before, skipped=", ".join(ladder[low + 1 : high]))


def check_empty(scope: Scope) -> None:
    """Report steps that tell nobody and do nothing."""
    for _, step in steps_of(scope):
        if not step.addressees and not step.actions:
            scope.add("ESC028", step.path)


def check_repeats(scope: Scope) -> None:
    """Report chains whose repeats send more notices than anybody reads."""
    for chain in _section(scope).chains:
        counts = [max(1, len(step.addressees)) for step in chain.steps]
        found = sum(counts) + (chain.repeat.times * sum(counts[chain.repeat.first :]) if chain.repeat is not None else 0)
        if chain.repeat is not None and found > _MOST_NOTICES:
            scope.add("ESC026", (*chain.path, "repeat"), on_key=True, found=found)


def check_waits(scope: Scope) -> None:
    """Note waits that count actual time because nothing says what they count."""
    for chain in _section(scope).chains:
        waits = [step for step in chain.steps if step.after is not None and step.calendar is None]
        if chain.trigger.kind == "event" and waits:
            scope.add("ESC032", (*waits[0].path, "after"), wait=str(waits[0].after))


def check_acknowledgements(scope: Scope) -> None:
    """Report times of an acknowledgement that undo each other."""
    for chain in _section(scope).chains:
        noted, path = chain.acknowledgement, (*chain.path, "acknowledgement")
        pairs = (("remind", noted.remind, "expires", noted.expires), ("confirm_within", noted.confirm_within, "remind", noted.remind))
        for key, one, other, two in pairs:
            if one is not None and two is not None and (one.us > two.us or (one.us == two.us and key == "remind")):
                scope.add("ESC033", (*path, key), key=key, found=str(one), other=other, bound=str(two))


def check_unless(scope: Scope) -> None:
    """Report steps that wait for somebody to take note whom no earlier step tells."""
    for chain in _section(scope).chains:
        for i, step in enumerate(chain.steps):
            by = step.unless.by if step.unless is not None else ""
            if by and not any(_may_reach(scope, chain, earlier, by) for earlier in chain.steps[:i]):
                scope.add("ESC029", (*step.path, "unless", "acknowledged_by"), name=by)


def _may_reach(scope: Scope, chain: Chain, step: Step, name: str) -> bool:
    """Return whether a step may tell the person, or somebody of the level or role."""
    bearers = {key for key, person in scope.edition.people.items() if key == name or name in person.roles}
    told = chain.tell_below if step.tell_below is None else step.tell_below
    ladder = _section(scope).ladder
    below = ladder[ladder.index(step.level) - 1] if told and step.level in ladder[1:] else None
    roles = [one.name for one in step.addressees if one.kind in ("level", "role")] + ([below] if below is not None else [])
    people = {one.name for one in step.addressees if one.kind == "person"}
    people |= {key for key, person in scope.edition.people.items() if not set(roles).isdisjoint(person.roles)}
    return name in roles or bool(bearers & people) or any(one.kind in _ANYBODY for one in step.addressees)


def check_fallbacks(scope: Scope) -> None:
    """Report steps that only tell the manager of somebody who has none, when nothing says who is told instead."""
    for chain, step in steps_of(scope):
        if chain.fallback or _section(scope).fallback or len(step.addressees) != 1:
            continue
        one = step.addressees[0]
        person = scope.edition.people.get(one.name) if one.kind == "manager_of" else None
        if person is not None and person.manager is None:
            scope.add("ESC036", one.path, name=one.name)


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────
def check_texts(scope: Scope) -> None:
    """Report texts whose braces do not close."""
    for step, text, path in _texts(scope):
        del step
        if is_open(text):
            scope.add("NOT004", path)


def _texts(scope: Scope) -> Iterator[tuple[Step, str, Path]]:
    for _, step in steps_of(scope):
        for key, label in (("text", step.text), ("subject", step.subject)):
            for language, text in (label or {}).items():
                yield step, text, scope.find((*step.path, key), language)


def check_customers(scope: Scope) -> None:
    """Note steps that would tell customers what is between departments, or who works on their case."""
    for chain, step in steps_of(scope):
        if not any(one.kind == "customer" for one in step.addressees):
            continue
        fields = {
            field.partition(".")[0] for label in (step.text, step.subject) for text in (label or {}).values() for field in fields_of(text)
        }
        if chain.trigger.metric and _is_internal(scope, chain.trigger.metric):
            words = {"why_en": f"of {chain.trigger.metric!r}, which is internal", "why_zh": f"内部指标“{chain.trigger.metric}”"}
            scope.add("ESC037", step.path, params=words)
        elif personal := sorted(fields & {*_PERSONAL, *scope.edition.people}):
            words = {"why_en": f"who works on it ({', '.join(personal)})", "why_zh": f"处理人员的信息（{'、'.join(personal)}）"}
            scope.add("ESC037", step.path, params=words)


def _is_internal(scope: Scope, metric: str) -> bool:
    targets = [target for policy in scope.edition.policies if (target := policy.target(metric)) is not None]
    return bool(targets) and all(target.commitment == "internal" for target in targets)


# ── floods ────────────────────────────────────────────────────────────────────────────────────────────────────
def check_floods(scope: Scope) -> None:
    """Report limits that are never reached, notifiers under two digests, and digests that wait longer than a day."""
    section = _section(scope)
    for throttle in section.throttles:
        for i, quota in enumerate(throttle.quotas):
            stricter = next((other for other in throttle.quotas if _never_reached(quota, other)), None)
            if stricter is not None:
                told = {"count": quota.count, "per": str(quota.per), "other": stricter.count, "other_per": str(stricter.per)}
                scope.add("ESC080", (*throttle.path, "limits", i), params=told)
    seen: dict[str, Digest] = {}
    for digest in section.digests:
        if digest.window.us > DAY_US:
            scope.add("ESC038", (*digest.path, "window"), found=str(digest.window))
        for i, name in enumerate(digest.via):
            other = seen.setdefault(name, digest)
            if other is not digest:
                scope.add("ESC081", (*digest.path, "via", i), name=name, window=str(other.window), other=str(digest.window))


def _never_reached(quota: Quota, other: Quota) -> bool:
    """Return whether a limit admits so few that another is never reached; one that spreads notices evenly does more than count."""
    return other is not quota and not quota.smooth and other.count * -(-quota.per.us // other.per.us) <= quota.count


CHECKS = (
    *_chain_names.CHECKS,
    check_levels,
    check_empty,
    check_repeats,
    check_waits,
    check_acknowledgements,
    check_unless,
    check_fallbacks,
    check_texts,
    check_customers,
    check_floods,
    *_chain_points.CHECKS,
    *_chain_cases.CHECKS,
    *_chain_hours.CHECKS,
)
