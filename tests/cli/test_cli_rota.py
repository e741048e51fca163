"""`servstd rota`: who is on duty, coverage with its exit code, iCalendar out and in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servstd.cli import run

TWO = """\
format: 1
standard: desk
version: "1"
effective_from: 2026-01-05
time_zone: Asia/Shanghai
people: {a: {name: Ann}, b: {name: Ben}, w: {name: Wang, roles: [supervisor]}}
rotas:
  desk:
    label: {en: Front desk, zh: 前台}
    shifts: {early: "08:00-16:30", late: "14:30-23:00"}
    pattern: [early, late]
    people: [a, b]
    from: 2026-01-05
    must_cover: COVER
    limits: {hours_per_week: 60, rest_between: 8h, days_off_per_week: 0}
    fallback: {role: supervisor}
"""
DAYS = ("--from", "2026-01-05", "--to", "2026-01-06")


@pytest.fixture
def desk(tmp_path: Path) -> str:
    (tmp_path / "desk.yaml").write_text(TWO.replace("COVER", "24/7"), encoding="utf-8")
    return str(tmp_path / "desk.yaml")


def test_show_says_who_is_on_duty_and_where_nobody_is(desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rota", "show", desk, "desk", *DAYS]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rota Front desk",
        "2026-01-05 00:00 - 2026-01-07 00:00, Asia/Shanghai",
        "",
        "day             shift  from - to    on duty",
        "--------------  -----  -----------  --------",
        "Mon 2026-01-05  early  08:00-16:30  Ann",
        "                late   14:30-23:00  Ben",
        "                -      23:00-08:00  nobody !",
        "Tue 2026-01-06  early  08:00-16:30  Ben",
        "                late   14:30-23:00  Ann",
        "                -      23:00-24:00  nobody !",
    ]


def test_show_in_chinese_json_and_for_one_person(desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rota", "show", desk, *DAYS, "--person", "a", "--locale", "zh"]) == 0
    text = capsys.readouterr().out
    assert "值班表：前台" in text
    assert "Ben" not in text
    assert run(["rota", "show", desk, *DAYS, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["rotas"][0]
    assert [(shift["person"], shift["shift"]) for shift in shown["shifts"]] == [
        ("a", "early"),
        ("b", "late"),
        ("b", "early"),
        ("a", "late"),
    ]
    assert shown["shifts"][0]["from"] == "2026-01-05T08:00:00+08:00"
    assert shown["gaps"][0] == {"from": "2026-01-05T23:00:00+08:00", "to": "2026-01-06T08:00:00+08:00", "hours": 9.0}


def test_coverage_fails_where_there_are_gaps(desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rota", "coverage", desk, "--from", "2026-01-05", "--to", "2026-01-18"]) == 1
    text = capsys.readouterr().out
    assert "23:00-08:00     13    117  2026-01-05 23:00" in text
    assert "120 min" in text
    assert run(["rota", "coverage", desk, "--from", "2026-01-05", "--format", "json"]) == 1
    shown = json.loads(capsys.readouterr().out)["rotas"][0]
    assert shown["people"][0]["hours_per_week"] == 59.5
    assert not shown["fine"]


def test_coverage_passes_where_the_hours_are_kept(desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(desk).write_text(TWO.replace("COVER", '{mon-sun: ["08:00-23:00"]}'), encoding="utf-8")
    assert run(["rota", "coverage", desk, "--from", "2026-01-05"]) == 0
    assert "No gaps" in capsys.readouterr().out


def test_a_page_stands_alone_and_shows_the_gaps(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rota.html"
    assert run(["rota", "show", desk, *DAYS, "--html", str(out)]) == 0
    page = out.read_text("utf-8")
    assert page.count('class="gap"') == 2
    assert page.count('<rect class="bar') == 4
    assert "prefers-color-scheme: dark" in page
    assert "http" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "S", "dask", *DAYS], "ROT060"),
        (["show", "S", *DAYS, "--person", "x"], "ROT070"),
        (["show", "S", "--from", "2026-01-05", "--to", "2026-01-04"], "ROT067"),
        (["show", "S", "--from", "2026-01-05", "--to", "2036-01-04"], "ROT068"),
        (["show", "S", "--from", "soon"], "CLI003"),
        (["show", "S", "--from", "9999-12-31"], "CLI003"),
        (["show", "S", "--from", "0001-01-01"], "CLI003"),
        (["coverage", "S", "--from", "9994-12-31", "--to", "9996-01-01"], "CLI003"),
        (["export", "S", "dask", *DAYS, "--out", "x.ics"], "ROT060"),
        (["export", "S", "desk", *DAYS, "--out", "x.ics", "--person", "z"], "ROT070"),
    ],
)
def test_what_cannot_be_shown_is_told(desk: str, arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rota", *(desk if argument == "S" else argument for argument in arguments)]) == 2
    assert code in capsys.readouterr().err


def test_hours_of_rest_are_told_in_the_readers_language(desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["rota", "coverage", desk, "--from", "2026-01-05", "--locale", "zh"])
    printed = capsys.readouterr().out
    assert "限制：每周不超过 60 小时，两班至少间隔 8 小时" in printed
    assert " h" not in printed


def test_a_standard_without_rotas_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.yaml").write_text(TWO.partition("rotas:")[0], encoding="utf-8")
    assert run(["rota", "show", str(tmp_path / "s.yaml"), *DAYS]) == 2
    assert "ROT061" in capsys.readouterr().err


# ── iCalendar ─────────────────────────────────────────────────────────────────────────────────────────────────
FOREIGN = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:one
SUMMARY:Ann on call
DTSTART;TZID=China Standard Time:20260105T090000
DTEND;TZID=China Standard Time:20260105T180000
RRULE:FREQ=WEEKLY;BYDAY=MO,WE
END:VEVENT
BEGIN:VEVENT
UID:two
SUMMARY:Boss
DTSTART;VALUE=DATE:20260106
END:VEVENT
END:VCALENDAR
"""


