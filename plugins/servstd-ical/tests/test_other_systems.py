"""Files as other systems write them, and the same occurrences as other libraries find."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from servstd.instants import read_zone
from servstd_ical import IcalSource
from servstd_ical.events import read_events
from servstd_ical.expanding import expand

SOURCE = IcalSource(str(Path(__file__).parent / "files"))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
OFFICE = {"mon-fri": ["09:00-18:00"]}
BERLIN = read_zone("Europe/Berlin")


def test_google() -> None:
    assert SOURCE.calendar({"file": "google.ics", "means": "open", "time_zone": "Asia/Shanghai"}, FIRST, LAST) == {
        "time_zone": "Asia/Shanghai",
        "dates": {
            "2026-01-05": ["09:00-18:00"],
            "2026-01-13": ["10:00-16:00"],
            **{f"2026-01-{day}": ["09:00-18:00"] for day in (16, 19, 23, 26, 30)},
        },
    }


def test_outlook() -> None:
    closed = {"file": "outlook.ics", "means": "closed", "time_zone": "Asia/Shanghai", "hours": OFFICE}
    stocktaking = {f"2026-{day}": ["14:00-16:00"] for day in ("01-07", "02-04", "03-04")}
    assert SOURCE.calendar(closed, FIRST, LAST) == {
        "time_zone": "Asia/Shanghai",
        "hours": OFFICE,
        "dates": {"2026-01-01": [], "2026-01-02": [], "2026-01-03": []},
        "except": [{"time_zone": "Asia/Shanghai", "dates": stocktaking}],
    }


def test_apple_with_make_up_days() -> None:
    makeup = {"marked": ["班"], "hours": ["09:00-18:00"]}
    closed = {"file": "apple.ics", "means": "closed", "hours": OFFICE, "transparent": "count", "only": ["休", "班"], "makeup": makeup}
    data = SOURCE.calendar(closed, FIRST, LAST)
    assert data["dates"] == {"2026-02-14": ["09:00-18:00"], **{f"2026-02-{day}": [] for day in range(15, 24)}}
    with pytest.raises(ValueError, match="write transparent: count"):
        SOURCE.calendar({"file": "apple.ics", "means": "open"}, FIRST, LAST)


_RULES = st.builds(
    lambda frequency, interval, days, end: f"FREQ={frequency};INTERVAL={interval}{days}{end}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4),
    st.sampled_from(["", ";BYDAY=MO,WE,SU", ";BYMONTH=3,10", ";BYMONTHDAY=1,15,-1", ";BYDAY=MO,TU,WE;BYSETPOS=-1", ";WKST=SU"]),
    st.sampled_from(["", ";COUNT=7", ";UNTIL=20261102T005959Z", ";COUNT=400"]),
)
_STARTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(second=0, microsecond=0))


def _file(start: datetime, rule: str, more: str = "") -> bytes:
    end = start + timedelta(hours=9)
    lines = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a",
        f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}\nDTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}",
        f"RRULE:{rule}{more}\nEND:VEVENT\nEND:VCALENDAR\n",
    )
    return "\n".join(lines).encode()


def _ours(content: bytes) -> list[tuple[datetime, datetime]]:
    found = expand(read_events(content, "a.ics", None), "a.ics", FIRST, LAST)
    low, high = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    return sorted((each.start, each.end) for each in found if low < each.end and each.start < high)


@settings(max_examples=80, deadline=None)
@given(start=_STARTS, rule=_RULES)
def test_dateutil_finds_the_same(start: datetime, rule: str) -> None:
    content = _file(start, rule)
    head, _, count = rule.partition(";COUNT=")
    walls = list(rrulestr(head.split(";UNTIL=")[0], dtstart=start).between(datetime(2020, 1, 1), datetime(2027, 1, 2)))
    if ";UNTIL=" in rule:
        walls = [wall for wall in walls if wall <= datetime(2026, 11, 2, 1, 59, 59)]
    if ";UNTIL=" in rule and start > datetime(2026, 11, 2, 1, 59, 59):
        start, walls = datetime(1970, 1, 1), []
    walls = ([start, *(wall for wall in walls if wall != start)])[: int(count) if count else None]
    expected = {
        (wall.replace(tzinfo=BERLIN).astimezone(UTC), (wall + timedelta(hours=9)).replace(tzinfo=BERLIN).astimezone(UTC)) for wall in walls
    }
    low, high = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert _ours(content) == sorted(pair for pair in expected if low < pair[1] and pair[0] < high)


@settings(max_examples=60, deadline=None)
@given(start=_STARTS, rule=_RULES, left_out=st.lists(st.integers(0, 30), max_size=4, unique=True))
def test_recurring_ical_events_finds_the_same(start: datetime, rule: str, left_out: list[int]) -> None:
    other = pytest.importorskip("recurring_ical_events", reason="recurring-ical-events is not installed; it is there to compare with")
    starts = list(rrulestr(rule.split(";UNTIL=")[0], dtstart=start).between(start, datetime(2027, 1, 2), inc=True))
    if not starts or starts[0] != start:
        return  # whether DTSTART counts then is where they differ; RFC 5545 leaves it undefined
    gone = "".join(f"\nEXDATE;TZID=Europe/Berlin:{starts[i]:%Y%m%dT%H%M%S}" for i in left_out if i < len(starts))
    content = _file(start, rule, gone)
    low, high = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    theirs = other.of(Calendar.from_ical(content)).between(low, high)
    pairs = {(event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in theirs}
    assert _ours(content) == sorted(pair for pair in pairs if low < pair[1] and pair[0] < high)
