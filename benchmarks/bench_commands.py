"""Time whole processes: importing servstd, checking a standard of 2,000 lines, reporting on a log of 70,858 rows.

Run: python benchmarks/bench_commands.py
The log is read from the folder that SERVSTD_SHARED names, when it is there. Figures are the least of several runs; the import's is
what it adds to a bare interpreter.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SERVSTD_SHARED", HERE.parent / "shared"))


def least(command: list[str], runs: int) -> float:
    """Return the least wall seconds of several runs of a command."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def long_standard(lines: int = 2000) -> str:
    """Return a standard of so many lines: policies of a dozen products in four priorities, with scenarios."""
    out = [
        'format: 1\nstandard: long\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai',
        "attributes:\n  priority: {values: [low, normal, high, urgent], ordered: true, default: normal}",
        "  product: {values: [" + ", ".join(f"p{i}" for i in range(100)) + "]}",
        'calendars:\n  office:\n    label: Office\n    hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}\n    holidays: {country: CN}',
        "sla:\n  policies:",
    ]
    i = 0
    while sum(part.count("\n") + 1 for part in out) < lines - 40:
        out.append(
            f'    - name: policy-{i}\n      label: Product {i}\n      clause: "{i}"\n      when:\n        product: p{i % 100}\n'
            f"        priority: [{'low, normal' if i < 100 else 'high, urgent'}]\n      calendar: office\n      targets:\n"
            f"        first_response:\n          within: {30 + i % 7}m\n          commitment: promise\n"
            f"        resolution:\n          within: {4 + i % 3}h\n          warn: [50%, 75%]"
        )
        i += 1
    out.append(
        "    - name: rest\n      default: true\n      calendar: office\n      targets:\n        first_response: 1h\n        resolution: 5wd"
    )
    out.append('scenarios:\n  - name: one\n    case: {product: p1}\n    events: [{at: "2026-01-05 10:00", kind: opened, by: customer}]')
    out.append('    expect: {first_response: {due: "2026-01-05 10:31"}}')
    return "\n".join(out) + "\n"


def main() -> None:
    """Print the figures."""
    bare, with_it = least([sys.executable, "-c", "pass"], 10), least([sys.executable, "-c", "import servstd"], 10)
    print(f"import servstd: {(with_it - bare) * 1000:.0f} ms over a bare interpreter ({bare * 1000:.0f} ms)")
    program = [sys.executable, "-c", "from servstd.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        standard = Path(folder) / "long.yaml"
        standard.write_text(long_standard(), encoding="utf-8")
        lines = standard.read_text(encoding="utf-8").count("\n")
        print(f"servstd check, {lines} lines: {least([*program, 'check', str(standard)], 5):.2f} s")
    log, mapping = SHARED / "data" / "incidents.csv.gz", SHARED / "samples" / "mappings" / "servicenow-snapshots.yaml"
    if not log.exists():
        print("servstd report, 70,858 rows: the log is not there; SERVSTD_SHARED names its folder")
        return
    report = ["report", str(HERE / "tests" / "data" / "incidents.yaml"), "--events", str(log), "--mapping", str(mapping)]
    print(f"servstd report, 70,858 rows: {least([*program, *report], 3):.1f} s")


if __name__ == "__main__":
    main()
