"""The front door: all problems in order with places, operations files, folders of editions, the whole sample."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import servstd.document as document
from servstd.document import Source, check_edition, read_edition, read_editions, read_source
from servstd.errors import StandardError

HEADER = 'format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n'
OFFICE = (
    'calendars: {office: {hours: {mon-fri: ["09:00-18:00"]}}}\n'
    "sla: {policies: [{name: a, default: true, calendar: office, targets: {resolution: 2h}}]}\n"
)


def test_the_whole_sample_reads_without_errors(shared: Path) -> None:
    edition = read_edition((shared / "samples" / "renovation.yaml").read_bytes(), "renovation.yaml")
    assert (edition.name, edition.version, edition.language) == ("heju-service", "2026.1", "zh")
    assert [metric.name for metric in edition.metrics][:2] == ["first_response", "resolution"]
    assert [policy.name for policy in edition.policies] == ["exempt-spam", "complaint", "repair", "inquiry"]
    assert len(edition.scenarios) == 8
    later = [problem.path_text for problem in edition.problems if problem.code == "DOC070"]
    assert later == ["publish"]
    assert {problem.severity for problem in edition.problems} <= {"note", "warning"}
    assert str(edition.places["sla", "policies", 1]) == "renovation.yaml:109:7"
    assert edition.places["sla", "policies", 1, "targets", "round"].snippet.strip().startswith("round:")
    assert set(edition.places) >= {("calendars", "site"), ("sla", "metrics", "callback"), ("scenarios", 7)}


def test_all_problems_come_in_the_files_order_with_places() -> None:
    text = (
        "standard: acme\nversion: 2026.10\neffective_from: 2026-01-01\ntime_zone: Asia/Shangai\n"
        'statuses: {open: new}\ncalendars: {c: {hours: {mon: ["9-18"]}}}\n'
        "sla:\n  policies:\n    - {name: a, default: true, calendar: d, targets: {resolutoin: 4h}}\nx: 1\nx: 2\n"
    )
    edition, problems = check_edition(text, "s.yaml")
    assert edition is None
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("DOC031", "s.yaml:1:1"),
        ("DOC035", "s.yaml:2:10"),
        ("TIM003", "s.yaml:4:12"),
        ("DOC038", "s.yaml:5:18"),
        ("CAL004", "s.yaml:6:31"),
        ("DOC061", "s.yaml:9:42"),
        ("DOC060", "s.yaml:9:55"),
        ("DOC030", "s.yaml:10:1"),
        ("DOC009", "s.yaml:11:1"),
    ]
    with pytest.raises(StandardError) as caught:
        read_edition(text, "s.yaml")
    assert caught.value.problems == problems
    assert "s.yaml:2:10: DOC035 version:" in str(caught.value)


def test_without_lines_problems_come_in_the_order_of_the_keys() -> None:
    header = 'format = 1\nstandard = "a"\ntime_zone = "Nowhere"\neffective_from = "x"\nversion = 1.0\n'
    text = header + '[[sla.policies]]\nname = ""\n[[sla.policies]]\nzzz = 1\n'
    problems = check_edition(text, "s.toml")[1]
    assert [(problem.code, problem.path_text) for problem in problems] == [
        ("TIM003", "time_zone"),
        ("DOC044", "effective_from"),
        ("DOC035", "version"),
        ("DOC069", "sla.policies[0]"),
        ("DOC045", "sla.policies[0].name"),
        ("DOC031", "sla.policies[1]"),
        ("DOC069", "sla.policies[1]"),
        ("DOC030", "sla.policies[1].zzz"),
    ]
    assert {str(problem.place) for problem in problems} == {"s.toml"}


def test_yaml_json_and_toml_make_the_same_edition() -> None:
    yaml = read_edition(HEADER, "s.yaml")
    as_json = read_edition(
        '{"format":1,"standard":"acme","version":"1","effective_from":"2026-01-01","time_zone":"Asia/Shanghai"}', "s.json"
    )
    as_toml = read_edition(
        'format = 1\nstandard = "acme"\nversion = "1"\neffective_from = 2026-01-01\ntime_zone = "Asia/Shanghai"\n', "s.toml"
    )
    assert yaml.fingerprint == as_json.fingerprint == as_toml.fingerprint
    assert yaml.fingerprint != read_edition(HEADER.replace('"1"', '"2"')).fingerprint
    assert len(yaml.fingerprint) == 64
    assert "holidays" not in HEADER
    assert (
        read_edition(HEADER + 'calendars: {cn: {hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: CN}}}\n').fingerprint
        != yaml.fingerprint
    )


def test_a_text_that_cannot_be_read_is_told_alone() -> None:
    edition, problems = check_edition("a: [1\n", "s.yaml")
    assert edition is None
    assert [problem.code for problem in problems] == ["DOC021"]


def test_a_newer_document_may_have_unknown_keys() -> None:
    with pytest.raises(StandardError):
        read_edition(HEADER + "brand_new: 1\n")
    assert [problem.code for problem in read_edition(HEADER + "brand_new: 1\n", strict=False).problems] == ["DOC030"]


def test_the_file_names_the_places() -> None:
    _, problems = check_edition("a: 1\n", "dir/s.yaml")
    assert problems[0].place is not None
    assert problems[0].place.file == "dir/s.yaml"
    with pytest.raises(StandardError) as caught:
        read_edition("a: 1\n", "s", file="other.yaml")
    assert caught.value.problems[0].place is not None
    assert caught.value.problems[0].place.file == "other.yaml"


def test_the_review_date_is_compared_with_the_date_given() -> None:
    text = HEADER + "review_by: 2026-06-30\n" + OFFICE
    assert "DOC101" in [problem.code for problem in read_edition(text, today=date(2026, 7, 1)).problems]
    assert "DOC101" not in [problem.code for problem in read_edition(text).problems]


# ── operations ───────────────────────────────────────────────────────────────────────────────────────────────────────

LIVE = 'operations: desk\npeople: {li: {}}\ncalendars:\n  office: {dates: {"2026-01-05": []}}\n'


def with_operations(text: str, live: str) -> tuple[list[tuple[str, str]], object]:
    operations = read_source(live, "operations.yaml")
    edition, problems = check_edition(HEADER + text + "include: operations.yaml\n", "s.yaml", operations=operations)
    return [(problem.code, str(problem.place)) for problem in problems], edition


def test_dates_of_the_operations_file_count() -> None:
    plain = read_edition(HEADER + OFFICE)
    problems, edition = with_operations(OFFICE, LIVE)
    assert problems == []
    assert isinstance(edition, document.Edition)
    assert edition.fingerprint != plain.fingerprint
    at = plain.effective_from_us + 4 * 86_400_000_000 + 10 * 3_600_000_000
    assert (plain.calendars["office"].timeline.is_open(at), edition.calendars["office"].timeline.is_open(at)) == (True, False)


def test_what_is_live_is_part_of_the_editions_data() -> None:
    _, edition = with_operations(OFFICE + "people: {wang: {}}\n", LIVE)
    assert isinstance(edition, document.Edition)
    assert edition.source["people"] == {"wang": {}, "li": {}}
    assert edition.source["calendars"] == {"office": {"hours": {"mon-fri": ["09:00-18:00"]}, "dates": {"2026-01-05": []}}}


def test_problems_of_the_operations_file_have_its_places_and_come_last() -> None:
    problems, edition = with_operations(OFFICE + "zzz: 1\n", LIVE.replace("[]", '["9-18"]').replace("people", "peple"))
    assert edition is None
    assert problems == [("DOC030", "s.yaml:8:1"), ("DOC030", "operations.yaml:2:1"), ("CAL004", "operations.yaml:4:35")]


def test_an_operations_file_that_cannot_be_read_is_told() -> None:
    assert with_operations(OFFICE, "a: [")[0] == [("DOC021", "operations.yaml:1:4")]


def test_an_operations_file_that_was_not_given_is_told() -> None:
    assert [problem.code for problem in read_edition(HEADER + "include: operations.yaml\n").problems] == ["DOC072"]
    assert [problem.code for problem in check_edition(HEADER + "include: [a]\n")[1]] == ["DOC033", "DOC072"]


def test_calendars_that_only_the_operations_file_knows_are_told() -> None:
    assert with_operations(OFFICE, LIVE.replace("office", "offise"))[0] == [("DOC061", "operations.yaml:4:3")]
    assert with_operations(OFFICE, LIVE.replace("office", "offise").replace("[]", '["9-18"]'))[0][-1] == ("DOC048", "operations.yaml:4:35")


def test_dates_for_a_calendar_that_is_broken_or_absent_are_left_alone() -> None:
    problems, _ = with_operations("calendars: {office: 9-18}\n", LIVE)
    assert ("CAL002", "s.yaml:6:21") in problems


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def edition_text(version: str, since: str, more: str = "", name: str = "acme") -> str:
    return f'format: 1\nstandard: {name}\nversion: "{version}"\neffective_from: {since}\ntime_zone: UTC\n{more}'


def folder_codes(*files: tuple[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(StandardError) as caught:
        read_editions(files)
    return [(problem.code, str(problem.place)) for problem in caught.value.problems if problem.severity == "error"]


def test_editions_come_in_the_order_in_which_they_take_effect() -> None:
    files = [("b.yaml", edition_text("2", "2026-07-01")), ("a.yaml", edition_text("1", "2026-01-01"))]
    assert [edition.version for edition in read_editions(files)] == ["1", "2"]


def test_editions_include_the_operations_file_of_the_folder() -> None:
    more = OFFICE + "include: live/operations.yaml\n"
    files = [
        ("std/a.yaml", edition_text("1", "2026-01-01", more)),
        ("std/live/operations.yaml", LIVE),
        ("std/b.yaml", edition_text("2", "2026-07-01", OFFICE)),
    ]
    first, second = read_editions(files)
    assert first.calendars["office"] != second.calendars["office"]
    assert first.problems == ()


def test_a_folder_of_clashing_editions() -> None:
    first = ("a.yaml", edition_text("1", "2026-01-01"))
    assert folder_codes(first, ("b.yaml", edition_text("1", "2026-07-01"))) == [("DOC074", "b.yaml:3:10")]
    assert folder_codes(first, ("b.yaml", edition_text("2", "2026-01-01"))) == [("DOC075", "b.yaml:4:17")]
    assert folder_codes(first, ("b.yaml", edition_text("2", "2026-07-01", name="other"))) == [("DOC076", "b.yaml:2:11")]
    assert folder_codes(("operations.yaml", LIVE)) == [("DOC077", "None")]
    assert folder_codes() == [("DOC077", "None")]


def test_an_operations_file_that_is_not_there() -> None:
    included = edition_text("1", "2026-01-01", "include: op.yaml\n")
    assert folder_codes(("a.yaml", included), ("operations.yaml", LIVE)) == [("DOC073", "a.yaml:6:10")]
    assert [problem.code for problem in read_editions([("a.yaml", included)])[0].problems] == ["DOC072"]


def test_every_file_of_a_folder_is_told_and_shared_problems_once() -> None:
    more = OFFICE + "include: operations.yaml\n"
    live = ("operations.yaml", LIVE.replace("people", "peple"))
    found = folder_codes(
        ("a.yaml", edition_text("1", "2026-01-01", more)),
        ("b.yaml", edition_text("2", "2026-07-01", more + "zzz: 1\n")),
        live,
        ("c.yaml", "- x"),
    )
    assert found == [("DOC030", "operations.yaml:2:1"), ("DOC030", "b.yaml:9:1"), ("DOC019", "c.yaml:1:1")]


# ── the package ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_package_loads_its_parts_when_asked() -> None:
    assert {name for name in document.__all__ if hasattr(document, name)} == set(document.__all__)
    assert document.Source is Source
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        document.nothing  # noqa: B018


@pytest.mark.parametrize("text", ['note: "a\\q"\n', '{"a": 1,,}', "a = = 1\n"])
def test_a_parser_s_english_words_stay_out_of_the_chinese_message(text: str) -> None:
    name = "s.yaml" if text.startswith("note") else "s.json" if text.startswith("{") else "s.toml"
    problem = next(problem for problem in check_edition(text, name)[1] if problem.code == "DOC005")
    assert problem.message("zh") == "文件语法有误，无法读取"
    assert len(problem.message("en")) > len("the text cannot be read: ")


@pytest.mark.parametrize("name", ["Asia/Beijing", "UTC+8", "CST"])
def test_a_zone_s_common_wrong_name_is_mended(name: str) -> None:
    text = f'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: {name}\n'
    assert [problem.params["expected"] for problem in check_edition(text, "s.yaml")[1] if problem.code == "TIM003"] == ["Asia/Shanghai"]


def test_what_is_wrong_with_files_that_hold_no_edition_is_told_too() -> None:
    with pytest.raises(StandardError) as error:
        read_editions([("m.yaml", "format: 1\n<<: *x\n")])
    assert [problem.code for problem in error.value.problems] == ["DOC010", "DOC012", "DOC077"]
