"""What changed in metrics and policies, in words: conditions spelt out, order of precedence, cases, exemptions.

*Rule:* a part counts as said when the sentence holds all of it; labels, notes and clauses are left to the list by path.
What was told as added or removed is not listed again part by part.

Example:
    >>> diff_policies.__name__
    'diff_policies'
"""

from __future__ import annotations

import attrs

from servstd.conditions import Condition
from servstd.document._diff_targets import diff_target
from servstd.document._differ import Differ
from servstd.document.edition import Edition
from servstd.messages.naming import name_calendar, name_metric, name_policy, name_value
from servstd.messages.sentences import spell_condition, spell_target
from servstd.sla.model import Lookup, Metric, Policy, Target

__all__ = ["diff_metrics", "diff_policies"]

_PARTS = ("start", "stop", "pause", "cancel")


# ── metrics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def diff_metrics(differ: Differ) -> None:
    """Tell metrics added and removed, and the conditions that changed, spelt out."""
    old = {metric.name: metric for metric in differ.old.metrics}
    new = {metric.name: metric for metric in differ.new.metrics}
    for name in dict.fromkeys([*old, *new]):
        path = ("sla", "metrics", name)
        if name in old and name in new:
            _diff_metric(differ, old[name], new[name])
        elif name in new:
            if new[name].builtin:
                differ.say("DIF044", path, name=name_metric(differ.new, name, differ.locale))
                continue
            start, stop = (spell_condition(part, differ.new, differ.locale) for part in (new[name].start, new[name].stop))
            differ.say("DIF040", path, name=name_metric(differ.new, name, differ.locale), start=start, stop=stop)
            plain = attrs.evolve(new[name], pause=None, cancel=None, repeats="no", reopen="ignore")
            _diff_metric(differ, plain, new[name])
            differ.cover(path)
        else:
            differ.say("DIF045" if old[name].builtin else "DIF041", path, name=name_metric(differ.old, name, differ.locale))
            if not old[name].builtin:
                differ.cover(path)
    _diff_answered(differ)


def _diff_metric(differ: Differ, old: Metric, new: Metric) -> None:
    path = ("sla", "metrics", new.name)
    name = name_metric(differ.new, new.name, differ.locale)
    for part in _PARTS:
        one: Condition | None = getattr(old, part)
        two: Condition | None = getattr(new, part)
        if one != two:
            texts = [
                differ.word("nothing") if condition is None else spell_condition(condition, edition, differ.locale)
                for condition, edition in ((one, differ.old), (two, differ.new))
            ]
            differ.say("DIF042", (*path, part), name=name, part=differ.word(part), old=texts[0], new=texts[1])
            differ.cover((*path, part))
    for part, before, after in (("repeats", old.repeats, new.repeats), ("reopen", old.reopen, new.reopen)):
        if before != after:
            differ.say("DIF042", (*path, part), name=name, part=differ.word(part), old=differ.word(before), new=differ.word(after))
            differ.cover((*path, part))


def _diff_answered(differ: Differ) -> None:
    old, new = differ.old.answered_on_arrival, differ.new.answered_on_arrival
    if old != new:
        path = ("sla", "answered_on_arrival")
        differ.say("DIF043", path, old=_spell_when(differ, old, differ.old, "nothing"), new=_spell_when(differ, new, differ.new, "nothing"))
        differ.cover(path)


def _spell_when(differ: Differ, condition: Condition | None, edition: Edition, without: str) -> str:
    return differ.word(without) if condition is None else spell_condition(condition, edition, differ.locale)


