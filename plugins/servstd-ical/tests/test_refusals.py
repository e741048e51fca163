"""What cannot be used is refused, with file, event and a way out; nothing is left out silently."""

from __future__ import annotations

import os
import pickle
from datetime import date

import pytest

from servstd.errors import ServstdError
from servstd_ical import IcalError
from servstd_ical.source import IcalSource

DAY = "UID:a\nDTSTART;VALUE=DATE:20260501\n"
NINE = "UID:a\nDTSTART:20260501T090000Z\n"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("UID:a\nSUMMARY:x", "a.ics: event a: DTSTART is missing"),
        ("UID:a\nDTSTART:tomorrow", "a.ics: event a: DTSTART cannot be read"),
        ("UID:a\nDTSTART;VALUE=DATE:20260231", "a.ics: event a: DTSTART cannot be read"),
        ("UID:a\nDTSTART;TZID=Mars/Base:20260501T090000", "event a: time zone 'Mars/Base' is not known"),
        ("UID:a\nDTSTART:20260501T090000", "event a: DTSTART is 20260501T090000, a floating time, which names no zone; write time_zone:"),
        ("UID:a\nDTSTART:18000101T090000Z", "expected a year from 1900 to 9000"),
        (f"{DAY}DTSTART;VALUE=DATE:20260502", "event a: DTSTART is there 2 times"),
        (f"{NINE}DTEND:20260501T080000Z", "event a: DTEND 2026-05-01 08:00 lies before DTSTART 2026-05-01 09:00"),
        (f"{NINE}DTEND;VALUE=DATE:20260502", "event a: of DTSTART and DTEND one is a date"),
        (f"{NINE}DTEND:20260501T100000Z\nDURATION:PT1H", "event a: it has both DTEND and DURATION"),
        (f"{NINE}DURATION:-PT1H", "event a: DURATION is negative"),
        (f"{NINE}DURATION:P999999999D", "event a: DURATION is longer than 36,525 days"),
        (f"{NINE}SUMMARY:x\nSUMMARY:y", "event a: SUMMARY is there 2 times; expected once"),
        (f"{DAY}RRULE:FREQ=YEARLY;BYMONTH=13", "BYMONTH is 13; expected 1 to 12"),
        (f"{DAY}RRULE:FREQ=YEARLY;BYWEEKNO=-99", "BYWEEKNO is 99; expected 1 to 53"),
        (f"{NINE}DURATION:PTX", "event a: DURATION cannot be read"),
        (f"{DAY}DURATION:PT5H", "event a: DTSTART is a date, but DURATION is not in whole days"),
        (f"{DAY}RRULE:FREQ=SOMETIMES", "event a: RRULE cannot be read"),
        (f"{DAY}RRULE:FREQ=SECONDLY", "event a: RRULE FREQ=SECONDLY: the FREQ is not understood; expected DAILY"),
        (f"{DAY}RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "cannot be followed: no such day exists"),
        (f"{DAY}RRULE:FREQ=DAILY;INTERVAL=0", "cannot be followed: INTERVAL is less than 1"),
        (f"{DAY}RRULE:FREQ=DAILY;COUNT=0", "cannot be followed: COUNT is less than 1"),
        (f"{DAY}RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "event a: RRULE is there 2 times"),
        (f"{DAY}EXRULE:FREQ=WEEKLY", "event a: EXRULE is not understood"),
        (f"{DAY}RDATE:20260502T090000Z", "event a: RDATE 20260502T090000Z and DTSTART are not of one kind"),
        (f"{DAY}RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260501", "RANGE=THISANDFUTURE, which is not understood"),
        (f"{DAY}RECURRENCE-ID;VALUE=DATE:20260501\nRRULE:FREQ=DAILY", "event a: RECURRENCE-ID together with RRULE"),
        (f"{NINE}DURATION:PT1H", "event a: it has a time of day; write time_zone: beside means:"),
        ("SUMMARY:Tea\nDTSTART;VALUE=DATE:20260501\nDURATION:PT1H", "a.ics: event Tea of 2026-05-01 00:00: "),
    ],
)
def test_broken_events_are_named(folder, event: str, told: str) -> None:
    with pytest.raises(IcalError) as caught:
        folder.data(event)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.ics: there is no BEGIN:VCALENDAR in it; expected an iCalendar file"),
        (b"<html>Please sign in</html>", "a.ics: there is no BEGIN:VCALENDAR"),
        ("BEGIN:VCALENDAR\r\nX:春".encode("gbk"), "a.ics: byte 19 is no UTF-8; expected a file saved as UTF-8"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", "a.ics: END:VCALENDAR is missing: the file is cut off"),
        (b"BEGIN:VCALENDAR\r\nCALSCALE:CHINESE\r\nEND:VCALENDAR\r\n", "a.ics: CALSCALE is CHINESE"),
        (b"BEGIN:VCALENDAR\r\nno colon\r\nEND:VCALENDAR\r\n", "a.ics: it cannot be read: "),
    ],
)
def test_broken_files_are_named(folder, content: bytes, told: str) -> None:
    (folder.path / "a.ics").write_bytes(content)
    with pytest.raises(IcalError) as caught:
        folder.read()
    assert str(caught.value).startswith(told)


