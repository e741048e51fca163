"""Drawn calendars, as plain data, in places where the clocks change within the days that matter.

*Rule:* everything lies on a grid of a quarter of an hour. Night shifts end before the next opening.

Example:
    >>> spell(1425), PLACES[0]
    ('23:45', ('UTC', datetime.date(2026, 1, 1)))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

__all__ = ["DAYS", "PLACES", "calendars_and_days", "shifts", "spell"]

DAYS = 24
"""Days from the drawn day on, within which exceptions lie and clocks change."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLACES: Sequence[tuple[str, date]] = (
    ("UTC", date(2026, 1, 1)),
    ("Asia/Shanghai", date(2026, 2, 10)),
    ("Asia/Kathmandu", date(2025, 12, 20)),
    ("America/New_York", date(2026, 3, 1)),
    ("America/New_York", date(2026, 10, 24)),
    ("Europe/London", date(2026, 3, 20)),
    ("Europe/London", date(2026, 10, 16)),
    ("Australia/Lord_Howe", date(2026, 9, 25)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 3, 27)),
    ("America/Sao_Paulo", date(2018, 10, 28)),  # at midnight, forwards
    ("America/Sao_Paulo", date(2018, 2, 10)),  # at midnight, back
    ("Africa/Cairo", date(2024, 4, 18)),
    ("Pacific/Apia", date(2011, 12, 22)),  # a whole date is left out
)
"""A zone, and a day from which on its clocks change within some two weeks."""


def spell(minutes: int) -> str:
    """Return minutes since midnight as a standard writes them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def shifts(draw: st.DrawFn, nights: bool = True) -> list[str]:
    """Draw one day's hours: up to three intervals, the last perhaps past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True)))
    hours = [f"{spell(a * 15)}-{spell(b * 15)}" for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if nights and len(edges) % 2 and 0 < edges[-1] < 96:
        before = edges[0] if len(edges) > 1 else edges[-1]
        morning = draw(st.integers(0, before)) if before < edges[-1] else draw(st.integers(0, edges[-1] - 1))
        if morning * 15 != edges[-1] * 15:
            hours.append(f"{spell(edges[-1] * 15)}-{spell(morning * 15)}")
    return hours


@st.composite
def calendars_and_days(
    draw: st.DrawFn, nights: bool = True, places: Sequence[tuple[str, date]] | None = None, endless: bool = True
) -> tuple[dict[str, object], date]:
    """Draw a calendar and a day from which on it is interesting.

    Args:
        draw: Given by hypothesis.
        nights: Whether shifts may run past midnight.
        places: Zones and days to choose from; None: `PLACES`.
        endless: Nothing but a date closes its Thursdays.
    """
    thursday = {"thu": ["10:00-11:15"]} if endless else {}
    weekdays = st.sampled_from([weekday for weekday in WEEKDAYS if weekday not in thursday])
    zone, first = draw(st.sampled_from(places or PLACES))
    days = st.integers(0, DAYS).map(lambda i: (first + timedelta(days=i)).isoformat())
    one = shifts(nights)
    data: dict[str, object] = {"time_zone": zone, "hours": {**draw(st.dictionaries(weekdays, one, min_size=3)), **thursday}}
    if draw(st.booleans()):
        start = draw(st.integers(0, DAYS - 4))
        closure = f"{first + timedelta(days=start)}..{first + timedelta(days=start + 3)}"
        data["dates"] = {**draw(st.dictionaries(days, one, max_size=3)), closure: draw(one)}
    if draw(st.booleans()):
        holidays = draw(st.lists(days, max_size=4, unique=True))
        data["holidays"] = {"add": holidays, "half_days": draw(st.dictionaries(days, one, max_size=2))} if draw(st.booleans()) else holidays
    if draw(st.booleans()):
        anchors = sorted(draw(st.sets(days, min_size=1, max_size=2)))
        weeks = st.lists(st.dictionaries(weekdays, one, max_size=2), min_size=1, max_size=3)
        data["alternate"] = [{"from": anchor, "weeks": draw(weeks)} for anchor in anchors]
    if draw(st.booleans()):
        data["versions"] = [{"from": draw(days), "hours": {**draw(st.dictionaries(weekdays, one)), **thursday}}]
    return data, first