def test_what_is_exported_comes_back(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("servstd_ical")
    out = str(tmp_path / "desk.ics")
    assert run(["rota", "export", desk, "desk", *DAYS, "--out", out]) == 0
    assert "4 shifts" in capsys.readouterr().out
    first = Path(out).read_bytes()
    assert run(["rota", "export", desk, "desk", *DAYS, "--out", out, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["shifts"] == 4
    assert Path(out).read_bytes() == first
    assert run(["rota", "import", out, "--standard", desk, "--name", "copy", *DAYS]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[5:] == [
        "    overrides:",
        "      - {from: 2026-01-05T08:00, to: 2026-01-05T16:30, add: a}",
        "      - {from: 2026-01-05T14:30, to: 2026-01-05T23:00, add: b}",
        "      - {from: 2026-01-06T08:00, to: 2026-01-06T16:30, add: b}",
        "      - {from: 2026-01-06T14:30, to: 2026-01-06T23:00, add: a}",
    ]
    copied = TWO.partition("rotas:")[0] + printed.replace("    # fallback:", "    fallback: w #")
    (tmp_path / "copy.yaml").write_text(copied, encoding="utf-8")
    assert run(["rota", "show", str(tmp_path / "copy.yaml"), *DAYS, "--format", "json"]) == 0
    shifts = json.loads(capsys.readouterr().out)["rotas"][0]["shifts"]
    assert [(shift["person"], shift["from"][:16]) for shift in shifts][:2] == [("a", "2026-01-05T08:00"), ("b", "2026-01-05T14:30")]


def test_only_the_days_asked_for_are_imported(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("servstd_ical")
    out = str(tmp_path / "desk.ics")
    assert run(["rota", "export", desk, "desk", "--from", "2026-01-05", "--to", "2026-01-11", "--out", out]) == 0
    capsys.readouterr()
    assert run(["rota", "import", out, "--standard", desk, "--from", "2026-01-06", "--to", "2026-01-06", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["rotas"].values()
    assert [each["from"][:10] for each in found["overrides"]] == ["2026-01-06", "2026-01-06"]


def test_a_foreign_file_is_understood_and_its_doubts_told(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("servstd_ical")
    file = tmp_path / "foreign.ics"
    file.write_text(FOREIGN, encoding="utf-8")
    days = ("--from", "2026-01-05", "--to", "2026-01-11")
    assert run(["rota", "import", str(file), "--standard", desk, *days]) == 0
    told = capsys.readouterr()
    assert "{from: 2026-01-05T09:00, to: 2026-01-05T18:00, add: a}" in told.out
    assert "{from: 2026-01-07T09:00, to: 2026-01-07T18:00, add: a}" in told.out
    assert "{from: 2026-01-06T00:00, to: 2026-01-07T00:00, add: Boss}" in told.out
    assert "ROT064" in told.err
    assert "ROT065" in told.err
    assert run(["rota", "import", str(file), "--standard", desk, "--as", "Boss=w", *days, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["unknown"] == {}
    assert run(["rota", "import", str(file), "--skip-all-day", "--time-zone", "UTC", *days]) == 0
    told = capsys.readouterr()
    assert 'add: "Ann on call"' in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    ("old", "new", "code", "rc", "place"),
    [
        ("China Standard Time", "Mars", "ROT063", 1, "broken.ics:3:1"),
        ("FREQ=WEEKLY", "FREQ=NEVER", "ROT063", 1, "broken.ics:3:1"),
        ("20260105T180000", "20260105T080000", "ROT063", 1, "broken.ics:3:1"),
        ("END:VCALENDAR", "", "ROT063", 1, "broken.ics:1:1"),
        ("2026", "2020", "", 0, ""),
    ],
)
def test_a_broken_file_is_told_with_its_place(
    old: str, new: str, code: str, rc: int, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("servstd_ical")
    (tmp_path / "broken.ics").write_text(FOREIGN.replace(old, new), encoding="utf-8")
    assert run(["rota", "import", str(tmp_path / "broken.ics"), "--from", "2026-01-05", "--to", "2026-01-11"]) == rc
    err = capsys.readouterr().err
    assert code in err
    assert place in err


def test_aliases_need_both_sides_and_a_file_needs_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("servstd_ical")
    (tmp_path / "f.ics").write_text(FOREIGN, encoding="utf-8")
    assert run(["rota", "import", str(tmp_path / "f.ics"), "--from", "2026-01-05", "--as", "Boss"]) == 2
    assert "ROT069" in capsys.readouterr().err
    assert run(["rota", "import", str(tmp_path / "f.ics"), "--from", "2025-01-05", "--to", "2025-01-06"]) == 2
    assert "ROT066" in capsys.readouterr().err


def test_without_the_plugin_it_is_named(
    desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "icalendar", None)
    monkeypatch.setitem(__import__("sys").modules, "servstd_ical.events", None)
    (tmp_path / "f.ics").write_text(FOREIGN, encoding="utf-8")
    for arguments in (["export", desk, "desk", *DAYS, "--out", str(tmp_path / "x.ics")], ["import", str(tmp_path / "f.ics"), *DAYS]):
        assert run(["rota", *arguments]) == 2
        assert "ROT062" in capsys.readouterr().err
