"""What the tests of feedback in one case share: a small desk, and what was owed told in hours.

*Rule:* an hour is counted from Monday, 5 January 2026, 00:00 UTC, as in `support`. Actions are told short: (hour, kind, whom).

Example:
    >>> owed(desk(INVITES), [event(9, "opened", id="o"), event(10, "closed", id="c")], 40)
    [(11.0, 'ask', 'served')]
"""

from __future__ import annotations

from collections.abc import Sequence

from servstd import Standard
from servstd.decide import Decision
from tests.unit.decide.support import STATUSES, decide, event, hour, loads, stepwise

__all__ = ["BODY", "COMPLAINTS", "INVITES", "complaining", "desk", "event", "look", "owed", "trouble"]

BODY = (
    STATUSES
    + """attributes: {matter: {values: {complaint: C, repair: R}}, team: {}, reach: {}}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
notifiers: {wecom: {type: console, contact: wecom}}
people:
  li: {name: Li, roles: [specialist], team: desk, manager: wang, contacts: {wecom: li}}
  chen: {name: Chen, roles: [specialist], team: desk, contacts: {wecom: chen}}
  pm: {name: Zhou, roles: [project], team: works, contacts: {wecom: pm}, language: zh}
  wang: {name: Wang, roles: [supervisor], team: desk, manager: qian, contacts: {wecom: wang}}
  qian: {name: Qian, roles: [manager], contacts: {wecom: qian}}
  mute: {name: Mute, roles: [manager]}
escalation: {ladder: [specialist, supervisor, {manager: Head of service}]}
"""
)
INVITES = """
  instruments: {after: {kind: csat, scale: 5, version: "2"}, deep: {kind: nps}}
  invitations:
    - {name: served, instrument: after, trigger: {event: closed}, when: {reach: {missing: true}}, after: 1h}
"""
COMPLAINTS = """
  complaints:
    when: {matter: complaint}
    stages: iso-10002
    callback: {by: {role: specialist}, not_by: owner, attempts: 3, over_days: 2, unreachable: close_with_note}
    redispatch:
      {trigger: {event: called_back, outcome: unsatisfied}, to: {team: same}, owner: {role: project}, limit: 2, then: {level: manager}}
"""


def desk(section: str = COMPLAINTS, *, head: str = BODY) -> Standard:
    """Return a standard with a section on feedback."""
    return loads(head + ("feedback:" + section if section else ""))


def complaining(*changes: tuple[str, str]) -> Standard:
    """Return the desk with changed words in its complaints."""
    text = COMPLAINTS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return desk(text)


def look(standard: Standard, events: Sequence[dict[str, object]], now: float) -> Decision:
    """Return the decision at an hour; the same comes out step by step, with the state written down and read in between."""
    decision = decide(standard, events, now)
    keys = [effect.key for effect in decision.effects]
    assert len(set(keys)) == len(keys)
    if events:
        past = [item for item in events if hour_of(item) <= now]
        steps = stepwise(standard, past, now)
        assert [effect.as_dict() for effect in steps.effects] == [effect.as_dict() for effect in decision.effects]
        assert (steps.complaint, steps.problems) == (decision.complaint, decision.problems)
    return decision


def hour_of(item: dict[str, object]) -> float:
    """Return the hour of an event."""
    from datetime import datetime

    from servstd.instants import to_us

    return hour(to_us(datetime.fromisoformat(str(item["at"])))) or 0.0


def owed(standard: Standard, events: Sequence[dict[str, object]], now: float) -> list[tuple[float | None, str, object]]:
    """Return what was owed up to an hour: (hour, kind, whom or what)."""
    out: list[tuple[float | None, str, object]] = []
    for effect in look(standard, events, now).effects:
        action = effect.action or {}
        if effect.kind in ("action", "ask"):
            whom = next((action[name] for name in ("invitation", "owner", "by", "to", "attempts") if name in action), "")
            out.append((hour(effect.at_us), str(action["kind"]), whom))
        elif effect.order is not None:
            out.append((hour(effect.at_us), effect.order.reason, effect.order.recipient))
    return out


def trouble(standard: Standard, events: Sequence[dict[str, object]], now: float) -> list[tuple[str, object]]:
    """Return the problems of a history: (code, the event)."""
    return [(problem.code, problem.params["event"]) for problem in look(standard, events, now).problems]
