"""`servstd plugins new`: what it makes, what it refuses, and that copier makes the same.

That a plugin of every kind passes its own tests, types and style once it is installed is checked by `tools/check_template.py`.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

import servstd
from servstd.cli import run
from servstd.cli._template import fill, rendered
from servstd.cli.plugins_new import PLUGIN_KINDS, answers, template
from servstd.document import read_source
from tests.support import REPOSITORY

LONG = "a-name-as-long-as-any-may-be-1"
LEFTOVER = re.compile(r"\[\[ |\[% |TODO|FIXME")


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def code_of(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = run(["plugins", "new", *arguments, "--format", "json"])
    problems = json.loads(capsys.readouterr().out).get("problems", [{"code": ""}])
    return code, problems[0]["code"]


@pytest.mark.parametrize("name", ["a", LONG])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_every_file_of_every_kind_is_whole(kind: str, lang: str, name: str) -> None:
    made = dict(rendered(template(), answers(name, kind=kind, lang=lang)))
    module = f"servstd_{name.replace('-', '_')}"
    assert {"pyproject.toml", "README.md", "LICENSE", ".gitignore", ".github/workflows/ci.yml", "tests/test_plugin.py",
            "example/standard.yaml", "example/operations.yaml", "example/events.jsonl",
            f"src/{module}/__init__.py", f"src/{module}/plugin.py", f"src/{module}/py.typed"} == set(made)  # fmt: skip
    for path, text in made.items():
        assert not LEFTOVER.search(text), path
        assert text.endswith("\n") or path.endswith("py.typed"), path
        assert not text.endswith("\n\n"), path
        if path.endswith(".py"):
            ast.parse(text)
    project = tomllib.loads(made["pyproject.toml"])
    assert project["project"]["entry-points"] == {"servstd": {name: f"{module}.plugin"}}
    assert made[f"src/{module}/plugin.py"].count("YOURS") >= 1
    assert servstd.loads(made["example/standard.yaml"]).current.name
    assert read_source(made["example/operations.yaml"], "operations.yaml").data["notifiers"]
    assert [json.loads(line)["id"] for line in made["example/events.jsonl"].splitlines()] == ["e1", "e2", "e3", "e4"]


def test_a_plugin_asks_for_the_servstd_that_made_it_and_none_of_the_next_era() -> None:
    made = dict(rendered(template(), answers("a", kind="check", lang="en")))
    wanted = ".".join(servstd.__version__.split(".")[:2])
    assert f"servstd>={wanted},<1" in tomllib.loads(made["pyproject.toml"])["project"]["dependencies"]
    assert f'default: "{wanted}"' in template().joinpath("copier.yml").read_text("utf-8")


@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_copier_makes_the_same_files(kind: str, tmp_path: Path) -> None:
    copier = pytest.importorskip("copier")
    assert run(["plugins", "new", "night-pager", "--kind", kind, "--lang", "zh", "--author", "李雷", "--into", str(tmp_path)]) == 0
    data = {"name": "night-pager", "kind": kind, "lang": "zh", "author": "李雷"}
    copier.run_copy(str(REPOSITORY / "src" / "servstd" / "templates" / "plugin"), str(tmp_path / "copied"), data=data, quiet=True)
    assert files(tmp_path / "copied") == files(tmp_path / "servstd-night-pager")


def test_the_questions_of_copier_are_those_of_the_command() -> None:
    questions = read_source(template().joinpath("copier.yml").read_text("utf-8"), "copier.yml").data
    asked = {name for name in questions if not name.startswith("_")}
    assert asked == set(answers("a", kind="check", lang="en"))
    kinds = questions["kind"]
    assert isinstance(kinds, dict)
    assert tuple(kinds["choices"].values()) == PLUGIN_KINDS


def test_it_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plugins", "new", "night-pager"]) == 0
    told = capsys.readouterr().out
    assert "cd servstd-night-pager" in told
    assert "servstd plugins check night-pager" in told
    assert run(["plugins", "new", "day-pager", "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert sorted(made["files"]) == sorted(f"servstd-day-pager/{path}" for path in files(tmp_path / "servstd-day-pager"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Night_Pager"], "CLI040"),
        (["2nd"], "CLI040"),
        (["a--b"], "CLI040"),
        (["呼叫"], "CLI040"),
        (["servstd-pager"], "CLI040"),
        (["a" * 31], "CLI040"),
        (["webhook"], "CLI041"),
        (["console"], "CLI041"),
        (["class"], "CLI041"),
        (["null"], "CLI041"),
        (["report", "--kind", "command"], "CLI041"),
        (["night-pager", "--author", 'A "quoted" name'], "CLI043"),
        (["night-pager", "--author", "two\nlines"], "CLI043"),
        (["night-pager", "--into", "no-such-folder"], "CLI019"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(
    arguments: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code_of(arguments, capsys) == (2, code)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "servstd-night-pager" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    assert code_of(["night-pager", "--into", str(tmp_path)], capsys) == (2, "CLI044")
    assert files(tmp_path) == {"servstd-night-pager/mine.txt": "mine"}


def test_nothing_half_made_is_left_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write, left = Path.write_text, [3]

    def full_disk(path: Path, *arguments: object, **options: object) -> int:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **options)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(Path, "write_text", full_disk)
    assert code_of(["night-pager", "--into", str(tmp_path)], capsys) == (2, "CLI007")
    assert list(tmp_path.iterdir()) == []


def test_a_word_nobody_answered_is_a_mistake_of_the_template() -> None:
    with pytest.raises(KeyError):
        fill("[[ nobody ]]", {"name": "a"})
