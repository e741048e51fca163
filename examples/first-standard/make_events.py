"""Writes events.jsonl: thirty made-up cases of Hillside Bikes, the same at every run.

python examples/first-standard/make_events.py > examples/first-standard/events.jsonl
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
STAFF = ("ada", "ben", "eve")
CASES = 30


def main() -> None:
    """Print the events of all cases, in the order of their instants."""
    events = [event for number in range(CASES) for event in _case(number, Random(number))]
    for event in sorted(events, key=lambda event: (event["at"], event["case"])):
        print(json.dumps(event | {"at": event["at"].isoformat()}))


def _case(number: int, chance: Random) -> list[dict]:
    matter = ("question", "repair", "question", "complaint", "repair")[number % 5]
    channel = "counter" if matter == "repair" and number % 2 else ("email", "web", "email", "phone")[number % 4]
    agent = {"role": "agent", "id": STAFF[number % 3]}
    walks_in = channel in ("counter", "phone")
    at = datetime(2026, 3, 16, 9, tzinfo=LONDON) + timedelta(days=number // 2, minutes=int(chance.random() * (480 if walks_in else 840)))
    if walks_in:
        at = _open(at)
    events: list[dict] = []

    def note(at: datetime, kind: str, by: object, **data: object) -> None:
        events.append({"case": str(2001 + number), "at": at.replace(second=0), "kind": kind, "by": by, "data": data})

    def later(low: int, high: int) -> timedelta:
        return timedelta(minutes=low + int(chance.random() * (high - low)))

    facts = {
        "matter": matter,
        "channel": channel,
        "status": "new",
        "customer": f"c{number % 11}",
        "tier": "club" if number % 11 < 3 else "everyone",
    }
    if matter == "repair" and number % 4 == 0:
        facts["priority"] = "urgent"
    note(at, "opened", agent if walks_in else "customer", **facts)
    at = _open(at + later(5, 200))
    note(at, "message", agent, public=True)
    if matter == "repair":
        agreed = _open(at + timedelta(days=3)).replace(hour=16, minute=0)
        note(at, "changed", agent, status="in workshop", appointment=agreed.isoformat())
        if number % 3 == 0:
            note(at + later(30, 90), "changed", agent, status="waiting for parts")
            note(_open(at + timedelta(days=2)), "changed", agent, status="in workshop")
        note(agreed - timedelta(minutes=90) + later(0, 112), "x-ready", agent)
        at = agreed
    elif number % 3 == 0:
        asked = at + later(20, 120)
        note(asked, "message", "customer", public=True)
        at = _open(asked + later(20, 260))
        note(at, "message", agent, public=True)
    elif number % 4 == 1:
        note(at, "changed", agent, status="waiting for customer")
        at = at + timedelta(days=1, hours=3)
        note(at, "changed", "system", status="open")
    if number < CASES - 3:
        note(_open(at + later(30, 1500)), "resolved", agent)
    return events


def _open(at: datetime) -> datetime:
    """Return the first moment from `at` on at which somebody of the staff would write."""
    if at.hour >= 18:
        at = at.replace(hour=9, minute=10) + timedelta(days=1)
    while at.weekday() == 6:
        at = at.replace(hour=9, minute=10) + timedelta(days=1)
    return at.replace(hour=9, minute=10) if at.hour < 9 else at


if __name__ == "__main__":
    main()
