"""Every hostile plugin installed at once, beside a good one: the commands work, and each is named with its reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import servstd
from tests.contracts.distributions import HEAD, install, pager
from tests.contracts.hostile_plugins import CODES, SOURCES

STANDARD = """\
format: 1
standard: desk
version: "1"
effective_from: 2026-01-01
time_zone: UTC
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: 4h}}]}
notifiers:
  screen: {type: console}
  group: {type: strict, url: 5}
"""
EVENT = '{"case": "1", "at": "2026-01-05T10:00:00Z", "kind": "opened", "by": "customer"}\n'
RULES = (
    HEAD
    + """
class Form:
    name, summary = "form", "Writes the cases."
    def write(self, report, locale, /):
        return f"{report['cases']} cases".encode()
@implements.reports
def reports(ctx): return [Form()]
class Hello:
    name, summary = "hello", "Greets."
    def run(self, arguments, /):
        print("hello", *arguments)
        return 0
@implements.commands
def commands(ctx): return [Hello()]
"""
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a standard, events, and below `site` every hostile plugin and two good ones, installed."""
    folder = tmp_path_factory.mktemp("hostile")
    site = folder / "site"
    site.mkdir()
    for name, source in SOURCES.items():
        info = install(site, name, source, requires="servstd>=99" if name == "future" else "servstd>=0.1")
        if name == "unreadable":
            (info / "METADATA").write_bytes("Name: servstd-unreadable\nSummary: 企业微信\n".encode("gbk"))
    install(site, "good", pager("good"), summary="Pages people.")
    install(site, "rules", RULES)
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    (folder / "events.jsonl").write_text(EVENT, encoding="utf-8")
    return folder