# ── policies ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def diff_policies(differ: Differ) -> None:
    """Tell policies added, removed and moved, and what changed in each: cases, calendar, exemption, targets."""
    old = {policy.name: policy for policy in differ.old.policies}
    new = {policy.name: policy for policy in differ.new.policies}
    for name, policy in old.items():
        if name not in new:
            when = _spell_when(differ, policy.when, differ.old, "every_case")
            differ.say("DIF051", ("sla", "policies", name), name=name_policy(differ.old, name, differ.locale), when=when)
            for target in policy.targets:
                _tell_target(differ, "DIF061", policy, target, differ.old)
            differ.cover(("sla", "policies", name))
    common_old, common_new = [name for name in old if name in new], [name for name in new if name in old]
    if common_old != common_new:
        orders = [" > ".join(name_policy(differ.new, name, differ.locale) for name in names) for names in (common_old, common_new)]
        differ.say("DIF052", ("sla", "policies"), old=orders[0], new=orders[1])
        differ.cover_order(("sla", "policies"))
    for i, (name, policy) in enumerate(new.items()):
        if name in old:
            _diff_policy(differ, old[name], policy)
        else:
            path = ("sla", "policies", name)
            when = _spell_when(differ, policy.when, differ.new, "every_case")
            differ.say("DIF050", path, name=name_policy(differ.new, name, differ.locale), place=i + 1, when=when)
            differ.cover(path)
            _diff_policy(differ, attrs.evolve(policy, exempt=False, on_change="carry", targets=()), policy)


def _tell_target(differ: Differ, code: str, policy: Policy, target: Target, edition: Edition) -> None:
    path = ("sla", "policies", policy.name, "targets", target.metric)
    text = spell_target(target, edition, differ.locale, policy=policy)
    differ.say(code, path, policy=name_policy(edition, policy.name, differ.locale), target=text)
    differ.cover(path)


def _diff_policy(differ: Differ, old: Policy, new: Policy) -> None:
    path = ("sla", "policies", new.name)
    name = name_policy(differ.new, new.name, differ.locale)
    if (old.when, old.default) != (new.when, new.default):
        texts = [_spell_when(differ, policy.when, edition, "every_case") for policy, edition in ((old, differ.old), (new, differ.new))]
        differ.say("DIF053", (*path, "when"), name=name, old=texts[0], new=texts[1])
        differ.cover((*path, "when"), (*path, "default"))
    if old.calendar != new.calendar:
        calendars = [_spell_calendar(differ, policy.calendar, edition) for policy, edition in ((old, differ.old), (new, differ.new))]
        differ.say("DIF054", (*path, "calendar"), name=name, old=calendars[0], new=calendars[1])
        differ.cover((*path, "calendar"))
    if old.exempt != new.exempt:
        exempt = [_spell_exempt(differ, policy, edition) for policy, edition in ((old, differ.old), (new, differ.new))]
        differ.say("DIF055", (*path, "exempt"), name=name, old=exempt[0], new=exempt[1])
        differ.cover((*path, "exempt"))
    if old.on_change != new.on_change:
        differ.say("DIF056", (*path, "on_change"), name=name, old=differ.word(old.on_change), new=differ.word(new.on_change))
        differ.cover((*path, "on_change"))
    for target in new.targets:
        before = old.target(target.metric)
        if before is None:
            _tell_target(differ, "DIF060", new, target, differ.new)
        else:
            diff_target(differ, (old, before), (new, target))
    for target in old.targets:
        if new.target(target.metric) is None:
            _tell_target(differ, "DIF061", old, target, differ.old)


def _spell_exempt(differ: Differ, policy: Policy, edition: Edition) -> str:
    if isinstance(policy.exempt, bool):
        return differ.word("all_metrics" if policy.exempt else "nothing")
    return differ.join(", ", *(name_metric(edition, metric, differ.locale) for metric in policy.exempt))


def _spell_calendar(differ: Differ, value: object, edition: Edition) -> str:
    if isinstance(value, Lookup):
        rows = [(name_value(edition, value.attribute, row, differ.locale), inner) for row, inner in value.rows.items()]
        rows += [(differ.word("otherwise"), value.otherwise)] if value.otherwise is not None else []
        return differ.join("; ", *(f"{row}: {_spell_calendar(differ, inner, edition)}" for row, inner in rows))
    return name_calendar(edition, value, differ.locale) if isinstance(value, str) else "-"
