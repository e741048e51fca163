"""What the tests of delivery share: a host that is a registry and no more, notifiers that misbehave, orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event

import attrs

from servstd.effects import Effect, Order
from servstd.notices import Addressing, Limit, Notice, Receipt
from servstd.registry import Component, Failure, Registry

FACTS: Mapping[str, object] = {
    "case": "HJ-7",
    "at": 1_767_925_200_000_000,
    "opened_at": 1_767_925_200_000_000,
    "time_zone": "Asia/Shanghai",
    "standard": "和居",
    "attributes": {
        "matter": "complaint", "称呼": "王女士", "phone": "13800138000", "amount": 3.0, "vip": True, "tags": ["a", "b"],
        "visit": 1_767_925_200_000_000,
    },
    "labels": {"matter": "投诉"},
    "instants": ["visit"],
    "persons": {"owner": {"key": "li", "name": "李雷"}},
    "data": {"decision": "请致电 13800138000 找李雷", "items": [{"part": "瓷砖"}]},
    "clocks": {
        "resolution": {"label": "解决", "due": 1_767_927_600_000_000, "target": "3 个工作日", "state": "running", "commitment": "promise"},
        "visit_clock": {"label": "上门", "due": None, "target": "2 小时", "state": "paused", "commitment": "goal"},
    },
    "next_update": None,
}  # fmt: skip


@attrs.frozen(eq=False)
class Host:
    """Anything with a registry."""

    registry: Registry


@attrs.define(eq=False)
class Fake:
    """A notifier that keeps what it got, and answers as it is told."""

    name: str = "sms"
    answer: Callable[[Notice], object] = lambda notice: Receipt.sent()
    addressing: Addressing = "room"
    contact: str = "sms"
    limit: Limit = attrs.Factory(Limit)
    summary: str = "Keeps."
    got: list[Notice] = attrs.Factory(list)

    def send(self, notice: Notice, /) -> object:
        self.got.append(notice)
        return self.answer(notice)


def host_of(*notifiers: object, failures: tuple[Failure, ...] = ()) -> Host:
    """Return a host with these notifiers."""
    parts = tuple(Component(str(getattr(n, "name", n)), kind="notifiers", plugin="p", part=n) for n in notifiers)
    return Host(Registry(parts, failures=failures))


def notice_effect(text: str = "{{ case }}", *, via: tuple[str, ...] = ("sms",), key: str = "e1", at_us: int = 0, **order: object) -> Effect:
    """Return the effect of one notice."""
    values: dict[str, object] = {"audience": "customer", "recipient": "c7", "reason": "opened", "facts": FACTS, "language": "zh"}
    made = Order("n", text=text, via=via, **{**values, **order})  # type: ignore[arg-type]
    return Effect("notice", case="HJ-7", cycle_id=key, at_us=at_us, order=made)


def raising(error: BaseException) -> Callable[[Notice], object]:
    """Return an answer that raises."""

    def answer(notice: Notice) -> object:
        raise error

    return answer


def hanging(gate: Event) -> Callable[[Notice], object]:
    """Return an answer that comes when the gate is opened."""

    def answer(notice: Notice) -> object:
        gate.wait()
        return Receipt.sent()

    return answer
