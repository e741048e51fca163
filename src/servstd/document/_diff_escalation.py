"""What changed in escalation, in words: chains with their triggers and steps, who has which role, who is on duty.

*Rule:* as for policies: a part counts as said when the sentence holds all of it; the rest is listed by path.

Example:
    >>> diff_escalation.__name__
    'diff_escalation'
"""

from __future__ import annotations

from itertools import zip_longest

from servstd.conditions import Condition
from servstd.document._differ import Differ, show_data
from servstd.document._plain import entries_of, items_of
from servstd.document.edition import Edition
from servstd.errors import Path
from servstd.escalation.model import Chain, Escalation
from servstd.messages.naming import name_metric, pick_label, spell_threshold
from servstd.messages.sentences import spell_condition

__all__ = ["diff_escalation"]

_CHAINS: Path = ("escalation", "chains")
_PERSON = ("roles", "team", "manager")


def diff_escalation(differ: Differ) -> None:
    """Tell what changed in the chains, in people's roles, teams and managers, and in who takes turns in a rota."""
    old, new = (edition.escalation or Escalation() for edition in (differ.old, differ.new))
    chains_old, chains_new = ({chain.name: chain for chain in section.chains} for section in (old, new))
    for name in dict.fromkeys([*chains_old, *chains_new]):
        if name not in chains_new:
            differ.say("DIF082", (*_CHAINS, name), name=pick_label(chains_old[name].label, differ.locale, name))
            differ.cover((*_CHAINS, name))
        elif name not in chains_old:
            _tell_new(differ, chains_new[name])
        else:
            _diff_chain(differ, chains_old[name], chains_new[name])
    _diff_people(differ)
    _diff_rotas(differ)


# ── chains ────────────────────────────────────────────────────────────────────────────────────────────────────
def _tell_new(differ: Differ, chain: Chain) -> None:
    path, name = (*_CHAINS, chain.name), pick_label(chain.label, differ.locale, chain.name)
    differ.say("DIF081", path, name=name, trigger=_spell_trigger(differ, differ.new, chain))
    for i, step in enumerate(_steps(differ.new, chain)):
        differ.say("DIF085", (*path, "steps", i), name=name, step=i + 1, new=show_data(step))
    differ.cover((*path, "name"), (*path, "trigger"), (*path, "steps"))


def _diff_chain(differ: Differ, old: Chain, new: Chain) -> None:
    path, name = (*_CHAINS, new.name), pick_label(new.label, differ.locale, new.name)
    pairs = ((differ.old, old), (differ.new, new))
    if old.trigger != new.trigger:
        before, after = (_spell_trigger(differ, edition, chain) for edition, chain in pairs)
        differ.say("DIF083", (*path, "trigger"), name=name, part=differ.word("chain_trigger"), old=before, new=after)
        differ.cover((*path, "trigger"))
    for part, one, two in (("when", old.when, new.when), ("stop_on", old.stop_on, new.stop_on)):
        if one != two:
            before, after = _spell_state(differ, differ.old, one), _spell_state(differ, differ.new, two)
            differ.say("DIF083", (*path, part), name=name, part=differ.word(f"chain_{part}"), old=before, new=after)
            differ.cover((*path, part))
    for i, (before_step, after_step) in enumerate(zip_longest(*(_steps(edition, chain) for edition, chain in pairs))):
        if before_step != after_step:
            code = "DIF085" if before_step is None else "DIF086" if after_step is None else "DIF084"
            differ.say(code, (*path, "steps", i), name=name, step=i + 1, old=show_data(before_step), new=show_data(after_step))
    differ.cover((*path, "steps"))


def _steps(edition: Edition, chain: Chain) -> list[object]:
    """Return the steps of a chain as they are written."""
    written = items_of(entries_of(edition.source.get("escalation")).get("chains"))
    return items_of(entries_of(written[int(chain.path[-1])]).get("steps"))


def _spell_state(differ: Differ, edition: Edition, condition: Condition | None) -> str:
    return differ.word("nothing") if condition is None else spell_condition(condition, edition, differ.locale)


def _spell_trigger(differ: Differ, edition: Edition, chain: Chain) -> str:
    trigger = chain.trigger
    if trigger.metric:
        point = differ.word("missed") if trigger.threshold is None else spell_threshold(trigger.threshold, differ.locale)
        return f"{name_metric(edition, trigger.metric, differ.locale)} {point}"
    return differ.word("by_hand") if trigger.condition is None else spell_condition(trigger.condition, edition, differ.locale)


# ── people and rotas ──────────────────────────────────────────────────────────────────────────────────────────
def _diff_people(differ: Differ) -> None:
    for key in differ.old.people:
        if key not in differ.new.people:
            continue
        before, after = (entries_of(entries_of(edition.source.get("people")).get(key)) for edition in (differ.old, differ.new))
        name = differ.new.people[key].name or key
        for part in _PERSON:
            if before.get(part) != after.get(part):
                one, two = (show_data(data[part]) if part in data else differ.word("nothing") for data in (before, after))
                differ.say("DIF087", ("people", key, part), name=name, part=differ.word(f"person_{part}"), old=one, new=two)
                differ.cover(("people", key, part))


def _diff_rotas(differ: Differ) -> None:
    for key in differ.old.rotas:
        if key not in differ.new.rotas:
            continue
        before, after = (edition.rotas[key].people for edition in (differ.old, differ.new))
        if before != after:
            label = pick_label(differ.new.rotas[key].label, differ.locale, key)
            one, two = (
                differ.join(", ", *(edition.people[person].name or person if person in edition.people else person for person in people))
                for edition, people in ((differ.old, before), (differ.new, after))
            )
            differ.say("DIF088", ("rotas", key, "people"), name=label, old=one, new=two)
            differ.cover(("rotas", key, "people"))
