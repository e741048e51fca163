"""Instants: aware or refused, exact to the microsecond, in the type and zone they came in; zones by the newest data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pendulum
import pytest

from servstd import instants
from servstd.errors import UsageError
from servstd.instants import (
    from_us,
    instant_text,
    is_aware,
    like,
    local_date,
    local_text,
    local_to_us,
    offset_of,
    read_day,
    read_instant,
    read_zone,
    to_us,
)

US = 1_767_574_800_000_000  # 2026-01-05T01:00:00Z
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Stamp(datetime):
    """Somebody's own kind of datetime, as pandas has one."""


def code_of(call: object, *args: object) -> str:
    with pytest.raises(UsageError) as error:
        call(*args)  # type: ignore[operator]
    assert error.value.problem.message("zh")
    return error.value.problem.code


def test_datetimes_and_texts_become_microseconds() -> None:
    assert to_us(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)) == to_us("2026-01-05T09:00:00+08:00") == US
    assert to_us(datetime(2026, 1, 5, 9, 0, 0, 1, tzinfo=SHANGHAI)) == US + 1
    assert to_us(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1
    assert to_us(pendulum.datetime(2026, 1, 5, 9, tz="Asia/Shanghai")) == US
    assert to_us(pendulum.datetime(1960, 1, 1)) == to_us(datetime(1960, 1, 1, tzinfo=UTC))


def test_what_is_not_aware_is_refused() -> None:
    assert code_of(to_us, datetime(2026, 1, 5, 9)) == "TIM001"
    assert code_of(to_us, pendulum.naive(2026, 1, 5, 9)) == "TIM001"
    assert code_of(to_us, "2026-01-05 09:00") == "TIM001"
    assert code_of(to_us, date(2026, 1, 5)) == code_of(to_us, 5) == code_of(to_us, None) == "TIM005"
    assert is_aware(datetime(2026, 1, 5, tzinfo=UTC))
    assert not is_aware(datetime(2026, 1, 5))
    assert not is_aware("2026-01-05T09:00:00Z")


def test_microseconds_become_datetimes() -> None:
    assert from_us(US) == datetime(2026, 1, 5, 1, tzinfo=UTC)
    assert from_us(US, SHANGHAI).hour == 9
    assert instant_text(US) == "2026-01-05T01:00:00Z"
    assert instant_text(US + 1) == "2026-01-05T01:00:00.000001Z"
    assert local_text(US, SHANGHAI) == "2026-01-05T09:00:00+08:00"
    assert local_date(US - 2 * 3_600_000_000, SHANGHAI) == date(2026, 1, 5)


def test_results_are_of_the_type_and_zone_given() -> None:
    plain = like(datetime(2020, 1, 1, tzinfo=SHANGHAI))(US)
    assert (type(plain), plain.tzinfo, plain.hour) == (datetime, SHANGHAI, 9)
    other = like(pendulum.datetime(2020, 1, 1, tz="Asia/Shanghai"))(US)
    assert isinstance(other, pendulum.DateTime)
    assert (other.timezone_name, other.hour, to_us(other)) == ("Asia/Shanghai", 9, US)
    stamp = like(Stamp(2020, 1, 1, tzinfo=SHANGHAI))(US + 7)
    assert (type(stamp), to_us(stamp), stamp.tzinfo) == (Stamp, US + 7, SHANGHAI)


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("2026-01-05T01:00:00Z", US), ("2026-01-05t01:00z", US), ("2026-01-05 09:00 +08:00", US),
        ("2026-01-05T09:00+0800", US),
        ("2026-01-05T09:00:00+08", US), ("2026-01-04T20:00:00-05:00", US), ("2026-01-05T01:00:00.5Z", US + 500_000),
        ("2026-01-05T01:00:00,000001999Z", US + 1), ("2026-01-04T24:00:00Z", US - 3_600_000_000), ("2026-01-05Z", US - 3_600_000_000),
        (" 2026-01-05T01:00:00Z ", US),
    ],
)  # fmt: skip
def test_texts_are_read(text: str, us: int) -> None:
    assert read_instant(text) == us


