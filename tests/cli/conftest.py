"""Running a command as a user does, and comparing what it says with what is on file.

*Rule:* messages are kept as plain files in `snapshots/`; run with `SERVSTD_UPDATE_SNAPSHOTS=1` to write them anew, then read the
difference as a user would.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from servstd.cli import run

SNAPSHOTS = Path(__file__).parent / "snapshots"


@attrs.frozen
class Said:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVSTD_LOCALE", raising=False)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs a command line in this process."""

    def calling(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(code, out, err)

    return calling


@pytest.fixture
def snapshot(tmp_path: Path) -> Callable[[str, str], None]:
    """Return a function that compares a text with the file of that name; the test's own folder is called TMP in it."""

    def compare(name: str, text: str) -> None:
        shown = text.replace(str(tmp_path), "TMP")
        file = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("SERVSTD_UPDATE_SNAPSHOTS"):
            SNAPSHOTS.mkdir(exist_ok=True)
            file.write_text(shown, encoding="utf-8")
        assert file.exists(), f"no snapshot {name}: run with SERVSTD_UPDATE_SNAPSHOTS=1"
        assert shown == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def first(here: Path, call: Callable[..., Said]) -> Path:
    """Return a working directory that holds the English first standard: standard.yaml and events.jsonl."""
    assert call("init", ".", "--lang", "en").code == 0
    return here
