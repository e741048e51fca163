"""Figures out of a million answers, intervals, comparisons of many teams, a long control chart: how long each takes.

Run: python benchmarks/bench_feedback.py [ANSWERS]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable

from servstd.feedback import ces, compare_each, csat, judge, mean, nps, p_chart, proportion, rate, team_table


def clock(name: str, call: Callable[[], object], times: int = 1) -> None:
    """Print what one call took, in the best of three rounds."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for _ in range(times):
            call()
        best = min(best, (time.perf_counter() - began) / times)
    print(f"{name:52} {best * 1000:10.3f} ms")


def main(count: int) -> None:
    """Time what a report makes."""
    draw = random.Random(6)
    five = draw.choices([1, 2, 3, 4, 5], [1, 1, 2, 12, 30], k=count)
    eleven = draw.choices(range(11), k=count)
    hours = [draw.lognormvariate(1, 1) for _ in range(count // 10)]
    counted = Counter(five)
    print(f"{count:,} answers")
    clock("csat, one by one", lambda: csat(five))
    clock("csat, counted before", lambda: csat(counted), 1000)
    clock("nps, one by one", lambda: nps(eleven))
    clock("ces mean, one by one", lambda: ces(five, "mean", 5))
    clock(f"mean of {count // 10:,} values", lambda: mean(hours))
    clock("share of 1,000, wilson", lambda: proportion(960, 1000), 1000)
    clock("share of 1,000, exact", lambda: proportion(960, 1000, method="exact"), 100)
    clock("rate of 300 events, exact", lambda: rate(300, 10_000), 100)
    clock("verdict with the n that would decide, wilson", lambda: judge(proportion(57, 60), 0.96), 100)
    clock("verdict with the n that would decide, exact", lambda: judge(proportion(57, 60, method="exact"), 0.96), 3)
    teams = {f"team {i}": (draw.randint(80, 100), 100) for i in range(200)}
    clock("funnel of 200 teams", lambda: team_table(teams))
    groups = {name: proportion(k, n) for name, (k, n) in list(teams.items())[:60]}
    clock("1,770 pairs of 60 teams by holm", lambda: compare_each(groups))
    counts, sizes = [draw.randint(0, 9) for _ in range(1000)], [100] * 1000
    clock("p chart of 1,000 points, nelson", lambda: p_chart(counts, sizes, rules="nelson"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
