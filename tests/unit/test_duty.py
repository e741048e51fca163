"""Rotas as a standard gives them: datetimes in and out, people by name, and a name nobody knows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pendulum
import pytest

from servstd.calendars import read_calendar
from servstd.durations import Span
from servstd.duty import RotaDesk, Rotas
from servstd.errors import UsageError
from servstd.escalation.rotas import Limits, Rota, ShiftTime
from servstd.instants import HOUR_US
from servstd.people import Person

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROTA = Rota(
    "front_desk",
    time_zone="Asia/Shanghai",
    shifts=(ShiftTime("early", start=8 * HOUR_US, end=17 * HOUR_US), ShiftTime("late", start=16 * HOUR_US, end=24 * HOUR_US)),
    pattern=("early", "late"),
    people=("li", "chen"),
    start=20458,  # 2026-01-05
    must_cover=read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-sun": ["08:00-24:00"]}}, name="cover"),
    minimum_handover={("early", "late"): Span(2 * HOUR_US)},
    limits=Limits(rest_between=Span(11 * HOUR_US)),
)
PEOPLE = {"li": Person("li", name="李雷")}


def desk() -> RotaDesk:
    return RotaDesk(ROTA, people=PEOPLE)


def test_people_are_told_by_name_where_the_standard_knows_them() -> None:
    at = datetime(2026, 1, 5, 16, 30, tzinfo=SHANGHAI)
    assert [(person.key, person.name) for person in desk().who(at)] == [("li", "李雷"), ("chen", "")]
    assert desk().who("2026-01-05T09:00:00+08:00") == (PEOPLE["li"],)
    assert desk().who(datetime(2026, 1, 5, tzinfo=UTC)) == (PEOPLE["li"],)
    assert RotaDesk(ROTA).who("2026-01-05T09:00+08:00") == (Person("li"),)
    assert desk().who("2026-01-05T03:00+08:00") == ()


def test_instants_come_out_as_they_went_in() -> None:
    local = desk().shifts(datetime(2026, 1, 5, tzinfo=SHANGHAI), datetime(2026, 1, 6, tzinfo=SHANGHAI))
    assert [(item.person.key, item.name, item.start.hour, item.end.hour) for item in local] == [
        ("li", "early", 8, 17),
        ("chen", "late", 16, 0),
    ]
    assert local[0].start.tzinfo is SHANGHAI
    theirs = desk().shifts(pendulum.datetime(2026, 1, 5, 12, tz="Europe/Berlin"), "2026-01-06T00:00Z")
    assert isinstance(theirs[0].start, pendulum.DateTime)
    assert theirs[0].start.timezone_name == "Europe/Berlin"
    text = desk().shifts("2026-01-05T10:00+08:00", "2026-01-05T12:00+08:00")
    assert text[0].as_dict() == {
        "person": "li",
        "name": "early",
        "start": "2026-01-05T10:00:00+08:00",
        "end": "2026-01-05T12:00:00+08:00",
        "post": "",
        "begins_before": True,
        "goes_on": True,
    }


def test_coverage_is_told_in_datetimes() -> None:
    coverage = desk().coverage("2026-01-05T00:00+08:00", "2026-01-07T00:00+08:00")
    assert not coverage.is_fine
    assert coverage.gaps == ()
    assert [(item.start.isoformat(), item.hours, item.people) for item in coverage.unstaffed] == [("2026-01-06T00:00:00+08:00", 8.0, ())]
    assert [(item.minutes, item.minimum, item.is_short) for item in coverage.handovers] == [(60.0, 120.0, True)] * 2
    assert [[person.key for person in item.people] for item in coverage.overlaps] == [["li", "chen"]] * 2
    assert [(item.hours, item.people[0].key) for item in coverage.short_rests] == [(8.0, "chen")]
    assert [load.person for load in coverage.loads] == ["li", "chen"]
    told: Any = json.loads(json.dumps(coverage.as_dict()))
    assert (told["start"], told["end"]) == ("2026-01-05T08:00:00+08:00", "2026-01-07T00:00:00+08:00")
    assert told["overlaps"][0] == {
        "start": "2026-01-05T16:00:00+08:00",
        "end": "2026-01-05T17:00:00+08:00",
        "hours": 1.0,
        "people": ["li", "chen"],
    }
    assert told["handovers"][0] == {
        "before": "early",
        "after": "late",
        "start": "2026-01-05T16:00:00+08:00",
        "minutes": 60.0,
        "minimum": 120.0,
        "giver": "li",
        "taker": "chen",
        "is_short": True,
    }
    assert told["unstaffed"][0]["hours"] == 8.0
    assert "people" not in told["unstaffed"][0]
    assert told["loads"][1] == {"person": "chen", "hours": 17.0, "hours_per_week": 59.5}
    assert desk().coverage("2026-01-05T08:00+08:00", "2026-01-05T15:00+08:00").as_dict()["never"] == []


def test_a_handover_without_a_minimum_has_none() -> None:
    plain = RotaDesk(Rota("r", time_zone="UTC", shifts=ROTA.shifts, pattern=ROTA.pattern, people=ROTA.people, start=20458))
    (handover,) = plain.coverage("2026-01-05T00:00Z", "2026-01-05T23:00Z").handovers
    assert (handover.minimum, handover.is_short) == (None, False)


@pytest.mark.parametrize("end", ["2026-01-05T00:00+08:00", "2026-01-04T00:00+08:00"])
def test_a_time_must_end_after_it_starts(end: str) -> None:
    for ask in (desk().shifts, desk().coverage):
        with pytest.raises(UsageError) as told:
            ask("2026-01-05T00:00+08:00", end)
        assert (told.value.problem.code, told.value.problem.params["end"]) == ("ROT002", end)
        assert end in str(told.value)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(UsageError) as told:
        desk().who(datetime(2026, 1, 5))
    assert told.value.problem.code == "TIM001"


def rotas(**named: Rota) -> Rotas:
    return Rotas(cast("Any", SimpleNamespace(rotas=named, people=PEOPLE)))


def test_rotas_are_found_by_name() -> None:
    found = rotas(front_desk=ROTA)
    assert (list(found), len(found), "front_desk" in found, "stewards" in found) == (["front_desk"], 1, True, False)
    assert found["front_desk"].who("2026-01-05T09:00+08:00")[0].name == "李雷"
    assert (repr(found), repr(found["front_desk"])) == ("<Rotas front_desk>", "<RotaDesk front_desk>")


@pytest.mark.parametrize(("name", "expected"), [("frontdesk", "front_desk"), ("zzz", "front_desk, stewards")])
def test_an_unknown_rota_is_named_with_the_nearest(name: str, expected: str) -> None:
    with pytest.raises(UsageError) as told:
        rotas(front_desk=ROTA, stewards=ROTA)[name]
    assert (told.value.problem.code, told.value.problem.params["expected"]) == ("ROT001", expected)
    assert expected in str(told.value)
    with pytest.raises(UsageError) as told:
        rotas()[name]
    assert told.value.problem.params["expected"] == "-"
