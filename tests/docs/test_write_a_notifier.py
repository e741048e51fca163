"""The page for newcomers is followed word by word, in an empty folder: files written, commands run, outputs compared, types checked."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import servstd
from tests.docs.test_examples import FENCE, _like
from tests.support import REPOSITORY

PAGES = ["docs/how-to/write-a-notifier.md", "docs/zh/write-a-notifier.md"]
FILE = re.compile(r"`([\w.-]+)`[:：]\n\n$")
SHELL = ("bash", "sh")


@attrs.frozen
class Step:
    """One block of the page: a file that is named above it, or commands and what they print."""

    language: str
    code: str
    line: int
    file: str = ""
    output: str | None = None


def steps(page: str) -> Iterator[Step]:
    text = (REPOSITORY / page).read_text("utf-8")
    found = list(FENCE.finditer(text))
    for match, after in zip(found, [*found[1:], None], strict=True):
        follows = after is not None and after["language"] == "text" and not text[match.end() : after.start()].strip()
        named = FILE.search(text[: match.start()])
        line = text[: match.start()].count("\n") + 2
        yield Step(match["language"], match["code"], line, named[1] if named else "", after["code"] if after and follows else None)


def call(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one line as a shell would: `NAME=value` before it; `servstd` and `python` are those that run this test."""
    words = shlex.split(command)
    environ = {**os.environ, "PYTHONPATH": str(Path(servstd.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "140"}
    environ.pop("SERVSTD_LOCALE", None)
    environ |= {"SERVSTD_PLUGINS": "none", "PYTHONUTF8": "1"}  # what else is installed here is not the page's
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environ[name] = value
    programs = {"servstd": [sys.executable, "-P", "-m", "servstd"], "python": [sys.executable]}
    return subprocess.run(
        [*programs.get(words[0], [words[0]]), *words[1:]],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_page_can_be_followed(page: str, tmp_path: Path) -> None:
    for step in steps(page):
        if step.file:
            (tmp_path / step.file).write_text(step.code, encoding="utf-8")
        elif step.language == "pycon":
            (tmp_path / "typed.txt").write_text(step.code, encoding="utf-8")
            done = call("python -m doctest typed.txt", tmp_path)
            assert done.returncode == 0, f"{page}:{step.line}\n{done.stdout}"
        elif step.language == "sh":
            printed = "".join(call(line, tmp_path).stdout for line in step.code.splitlines())
            assert step.output is None or _like(printed, step.output), f"{page}:{step.line}\n{step.code}\n{printed}"
    made = tmp_path / "servstd-night-pager"
    assert (made / "src" / "servstd_night_pager" / "plugin.py").is_file()


def test_both_notifiers_of_the_page_are_typed_and_the_slip_is_found(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    told: dict[str, list[str]] = {}
    for step in steps(PAGES[0]):
        if step.file.endswith(".py"):
            (tmp_path / step.file).write_text(step.code, encoding="utf-8")
            done = call(f"python -m mypy --strict --no-error-summary {step.file}", tmp_path)
            told.setdefault(step.file, []).append(done.stdout)
    assert told["pager.py"] == ["", ""]
    assert told["test_pager.py"] == [""]
    assert 'has no attribute "notifers"; maybe "notifiers"?' in told["slip.py"][0]


def test_both_languages_show_the_same_code() -> None:
    english, chinese = ([bare(step.code) for step in steps(page) if step.file.endswith(".py")] for page in PAGES)
    assert english == chinese


def bare(code: str) -> str:
    """Return Python code without its texts and comments."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)
