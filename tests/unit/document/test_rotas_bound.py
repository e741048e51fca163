"""The section `rotas:` bound: forms, wall times, changes, and what the checks say with its hours."""

# ruff: noqa: E501  # a rota stays on one line, as it is read

from __future__ import annotations

from datetime import date, datetime

import pytest

from servstd.document import check_edition, read_source
from servstd.document.edition import Edition
from servstd.document.reading import check_source
from servstd.errors import Problem
from servstd.escalation.rotas.model import Change, Rota, Turn, wall_of
from servstd.instants import HOUR_US
from tests.docs.test_problem_examples import with_header
from tests.support import shared_path

PEOPLE = "people: {li: {name: Li}, chen: {name: Chen}, sun: {name: Sun}, wang: {name: Wang, roles: [supervisor], team: desk}}\n"
DAY = 'shifts: {day: "08:00-20:00"}, pattern: [day, off], people: [li, chen], from: 2026-01-05'
TODAY = date(2026, 6, 1)


def read(rotas: str, head: str = PEOPLE) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Return what a section `rotas:` comes to."""
    return check_edition(with_header(f"{head}rotas: {{{rotas}}}\n"), "r.yaml", today=TODAY)


def rota_of(text: str) -> Rota:
    """Return the one rota of a section."""
    edition, problems = read(f"desk: {{{text}, fallback: wang}}")
    assert edition is not None, [str(problem) for problem in problems]
    return edition.rotas["desk"]


def codes(rotas: str, head: str = PEOPLE) -> list[str]:
    """Return the codes of the problems of rotas."""
    return [problem.code for problem in read(rotas, head)[1] if problem.code.startswith("ROT")]


def wall(*parts: int) -> int:
    return wall_of(datetime(*parts))  # type: ignore[arg-type]


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_shifts_go_on_into_the_next_day_and_end_at_midnight() -> None:
    rota = rota_of(
        'shifts: {late: "15:30-24:00", night: "23:30-08:00"}, pattern: [late, night, 休], people: [li, chen, sun], from: 2026-01-05'
    )
    assert [(shift.name, shift.start / HOUR_US, shift.end / HOUR_US) for shift in rota.shifts] == [("late", 15.5, 24), ("night", 23.5, 32)]
    assert rota.pattern == ("late", "night", "off")
    assert rota.people == ("li", "chen", "sun")


def test_layers_in_full() -> None:
    rota = rota_of(
        "time_zone: Europe/Berlin, layers: [{name: first, priority: 2, people: [li, [chen, sun]], every: {weeks: 2}, "
        'from: 2026-01-05T09:00, until: 2026-12-31, hours: {mon-fri: ["08:00-20:00"]}, time_zone: Asia/Shanghai}, '
        "{name: second, people: [li], from: 2026-01-05, every: quarter}], "
        "temporary: [{from: 2026-07-01, to: 2026-07-14, people: [sun], every: day}], "
        "rotate_posts: {posts: [east, west], every: month, from: 2026-01-01}"
    )
    first, second, temporary = rota.layers
    assert rota.time_zone == "Europe/Berlin"
    assert (first.name, first.priority, first.people, first.every) == ("first", 2, (("li",), ("chen", "sun")), Turn(2, "week"))
    assert (first.start, first.until) == (wall(2026, 1, 5, 9), wall(2027, 1, 1))
    assert (first.time_zone, second.time_zone, second.every) == ("Asia/Shanghai", None, Turn(1, "quarter"))
    assert first.hours is not None
    assert first.hours.time_zone == "Asia/Shanghai"
    assert (temporary.name, temporary.start, temporary.until) == ("temporary[0]", wall(2026, 7, 1), wall(2026, 7, 15))
    assert temporary.priority > first.priority
    assert rota.posts is not None
    assert (rota.posts.posts, rota.posts.every) == (("east", "west"), Turn(1, "month"))


def test_every_kind_of_change() -> None:
    rota = rota_of(
        f"{DAY}, overrides: [{{from: 2026-01-06T08:00, to: 2026-01-06T12:00, person: li, instead_of: chen, note: ill}}, "
        "{from: 2026-01-07, to: 2026-01-07, add: sun}, {from: 2026-01-08, to: 2026-01-09, remove: li}], "
        "absences: [{person: chen, from: 2026-02-01, to: 2026-02-02}], swaps: [{person: li, with: chen, from: 2026-03-01, to: 2026-03-02}], "
        "changes: [{from: 2026-01-10T00:00Z, to: 2026-01-11T00:00+08:00, add: sun}]"
    )
    assert [(change.kind, change.person, change.other) for change in rota.changes] == [
        ("swap", "li", "chen"),
        ("replace", "li", "chen"),
        ("add", "sun", ""),
        ("remove", "li", ""),
        ("add", "sun", ""),
        ("absent", "chen", ""),
    ]
    replaced, added = rota.changes[1], rota.changes[2]
    assert replaced.note == {"en": "ill"}
    assert (replaced.start, replaced.end) == (wall(2026, 1, 6, 8), wall(2026, 1, 6, 12))
    assert (added.start, added.end) == (wall(2026, 1, 7), wall(2026, 1, 8))  # a date is the last whole day
    assert (rota.changes[4].start, rota.changes[4].end) == (wall(2026, 1, 10, 8), wall(2026, 1, 11))


def test_must_cover_by_name_in_words_and_in_place() -> None:
    hours = 'must_cover: {mon-sun: ["08:00-23:00"]}'
    for text, open_hours in (("must_cover: 24/7", 24), ("must_cover: always", 24), (hours, 15), ("note: x", None)):
        cover = rota_of(f"{DAY}, {text}").must_cover
        assert (cover and cover.hours_per_day_us // HOUR_US) == open_hours
    assert "DOC061" in [problem.code for problem in read(f"desk: {{{DAY}, must_cover: offce, fallback: wang}}")[1]]


def test_a_handover_is_found_also_where_names_have_hyphens() -> None:
    rota = rota_of(
        'shifts: {a-b: "08:00-16:00", c: "15:00-23:00"}, pattern: [a-b, c], people: [li, chen], from: 2026-01-05, minimum_handover: {a-b-c: 30m}'
    )
    assert {pair: span.us // 60_000_000 for pair, span in rota.minimum_handover.items()} == {("a-b", "c"): 30}


def test_limits_are_read() -> None:
    limits = rota_of(f"{DAY}, limits: {{hours_per_week: 84.5, rest_between: 11h, days_off_per_week: 1}}").limits
    assert (limits.hours_per_week, limits.days_off_per_week) == (84.5, 1)
    assert limits.rest_between is not None
    assert limits.rest_between.us == 11 * HOUR_US


@pytest.mark.parametrize(
    "broken",
    [
        "desk: x",
        "desk: {shifts: x, pattern: [1], people: {}, from: soon, fallback: wang}",
        'desk: {shifts: {day: "8-20"}, pattern: [day], people: [li], from: 2026-01-05, fallback: wang}',
        "desk: {layers: [x, {name: [a], people: [[1], 2, li], every: {weeks: 0}, from: 1, until: 2026-13-01, priority: high}], fallback: wang}",
        "desk: {layers: [{name: a, people: [li], every: decade, from: 2026-01-05}], rotate_posts: {posts: [a], every: week}, fallback: wang}",
        "desk: {layers: [{name: a, people: [li], from: 2026-01-05, time_zone: Mars/Base}], time_zone: Mars/Olympus, fallback: wang}",
        f"desk: {{{DAY}, overrides: [x, {{from: a, to: b, add: 1}}], swaps: [{{person: li}}], absences: x, fallback: wang}}",
        f"desk: {{{DAY}, minimum_handover: {{day-day: soon}}, limits: {{hours_per_week: x, days_off_per_week: -1, rest_between: -1h}}}}",
        f"desk: {{{DAY}, must_cover: 7, temporary: [{{from: 2026-01-05, to: 2026-01-06, people: [li]}}], fallback: wang}}",
    ],
)
def test_what_has_no_form_is_told_with_its_place_and_hides_nothing(broken: str) -> None:
    edition, problems = read(broken)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert edition is None
    assert errors
    assert all(problem.place is not None and problem.place.line for problem in errors)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_names_are_looked_for_wherever_they_stand() -> None:
    found = read(f"desk: {{{DAY}, absences: [{{person: sunn, from: 2026-02-01, to: 2026-02-02}}], fallback: [wang, lo]}}")[1]
    told = [(problem.code, problem.path_text, problem.params["expected"]) for problem in found if problem.code == "ROT030"]
    assert told[0] == ("ROT030", "rotas.desk.absences[0].person", "sun")
    assert told[1][1] == "rotas.desk.fallback[1]"


def test_fallbacks_in_a_circle_are_told_once() -> None:
    rotas = ", ".join(f"{name}: {{{DAY}, fallback: {{rota: {other}}}}}" for name, other in (("a", "b"), ("b", "c"), ("c", "b")))
    found = [problem for problem in read(rotas)[1] if problem.code == "ROT040"]
    assert [(problem.path_text, problem.params["cycle"]) for problem in found] == [("rotas.b.fallback", "b -> c -> b")]
    assert (
        codes(f"a: {{{DAY}, fallback: [{{rota: b}}, li, {{rota: c}}]}}, b: {{{DAY}, fallback: {{rota: c}}}}, c: {{{DAY}, fallback: li}}")
        == []
    )


@pytest.mark.parametrize(
    ("fallback", "expected"),
    [
        ("{team: desk}", []),
        ("{team: works}", ["ROT047"]),
        ("{role: supervisor}", []),
        ("{level: director}", ["ROT047"]),
        ("{rota: dask}", ["ROT046"]),
        ("{manager_of: owner}", []),
    ],
)
def test_a_fallback_must_reach_somebody(fallback: str, expected: list[str]) -> None:
    assert codes(f"desk: {{{DAY}, fallback: {fallback}}}") == expected


# ── hours ─────────────────────────────────────────────────────────────────────────────────────────────────────
THREE = '{早班: "08:00-16:30", 中班: "15:30-24:00", 夜班: "23:30-08:00"}'
KEPT = "must_cover: 24/7, limits: {hours_per_week: 44, rest_between: 11h, days_off_per_week: 1}, fallback: wang"
PAIRS = "minimum_handover: {早班-中班: 60m, 中班-夜班: 30m, 夜班-早班: 0m}"


def test_three_people_on_three_shifts_work_59_and_a_half_hours_without_a_day_off() -> None:
    problems = read(f"desk: {{shifts: {THREE}, pattern: [早班, 中班, 夜班], people: [li, chen, sun], from: 2026-01-05, {PAIRS}, {KEPT}}}")[
        1
    ]
    told = [problem for problem in problems if problem.code == "ROT044"]
    assert [problem.params["person"] for problem in told] == ["li", "chen", "sun"]
    for problem in told:
        assert "works 59.5 h a week without a day off" in problem.message("en")
        assert "每周工作 59.5 小时，没有休息日" in problem.message("zh")
        assert (problem.params["expected"], problem.params["found"]) == ("<= 44 h, >= 1 d", "59.5 h, 0 d")
        assert problem.place is not None
        assert problem.path_text == "rotas.desk.limits"


def test_five_people_are_fine() -> None:
    head = PEOPLE.replace("people: {", "people: {he: {name: He}, ")
    rota = f"desk: {{shifts: {THREE}, pattern: [早班, 中班, 夜班, 休, 休], people: [li, chen, sun, he, wang], from: 2026-01-05, {PAIRS}, {KEPT}}}"
    assert codes(rota, head) == []


def test_a_handover_of_nothing_is_told_unless_it_is_wanted() -> None:
    touching = (
        'shifts: {early: "08:00-16:00", late: "16:00-24:00"}, pattern: [early, late], people: [li, chen], from: 2026-01-05, fallback: wang'
    )
    assert codes(f"desk: {{{touching}}}") == ["ROT043"]
    assert codes(f"desk: {{{touching}, minimum_handover: {{early-late: 0m}}}}") == []


def test_the_second_roster_names_its_uncovered_night() -> None:
    two = 'shifts: {早班: "08:00-16:30", 晚班: "14:30-23:00"}, pattern: [早班, 晚班], people: [li, chen], from: 2026-01-05'
    told = [problem for problem in read(f"desk: {{{two}, must_cover: 24/7, fallback: wang}}")[1] if problem.code == "ROT042"]
    assert [problem.params["when_zh"] for problem in told] == ["23:00-08:00（29 次）"]
    assert "nobody is on duty 23:00-08:00 (29 times)" in told[0].message("en")
    assert told[0].params["hours"] == "270"


def test_a_rota_that_nobody_works_for_days_tells_the_dates() -> None:
    work = "layers: [{name: first, people: [li], from: 2026-01-05, until: 2026-06-10}], must_cover: 24/7, fallback: wang"
    told = [problem for problem in read(f"desk: {{{work}}}")[1] if problem.code == "ROT042"]
    assert told[0].params["when_en"] == "2026-06-11 00:00 - 2026-07-01 00:00"


def test_only_limits_that_are_written_are_quoted() -> None:
    work = 'shifts: {day: "08:00-20:00"}, pattern: [day], people: [li], from: 2026-01-05'
    told = [
        problem for problem in read(f"desk: {{{work}, limits: {{days_off_per_week: 1}}, fallback: wang}}")[1] if problem.code == "ROT044"
    ]
    assert [problem.params["expected"] for problem in told] == [">= 1 d"]
    assert codes(f"desk: {{{work}, limits: {{days_off_per_week: 7}}, fallback: wang}}") == ["ROT044", "ROT036"]


def test_swaps_one_after_the_other_or_of_others_are_fine() -> None:
    swaps = (
        "swaps: [{person: li, with: chen, from: 2026-06-02, to: 2026-06-03}, {person: chen, with: li, from: 2026-06-04, to: 2026-06-05}]"
    )
    assert codes(f"desk: {{{DAY}, {swaps}, fallback: wang}}") == []


# ── changes of clocks ─────────────────────────────────────────────────────────────────────────────────────────
def clock_notes(rota: str) -> list[tuple[object, ...]]:
    found = [problem for problem in read(f"desk: {{{rota}, fallback: wang}}")[1] if problem.code == "ROT037"]
    return [tuple(problem.params[key] for key in ("name", "date", "wall", "what_en", "at", "hours")) for problem in found]


def test_a_handover_that_a_change_of_clocks_skips_or_repeats_is_noted_with_its_date() -> None:
    layer = "layers: [{name: first, people: [li, chen], every: day, from: 2026-01-05T01:30}], time_zone: America/Chicago"
    assert clock_notes(layer) == [("first", "2026-11-01", "01:30", "there twice", "01:30", "25")]
    assert clock_notes(layer.replace("01:30", "02:30")) == [("first", "2027-03-14", "02:30", "skipped", "03:00", "23.5")]
    assert clock_notes(layer.replace("America/Chicago", "Australia/Lord_Howe").replace("01:30", "02:15")) == [
        ("first", "2026-10-04", "02:15", "skipped", "02:30", "23.75")
    ]
    assert clock_notes(layer.replace("every: day", "every: hour")) == []
    assert clock_notes(layer.replace("people: [li, chen]", "people: [li]")) == []
    assert clock_notes(layer.replace("every: day", "every: week")) == []  # the Monday after
    assert clock_notes(layer.replace("[{name", "[{until: 2026-10-01, name")) == []


def test_shifts_that_begin_or_end_at_such_a_time_are_noted_too() -> None:
    night = 'shifts: {night: "20:00-02:30", spare: "01:00-02:00"}, pattern: [night, off], people: [li, chen], from: 2026-01-05, time_zone: America/Chicago'
    assert clock_notes(night) == [("night", "2027-03-14", "02:30", "skipped", "03:00", "6")]
    assert clock_notes(night.replace("from: 2026-01-05", "from: 2028-01-05")) == []


def test_every_change_of_clocks_is_told_once_a_shift() -> None:
    work = 'shifts: {early: "02:30-02:45"}, pattern: [early], people: [li], from: 2026-01-05, time_zone: America/Chicago'
    assert len(clock_notes(work)) == 1


# ── the operations file and the sample ────────────────────────────────────────────────────────────────────────
def test_rotas_of_the_operations_file_count() -> None:
    operations = read_source(
        f"operations: live\nrotas: {{desk: {{{DAY}, fallback: wang}}, night: {{{DAY}, fallback: nobody}}}}\n", "live.yaml"
    )
    source = read_source(with_header(f"{PEOPLE}include: live.yaml\nrotas: {{desk: {{{DAY}, note: old, fallback: li}}}}\n"), "r.yaml")
    problems = check_source(source, operations=operations, today=TODAY)[1]
    assert [(str(problem.place), problem.code) for problem in problems if problem.code.startswith("ROT")] == [("live.yaml:2:229", "ROT030")]


def test_the_sample_s_rotas_check_without_a_problem() -> None:
    text = shared_path("samples/renovation.yaml").read_text("utf-8")
    edition, problems = check_edition(text, "renovation.yaml", today=date(2026, 1, 5))
    assert [str(problem) for problem in problems if problem.code.startswith("ROT")] == []
    assert edition is not None
    assert edition.rotas["front_desk"].changes == (
        Change("replace", person="chen", other="li", start=wall(2026, 2, 16, 8), end=wall(2026, 2, 18, 8)),
    )
    assert edition.rotas["stewards"].posts is not None


def test_three_people_in_the_sample_are_told() -> None:
    text = shared_path("samples/renovation.yaml").read_text("utf-8")
    text = text.replace("pattern: [早班, 中班, 夜班, 休, 休] ", "pattern: [早班, 中班, 夜班] ").replace(
        "people: [li, chen, sun, he, xu]", "people: [li, chen, sun]"
    )
    told = [problem for problem in check_edition(text, "renovation.yaml", today=date(2026, 3, 2))[1] if problem.code == "ROT044"]
    assert ["59.5 小时，没有休息日" in problem.message("zh") for problem in told] == [True, True, True]
