"""Loading a standard from texts, files and folders, and what it tells of itself."""

from __future__ import annotations

import concurrent.futures
import pickle
from datetime import date
from pathlib import Path

import pytest

import servstd
from servstd.errors import StandardError

HEAD = 'format: 1\nstandard: {name}\nversion: "{version}"\neffective_from: {since}\ntime_zone: UTC\n'
SLA = "sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: 4h}}]}\n"
OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'
OPENED = {"case": "1", "at": "2026-01-05T10:00:00Z", "kind": "opened"}
NOW = "2026-01-05T11:00:00Z"


def text(version: str = "1", since: str = "2026-01-01", name: str = "desk", extra: str = "") -> str:
    return HEAD.format(name=name, version=version, since=since) + OFFICE + SLA + extra


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return folder


def test_a_text_becomes_a_standard() -> None:
    standard = servstd.loads(text())
    assert (standard.name, standard.current.version, repr(standard), standard.problems) == ("desk", "1", "<Standard desk 1>", ())
    assert standard.decide([OPENED], now=NOW).clocks[0].due_at is not None


def test_bytes_and_json_are_read_too() -> None:
    assert servstd.loads(text().encode()).name == "desk"
    json = '{"format": 1, "standard": "j", "version": "1", "effective_from": "2026-01-01", "time_zone": "UTC"}'
    assert servstd.loads(json, "j.json").name == "j"


def test_every_problem_of_a_text_is_told_at_once() -> None:
    with pytest.raises(StandardError) as error:
        servstd.loads(text().replace("office,", "ofice,").replace("4h", "4x"), name="mine.yaml")
    found = error.value.problems
    assert len([problem for problem in found if problem.severity == "error"]) == 2
    assert all(problem.place is not None and problem.place.file == "mine.yaml" for problem in found)


def test_warnings_do_not_keep_a_standard_from_loading() -> None:
    standard = servstd.loads(text().replace("4h", "24h"))
    assert [problem.severity for problem in standard.problems] == ["warning"]


def test_the_review_date_is_checked_against_a_day_that_is_given() -> None:
    due = text(extra="review_by: 2026-06-01\n")
    assert servstd.loads(due).problems == ()
    assert servstd.loads(due, today=date(2026, 5, 31)).problems == ()
    assert len(servstd.loads(due, today=date(2026, 6, 2)).problems) == 1


def test_a_file_by_text_or_path(tmp_path: Path) -> None:
    write(tmp_path, s_yaml=text())
    assert servstd.load(tmp_path / "s.yaml").name == servstd.load(str(tmp_path / "s.yaml")).name == "desk"


def test_a_folder_holds_editions_in_the_order_of_their_dates(tmp_path: Path) -> None:
    write(tmp_path, a_yaml=text("2", "2026-02-01"), b_yml=text("1"), notes_txt="no standard")
    (tmp_path / "sub.yaml").mkdir()
    standard = servstd.load(tmp_path)
    assert ([edition.version for edition in standard.editions], standard.current.version, repr(standard)) == (
        ["1", "2"],
        "2",
        "<Standard desk 1, 2>",
    )


def test_a_folder_without_a_standard_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError) as error:
        servstd.load(write(tmp_path, notes_txt="no standard"))
    (problem,) = error.value.problems
    assert problem.code == "DOC077"
    assert problem.place is not None
    assert problem.place.file == str(tmp_path)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        servstd.load(tmp_path / "none.yaml")


OPERATIONS = "calendars: {office: {dates: {2026-01-05: []}}}\n"


def test_an_operations_file_beside_a_single_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, s_yaml=text(extra="include: operations.yaml\n"), operations_yaml=OPERATIONS)
    (clock,) = servstd.load(tmp_path / "s.yaml").decide([OPENED], now=NOW).clocks
    assert clock.due_at is not None
    assert clock.due_at.isoformat() == "2026-01-06T13:00:00+00:00"  # closed on the 5th


@pytest.mark.parametrize("include", ["include: operations.yaml\n", "change_note: what we include\n"])
def test_a_file_without_its_operations_is_read_by_itself(tmp_path: Path, include: str) -> None:
    write(tmp_path, s_yaml=text(extra=include))
    (clock,) = servstd.load(tmp_path / "s.yaml").decide([OPENED], now=NOW).clocks
    assert clock.due_at is not None
    assert clock.due_at.isoformat() == "2026-01-05T14:00:00+00:00"


def test_standards_of_the_same_content_have_the_same_fingerprint() -> None:
    assert servstd.loads(text()).fingerprint == servstd.loads(text(), name="other.yaml").fingerprint
    assert servstd.loads(text()).fingerprint != servstd.loads(text().replace("4h", "5h")).fingerprint


def test_a_standard_is_shared_between_threads() -> None:
    standard = servstd.loads(text())
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: standard.decide([OPENED], now=NOW).to_json(), range(40)))
    assert len(found) == 1


def test_a_state_goes_to_another_process_and_back() -> None:
    standard = servstd.loads(text())
    state = pickle.loads(pickle.dumps(standard.advance(standard.start(), OPENED)))
    assert standard.settle(state, now=NOW).to_json() == standard.decide([OPENED], now=NOW).to_json()
