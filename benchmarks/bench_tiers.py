"""Assign a million customers from a Parquet file, with explanations: rows a second and the most memory the process ever held.

Run: python benchmarks/bench_tiers.py [CUSTOMERS]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STANDARD = """
format: 1
standard: bench
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
tiers:
  ladder: [standard, key, vip]
  currency: CNY
  criteria:
    contribution:
      weight: 50%
      missing: exclude
      rule: {thresholds: {field: paid_12m, unit: CNY, steps: [{from: 0, points: 0}, {from: 50000, points: 40}, {from: 200000, points: 70}, {from: 500000, points: 100}]}}
    influence: {weight: 20%, missing: lowest, rule: {lookup: {field: referral, values: {none: 0, neighbours: 50, developer: 100}}}}
    potential: {weight: 30%, missing: lowest, rule: {thresholds: {field: homes, steps: [{from: 0, points: 0}, {from: 1, points: 60}, {from: 3, points: 100}]}}}
  levels: {key: {enter: 30, leave: 25}, vip: {enter: 60, leave: 50}}
  review: {every: quarter, downgrade: one_level, after_periods_below: 1, notice: 30 days, minimum_stay: 90 days}
"""  # noqa: E501


def make_customers(path: Path, count: int) -> None:
    """Write customers with skewed payments; a tenth has no payment on record."""
    draw = np.random.default_rng(4)
    paid = np.round(draw.lognormal(10.5, 1.4, count), 2)
    table = pa.table(
        {
            "customer": [f"K{i:07d}" for i in range(count)],
            "paid_12m": pa.array(paid, mask=draw.random(count) < 0.1),
            "referral": draw.choice(["none", "neighbours", "developer"], count, p=[0.8, 0.15, 0.05]),
            "homes": draw.poisson(0.7, count),
        }
    )
    pq.write_table(table, path)


def run(folder: Path, name: str, count: int, *options: str) -> None:
    """Run the command in a process of its own, and print what it took."""
    command = [sys.executable, "-m", "servstd", "tiers", "assign", "s.yaml", "--customers", "c.parquet", "--format", "json", *options]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ.copy())
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    told = json.loads(done.stdout)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # the most of all runs so far
    print(f"{name:44} {took:7.1f} s  {count / took:9,.0f} customers/s  peak so far {peak:5.0f} MB  {told['tiers']} {told['causes']}")


def main(count: int) -> None:
    """Time the runs a company makes: the first, and the next review."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "s.yaml").write_text(STANDARD, encoding="utf-8")
        make_customers(folder / "c.parquet", count)
        run(folder, "counted only", count, "--on", "2026-01-05", "--explain", "none")
        run(folder, "with explanations, to Parquet", count, "--on", "2026-01-05", "--out", "out.parquet")
        run(folder, "first run, history with explanations", count, "--on", "2026-01-05", "--history", "h.jsonl")
        run(folder, "next review, reading that history", count, "--on", "2026-04-06", "--history", "h.jsonl")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
