"""The engine tells what a plain walk through the minutes tells: chains on actual time, their waits, points, notes, ends and repeats.

*Rule:* one draw makes a chain twice, for the engine and for the oracle; see `chain_oracle`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import servstd
from servstd.durations import Amount, Span
from servstd.escalation.model import Acknowledgement, Chain, ChainTrigger, Escalation, Repeat
from servstd.events import Event
from servstd.instants import from_us
from tests.laws.chain_oracle import Line, Plan, Said, Stair, never, run
from tests.laws.strategies import EPOCH_US, MINUTE_US
from tests.unit.decide.chain_support import BODY, LADDER, PEOPLE, chain, loads, missed, on, replace, step, unless

TARGET = 240
# as written -> minutes of the clock
POINTS = {"25%": 60, "75%": 180, "20m remaining": 220, "missed": 240, "20m overdue": 260, "2h overdue": 360}
WAITS = (20, 60, 90, 7)


def is_high(attributes: dict[str, object]) -> bool:
    return attributes.get("priority") == "high"


def is_not_high(attributes: dict[str, object]) -> bool:
    return attributes.get("priority") != "high"


HIGH = {"priority": "high"}
NOT_HIGH = {"any": [{"priority": {"missing": True}}, {"priority": "low"}]}
# (as a condition, at an event, the state that must go on)
STARTS: tuple[tuple[object, Callable[..., bool], Callable[..., bool]], ...] = (
    ({"event": "opened"}, lambda kind, before, after: kind == "opened", lambda attributes: True),
    ({"event": "message"}, lambda kind, before, after: kind == "message", lambda attributes: True),
    ({"becomes": HIGH}, lambda kind, before, after: is_high(after) and not is_high(before), is_high),
)
STOPS: tuple[tuple[object, Callable[[str, dict[str, object]], bool]], ...] = (
    (None, never),
    (None, never),
    ({"event": ["resolved", "closed"]}, lambda kind, _: kind in ("resolved", "closed")),
    ({"event": "message"}, lambda kind, _: kind == "message"),
    (HIGH, lambda _, attributes: is_high(attributes)),
)


@st.composite
def pairs(draw: st.DrawFn, name: str) -> tuple[Chain, Plan]:
    """Draw a chain, for the engine and for the oracle."""
    more: dict[str, Any] = {}
    trigger: ChainTrigger = on()
    kind = draw(st.sampled_from(["clock", "clock", "event", "by_hand"]))
    if kind == "clock":
        point = draw(st.sampled_from(list(POINTS)))
        trigger = missed(at=point)
        more |= {"point": POINTS[point], "label": point}
    elif kind == "event":
        condition, rises, standing = draw(st.sampled_from(STARTS))
        trigger = on(condition)
        more |= {"starts": rises, "standing": standing}
    count = draw(st.integers(1, 4))
    made = [draw(stairs(str(i + 1), first=i == 0, on_clock=kind == "clock")) for i in range(count)]
    stop, stops = STOPS[draw(st.integers(0, len(STOPS) - 1))]
    for_all = draw(st.booleans())
    expires, everyone, stand_down = draw(st.none() | st.sampled_from([20, 100])), draw(st.booleans()), draw(st.booleans())
    times, first, again = draw(st.integers(0, 2)), draw(st.integers(0, count - 1)), draw(st.sampled_from(WAITS))
    engine = chain(
        name, trigger, *(one for one, _ in made), stop=stop, when=None if for_all else NOT_HIGH, stand_down=stand_down,
        acknowledgement=Acknowledgement(by="all" if everyone else "any", expires=None if expires is None else Span(expires * MINUTE_US)),
        repeat=Repeat(first=first, times=times, after=Amount(us=again * MINUTE_US)) if times else None,
    )  # fmt: skip
    plan = Plan(
        name, tuple(one for _, one in made), stop=stops, expires=expires, everyone=everyone, stand_down=stand_down, times=times,
        again_after=again, again_from=first, **({} if for_all else {"when": is_not_high}), **more,
    )  # fmt: skip
    return engine, plan


@st.composite
def stairs(draw: st.DrawFn, name: str, *, first: bool, on_clock: bool) -> tuple[Any, Stair]:
    whom = draw(st.sampled_from(["li", "wang", "qian"]))
    engine: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    if on_clock and draw(st.booleans()):
        point = draw(st.sampled_from(list(POINTS)))
        engine["at"], plain["at"] = point, POINTS[point]
    elif not first or draw(st.booleans()):
        wait = draw(st.sampled_from(WAITS))
        engine["after"], plain["after"] = f"{wait}m", wait
    held = draw(st.sampled_from(["", "", "noted", "by", "high"]))
    if held == "noted":
        engine["unless"], plain["unless_noted"] = unless(), True
    elif held == "by":
        engine["unless"], plain["unless_by"] = unless("wang"), "wang"
    elif held == "high":
        engine["unless"], plain["unless"] = unless(when=HIGH), is_high
    if draw(st.integers(0, 4)) == 0:
        engine["when"], plain["when"] = HIGH, is_high
    return step(name, whom, **engine), Stair(name, whom, **plain)


KINDS = ("message", "high", "low", "pause", "go", "pause", "go", "resolved", "closed", "reopened", "ack", "ack", "unack", "escalated")


@st.composite
def facts(draw: st.DrawFn) -> list[Said]:
    """Draw a history; what happens to a case that is over is that it is taken up again."""
    data = {"owner": "li", **draw(st.sampled_from([{}, HIGH]))}
    out = [Said(0, "opened", "c", data, "e0")]
    at, over = 0, False
    for i in range(1, draw(st.integers(1, 8))):
        at += draw(st.sampled_from([0, 20, 40, 60, 60, 100, 7, 120, 240]))
        kind = draw(st.sampled_from(KINDS))
        if over and kind not in ("ack", "unack", "escalated", "message", "high", "low"):
            kind = "reopened"
        elif not over and kind == "reopened":
            kind = "message"
        over = kind in ("resolved", "closed") or (over and kind != "reopened")
        who = draw(st.sampled_from(["li", "wang", "qian"]))
        said: dict[str, object] = {}
        if kind in ("ack", "unack", "escalated") and draw(st.booleans()):
            said["chain"] = draw(st.sampled_from(["a", "b"]))
        if kind in ("high", "low"):
            kind, said = "changed", {"priority": kind}
        elif kind in ("pause", "go"):
            kind, said = "changed", {"status": "pending" if kind == "pause" else "new"}
        kind = {"ack": "acknowledged", "unack": "unacknowledged"}.get(kind, kind)
        out.append(Said(at, kind, who, said, f"e{i}"))
    return out


def event_of(said: Said, number: int) -> Event:
    by: dict[str, object] = {"role": "customer", "id": said.who} if said.kind == "opened" else {"role": "agent", "id": said.who}
    data = {"public": False} if said.kind == "message" else dict(said.data)
    return Event(said.kind, case="7", at=EPOCH_US + said.at * MINUTE_US, by=by, id=said.id, sequence=number, data=data)


def lines_of(standard: servstd.Standard, history: list[Said], now: int) -> list[Line]:
    decision = standard.decide([event_of(said, i) for i, said in enumerate(history)], now=from_us(EPOCH_US + now * MINUTE_US))
    return sorted(
        ((line.at_us - EPOCH_US) // MINUTE_US, line.chain, line.trigger, line.round, line.step, line.recipient, line.why)
        for line in decision.escalation
    )


PLAIN = loads(BODY)


@settings(max_examples=200)
@given(pairs("a"), st.none() | pairs("b"), facts(), st.integers(0, 900))
def test_the_engine_tells_what_a_walk_through_the_minutes_tells(
    one: tuple[Chain, Plan], other: tuple[Chain, Plan] | None, history: list[Said], later: int
) -> None:
    both = [one] if other is None else [one, other]
    standard = replace(PLAIN, Escalation(ladder=LADDER, chains=tuple(engine for engine, _ in both)), people=PEOPLE)
    now = history[-1].at + later
    assert lines_of(standard, history, now) == run([plan for _, plan in both], TARGET, history, now)
