"""Time what loading plugins costs: 20 installed ones against importing their modules alone; and a call without any.

Run: python benchmarks/bench_plugins.py
Each plugin is a distribution of its own with one notifier instance, settings and a scoring rule. Whole processes are timed, the least
of several runs. The bound: 20 plugins add less than 150 ms beyond their own imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 20
BOUND_MS = 150
PLUGIN = """\
from __future__ import annotations
import attrs
from servstd.hookspecs import implements
from servstd.protocols import Limit, Receipt, Score
from servstd.secret import Secret

@attrs.frozen
class Settings:
    url: str
    token: Secret
    retries: int = 3

@attrs.frozen
class Pager:
    name: str
    settings: Settings
    summary: str = "Pages."
    addressing: str = "room"
    contact: str = "pager"
    limit: Limit = Limit(length=100)
    def send(self, notice, /):
        return Receipt.sent()

class Rule:
    name, summary, version, reads, range = "rule{number}", "Scores.", "1", ("spent",), (0.0, 1.0)
    def score(self, facts, settings, /):
        return Score(0.5)

@implements.settings
def settings(ctx):
    return Own

@attrs.frozen
class Own:
    region: str = "cn"

@implements.notifiers
def notifiers(ctx):
    return [Pager(instance.name, instance.settings) for instance in ctx.instances("pager{number}", Settings)]

@implements.scoring_rules
def scoring_rules(ctx):
    return [Rule()]
"""
STANDARD = """\
format: 1
standard: desk
version: "1"
effective_from: 2026-01-01
time_zone: UTC
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: 4h}}]}
"""


def install(folder: Path) -> None:
    """Put the distributions, and the standard that makes an instance of each, into a folder."""
    site = folder / "site"
    site.mkdir()
    lines = ["notifiers:"]
    for number in range(COUNT):
        (site / f"benched_{number}.py").write_text(PLUGIN.replace("{number}", str(number)), encoding="utf-8")
        info = site / f"servstd_benched_{number}-1.0.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: servstd-benched-{number}\nVersion: 1.0\nSummary: One.\nRequires-Dist: servstd>=0.1\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[servstd]\nbenched-{number} = benched_{number}\n", encoding="utf-8")
        lines.append(f"  group{number}: {{type: pager{number}, url: 'https://example.com/{number}', token: {{env: BENCH_TOKEN}}}}")
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    (folder / "operations.yaml").write_text("operations: desk\n" + "\n".join(lines) + "\n", encoding="utf-8")


def least(command: list[str], environ: dict[str, str], runs: int = 15) -> float:
    """Return the least wall milliseconds of several runs of a command."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        install(folder)
        path = os.pathsep.join([str(folder / "site"), *filter(None, sys.path)])
        environ = {**os.environ, "PYTHONPATH": path, "BENCH_TOKEN": "x"}
        operations = str(folder / "operations.yaml")
        modules = ", ".join(f"benched_{number}" for number in range(COUNT))
        names = ",".join(f"benched-{number}" for number in range(COUNT))
        make = f"from servstd.host import Host; host = Host.discover({operations!r})"
        check = f"assert len(host.registry.names('notifiers')) == {COUNT}, host.plugins"
        alone = least([sys.executable, "-c", f"import servstd.host.host, servstd.document, servstd.delivery; import {modules}"], environ)
        empty = least([sys.executable, "-c", make.replace("discover(", "empty(")], environ | {"SERVSTD_PLUGINS": "none"})
        loaded = least([sys.executable, "-c", f"{make}; {check}"], environ | {"SERVSTD_PLUGINS": names})
        added = loaded - alone
        verdict = "within" if added < BOUND_MS else "OVER"
        print(f"import of servstd's host and {COUNT} plugins' modules: {alone:.0f} ms; a host without plugins: {empty:.0f} ms")
        print(f"a host with {COUNT} plugins: {loaded:.0f} ms, {added:.0f} ms beyond the imports ({loaded / alone:.2f} times)")
        print(f"bound {BOUND_MS} ms: {verdict}")
        servstd = [sys.executable, "-m", "servstd", "check", str(folder / "standard.yaml")]
        bare = environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        none, off = least(servstd, bare | {"SERVSTD_PLUGINS": "none"}), least([*servstd, "--no-plugins"], bare)
        print(f"servstd check, all plugins switched off: {none:.0f} ms; --no-plugins: {off:.0f} ms")


if __name__ == "__main__":
    main()
