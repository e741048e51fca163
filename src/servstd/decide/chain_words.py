"""What a notice of a chain says to one of the staff beyond the facts of the case: in that person's language, and why it comes to them.

*Rule:* only staff are told who was told before; a customer's notice never has these facts.

    chain, step, level, metric_label      what people call them, in the recipient's language
    kind, role, role_label                `step`, `below`, `fallback` ...; why this recipient
    told                                  who was told before in this run: name, level, when in microseconds, and the notice's key

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

from servstd.decide.chain_book import ChainLine, ChainRun
from servstd.decide.compiled import CompiledEdition
from servstd.messages.labels import label
from servstd.messages.naming import pick_label
from servstd.messages.staff_notices import split_role

__all__ = ["staff_facts"]


def staff_facts(compiled: CompiledEdition, run: ChainRun, line: ChainLine, language: str) -> dict[str, object]:
    """Return what is told to staff alone.

    Args:
        compiled: The edition the run goes by; it has the chain.
        run: The run, with its lines up to now.
        line: The line that is told.
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
    told: list[dict[str, object]] = []
    for before in run.lines:
        other = before.notice
        if other.told and other.recipient and other.at_us < notice.at_us and other.kind in ("step", "below", "fallback"):
            level = pick_label(levels.get(other.level), language, other.level)
            told.append({"name": other.name or other.recipient, "level": level, "at": other.at_us, "key": other.key})
    return {
        "chain": pick_label(chain.chain.label, language, run.name),
        "step": pick_label(None if step is None else step.label, language, notice.step),
        "level": pick_label(levels.get(notice.level), language, notice.level),
        "metric_label": pick_label(metric, language, built_in),
        "kind": notice.kind,
        "role": notice.role,
        "role_label": pick_label(role or (rota.label if rota is not None else None), language, (person and person.name) or name),
        "told": told,
    }