def test_a_byte_order_mark_does_no_harm(folder) -> None:
    folder.data(DAY)
    content = (folder.path / "a.ics").read_bytes()
    (folder.path / "a.ics").write_bytes(b"\xef\xbb\xbf" + content)
    assert list(folder.read()["dates"]) == ["2026-05-01"]


@pytest.mark.parametrize(
    "file", ["/etc/passwd", "../secret.ics", "x/../../y.ics", "C:\\a.ics", "x\\..\\a.ics", "https://example.com/a.ics", "a\0b"]
)
def test_files_outside_the_folder_are_refused(folder, file: str) -> None:
    with pytest.raises(IcalError, match="expected the name of a file below the folder"):
        folder.read(file=file)


def test_a_missing_file_and_a_folder(folder) -> None:
    with pytest.raises(IcalError, match=r"none\.ics: there is no such file in the folder"):
        folder.read(file="none.ics")
    (folder.path / "sub").mkdir()
    with pytest.raises(IcalError, match="sub: it cannot be opened"):
        folder.read(file="sub")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ({"fil": "a.ics"}, "'fil' is no argument of ical; expected file, url, feed, means"),
        ({"file": ""}, "file is ''; expected a text"),
        ({"file": []}, "file is missing"),
        ({"file": [3]}, "expected a text, or a list of texts"),
        ({"means": "close"}, "means is 'close'; expected closed or open"),
        ({"means": "closed"}, "hours is missing: closures are taken from hours"),
        ({"hours": "24/7"}, "hours means nothing with means: open"),
        ({"makeup": {}}, "makeup means nothing with means: open"),
        ({"time_zone": "Beijing"}, "time_zone is 'Beijing'; expected a name of the IANA data"),
        ({"transparent": True}, "transparent is True; expected ignore or count"),
        ({"seconds": "drop"}, "seconds is 'drop'; expected refuse or round"),
        ({"means": "closed", "hours": "24/7", "makeup": {"marked": "班"}}, "makeup is {'marked': '班'}; expected"),
    ],
)
def test_wrong_arguments_are_named(folder, args: dict[str, object], told: str) -> None:
    with pytest.raises(IcalError) as caught:
        folder.read(**args)
    assert told in str(caught.value)


def test_means_is_never_guessed(folder) -> None:
    with pytest.raises(IcalError, match="means is missing"):
        folder.source.calendar({"file": "a.ics"}, date(2026, 1, 1), date(2026, 1, 2))


def test_seconds_are_refused_or_rounded(folder) -> None:
    event = "UID:a\nDTSTART:20260501T090029Z\nDTEND:20260501T235959Z"
    with pytest.raises(IcalError, match="event a: 2026-05-01 09:00:29 UTC has seconds"):
        folder.data(event, time_zone="UTC")
    assert folder.data(event, time_zone="UTC", seconds="round")["dates"] == {"2026-05-01": ["09:00-24:00"]}


def test_errors_are_of_the_family_and_can_be_pickled() -> None:
    error = IcalError("reason", file="a.ics", uid="u")
    assert isinstance(error, ServstdError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "a.ics: event u: reason"


def test_too_many_occurrences_are_refused(folder) -> None:
    rule = "UID:a\nDTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY"
    with pytest.raises(IcalError, match="event a: there are more than 100,000 occurrences up to 2199-01-03"):
        folder.data(rule, last=date(2199, 1, 1))


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.ics")
    with pytest.raises(IcalError, match="it is a pipe"):
        IcalSource(str(tmp_path)).calendar({"file": "pipe.ics", "means": "open"}, date(2026, 1, 1), date(2026, 12, 31))
