"""Events and histories: the facts a decision is made from.

*Rule:* an event is immutable, its instant is aware, and a history has one order: by instant, then by `sequence`, else as
given. The same id with the same content counts once; the same id with other content is refused.

Example:
    >>> event = read_event({"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer"})
    >>> event.kind, event.by.role, event.at_us
    ('opened', 'customer', 1767574800000000)
"""

from __future__ import annotations

from servstd.events.event import Actor, Event, Scalar, Value
from servstd.events.history import History, made_id, order_events
from servstd.events.kinds import KINDS, ROLES, Kind, Role
from servstd.events.reading import read_event

__all__ = ["KINDS", "ROLES", "Actor", "Event", "History", "Kind", "Role", "Scalar", "Value", "made_id", "order_events", "read_event"]
