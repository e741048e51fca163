"""Catching up after downtime: of several steps of one run that were not sent, only the latest still is.

*Rule:* never several levels at once. What a later step overtook, and what a run that stood down had not sent yet, goes nowhere, and is
reported as `overtaken`. Nobody is told that a run is over who was never told of it.

A run is one case, clock, cycle, chain and trigger. Steps are in the order in which they were first due; the recipients of one step stay
together. A reminder is no level: it overtakes only an earlier reminder to the same person, and no step overtakes it.

Example:
    >>> def told(step, at_us):
    ...     order = Order("late", audience="staff", reason="escalated", text="")
    ...     place = ChainStep("late", trigger="missed", step=step, recipient="wang")
    ...     return Effect("notice", case="42", metric="m", cycle_id="e1", at_us=at_us, order=order, place=place)
    >>> one, two = told("1", 10), told("2", 20)
    >>> overtaken([one, two], unsent=[one, two], told=()) == {one.key}, overtaken([one, two], unsent=[two], told=()) == set()
    (True, True)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from servstd.effects import ChainStep, Effect, Order

__all__ = ["overtaken"]

_ASIDE = frozenset({"stood_down", "reminder"})
"""Reasons of notices that are no step."""
_Run: TypeAlias = tuple[str, str, str, str, str, str]
_Member: TypeAlias = tuple[Effect, Order, ChainStep]


def overtaken(effects: Iterable[Effect], *, unsent: Iterable[Effect], told: Collection[str]) -> set[str]:
    """Return the keys of what is not sent any more.

    Args:
        effects: All effects up to now, sent or not: they say in which order steps came, and which runs stood down.
        unsent: Those of them that would be sent.
        told: Keys of what reached somebody.
    """
    runs: dict[_Run, list[_Member]] = {}
    for effect in sorted(effects, key=lambda effect: effect.at_us):
        if effect.kind == "notice" and effect.order is not None and effect.place is not None and effect.order.audience == "staff":
            place = effect.place
            run = (effect.tenant or "", effect.case, effect.metric, effect.cycle_id, place.chain, place.trigger)
            runs.setdefault(run, []).append((effect, effect.order, place))
    open_ = {effect.key for effect in unsent}
    out: set[str] = set()
    for members in runs.values():
        if any(effect.key in open_ for effect, _, _ in members):
            out |= _of_run(members, open_, told)
    return out


def _of_run(members: list[_Member], open_: set[str], told: Collection[str]) -> set[str]:
    first: dict[tuple[int, str], int] = {}
    ended_us = -1
    for effect, order, place in members:
        at = (place.round, place.step)
        first[at] = min(first.get(at, effect.at_us), effect.at_us)
        if order.reason == "stood_down":
            ended_us = max(ended_us, effect.at_us)
    steps = [(first[place.round, place.step], effect.key) for effect, order, place in members if order.reason not in _ASIDE]
    begun_us = max((at_us for at_us, _ in steps), default=-1)
    latest_us = max((at_us for at_us, key in steps if key in open_), default=-1)
    reminded = {p.recipient: e.at_us for e, order, p in members if order.reason == "reminder" and e.key in open_}  # the last counts
    reached = {place.recipient for effect, order, place in members if order.reason != "stood_down" and effect.key in told}
    out: set[str] = set()
    for effect, order, place in members:
        if effect.key not in open_:
            continue
        if order.reason == "stood_down":
            moot = place.recipient not in reached or begun_us > effect.at_us
        elif order.reason == "reminder":
            moot = effect.at_us <= ended_us or effect.at_us < reminded[place.recipient]
        else:
            moot = effect.at_us <= ended_us or first[place.round, place.step] < latest_us
        if moot:
            out.add(effect.key)
    return out
