"""The fixtures, as a plugin's author uses them: pytest is run on a file of theirs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import servstd

SOURCES = str(Path(servstd.__file__).parent.parent)
PLUGIN = "servstd.testing.pytest_plugin"


def run_pytest(folder: Path, *arguments: str, test: str = "", by_name: bool = True) -> subprocess.CompletedProcess[str]:
    """Run pytest on a folder of its own; `by_name` loads the plugin as `-p`, else only what is installed there is."""
    if test:
        (folder / "test_mine.py").write_text(dedent(test), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    environ |= {"PYTHONPATH": os.pathsep.join([str(folder), SOURCES]), "PYTHONDONTWRITEBYTECODE": "1"}
    if by_name:
        environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        arguments = ("-p", PLUGIN, *arguments)
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, encoding="utf-8", check=False)


STANDARD = '''
    MINE = """
        format: 1
        standard: mine
        version: "1"
        effective_from: 2026-01-01
        time_zone: Asia/Shanghai
        attributes: {priority: {values: [low, high], default: low}}
        sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: {within: {priority: {high: 1h, else: 4h}}}}}]}
    """
    OPENED = {"at": "2026-01-05 09:00", "kind": "opened", "by": "customer"}
'''


def test_an_author_tests_a_plugin_with_the_fixtures(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        test=STANDARD
        + """
    from servstd.protocols import Notice, Receipt

    def test_a_case(standard, run_case, clock):
        decision = run_case(standard(MINE), [OPENED], now=clock.set("2026-01-05T12:00:00+08:00"))
        assert decision.clock("resolution").due_at.isoformat() == "2026-01-05T13:00:00+08:00"
        assert run_case(standard(MINE), [OPENED], case={"priority": "high"}, now=clock.now).clock("resolution").verdict == "missed"

    def test_the_outbox_answers(outbox):
        outbox.answer(Receipt.retryable("busy"))
        notice = Notice("k", case="42", reason="missed", text="Late.")
        assert [outbox.send(notice).status, outbox.send(notice).status, len(outbox.notices)] == ["retryable", "sent", 2]

    def test_a_host(servstd_host, outbox):
        host = servstd_host(outbox, operations={"notifiers": {"screen": {"type": "console"}}})
        assert host.registry.names("notifiers") == ("screen", "outbox")
        assert host.registry.get("notifiers", "outbox").part is outbox
""",
    )
    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_what_is_wrong_with_a_standard_or_an_event_is_the_failure(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        test=STANDARD
        + '''
    def test_standard(standard):
        standard("""
            format: 1
            standard: mine
            verson: "1"
        """)

    def test_event(standard, run_case):
        run_case(standard(MINE), [OPENED, {"at": "2026-01-05 10:00", "kind": "resolvd"}])

    def test_host(servstd_host):
        servstd_host(operations={"notifiers": {"duty": {"type": "paper"}}})
''',
    )
    assert "3 failed" in done.stdout, done.stdout + done.stderr
    assert "standard.yaml:3:1: DOC030" in done.stdout
    assert "resolvd" in done.stdout
    assert "paper" in done.stdout


def test_pytest_finds_the_fixtures_by_the_entry_point_and_can_be_told_not_to(tmp_path: Path) -> None:
    about = tmp_path / "servstd_alone-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: servstd-alone\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[pytest11]\nservstd = {PLUGIN}\n", encoding="utf-8")
    test = "def test_clock(clock):\n    assert clock.now.year == 2026\n"
    found = run_pytest(tmp_path, "-p", "no:xdist", "-p", "no:cov", test=test, by_name=False)
    assert "1 passed" in found.stdout, found.stdout + found.stderr
    without = run_pytest(tmp_path, "-p", "no:servstd", by_name=False)
    assert "fixture 'clock' not found" in without.stdout, without.stdout + without.stderr


def test_the_entry_point_is_declared() -> None:
    import tomllib

    from tests.support import REPOSITORY

    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    assert declared == {"servstd": PLUGIN}


def test_starting_pytest_loads_nothing_of_servstd_but_the_fixtures(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        test="""
    import json, sys
    HEAVY = ("servstd", "hypothesis", "attrs", "cattrs", "yaml", "pendulum", "holidays", "click")
    LOADED = [name for name in sys.modules if name.split(".")[0] in HEAVY]

    def test_loaded():
        open("loaded.json", "w").write(json.dumps(sorted(LOADED)))
""",
    )
    assert "1 passed" in done.stdout or "1 failed" in done.stdout, done.stdout + done.stderr
    assert json.loads((tmp_path / "loaded.json").read_text("utf-8")) == ["servstd", "servstd.testing", PLUGIN]


def test_the_module_of_the_fixtures_imports_nothing_but_pytest() -> None:
    code = f"import pytest, sys; before = set(sys.modules); import {PLUGIN}; print(*sorted(set(sys.modules) - before))"
    environ = {**os.environ, "PYTHONPATH": SOURCES}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.split() == ["servstd", "servstd.testing", PLUGIN]


@pytest.mark.parametrize("missing", ["hypothesis"])
def test_what_is_drawn_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules['{missing}'] = None; import servstd.testing.strategies"
    environ = {**os.environ, "PYTHONPATH": SOURCES}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 1
    assert 'pip install "servstd[testing]"' in done.stderr


def test_contracts_need_no_hypothesis(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        test="""
    import sys
    sys.modules["hypothesis"] = None
    from servstd.testing import NotifierContract, Outbox

    class TestPager(NotifierContract):
        def make(self):
            return Outbox("pager")
""",
    )
    assert " failed" not in done.stdout, done.stdout
    assert " passed" in done.stdout, done.stdout + done.stderr
