"""The program itself: help, wrong usage, exit codes, and what happens when all goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from servstd.cli import _run, run
from servstd.cli._command import Commands
from servstd.cli._run import COMMANDS
from servstd.messages.help import HELP, help_text
from servstd.messages.phrases import PHRASES
from tests.cli.conftest import Said

Call = Callable[..., Said]
Snapshot = Callable[[str, str], None]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_help(call: Call, snapshot: Snapshot, locale: str) -> None:
    said = call("--locale", locale, "--help")
    assert said.code == 0
    snapshot(f"help_{locale}", said.out)


def every_command() -> dict[str, click.Command]:
    """Return the commands by the words that call them, those of a group too."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command: click.Command = import_module(f"servstd.cli.{name}").COMMAND
        found[name] = command
        if isinstance(command, Commands):
            found |= {f"{name} {own}": make() for own, make in command.makers.items()}
    return found


@pytest.mark.parametrize("command", every_command())
def test_help_of_every_command_in_both_languages(call: Call, command: str) -> None:
    words = command.split()
    english, chinese = call(*words, "--help"), call(*words, "--help", "--locale", "zh")
    assert english.code == chinese.code == 0
    assert HELP[command][0].split()[0] in english.out
    assert HELP[command][1][:6] in chinese.out
    options = ("--format", "--locale", "--plugin", "--no-plugins", "--strict-plugins", "--debug", "--help")
    assert all(option in english.out for option in options) is (
        command not in ("plugins", "tiers", "rota", "escalation")
    )  # a group lists its commands


def test_every_parameter_has_help_and_no_help_is_left_over() -> None:
    used = {"servstd", "*.help", "*.version"}
    for name, command in every_command().items():
        used.add(name)
        for parameter in command.params:
            own = f"{name}.{parameter.name}"
            used.add(own if own in HELP else f"*.{parameter.name}")
            for locale in ("en", "zh"):
                assert help_text(name, parameter.name or "", locale)
    assert used == set(HELP)


@pytest.mark.parametrize("key", PHRASES)
def test_phrases_take_the_same_values_in_both_languages(key: str) -> None:
    from string import Formatter

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}

    english, chinese = PHRASES[key]
    assert fields(english) == fields(chinese)


def test_without_a_command_the_help_is_shown_and_the_usage_is_wrong(call: Call) -> None:
    said = call()
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: servstd")


def test_version(call: Call) -> None:
    assert call("--version").out.startswith("servstd 0.")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("unknown_command", ["chek", "standard.yaml"]),
        ("unknown_option", ["check", "standard.yaml", "--locle", "zh"]),
        ("missing_standard", ["check"]),
        ("missing_events", ["report", "standard.yaml"]),
        ("bad_choice", ["check", "standard.yaml", "--format", "xml"]),
        ("too_many", ["check", "a.yaml", "b.yaml"]),
        ("no_such_file", ["check", "no-such.yaml"]),
        ("option_without_value", ["report", "standard.yaml", "--events"]),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_wrong_usage(call: Call, snapshot: Snapshot, here: Path, name: str, arguments: list[str], locale: str) -> None:
    said = call("--locale", locale, *arguments)
    assert (said.code, said.out) == (2, "")
    snapshot(f"usage_{name}_{locale}", said.err)


def test_wrong_usage_as_json(call: Call, here: Path) -> None:
    import json

    said = call("check", "no-such.yaml", "--format", "json")
    assert (said.code, said.err) == (2, "")
    assert json.loads(said.out)["problems"][0]["code"] == "CLI006"
    assert json.loads(call("check", "--format=json").out)["problems"][0]["code"] == "CLI002"


def test_the_language_may_come_from_the_environment(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVSTD_LOCALE", "zh_CN")
    assert "没有命令" in call("chek").err
    assert "there is no command" in call("chek", "--locale=en").err
    monkeypatch.setenv("SERVSTD_LOCALE", "fr")
    assert "there is no command" in call("chek").err


def test_an_unexpected_error_is_one_line(call: Call, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servstd.cli.schema.make_schema", lambda: 1 / 0)
    said = call("schema")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("CLI099: servstd has failed unexpectedly (ZeroDivisionError: division by zero)\n  fix: ")
    assert len(said.err.splitlines()) == 2


def test_debug_shows_where(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servstd.cli.schema.make_schema", lambda: 1 / 0)
    assert run(["schema", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_not_a_traceback(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("servstd.cli.schema.make_schema", stop)
    assert call("schema").code == 130


def test_a_folder_that_cannot_be_read_as_a_file(call: Call, first: Path) -> None:
    said = call("decide", "standard.yaml", "--events", ".")
    assert said.code in (1, 2)
    assert said.err


def test_the_problem_of_an_os_error_names_the_file() -> None:
    (problem,) = _run._problems(PermissionError(13, "Permission denied", "a.yaml"))
    assert (problem.code, problem.params) == ("CLI018", {"file": "a.yaml", "reason": "Permission denied"})
    (problem,) = _run._problems(OSError("?"))
    assert problem.code == "CLI099"


# ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────


def start(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from servstd.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)


def test_exit_code_of_the_process(first: Path) -> None:
    assert start("check", "standard.yaml").returncode == 0
    assert start("check").returncode == 2


def test_a_reader_that_goes_away_is_no_error(first: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from servstd.cli import main; main()", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_a_terminal_without_chinese_shows_question_marks(here: Path) -> None:
    said = start("chek", "--locale", "zh", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert said.returncode == 2
    assert b"CLI004: ????" in said.stderr
    assert b"Traceback" not in said.stderr


def test_click_is_imported_by_the_command_line_only() -> None:
    code = "import sys, servstd; servstd.load; servstd.attainment; import servstd.report, servstd.scenarios; print('click' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60).stdout.strip() == b"False"
