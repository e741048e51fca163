"""A plan of escalation as text: its chains, line by line, who is told by what and after how long, and who is not, with the reason.

*Rule:* nothing of the plan is left out; what is not told is marked and says why. Names are the standard's own.

Example:
    >>> columns([["a", "客户"], ["bb", "c"]], indent=2)
    ['  a   客户', '  bb  c']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from servstd.durations import spell_us
from servstd.instants import from_us
from servstd.messages.explaining import align, say_instant, text_width
from servstd.messages.naming import name_attribute, name_metric, name_value, pick_label
from servstd.messages.plans import plan_words
from servstd.messages.sentences import spell_condition

if TYPE_CHECKING:
    from servstd.decide import Decision
    from servstd.escalating import Plan
    from servstd.escalation.model import Chain
    from servstd.escalation.planned import PlannedNotice

__all__ = ["PlanWords", "Run", "columns", "plan_text", "runs_of"]

_MARKS = {"told": "●", "held": "◐", "not_told": "○"}


@attrs.frozen
class Run:
    """The lines of one run of a chain."""

    chain: str
    metric: str = attrs.field(kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    trigger: str = attrs.field(kw_only=True)
    lines: tuple[PlannedNotice, ...] = attrs.field(kw_only=True)


def runs_of(plan: Plan) -> list[Run]:
    """Return the plan's lines by the run of the chain they belong to, in the order in which the runs begin."""
    found: dict[tuple[str, str, str, str], list[PlannedNotice]] = {}
    for line in plan.lines:
        found.setdefault((line.chain, line.metric, line.cycle_id, line.trigger), []).append(line)
    return [
        Run(chain, metric=metric, cycle_id=cycle, trigger=trigger, lines=tuple(lines))
        for (chain, metric, cycle, trigger), lines in found.items()
    ]


def columns(rows: Sequence[Sequence[str]], indent: int = 0) -> list[str]:
    """Return rows as lines whose cells stand in columns; Chinese characters take two."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((text_width(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)]
    out: list[str] = []
    for row in rows:
        cells = [cell + " " * (width - text_width(cell)) for cell, width in zip(row, widths, strict=False)]
        out.append((" " * indent + "  ".join(cells)).rstrip())
    return out


class PlanWords:
    """How the parts of a plan are named, in one language."""

    def __init__(self, plan: Plan, locale: str) -> None:
        self.plan = plan
        self.locale = locale
        self.edition = plan.edition
        self.escalation = plan.edition.escalation
        self._chains = {} if self.escalation is None else {chain.name: chain for chain in self.escalation.chains}
        self._year = from_us(plan.now_us, plan.zone).year

    def say(self, key: str, **values: object) -> str:
        """Return a phrase in the reader's language."""
        return plan_words(key, self.locale, **values)

    def instant(self, us: int) -> str:
        """Return an instant as local time of the standard, with its weekday."""
        return say_instant(from_us(us, self.plan.zone), self._year, self.locale)

    def offset(self, us: int) -> str:
        """Return how long after the case's opening an instant lies, as actual time."""
        return f"+{spell_us(us - self.plan.opened_us)}" if us >= self.plan.opened_us else spell_us(us - self.plan.opened_us)

    def chain_of(self, name: str) -> Chain | None:
        """Return the chain of that name; None where another edition's runs on."""
        return self._chains.get(name)

    def chain(self, name: str) -> str:
        """Return a chain's label."""
        found = self._chains.get(name)
        return name if found is None else pick_label(found.label, self.locale, name)

    def level(self, name: str) -> str:
        """Return a level's label."""
        label = None if self.escalation is None else self.escalation.labels.get(name)
        return pick_label(label, self.locale, name)

    def rota(self, name: str) -> str:
        """Return a rota's label."""
        rota = self.edition.rotas.get(name)
        return name if rota is None else pick_label(rota.label, self.locale, name)

    def person(self, key: str) -> str:
        """Return a person's name, with the key where they differ."""
        person = self.edition.people.get(key)
        if key == "customer":
            return self.say("customer")
        return key if person is None or not person.name or person.name == key else f"{person.name} ({key})"

    def who(self, line: PlannedNotice) -> str:
        """Return whom a line is for."""
        return self.person(line.recipient) if line.recipient else self.say("nobody")

    def role(self, line: PlannedNotice) -> str:
        """Return why the line is for them."""
        kind, _, name = line.role.partition(" ")
        if kind not in ("owner", "customer", "person", "role", "team", "rota", "manager_of", "level", "room", "round_robin"):
            return line.role
        named = {"level": self.level, "role": self.level, "rota": self.rota, "manager_of": self.person}.get(kind, str)(name)
        return self.say(f"role_{kind}", name=self.say("role_owner") if kind == "manager_of" and name == "owner" else named)

    def step(self, line: PlannedNotice) -> str:
        """Return what a step is called: its label, its name, or its number and level."""
        chain = self._chains.get(line.chain)
        if line.kind == "stood_down":
            return self.say("stood_down")
        if line.kind == "reminder":
            return self.say("reminder", number=line.step.rpartition(" ")[2])
        found = next((step for step in chain.steps if step.name == line.step), None) if chain is not None else None
        label = None if found is None else found.label
        named = self.say("step", step=line.step) if line.step.isdigit() else line.step
        text = pick_label(label, self.locale, named)
        if line.level:
            text = self.say("step_level", step=text, level=self.level(line.level))
        return self.say("step_round", step=text, round=line.round) if line.round else text

    def via(self, line: PlannedNotice) -> str:
        """Return by what it goes."""
        if len(line.via) < 2:
            return line.notifier
        return self.say("via_else", first=line.via[0], others="、".join(line.via[1:]) if self.zh else ", ".join(line.via[1:]))

    @property
    def zh(self) -> bool:
        """Return whether the reader reads Chinese."""
        return self.locale.startswith("zh")

    def note(self, line: PlannedNotice) -> str:
        """Return what else is to be said of a line: why it is not told, what held it, what kind it is."""
        parts: list[str] = []
        if line.kind in ("below", "fallback", "reminder", "stood_down", "action"):
            parts.append(self.say(f"kind_{line.kind}"))
        if line.status == "held":
            parts.append(self.say("held"))
        elif line.since_us and line.since_us != line.at_us:
            parts.append(self.say("was_held", at=self.instant(line.since_us)))
        if line.status == "not_told":
            parts.append(self.say("not_told", why=self.why(line)))
        return ("；" if self.zh else "; ").join(parts)

    def why(self, line: PlannedNotice) -> str:
        """Return why a line is not told."""
        return self.say(f"why_{line.why}") if line.why else ""

    def case_data(self) -> str:
        """Return the attributes a case was opened with."""
        joint = "，" if self.zh else ", "
        shown = [
            f"{name_attribute(self.edition, name, self.locale)} {self._value(name, value)}" for name, value in self.plan.attributes.items()
        ]
        return joint.join(shown)

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, str) and name == "owner":
            return self.person(value)
        return name_value(self.edition, name, value, self.locale)

    def answer_lines(self) -> list[str]:
        """Return the answers that are supposed, one a line."""
        from servstd.events import KINDS

        out: list[str] = []
        for event in self.plan.answers:
            known = KINDS.get(event.kind)
            kind = event.kind if known is None else known.meaning[1 if self.zh else 0]
            who = None if event.by.id is None else self.person(event.by.id)
            at = self.instant(event.at_us)
            out.append(self.say("answer", at=at, kind=kind) if who is None else self.say("answer_by", at=at, kind=kind, who=who))
        return out

    def head(self, run: Run, decision: Decision) -> str:
        """Return the heading of a run: its chain, and the clock it hangs on."""
        chain = self.chain(run.chain)
        clock = next((c for c in decision.clocks if c.metric == run.metric and c.cycle_id == run.cycle_id), None) if run.metric else None
        if clock is None:
            return self.say("chain", chain=chain)
        metric = name_metric(self.edition, run.metric, self.locale)
        if clock.due_us is None:
            return self.say("chain_clock_paused", chain=chain, metric=metric)
        return self.say("chain_clock", chain=chain, metric=metric, due=self.instant(clock.due_us))

    def stops(self, name: str) -> str:
        """Return what would stop a chain."""
        chain = self._chains.get(name)
        if chain is None or chain.stop_on is None:
            return self.say("stop_none" if chain is None or not chain.trigger.metric else "stop_clock", chain=self.chain(name))
        return self.say("stop_line", chain=self.chain(name), condition=spell_condition(chain.stop_on, self.edition, self.locale))

    def title(self) -> str:
        """Return the plan's title."""
        plan = self.plan
        return self.say("what_if", at=self.instant(plan.now_us)) if plan.what_if else self.say("title", case=plan.case)

    def facts(self) -> list[tuple[str, str]]:
        """Return what the plan rests on, as label and text."""
        plan = self.plan
        rows = [(self.say("case_data"), self.case_data())] if plan.attributes else []
        if not plan.what_if:
            rows.append((self.say("as_of"), self.instant(plan.now_us)))
        until = self.instant(plan.until_us)
        rows.append((self.say("until"), self.say("until_last", at=until) if plan.complete else until))
        rows += [(self.say("answers") if i == 0 else "", text) for i, text in enumerate(self.answer_lines())]
        return rows


