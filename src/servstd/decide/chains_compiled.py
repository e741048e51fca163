"""The chains of an edition made ready to run: conditions as predicates, people ready to be asked, hours as timelines.

*Rule:* compiling adds nothing to what the edition says; everything here can be thrown away and made again.

Example:
    >>> from servstd.conditions import Becomes, Test
    >>> alive = standing(Becomes(Test("grade", op="in", values=("major",))))
    >>> alive({"grade": "major"}), alive({"grade": "minor"}), standing(Test("grade", op="present"))
    (True, False, None)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from servstd.conditions import (
    AllOf,
    AnyOf,
    Becomes,
    Condition,
    EventPredicate,
    StatePredicate,
    compile_event,
    compile_rise,
    compile_state,
)
from servstd.document.edition import Edition
from servstd.escalation.model import Chain, Escalation, Step
from servstd.escalation.recipients import OnDuty, Roster
from servstd.people import QuietHours

__all__ = ["CompiledChain", "CompiledChains", "CompiledStep", "OpenHours", "Quiet", "compile_rotas", "standing"]


class OpenHours(Protocol):
    """When something is open, in microseconds since the epoch; `servstd.calendars` provides it."""

    @property
    def is_open(self) -> Callable[[int], bool]:
        """Return `us -> bool`."""
        ...

    def next_open(self, us: int, /) -> int:
        """Return the instant itself where it is open, else the next opening."""
        ...


class Quiet:
    """Quiet hours, ready to be asked."""

    __slots__ = ("hours", "unless", "urgent_passes")

    def __init__(self, quiet: QuietHours) -> None:
        # pyright takes the slots of a timeline that hold functions for methods
        self.hours = cast(OpenHours, quiet.hours.timeline)
        self.unless = None if quiet.unless is None else compile_event(quiet.unless)
        self.urgent_passes = quiet.urgent_passes


class CompiledStep:
    """A step's conditions as predicates; None: none."""

    __slots__ = ("addressees", "step", "unless", "when")

    def __init__(self, step: Step) -> None:
        self.step = step
        self.addressees = step.addressees
        self.when = None if step.when is None else compile_event(step.when)
        self.unless = None if step.unless is None or step.unless.condition is None else compile_event(step.unless.condition)


class CompiledChain:
    """A chain's conditions as predicates.

    Attributes:
        position: Its position in the edition.
        stop: True at an event, or in a state, that ends it.
        standing: The state that set it off and must go on; None: none.
    """

    __slots__ = ("chain", "name", "position", "quiet", "standing", "steps", "stop", "when")

    def __init__(self, chain: Chain, position: int) -> None:
        self.chain = chain
        self.name = chain.name
        self.position = position
        self.steps = tuple(CompiledStep(step) for step in chain.steps)
        self.stop: EventPredicate | None = None if chain.stop_on is None else compile_event(chain.stop_on)
        self.when: EventPredicate | None = None if chain.when is None else compile_event(chain.when)
        self.standing = None if chain.trigger.condition is None else standing(chain.trigger.condition)
        self.quiet = None if chain.quiet is None else Quiet(chain.quiet)


class CompiledChains:
    """The chains of an edition, by what may set them off.

    Args:
        edition: The edition.
        escalation: Its section on escalation.
        calendar_keys: Name of a calendar -> its key among the standard's timelines.

    Attributes:
        events: (position of the chain, predicate), for those that an event sets off.
        points: Metric -> positions of the chains that hang on its clock.
        by_hand: Name -> position, for those that only a person sets off.
        below: Level -> the level below it on the ladder.
        rank: Level -> its position on the ladder.
        tops: The highest rank that each chain tells; -1: none.
    """

    def __init__(self, edition: Edition, escalation: Escalation, calendar_keys: Mapping[str, str]) -> None:
        self.escalation = escalation
        self.calendar_keys = calendar_keys
        self.chains = tuple(CompiledChain(chain, i) for i, chain in enumerate(escalation.chains))
        self.events: list[tuple[int, EventPredicate]] = []
        self.points: dict[str, list[int]] = {}
        self.by_hand: dict[str, int] = {}
        for i, chain in enumerate(escalation.chains):
            trigger = chain.trigger
            if trigger.condition is not None:
                self.events.append((i, compile_rise(trigger.condition)))
            elif trigger.point is not None:
                self.points.setdefault(trigger.metric, []).append(i)
            else:
                self.by_hand[chain.name] = i
        self.below = dict(zip(escalation.ladder[1:], escalation.ladder, strict=False))
        self.rank = {level: i for i, level in enumerate(escalation.ladder)}
        self.tops = [max(self.rank.get(step.level or "", -1) for step in chain.steps) for chain in escalation.chains]
        self.roster = Roster(edition.people, escalation, compile_rotas(edition), edition.notifier_needs)
        self.quiet = {key: Quiet(person.quiet) for key, person in edition.people.items() if person.quiet is not None}


def compile_rotas(edition: Edition) -> Mapping[str, OnDuty]:
    """Return who is on duty, by rota."""
    if not edition.rotas:
        return {}
    from servstd.escalation.rotas.compiling import compile_rota

    return {name: compile_rota(rota) for name, rota in edition.rotas.items()}


def standing(condition: Condition) -> StatePredicate | None:
    """Return the state that a trigger's `becomes` goes on asking for; None: it asks for none.

    Of an `all` every such state must go on; of an `any` one, where each branch has one.
    """
    if isinstance(condition, Becomes):
        return compile_state(condition.state)
    if not isinstance(condition, (AllOf, AnyOf)):
        return None
    asked = [standing(part) for part in condition.parts]
    states = [state for state in asked if state is not None]
    if isinstance(condition, AllOf):
        return (lambda attributes: all(state(attributes) for state in states)) if states else None
    return (lambda attributes: any(state(attributes) for state in states)) if states and len(states) == len(asked) else None
