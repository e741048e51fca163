"""The house rules of a module: size, docstring with an example that runs, `__all__` that is true and documented."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import warnings
from pathlib import Path

import pytest

import servstd
from tests.support import REPOSITORY
from tools import make_reference

PACKAGE = Path(servstd.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")
MODULES = [
    "servstd",
    *sorted(found.name for found in pkgutil.walk_packages(servstd.__path__, "servstd.") if not found.name.endswith("__main__")),
]
TABLES = ("messages/problems/", "messages/labels.py", "messages/help.py")  # data, not code
FEW_LINES = 12  # a package's empty front door needs no example


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_module_is_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    if _name(path).startswith(TABLES):
        return
    assert lines <= 500, f"{_name(path)} has {lines} lines: split it by subject"


@pytest.mark.filterwarnings("default:over 300 lines")
def test_modules_over_300_lines_are_told() -> None:
    sizes = {_name(path): len(path.read_text("utf-8").splitlines()) for path in FILES if not _name(path).startswith(TABLES)}
    long = [f"{name} ({lines})" for name, lines in sizes.items() if lines > 300]
    if long:
        warnings.warn(f"over 300 lines: {', '.join(long)}", stacklevel=1)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_module_says_what_it_holds_and_the_rule_it_keeps(path: Path) -> None:
    source = path.read_text("utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    assert text, f"{_name(path)} opens with no docstring"
    if len(source.splitlines()) > FEW_LINES and not _name(path).startswith(TABLES):
        assert "*Rule:*" in text, f"{_name(path)} names no rule"
        assert ">>> " in text, f"{_name(path)} shows no example"


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(name)
    names = {public: getattr(module, public) for public in getattr(module, "__all__", ())}  # a package may load them late
    failed, _ = doctest.testmod(module, extraglobs=names, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert failed == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", MODULES)
def test_all_is_there_sorted_and_true(name: str) -> None:
    module = importlib.import_module(name)
    names = getattr(module, "__all__", None)
    if names is None:
        defined = [
            node
            for node in ast.parse(Path(str(module.__file__)).read_text("utf-8")).body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        ]
        assert not defined, f"{name} defines things and has no __all__"
        return
    assert len(set(names)) == len(names)
    assert [public for public in names if not hasattr(module, public)] == []
    assert [public for public in names if public.startswith("_")] == []


@pytest.mark.parametrize("name", [name for name in MODULES if "._" not in name])
def test_nothing_public_is_left_out_of_all(name: str) -> None:
    module = importlib.import_module(name)
    own = {
        public
        for public, value in vars(module).items()
        if not public.startswith("_") and getattr(value, "__module__", None) == name and callable(value)
    }
    assert own <= set(getattr(module, "__all__", ()))


def test_every_public_name_is_on_its_reference_page() -> None:
    pages = make_reference.api_pages()
    for module in make_reference.public_modules():
        page = pages[f"api/{module}.md"]
        assert [name for name in importlib.import_module(module).__all__ if name not in page] == []
    assert set(pages) == {"api/index.md"} | {
        f"api/{name}.md"
        for name in MODULES
        if "._" not in name and getattr(importlib.import_module(name), "__all__", ()) and ".problems." not in name
    }


def test_every_name_of_the_front_door_is_documented_somewhere() -> None:
    assert [name for name in servstd.__all__ if not hasattr(servstd, name)] == []
    assert [name for name in servstd.__all__ if name != "__version__" and not make_reference.home_of(name)] == []


def test_the_version_is_written_once() -> None:
    assert f'version = "{servstd.__version__}"' in (REPOSITORY / "pyproject.toml").read_text("utf-8")
