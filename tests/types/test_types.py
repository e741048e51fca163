"""A wrong hook is an error before anything runs: under mypy --strict, and under pyright where it is at hand."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import servstd

HERE = Path(__file__).parent
FILES = ["right_plugin.py", "wrong_plugin.py"]
SOURCE = Path(servstd.__file__).parent.parent


def marked(file: str) -> set[int]:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# WRONG")}


@pytest.fixture(scope="module")
def mypy_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    folder = tmp_path_factory.mktemp("mypy")
    path = "" if SOURCE.name == "site-packages" else f"mypy_path = {SOURCE}\n"  # mypy finds what is installed, and refuses to be told
    (folder / "mypy.ini").write_text(f"[mypy]\nstrict = true\n{path}follow_imports = silent\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(folder / "mypy.ini"), "--cache-dir", str(folder / "cache"), *FILES]
    said = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=300)
    assert said.returncode == 1, said.stdout + said.stderr
    found: dict[str, set[int]] = {file: set() for file in FILES}
    for file, line in re.findall(r"^(\w+\.py):(\d+): error:", said.stdout, re.MULTILINE):
        found[file].add(int(line))
    return found


@pytest.fixture(scope="module")
def pyright_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    if importlib.util.find_spec("pyright") is None:
        pytest.skip("pyright is not installed")
    folder = tmp_path_factory.mktemp("pyright")
    for file in FILES:
        (folder / file).write_text((HERE / file).read_text(encoding="utf-8"), encoding="utf-8")
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(SOURCE)], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    try:
        diagnostics = json.loads(said.stdout)["generalDiagnostics"]
    except ValueError:
        pytest.skip("pyright does not start here (it fetches itself at the first call)")
    found: dict[str, set[int]] = {file: set() for file in FILES}
    for one in diagnostics:
        if one["severity"] == "error" and "file" in one and Path(one["file"]).name in found:
            found[Path(one["file"]).name].add(one["range"]["start"]["line"] + 1)
    return found


@pytest.mark.parametrize("file", FILES)
def test_mypy_finds_every_wrong_line_and_no_other(mypy_says: dict[str, set[int]], file: str) -> None:
    assert mypy_says[file] == marked(file)


@pytest.mark.parametrize("file", FILES)
def test_pyright_finds_every_wrong_line_and_no_other(pyright_says: dict[str, set[int]], file: str) -> None:
    assert pyright_says[file] == marked(file)