def test_a_text_without_offset_takes_the_zone_given() -> None:
    assert read_instant("2026-01-05 09:00", SHANGHAI) == US
    assert read_instant("2026-01-05", SHANGHAI) == US - 9 * 3_600_000_000


@pytest.mark.parametrize(
    "text",
    ["", "now", "05/01/2026", "2026-1-5T09:00Z", "2026-02-30T00:00Z", "2026-01-05T25:00Z", "2026-01-05T24:01Z", "2026-01-05T09:60Z",
     "2026-01-05T09:00:60Z",
     "9999-12-31T24:00Z", "2026-01-05T09:00:00+08:00 (CST)", "２０２６-01-05T09:00Z"],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text: str) -> None:
    assert code_of(read_instant, text) == "TIM002"


def test_offsets_of_texts() -> None:
    assert offset_of("2026-01-05T09:00:00+08:00") == timezone(timedelta(hours=8))
    assert offset_of("2026-01-05T09:00:00-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)
    assert offset_of("2026-01-05T09:00:00Z") is offset_of("2026-01-05T09:00:00") is offset_of("nonsense") is UTC


def test_wall_times_that_are_skipped_or_repeated() -> None:
    berlin = read_zone("Europe/Berlin")
    assert local_text(local_to_us(datetime(2026, 3, 29, 2, 30), berlin), berlin) == "2026-03-29T03:30:00+02:00"
    assert local_text(local_to_us(datetime(2026, 10, 25, 2, 30), berlin), berlin) == "2026-10-25T02:30:00+02:00"


# ── zones ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fresh() -> object:
    """Forget the zones read, before and after."""
    caches = (instants.read_zone, instants._package_is_newer)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_an_unknown_zone_names_its_neighbour() -> None:
    with pytest.raises(UsageError) as error:
        read_zone("Asia/Shanghia")
    assert (error.value.problem.code, error.value.problem.params["expected"]) == ("TIM003", "Asia/Shanghai")
    assert code_of(read_zone, "../../etc/passwd") == code_of(read_zone, "") == code_of(read_zone, "CST8") == "TIM003"
    assert read_zone("UTC") is UTC


@pytest.mark.parametrize(
    ("package", "system"), [("2026f", "2025b"), ("2025b", "2026f"), ("2026f", "2026f"), ("", ""), ("", "2025b"), ("2026f", "")]
)
def test_the_newest_data_is_used(fresh: object, monkeypatch: pytest.MonkeyPatch, package: str, system: str) -> None:
    used: list[str] = []
    monkeypatch.setattr(instants, "_package_version", lambda: package)
    monkeypatch.setattr(instants, "_system_version", lambda: system)
    monkeypatch.setattr(instants, "_from_package", lambda name: used.append(name))
    assert str(read_zone("Asia/Shanghai")) == "Asia/Shanghai"
    assert bool(used) == (package > system)


def test_a_zone_of_the_package_is_named_like_any_other(fresh: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instants, "_system_version", lambda: "")
    zone = read_zone("Africa/Casablanca")
    assert str(zone) == "Africa/Casablanca"
    assert instants._from_package("Nowhere/Atall") is None


def test_versions_are_read_where_they_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert instants._package_version() >= "2025a"
    (tmp_path / "tzdata.zi").write_text("# version 2031c\nR ...\n", encoding="utf-8")
    monkeypatch.setattr(instants, "TZPATH", (str(tmp_path / "none"), str(tmp_path)))
    assert instants._system_version() == "2031c"
    monkeypatch.setattr(instants, "TZPATH", (str(tmp_path / "none"),))
    assert instants._system_version() == ""

    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("importlib.resources.files", absent)
    assert instants._package_version() == ""


@pytest.mark.parametrize("given", ["2026-03-01", date(2026, 3, 1)])
def test_a_day_is_a_date_or_its_text(given: date | str) -> None:
    assert read_day(given) == date(2026, 3, 1)


@pytest.mark.parametrize("given", ["soon", "2026-02-30", "2026-3-1", datetime(2026, 3, 1, tzinfo=UTC), 5])
def test_what_is_no_day_is_refused(given: object) -> None:
    with pytest.raises(UsageError, match="DOC042"):
        read_day(given)  # type: ignore[arg-type]  # as callers give it