def plan_text(plan: Plan, locale: str) -> str:
    """Return a plan as lines.

    Args:
        plan: The plan.
        locale: `zh` or `en`.
    """
    words = PlanWords(plan, locale)
    return "\n".join([words.title(), *align(words.facts(), indent=2), "", *_body(plan, words)])


def _body(plan: Plan, words: PlanWords) -> Iterator[str]:
    decision = plan.decision
    runs = runs_of(plan)
    if not runs:
        yield "  " + words.say("nothing" if plan.complete else "nothing_until")
        return
    rows: list[list[str]] = []
    heads: dict[int, str] = {}
    for run in runs:
        heads[len(rows)] = words.head(run, decision)
        before: tuple[int, str] | None = None
        for line in run.lines:
            here = (line.at_us, words.step(line))
            again = here == before
            before = here
            when = ["", "", ""] if again else [words.instant(line.at_us), words.offset(line.at_us), here[1]]
            rows.append([_MARKS[line.status], *when, words.who(line), words.role(line), words.via(line), words.note(line)])
    for i, text in enumerate(columns(rows, indent=2)):
        if i in heads:
            if i:
                yield ""
            yield heads[i]
        yield text
    yield ""
    yield words.say("counts", told=len(plan.told), held=len(plan.held), not_told=len(plan.not_told))
    yield words.say("stops")
    yield from (f"  {words.stops(name)}" for name in dict.fromkeys(run.chain for run in runs))
    without = [line for line in plan.not_told if line.why in ("nobody", "no_contact")]
    if without:
        yield words.say("without")
        for line in without:
            who = f"{words.who(line)}: {words.why(line)}" if line.recipient else words.why(line)
            yield "  " + words.say(
                "without_line", at=words.instant(line.at_us), chain=words.chain(line.chain), step=words.step(line), why=who
            )
    if plan.problems:
        yield words.say("problems")
        yield from (f"  {problem.message(words.locale)}" for problem in plan.problems)
