"""Complaints that come again: the same customer, the same matter, within the time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from servstd.durations import parse_period
from servstd.feedback.recurring import Complained, recurrences

DAY = 86_400_000_000
MONTH = parse_period("30 days")


def row(case: str, day: float, customer: str = "k1", tenant: str | None = None, **attributes: object) -> Complained:
    told = {"matter": "complaint", **attributes}
    return Complained(case, tenant=tenant, customer=customer, attributes=told, opened_us=int(day * DAY))


def groups(*rows: Complained, **rest: object) -> list[list[str]]:
    return [[one.case for one in group.rows] for group in recurrences(rows, within=MONTH, **rest)]  # type: ignore[arg-type]


def test_each_within_the_time_of_the_one_before() -> None:
    assert groups(row("c", 50), row("a", 1), row("b", 25), row("d", 80), row("e", 200), row("f", 229)) == [["a", "b", "c"], ["e", "f"]]


def test_another_customer_tenant_or_matter_is_not_the_same() -> None:
    assert groups(row("a", 1), row("b", 2, "k2"), row("c", 3, tenant="t"), row("d", 4, matter="other")) == []
    assert groups(row("a", 1), row("b", 2, "k2"), same=("matter",)) == [["a", "b"]]


def test_who_or_what_is_not_known_is_nobodys() -> None:
    assert groups(row("a", 1, ""), row("b", 2, "")) == []
    assert groups(row("a", 1), row("b", 2), same=("customer", "room")) == []


def test_groups_tell_what_they_have_in_common() -> None:
    (group,) = recurrences([row("a", 1), row("b", 2)], within=MONTH)
    assert group.same == {"customer": "k1", "matter": "complaint"}


def test_days_are_those_on_the_wall() -> None:
    late, early = row("a", 0.9), row("b", 30.1)  # 1 and 31 January in UTC; in Shanghai both a day later or the same
    assert groups(late, early) == []
    assert groups(row("a", 0.5), row("b", 29.9), zone=ZoneInfo("Asia/Shanghai")) == []
    assert groups(row("a", 0.5), row("b", 29.9)) == [["a", "b"]]


def test_what_is_told_of_nothing_is_nobodys() -> None:
    assert recurrences([Complained("a", customer="k1", opened_us=0), Complained("b", customer="k1", opened_us=1)], within=MONTH) == ()
