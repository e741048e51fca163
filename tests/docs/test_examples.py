"""Everything the README and the documentation show is run: Python, standards, commands, and what they print.

*Rule:* a block is what a reader would paste. Python blocks of one page share a namespace and run in order; a `text` block
right after one is what it prints. A `yaml` block that opens with `format:` is a whole standard: it must load and its
scenarios must pass. A line `$ servstd ...` of a `console` block is run; what follows is what it prints (`...` stands for anything).
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import servstd
from servstd.cli import run
from servstd.scenarios import run_scenarios
from tests.support import REPOSITORY

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)[^\n]*\n(?P<code>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)
GENERATED = REPOSITORY / "docs" / "reference"
PAGES = sorted(
    [*REPOSITORY.glob("*.md"), *(path for path in (REPOSITORY / "docs").rglob("*.md") if GENERATED not in path.parents)],
)


@attrs.frozen
class Block:
    """One fenced block of a page, with the text that follows at once as its output."""

    language: str
    code: str
    line: int
    output: str | None = None


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page; a `text` block directly after a `python` block is its output."""
    text = page.read_text("utf-8")
    found = list(FENCE.finditer(text))
    for i, match in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        output = after["code"] if after and after["language"] == "text" and not text[match.end() : after.start()].strip() else None
        indent = match["indent"]
        code = "\n".join(line.removeprefix(indent) for line in match["code"].splitlines()) + "\n"
        yield Block(match["language"], code, text[: match.start()].count("\n") + 2, output)


def _pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if any(block.language == language for block in blocks(page))]


def _page_name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where a reader stands: in the checkout."""
    monkeypatch.chdir(REPOSITORY)


@pytest.mark.parametrize("page", _pages_with("python"), ids=_page_name)
def test_python_runs_and_prints_what_it_says(page: Path, at_home: None) -> None:
    namespace: dict[str, object] = {"__name__": "__example__"}
    for block in blocks(page):
        if block.language != "python":
            continue
        if ">>> " in block.code:
            example = doctest.DocTestParser().get_doctest(block.code, namespace, page.name, str(page), block.line)
            out = io.StringIO()
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            runner.run(example, out=out.write, clear_globs=False)
            namespace = example.globs
            assert runner.failures == 0, out.getvalue()
            continue
        code = compile("\n" * (block.line - 1) + block.code, str(page), "exec", dont_inherit=True)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)
        if block.output is not None:
            assert _like(printed.getvalue(), block.output), printed.getvalue()


@pytest.mark.parametrize("page", _pages_with("yaml"), ids=_page_name)
def test_whole_standards_load_and_pass_their_scenarios(page: Path) -> None:
    for block in blocks(page):
        if block.language == "yaml" and re.match(r"(#[^\n]*\n)*format:", block.code):
            standard = servstd.loads(block.code, name=f"{page.name}:{block.line}")
            failed = [result for result in run_scenarios(standard) if not result.passed]
            assert failed == []


@pytest.mark.parametrize("page", _pages_with("console"), ids=_page_name)
def test_commands_print_what_the_page_shows(page: Path, at_home: None) -> None:
    for block in blocks(page):
        if block.language != "console":
            continue
        for line, expected in _commands(block.code):
            words = shlex.split(line, comments=True)
            if words[0] != "servstd":
                continue
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                code = run(words[1:])
            if expected.strip():
                assert _like(printed.getvalue(), expected), f"$ {line}\n{printed.getvalue()}"
            else:
                assert code == 0, f"$ {line}\n{printed.getvalue()}"


def _commands(code: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        line, _, expected = part.replace("\\\n", " ").partition("\n")
        yield line, expected


def _like(found: str, expected: str) -> bool:
    """Return whether the output is as expected; trailing blanks do not count and `...` stands for anything."""

    def tidy(text: str) -> str:
        return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())

    pattern = re.escape(tidy(expected)).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, tidy(found), re.DOTALL) is not None


def test_no_link_of_a_page_leads_nowhere() -> None:
    lost = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            path = (page.parent / target).resolve()
            if "://" not in target and not path.exists() and GENERATED not in path.parents and path != GENERATED:
                lost.append(f"{_page_name(page)}: {target}")
    assert lost == []


def test_the_tutorial_and_its_script_say_the_same() -> None:
    page = (REPOSITORY / "docs" / "tutorial" / "index.md").read_text("utf-8")
    script = (REPOSITORY / "docs" / "tutorial" / "commands.sh").read_text("utf-8")
    shown = [
        line
        for block in blocks(REPOSITORY / "docs" / "tutorial" / "index.md")
        if block.language == "sh"
        for line in block.code.splitlines()
    ]
    assert [line for line in shown if line and line not in script] == []
    assert [
        block.line
        for block in blocks(REPOSITORY / "docs" / "tutorial" / "index.md")
        if block.language == "yaml" and block.code not in script
    ] == [], "a file the tutorial writes differs from the one its script writes"
    assert "servstd report" in page


@pytest.mark.parametrize("name", ["docs/tutorial/index.md", "docs/zh/tutorial.md"])
def test_the_tutorial_can_be_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = iter(["mine.yaml", "mine-2.yaml"])
    for block in blocks(REPOSITORY / name):
        if block.language == "yaml":
            (tmp_path / next(files)).write_text(block.code, encoding="utf-8")
        for line in block.code.splitlines() if block.language == "sh" else ():
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                code = run(shlex.split(line)[1:])
            assert code == 0, f"$ {line}\n{printed.getvalue()}"


def test_the_picture_in_the_readme_is_the_drawn_one() -> None:
    drawn = (REPOSITORY / "docs" / "pictures" / "clock.txt").read_text("utf-8")
    for name in ("README.md", "README.zh.md"):
        assert drawn in (REPOSITORY / name).read_text("utf-8")


def test_the_example_in_the_readme_is_short() -> None:
    first = next(block for block in blocks(REPOSITORY / "README.md") if block.language == "python")
    assert len(first.code.splitlines()) <= 20


def test_readme_commands_are_one_line_each() -> None:
    from tools.readme_command import readme_command

    assert readme_command("report").count("servstd report") == 1
    assert readme_command("tests").endswith("python -m pytest")
