"""Chains of escalation as sentences: what starts them, step by step who is told by what and after which wait, what ends them.

*Rule:* every part of a chain that decides anything is said; a name without a label stands as it is.

Example:
    >>> from servstd.document import read_edition
    >>> from servstd.escalation.model import Chain, ChainTrigger, Step
    >>> edition = read_edition('{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}')
    >>> chain = Chain("late", trigger=ChainTrigger("missed", metric="resolution"), steps=(Step("1", level="boss", via=("sms",)),))
    >>> print("\\n".join(chain_lines(chain, edition, "en")))
    late
      Starts  when resolution is missed
      1       at once: tell boss by sms
      Ends    when its clock ends
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from servstd.escalation.model import Acknowledgement
from servstd.messages.explaining import align
from servstd.messages.naming import (
    name_attribute,
    name_calendar,
    name_metric,
    name_value,
    pick_label,
    spell_amount,
    spell_duration,
    spell_threshold,
)
from servstd.messages.plans import plan_words
from servstd.messages.sentences import spell_condition

if TYPE_CHECKING:
    from servstd.conditions import Condition
    from servstd.document.edition import Edition
    from servstd.durations import Amount
    from servstd.escalation.model import Addressee, Chain, Step, StepAction, Unless

__all__ = ["chain_lines", "escalation_text"]


def escalation_text(edition: Edition, locale: str, only: str | None = None) -> str:
    """Return every chain of an edition as sentences.

    Args:
        edition: The edition; one without an escalation has no chains.
        locale: `zh` or `en`.
        only: The one chain wanted; None: all.
    """
    escalation = edition.escalation
    title = pick_label(edition.title, locale, edition.name)
    out = [plan_words("show_title", locale, standard=title, version=edition.version)]
    chains = () if escalation is None else [chain for chain in escalation.chains if only is None or chain.name == only]
    if escalation is not None and escalation.ladder:
        telling = _Telling(edition, locale)
        names = [_level(telling, level) for level in escalation.ladder]
        out += align([(plan_words("ladder", locale), plan_words("arrow", locale).join(names))], indent=2)
    if not chains:
        out.append("  " + plan_words("no_chains", locale))
    for chain in chains:
        out += ["", *chain_lines(chain, edition, locale)]
    return "\n".join(out)


def _level(telling: _Telling, level: str) -> str:
    named = telling.level(level)
    return named if named == level else telling.say("level", level=named, role=level)


def chain_lines(chain: Chain, edition: Edition, locale: str) -> list[str]:
    """Return one chain as lines: its label, then what starts it, its steps and what ends it."""
    telling = _Telling(edition, locale)
    label = pick_label(chain.label, locale, chain.name)
    head = label if label == chain.name else f"{label} ({chain.name})"
    head += f"  § {chain.clause}" if chain.clause else ""
    return [head, *align(list(telling.rows(chain)), indent=2)]


class _Telling:
    """The sentences of one edition's chains, in one language."""

    def __init__(self, edition: Edition, locale: str) -> None:
        self.edition = edition
        self.locale = locale
        self.zh = locale.startswith("zh")
        self.joint = "，" if self.zh else ", "

    def say(self, key: str, **values: object) -> str:
        return plan_words(key, self.locale, **values)

    def level(self, name: str) -> str:
        escalation = self.edition.escalation
        return pick_label(None if escalation is None else escalation.labels.get(name), self.locale, name)

    def rows(self, chain: Chain) -> Iterator[tuple[str, str]]:
        yield self.say("starts"), self._trigger(chain)
        if chain.when is not None:
            yield self.say("for_cases"), self._condition(chain.when)
        for i, step in enumerate(chain.steps):
            label = pick_label(step.label, self.locale, step.name)
            yield label, self._step(step, chain, first=i == 0)
        if chain.repeat is not None:
            repeat = chain.repeat
            after = self._amount(repeat.after, repeat.calendar)
            yield self.say("repeats"), self.say("repeat_line", step=chain.steps[repeat.first].name, amount=after, times=repeat.times)
        if chain.acknowledgement != Acknowledgement() or any(step.unless is not None and step.unless.acknowledged for step in chain.steps):
            yield self.say("acknowledging"), self._acknowledgement(chain)
        if chain.quiet is not None:
            quiet = chain.quiet
            parts = [self.say("quiet_line", calendar=self._calendar(quiet.hours.name))]
            if quiet.unless is not None:
                parts.append(self.say("quiet_unless", condition=self._condition(quiet.unless)))
            if quiet.urgent_passes and any(step.urgency == "high" for step in chain.steps):
                parts.append(self.say("quiet_urgent"))
            yield self.say("quiet"), self.joint.join(parts)
        if chain.fallback:
            yield self.say("fallback"), self._people(chain.fallback)
        if chain.stop_on is not None:
            yield self.say("ends"), self._condition(chain.stop_on)
        else:
            yield self.say("ends"), self.say("ends_clock" if chain.trigger.metric else "ends_none")

    def _trigger(self, chain: Chain) -> str:
        trigger = chain.trigger
        metric = name_metric(self.edition, trigger.metric, self.locale)
        if trigger.threshold is not None:
            return self.say("starts_threshold", metric=metric, point=spell_threshold(trigger.threshold, self.locale))
        if trigger.kind == "event":
            return self.say("starts_event", condition=self._condition(trigger.condition))
        return self.say(f"starts_{trigger.kind}", metric=metric)

    def _step(self, step: Step, chain: Chain, *, first: bool) -> str:
        parts = [self._when(step, first=first)]
        if step.when is not None:
            parts.append(self.say("only_when", condition=self._condition(step.when)))
        if step.unless is not None:
            parts.append(self._unless(step.unless))
        does: list[str] = []
        if step.addressees:
            via = self.joint.join(step.via)
            who = self._people(step.addressees)
            does.append(self.say("tells_via", who=who, via=via) if via else self.say("tells", who=who))
        below = chain.tell_below if step.tell_below is None else step.tell_below
        if below and step.level is not None:
            does.append(self.say("tells_below"))
        does += [self._action(action) for action in step.actions]
        return f"{self.joint.join(parts)}{'：' if self.zh else ': '}{self.joint.join(does)}"

    def _when(self, step: Step, *, first: bool) -> str:
        if step.at == "missed":
            return self.say("show_missed")
        if step.at is not None:
            return self.say("show_at_percent" if step.at.kind == "percent" else "show_at", point=spell_threshold(step.at, self.locale))
        if step.after is None:
            return self.say("show_first" if first else "show_then")
        if step.calendar is None or step.calendar == "always":
            return self.say("show_after", amount=spell_amount(step.after, self.locale))
        return self.say("show_after_in", amount=spell_amount(step.after, self.locale), calendar=self._calendar(step.calendar))

    def _amount(self, amount: Amount, calendar: str | None) -> str:
        spelt = spell_amount(amount, self.locale)
        if calendar is None or calendar == "always":
            return spelt
        return f"{spelt}（{self._calendar(calendar)}）" if self.zh else f"{spelt} ({self._calendar(calendar)})"

    def _unless(self, unless: Unless) -> str:
        if unless.condition is not None:
            return self.say("unless_condition", condition=self._condition(unless.condition))
        return self.say("unless_by", name=self._person(unless.by)) if unless.by else self.say("unless_acknowledged")

    def _acknowledgement(self, chain: Chain) -> str:
        taken = chain.acknowledgement
        parts = [self.say(f"ack_{taken.by}")]
        for key, span in (("ack_expires", taken.expires), ("ack_remind", taken.remind), ("ack_confirm", taken.confirm_within)):
            if span is not None:
                parts.append(self.say(key, amount=spell_duration(span.us, self.locale)))
        return self.joint.join(parts)

    def _action(self, action: StepAction) -> str:
        if action.to is not None:
            return self.say("does_reassign", who=self._people((action.to,)))
        return self.say(f"does_{action.kind}", values=self._values(action.values))

    def _values(self, values: Mapping[str, object]) -> str:
        edition, locale = self.edition, self.locale
        return self.joint.join(
            f"{name_attribute(edition, name, locale)} {name_value(edition, name, value, locale)}" for name, value in values.items()
        )

    def _people(self, addressees: tuple[Addressee, ...]) -> str:
        return ("、" if self.zh else ", ").join(self._addressee(one) for one in addressees)

    def _addressee(self, one: Addressee) -> str:
        if one.kind in ("level", "role"):
            name = self.level(one.name)
        elif one.kind == "rota":
            rota = self.edition.rotas.get(one.name)
            name = one.name if rota is None else pick_label(rota.label, self.locale, one.name)
        elif one.kind == "round_robin":
            name = ("、" if self.zh else ", ").join(self._person(key) for key in one.names)
        elif one.kind == "manager_of" and one.name == "owner":
            name = self.say("who_owner")
        else:
            name = self._person(one.name)
        return self.say(f"who_{one.kind}", name=name)

    def _person(self, key: str) -> str:
        person = self.edition.people.get(key)
        return (person.name or key) if person is not None else self.level(key)

    def _calendar(self, name: str) -> str:
        if name in ("clock", "recipient"):
            return self.say(f"calendar_{name}")
        return name_calendar(self.edition, name, self.locale)

    def _condition(self, condition: Condition | None) -> str:
        return spell_condition(condition, self.edition, self.locale)
