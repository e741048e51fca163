"""What a notice of a chain says to one of the staff beyond the facts of the case: in that person's language, and why it comes to them.

*Rule:* only staff are told who was told before; a customer's notice never has these facts.

    chain, step, level, metric_label      what people call them, in the recipient's language
    kind, role, role_label                `step`, `below`, `fallback` ...; why this recipient
    told                                  who was told before in this run: name, level, when in microseconds, and the notice's key
    ended                                 why it is over, in words; of `stood_down` only

Example:
    >>> import servstd
    >>> standard = servstd.loads('''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... people: {li: {name: Li Lei, roles: [lead], contacts: {sms: "1"}}},
    ... notifiers: {sms: {type: console}},
    ... escalation: {ladder: [lead], chains: [{name: help, trigger: {event: opened}, steps: [{level: lead, via: [sms]}]}]}}''')
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> (effect,) = standard.decide([opened], now="2026-01-05T09:00:00Z").effects
    >>> effect.order.facts["role"], effect.order.facts["chain"], effect.order.facts["told"]
    ('level lead', 'help', [])
"""

from __future__ import annotations

from bisect import bisect_left

from servstd.decide.chain_book import ChainLine, ChainRun
from servstd.decide.compiled import CompiledEdition
from servstd.messages.labels import label
from servstd.messages.naming import pick_label
from servstd.messages.sentences import spell_condition
from servstd.messages.staff_notices import ended_text, split_role

__all__ = ["ToldBefore", "staff_facts"]


class ToldBefore:
    """Who was told in a run, in order of time; made once for a run and a language, however many notices it has.

    Args:
        compiled: The edition the run goes by.
        run: The run, with its lines up to now.
    """

    def __init__(self, compiled: CompiledEdition, run: ChainRun) -> None:
        chains = compiled.chains
        assert chains is not None  # a run starts under an edition that has its chain
        self._labels = chains.escalation.labels
        lines = [line.notice for line in run.lines]
        self._told = sorted(
            (one for one in lines if one.told and one.recipient and one.kind in ("step", "below", "fallback")), key=lambda one: one.at_us
        )
        self._instants = [one.at_us for one in self._told]
        self._made: dict[str, list[dict[str, object]]] = {}

    def at(self, us: int, language: str) -> list[dict[str, object]]:
        """Return who was told before an instant, in words of a language."""
        if language not in self._made:
            self._made[language] = [
                {
                    "name": one.name or one.recipient, "level": pick_label(self._labels.get(one.level), language, one.level),
                    "at": one.at_us, "key": one.key,
                }
                for one in self._told
            ]  # fmt: skip
        return self._made[language][: bisect_left(self._instants, us)]


def staff_facts(compiled: CompiledEdition, run: ChainRun, line: ChainLine, before: ToldBefore, language: str) -> dict[str, object]:
    """Return what is told to staff alone.

    Args:
        compiled: The edition the run goes by; it has the chain.
        run: The run, with its lines up to now.
        line: The line that is told.
        before: Who was told in the run.
        language: The recipient's.
    """
    edition, notice = compiled.edition, line.notice
    chains = compiled.chains
    assert chains is not None  # a run starts under an edition that has its chain
    chain, levels = chains.chains[run.chain], chains.escalation.labels
    step = chain.steps[line.place].step if line.place >= 0 else None
    how, name = split_role(notice.role)
    metric = next((metric.label for metric in edition.metrics if metric.name == run.metric), None)
    built_in = label("metric", run.metric, language) if language.startswith("zh") else run.metric
    role = levels.get(name) if how in ("level", "role") else None
    rota = edition.rotas.get(name) if how == "rota" else None
    person = edition.people.get(name) if how == "manager of" else None
    clock = pick_label(metric, language, built_in)
    facts: dict[str, object] = {}
    if notice.kind == "stood_down":
        stop = chain.chain.stop_on
        condition = "" if stop is None else spell_condition(stop, edition, language)
        facts["ended"] = ended_text(str(line.facts.get("ended") or ""), language, clock=clock, condition=condition)
    return {
        **facts,
        "chain": pick_label(chain.chain.label, language, run.name),
        "step": pick_label(None if step is None else step.label, language, notice.step),
        "level": pick_label(levels.get(notice.level), language, notice.level),
        "metric_label": clock,
        "kind": notice.kind,
        "role": notice.role,
        "role_label": pick_label(role or (rota.label if rota is not None else None), language, (person and person.name) or name),
        "told": before.at(notice.at_us, language),
    }
