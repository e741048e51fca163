"""Times as foreign logs write them: read exactly as the format says, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.instants import instant_text, read_zone
from servstd.mapping._times import compile_time, format_problem, has_offset

SHANGHAI = read_zone("Asia/Shanghai")
LONDON = read_zone("Europe/London")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("D/M/YYYY HH:mm", "5/1/2026 09:00", "2026-01-05T01:00:00Z"),
        ("YYYY/MM/DD HH:mm:ss.SSS", "2026/01/05 09:00:01.250", "2026-01-05T01:00:01.250000Z"),
        ("YYYY-MM-DD", "2026-01-05", "2026-01-04T16:00:00Z"),
        ("YYYYMMDD", "20260105", "2026-01-04T16:00:00Z"),
        ("YYYY年M月D日 H:mm", "2026年1月5日 9:00", "2026-01-05T01:00:00Z"),
        ("YYYY-MM-DD A h:mm", "2026-01-05 下午 1:05", "2026-01-05T05:05:00Z"),
        ("M/D/YY hh:mm a", "1/5/26 12:30 a.m.", "2026-01-04T16:30:00Z"),
        ("M/D/YY hh:mm a", "1/5/99 12:30 PM", "1999-01-05T04:30:00Z"),
        ("YYYY-MM-DD HH:mm Z", "2026-01-05 09:00 +0200", "2026-01-05T07:00:00Z"),
        ("YYYY-MM-DD[ at ]HH[h]", "2026-01-05 at 09h", "2026-01-05T01:00:00Z"),
        ("YYYY-MM-DDTHH:mm", "2026-01-05T24:00", "2026-01-05T16:00:00Z"),
        ("YYYY-MM-DD HH:mm:ss.S", "2026-01-05 09:00:00.123456789", "2026-01-05T01:00:00.123456Z"),
        ("iso", "2026-01-05T09:00:00+01:00", "2026-01-05T08:00:00Z"),
        ("iso", "2026-01-05 09:00", "2026-01-05T01:00:00Z"),
        ("epoch_s", "1767574800", "2026-01-05T01:00:00Z"),
        ("epoch_s", "1767574800.5", "2026-01-05T01:00:00.500000Z"),
        ("epoch_s", "-1.5", "1969-12-31T23:59:58.500000Z"),
        ("epoch_ms", "1767574800000", "2026-01-05T01:00:00Z"),
        ("epoch_ms", "1767574800000.25", "2026-01-05T01:00:00.000250Z"),
    ],
)
def test_a_time_is_read(form: str, text: str, expected: str) -> None:
    assert format_problem(form) is None
    assert instant_text(compile_time(form, SHANGHAI)(text)) == expected


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("D/M/YYYY HH:mm", "31/2/2026 09:00"),
        ("D/M/YYYY HH:mm", "5/13/2026 09:00"),
        ("D/M/YYYY HH:mm", "5/1/2026 25:00"),
        ("D/M/YYYY HH:mm", "5/1/2026 24:01"),
        ("D/M/YYYY HH:mm", "5/1/2026 9:00"),
        ("D/M/YYYY HH:mm", "5/1/2026 09:00:00"),
        ("D/M/YYYY HH:mm", "-100"),
        ("D/M/YYYY", "0/1/2026"),
        ("YYYY-MM-DD h:mm A", "2026-01-05 13:00 PM"),
        ("YYYY-MM-DD h:mm A", "2026-01-05 0:30 AM"),
        ("iso", "2026-02-30T09:00:00Z"),
        ("iso", "05.01.2026"),
        ("epoch_s", "soon"),
        ("epoch_s", "1767574800000"),
        ("epoch_s", "1e9"),
        ("epoch_ms", "9" * 17),
        ("YYYY-MM-DDTHH:mm", "9999-12-31T24:00"),
        ("YYYY-MM-DD HH:mm Z", "2026-01-05 09:00 +9900"),
        ("D/M/YYYY HH:mm", "٥/١/2026 09:00x"),
    ],
)
def test_what_is_no_such_time_is_refused(form: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        compile_time(form, SHANGHAI)(text)


def test_local_times_on_the_days_the_clocks_change() -> None:
    read = compile_time("YYYY-MM-DD HH:mm", LONDON)
    assert instant_text(read("2026-03-29 01:30")) == "2026-03-29T01:30:00Z"  # skipped: moves forward by the gap
    assert instant_text(read("2026-10-25 01:30")) == "2026-10-25T00:30:00Z"  # twice: the first


def test_without_a_zone_an_offset_is_needed() -> None:
    assert compile_time("iso", None)("1970-01-01T00:00:01Z") == 1_000_000
    for form in ("iso", "YYYY-MM-DD HH:mm"):
        with pytest.raises(ValueError, match=r"^"):
            compile_time(form, None)("2026-01-05 09:00")
    with pytest.raises(ValueError, match=r"^"):
        compile_time("iso", None)(datetime(2026, 1, 5, 9))


def test_datetimes_of_worksheets_are_read_as_they_are() -> None:
    read = compile_time("D/M/YYYY", SHANGHAI)
    assert read(datetime(2026, 1, 5, 9)) == read(datetime(2026, 1, 5, 1, tzinfo=UTC)) == 1_767_574_800_000_000


@pytest.mark.parametrize(
    ("form", "piece", "fixed"),
    [
        ("yyyy-MM-dd HH:mm", "y", "YYYY-MM-DD HH:mm"),
        ("%Y-%m-%d %H:%M:%S", "%", "YYYY-MM-DD HH:mm:ss"),
        ("HH:mm", "YYYY", ""),
        ("YYYY HH:mm", "M", ""),
        ("YYYY-MM", "D", ""),
        ("YYYY-MM-DD HH:mm QQ", "Q", ""),
        ("YYYY-MM-DD HH H", "YYYY-MM-DD HH H", ""),
    ],
)
def test_a_format_that_is_not_understood(form: str, piece: str, fixed: str) -> None:
    assert format_problem(form) == (piece, fixed)


def test_formats_with_an_offset() -> None:
    assert [has_offset(form) for form in ("epoch_s", "YYYY-MM-DD HH:mmZ", "iso", "D/M/YYYY")] == [True, True, False, False]


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)))
def test_times_go_there_and_back(wall: datetime) -> None:
    aware = wall.replace(microsecond=wall.microsecond // 1000 * 1000, tzinfo=UTC)
    text = aware.strftime("%d.%m.%Y %I:%M:%S") + f".{aware.microsecond // 1000:03d} {aware.strftime('%p')}"
    assert compile_time("DD.MM.YYYY hh:mm:ss.SSS A", UTC)(text) == compile_time("iso", UTC)(aware.isoformat())


@given(st.text(max_size=20), st.sampled_from(["iso", "epoch_s", "epoch_ms", "D/M/YYYY HH:mm", "YYYY-MM-DD h:mm A Z"]))
def test_any_text_is_a_time_or_refused(text: str, form: str) -> None:
    try:
        us = compile_time(form, SHANGHAI)(text)
    except ValueError:
        return
    assert isinstance(us, int)


@given(st.text(alphabet="YMDHhmsSAaZ[]-/ :T年.*+\\(%y", max_size=16))
def test_any_format_is_understood_or_refused(form: str) -> None:
    if format_problem(form) is None:
        with pytest.raises(ValueError, match=r"^"):
            compile_time(form, SHANGHAI)("no time at all")