def call(folder: Path, *arguments: str, site: str = "site", **environ: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(servstd.__file__).parent.parent)
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("SERVSTD_", "COV_"))}
    said = subprocess.run(
        [sys.executable, "-m", "servstd", *arguments],
        cwd=folder,
        env={**bare, "PYTHONPATH": os.pathsep.join([str(folder / site), source]), "PYTHONIOENCODING": "utf-8", **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert "Traceback" not in said.stderr
    return said


def named(text: str) -> set[str]:
    return {name for name in SOURCES if any(f"{word}{name}{end}" in text for word in ("plugin ", "") for end in (" (servstd-", ":"))}


@pytest.mark.parametrize(
    ("command", "result"),
    [
        (["check", "standard.yaml"], "warning"),
        (["decide", "standard.yaml", "--events", "events.jsonl"], '"metric": "resolution"'),
        (["report", "standard.yaml", "--events", "events.jsonl"], "1"),
    ],
)
def test_the_commands_work_and_each_hostile_plugin_is_named_with_its_reason(place: Path, command: list[str], result: str) -> None:
    (place / "plain.yaml").write_text(STANDARD.replace("  group: {type: strict, url: 5}\n", ""), encoding="utf-8")
    said = call(place, *[argument.replace("standard.yaml", "plain.yaml") for argument in command])
    assert said.returncode == 0, said.stderr
    lines = [line for line in said.stderr.splitlines() if line.startswith("left out (")]
    broken = set(SOURCES) - {"bad_settings"}  # nobody has given it any settings here
    assert named("\n".join(lines)) == broken
    assert len(lines) == len(broken)
    assert not any("good" in line for line in lines)
    if command[0] != "check":
        assert result in said.stdout


def test_a_standard_that_names_what_a_broken_plugin_offers_is_refused_with_the_plugins_own_failure(place: Path) -> None:
    said = call(place, "check", "standard.yaml", "--format", "json")
    problems = json.loads(said.stdout)["problems"]
    (refusal,) = [problem for problem in problems if problem["severity"] == "error"]
    assert said.returncode == 1
    assert (refusal["code"], refusal["line"], refusal["column"]) == ("PLG031", 10, 17)
    assert "bad_settings: standard.yaml:10:30: the value cannot be used" in refusal["message"]


def test_plugins_check_names_each_with_its_problem_and_fails(place: Path) -> None:
    said = call(place, "plugins", "check", "--operations", "standard.yaml", "--format", "json")
    assert said.returncode == 1
    assert "LOUD name" in said.stderr  # what a plugin prints is no part of the result
    records = {record["name"]: record for record in json.loads(said.stdout)["plugins"]}
    assert {name: CODES[name] for name in SOURCES} == {name: _first(records[name]) for name in SOURCES}
    status = {"future": "incompatible", "clash_one": "clashing", "clash_two": "clashing"}
    assert {name: records[name]["status"] for name in SOURCES} == {name: status.get(name, "failed") for name in SOURCES}
    assert all(records[name]["components"] == [] or records[name]["status"] == "clashing" for name in SOURCES)
    assert {records[name]["status"] for name in ("good", "rules")} == {"active"}
    counts = {found: sum(record["status"] == found for record in records.values()) for found in ("active", "disabled")}
    text = call(place, "plugins", "check", "--operations", "standard.yaml").stdout
    active, off = counts["active"], counts["disabled"]
    assert text.splitlines()[-1] == f"active: {active}, switched off: {off}, not loaded: {len(records) - active - off}"


def _first(record: dict[str, object]) -> object:
    problems = record["problems"]
    assert isinstance(problems, list)
    return next(problem["code"] for problem in problems if problem["severity"] == "error")


def test_plugins_show_tells_one(place: Path) -> None:
    good = call(place, "plugins", "show", "good")
    assert good.returncode == 0
    assert "good (servstd-good 1.0): Pages people." in good.stdout
    assert "notifier good: Pages." in good.stdout
    raises = call(place, "plugins", "show", "raises")
    assert raises.returncode == 1
    assert "PLG009: plugin raises (servstd-raises 1.0): the hook notifiers failed: KeyError: 'room' (plugged_raises.py:8)" in raises.stdout
    chinese = call(place, "plugins", "show", "raises", "--locale", "zh")
    assert "钩子 notifiers 出错：KeyError: 'room'" in chinese.stdout


def test_what_good_plugins_offer_works_among_the_hostile(place: Path) -> None:
    said = call(place, "hello", "--there", "you")
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "hello --there you")
    said = call(place, "report", "plain.yaml", "--events", "events.jsonl", "--as", "form", "--out", "r.txt")
    assert (said.returncode, (place / "r.txt").read_text()) == (0, "1 cases")


def test_strict_plugins_fails_for_continuous_integration(place: Path) -> None:
    said = call(place, "check", "plain.yaml", "--strict-plugins", "--format", "json")
    data = json.loads(said.stdout)
    assert said.returncode == 1
    assert {problem["code"] for problem in data["problems"]} == {"PLG038"}
    assert len(data["problems"]) == len(SOURCES) - 1


@pytest.mark.parametrize(
    ("arguments", "environ"), [(["--no-plugins"], {}), ([], {"SERVSTD_PLUGINS": "good"}), ([], {"SERVSTD_PLUGINS": "none"})]
)
def test_switched_off_nobody_is_heard_of(place: Path, arguments: list[str], environ: dict[str, str]) -> None:
    said = call(place, "check", "plain.yaml", "--strict-plugins", *arguments, **environ)
    assert (said.returncode, "left out" in said.stderr, "LOUD" in said.stderr) == (0, False, False)


# ── nothing is imported that need not be ──────────────────────────────────────────────────────────────────────
@pytest.fixture
def marking(tmp_path: Path) -> Path:
    """Return a folder with plugins that leave a file when they are imported."""
    site = tmp_path / "site"
    site.mkdir()
    for name in ("one", "two"):
        install(site, name, pager("sms") + f"open({str(tmp_path / name)!r}, 'w').close()\n")
    (tmp_path / "events.jsonl").write_text(EVENT, encoding="utf-8")
    return tmp_path


def imported(folder: Path) -> list[str]:
    return [name for name in ("one", "two") if (folder / name).exists()]


def standard(folder: Path, plugins: str) -> str:
    (folder / "standard.yaml").write_text(STANDARD.partition("notifiers:")[0] + plugins, encoding="utf-8")
    return "standard.yaml"


def test_list_imports_nothing(marking: Path) -> None:
    said = call(marking, "plugins", "list")
    ours = [line.split() for line in said.stdout.splitlines() if "(servstd-one" in line or "(servstd-two" in line]
    assert (said.returncode, ours) == (0, [["found", "one", "(servstd-one", "1.0)"], ["found", "two", "(servstd-two", "1.0)"]])
    records = json.loads(call(marking, "plugins", "list", "--format", "json").stdout)["plugins"]
    assert {record["status"] for record in records if record["name"] in ("one", "two")} == {"found"}
    assert imported(marking) == []


@pytest.mark.parametrize(
    ("plugins", "environ", "loaded", "left_out"),
    [
        ("", {}, ["one", "two"], 2),
        ("", {"SERVSTD_PLUGINS": "none"}, [], 0),
        ("", {"SERVSTD_PLUGINS": "two"}, ["two"], 0),
        ("plugins: {one: {enabled: false}}\n", {}, ["two"], 0),
        ("plugins: {one: {prefer: [sms]}}\n", {}, ["one", "two"], 0),
    ],
)
def test_what_is_switched_off_is_not_imported(
    marking: Path, plugins: str, environ: dict[str, str], loaded: list[str], left_out: int
) -> None:
    said = call(marking, "decide", standard(marking, plugins), "--events", "events.jsonl", **environ)
    assert (said.returncode, imported(marking), said.stderr.count("left out (clashing)")) == (0, loaded, left_out)


def test_without_plugins_nothing_is_imported(marking: Path) -> None:
    assert call(marking, "check", standard(marking, ""), "--no-plugins").returncode == 0
    assert imported(marking) == []


def test_help_and_commands_of_our_own_import_no_plugin(marking: Path) -> None:
    for arguments in (["--help"], ["check", "--help"], ["schema"], ["--version"]):
        assert call(marking, *arguments).returncode == 0
    assert imported(marking) == []
