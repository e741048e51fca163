"""What the tests share: a folder with files, and its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

import pytest

from servstd.calendars import read_calendar
from servstd.instants import read_zone
from servstd_ical import IcalSource

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def written(*events: str, before: str = "") -> str:
    """Return a file with some events, each given by its lines."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{before}{body}END:VCALENDAR\n".replace("\n", "\r\n")


class Folder:
    """A folder with files, and the source that reads them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = IcalSource(str(path))

    def data(self, *events: str, first: date = FIRST, last: date = LAST, before: str = "", **args: object) -> Mapping[str, object]:
        """Return the calendar the source makes of some events."""
        (self.path / "a.ics").write_bytes(written(*events, before=before).encode())
        return self.read(first=first, last=last, **args)

    def read(self, first: date = FIRST, last: date = LAST, **args: object) -> Mapping[str, object]:
        """Return the calendar the source makes of the file that is there."""
        return self.source.calendar({"file": "a.ics", "means": "open", **args}, first, last)

    def dates(self, *events: str, **args: object) -> object:
        """Return date -> hours of a calendar that consists of nothing else."""
        data = self.data(*events, **args)
        assert set(data) <= {"time_zone", "dates"}
        return data["dates"]

    def open(self, *events: str, first: date, last: date, **args: object) -> list[str]:
        """Return when it is open on some days, on the wall of its zone, with the offset in hours."""
        calendar = read_calendar(self.data(*events, first=first, last=last, **args), time_zone="Asia/Shanghai")
        zone = read_zone(calendar.time_zone)
        start, end = (datetime.combine(day, wall_time(0), zone) for day in (first, last + timedelta(days=1)))
        return [f"{a:%m-%d %H:%M%z} {b:%m-%d %H:%M%z}" for a, b in calendar.open_intervals(start, end)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return an empty folder."""
    return Folder(tmp_path)
