"""The wheel holds the package, its data and nothing else. CI says which wheel; at a desk the installed package is looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from importlib.metadata import PackageNotFoundError, entry_points, metadata
from pathlib import Path
from zipfile import ZipFile

import pytest

import servstd
from tests.support import REPOSITORY

WHEEL = os.environ.get("SERVSTD_WHEEL")
PACKAGE = Path(servstd.__file__).parent
DATA = ["py.typed", "templates/plugin/copier.yml"]
DATA += [f"standards/init_{language}/{name}" for language in ("en", "zh") for name in ("standard.yaml", "events.jsonl")]
DATA += [f"standards/tiers_{trade}/standard.yaml" for trade in ("renovation", "car_service", "service_desk")]
HEAVY = {"pluggy", "jinja2", "packaging", "pendulum", "yaml", "click", "numpy", "holidays", "pyarrow", "openpyxl"}


@pytest.fixture(scope="module")
def names() -> list[str]:
    if WHEEL is None:
        pytest.skip("the wheel is built by .ci/run, which names it in SERVSTD_WHEEL")
    with ZipFile(WHEEL) as wheel:
        return wheel.namelist()


def test_wheel_holds_the_package_its_data_and_the_licence(names: list[str]) -> None:
    inside = {name.removeprefix("servstd/") for name in names if name.startswith("servstd/")}
    sources = {path.relative_to(REPOSITORY / "src" / "servstd").as_posix() for path in (REPOSITORY / "src" / "servstd").rglob("*.py")}
    assert set(DATA) <= inside
    assert sources <= inside
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_holds_nothing_else(names: list[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"servstd"}
    names = [name for name in names if "/templates/plugin/" not in name]  # what `servstd plugins new` makes has tests
    assert not [name for name in names if "tests/" in name or "/test_" in name or name.endswith((".pyc", ".so"))]


def test_tests_run_against_the_wheel() -> None:
    if WHEEL is None:
        pytest.skip("only CI installs the wheel")
    assert REPOSITORY / "src" not in PACKAGE.parents
    assert str(REPOSITORY / "src") not in sys.path


def test_package_data_is_found_by_importlib() -> None:
    package = resources.files("servstd")
    assert [name for name in DATA if not package.joinpath(name).is_file()] == []


def test_metadata_names_the_command_and_the_extras() -> None:
    try:
        about = metadata("servstd")
    except PackageNotFoundError:
        pytest.skip("servstd runs from its sources here; only an installed one has metadata")
    assert about["License-Expression"] == "Apache-2.0"
    assert about.get_all("Provides-Extra") == ["all", "batch", "deliver", "http", "ical", "report", "testing"]
    assert [entry.value for entry in entry_points(group="console_scripts", name="servstd")] == ["servstd.cli:main"]


def _modules_after(statement: str) -> set[str]:
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_servstd_loads_nothing_heavy() -> None:
    loaded = _modules_after("import servstd")
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()
    assert {name for name in loaded if name.startswith("servstd")} == {"servstd"}


def test_deciding_loads_neither_pendulum_nor_numpy_nor_click() -> None:
    path = REPOSITORY / "examples" / "first-standard" / "standard.yaml"
    loaded = _modules_after(f"import servstd; servstd.load({str(path)!r}).decide([], now='2026-03-16T09:00:00Z')")
    assert {name.split(".")[0] for name in loaded} & {"pendulum", "numpy", "click", "pluggy", "jinja2"} == set()
