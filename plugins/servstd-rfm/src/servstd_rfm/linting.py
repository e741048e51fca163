"""What is wrong with settings that are well-formed: order, reach, weights, and grids with holes and double cells.

*Rule:* a finding names the place, what it means for customers, and how to mend it, in English and in Chinese.

Example:
    >>> from servstd_rfm.settings import Dimension, RfmSettings
    >>> ones = Dimension((1,), weight=0.5)
    >>> [finding.path for finding in find_faults(RfmSettings(recency=ones, frequency=ones, monetary=Dimension((5, 3), weight=0.0)))]
    [('monetary', 'thresholds'), ('monetary', 'weight')]
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from servstd.protocols import Finding
from servstd_rfm.settings import DIMENSIONS, Dimension, RfmSettings, Segment

__all__ = ["find_faults"]

_COUNTED = ("recency", "frequency")
"""Facts that are whole numbers under their usual names."""
_ZH = {"recency": "最近购买", "frequency": "购买频次", "monetary": "消费金额"}


def find_faults(settings: RfmSettings) -> list[Finding]:
    """Return what is wrong with settings, in the order in which they are written."""
    found: list[Finding] = []
    for name, dimension in settings.dimensions:
        found += _thresholds(name, dimension)
        found += _weight(name, dimension)
    found += _weights(settings)
    found += _segments(settings)
    return found


def _thresholds(name: str, dimension: Dimension) -> Iterator[Finding]:
    path, edges = (name, "thresholds"), dimension.thresholds
    if not edges:
        yield Finding(
            f"{name} has no thresholds: every customer gets the same points for it",
            fix="write at least one, or give it the weight 0",
            zh=f"{_ZH[name]}没有分界值：所有客户在这一项上得分相同",
            fix_zh="至少写一个分界值，或把权重设为 0",
            path=path,
            severity="error",
        )
        return
    if not all(math.isfinite(edge) for edge in edges):
        yield _error(
            path, f"{name}: a threshold is no finite number", f"{_ZH[name]}的分界值中有的不是有限数", "write finite numbers", "请写有限数"
        )
        return
    ordered = True
    for i, (first, second) in enumerate(pairwise(edges), 1):
        if first >= second:
            ordered = False
            yield _error(
                path,
                f"{name}: threshold {i + 1} is {second:g}, not above {first:g} before it",
                f"{_ZH[name]}：第 {i + 1} 个分界值 {second:g} 不大于前一个 {first:g}",
                "write thresholds in ascending order, each once, whatever the direction",
                "分界值一律从小到大写，不要重复，与方向无关",
            )
    if ordered:
        yield from _reach(name, dimension)


def _reach(name: str, dimension: Dimension) -> Iterator[Finding]:
    """Tell of points nobody can get, facts being 0 or more and, under their usual names, whole numbers."""
    edges, higher = dimension.thresholds, dimension.direction == "higher"
    points = range(1, len(edges) + 2)
    whole = name in _COUNTED and not dimension.fact
    for k in points:
        # with `higher`, k points are [edges[k-2], edges[k-1]); with `lower`, (edges[n-k], edges[n-k+1]]
        low = edges[k - 2] if higher and k > 1 else edges[len(edges) - k] if not higher and k <= len(edges) else -math.inf
        high = edges[k - 1] if higher and k <= len(edges) else edges[len(edges) + 1 - k] if not higher and k > 1 else math.inf
        if _is_empty(low, high, higher, whole):
            yield Finding(
                f"{name}: nobody can get {k} points of {points[-1]}: there is no {'whole number' if whole else 'value from 0'} for them",
                fix="leave out the threshold that makes them, or move it",
                zh=f"{_ZH[name]}：没有客户能得 {k} 分（满分 {points[-1]} 分），因为没有对应的{'整数' if whole else '非负数'}",
                fix_zh="去掉或调整对应的分界值",
                path=(name, "thresholds"),
            )


def _is_empty(low: float, high: float, higher: bool, whole: bool) -> bool:
    """Return whether no fact lies in [low, high) (`higher`) or (low, high] (else), facts being 0 or more."""
    if not whole:
        return high <= 0 if higher else high < 0
    if higher:
        least = max(0, math.ceil(low)) if math.isfinite(low) else 0
        return not least < high
    least = max(0, math.floor(low) + 1) if math.isfinite(low) else 0
    return not least <= high


def _weight(name: str, dimension: Dimension) -> Iterator[Finding]:
    weight = dimension.weight
    if not (0 <= weight < math.inf):
        yield _error(
            (name, "weight"),
            f"{name} has the weight {weight:g}: no customer gets a score",
            f"{_ZH[name]}的权重是 {weight:g}：所有客户都得不出分数",
            "write a weight from 0 to 1",
            "权重应在 0 到 1 之间",
        )
    elif weight == 0:
        yield Finding(
            f"{name} has the weight 0: it does not count for the score, yet without it there is none",
            fix="give it a weight, or leave it so if only the cell and the segments need it",
            zh=f"{_ZH[name]}的权重是 0：它不影响分数，但缺少它就没有分数",
            fix_zh="请给它权重；若只用于分群，可保持不变",
            path=(name, "weight"),
            severity="note",
        )


def _weights(settings: RfmSettings) -> Iterator[Finding]:
    weights = [dimension.weight for _, dimension in settings.dimensions]
    if not all(0 <= weight < math.inf for weight in weights):
        return
    total = sum(weights)
    if total == 0:
        yield _error(
            (), "all weights are 0: no customer gets a score", "三项权重都是 0：所有客户都得不出分数", "let them make 1", "让权重之和等于 1"
        )
    elif not math.isclose(total, 1, abs_tol=1e-6):
        shares = ", ".join(f"{name} {weight / total:.3g}" for name, weight in zip(DIMENSIONS, weights, strict=True))
        shares_zh = "，".join(f"{_ZH[name]} {weight / total:.3g}" for name, weight in zip(DIMENSIONS, weights, strict=True))
        yield Finding(
            f"the weights make {total:g}, not 1; they count as {shares}",
            fix="write the shares that are meant",
            zh=f"权重之和是 {total:g} 而不是 1，实际按 {shares_zh} 计算",
            fix_zh="请直接写想要的占比",
        )


def _segments(settings: RfmSettings) -> Iterator[Finding]:
    if not settings.segments:
        return
    sizes = [len(dimension.thresholds) + 1 for _, dimension in settings.dimensions]
    sound = True
    for name, segment in settings.segments.items():
        for finding in _bounds(name, segment, sizes):
            sound = sound and finding.severity != "error"
            yield finding
    if not sound or math.prod(sizes) > 100_000:
        return
    holders: dict[tuple[int, int, int], list[str]] = {}
    for r, f, m in product(*(range(1, size + 1) for size in sizes)):
        holders[r, f, m] = [name for name, segment in settings.segments.items() if segment.holds((r, f, m))]
    empty = [cell for cell, names in holders.items() if not names]
    double = [cell for cell, names in holders.items() if len(names) > 1]
    if empty:
        yield Finding(
            f"{len(empty)} of {len(holders)} cells belong to no segment: {_spell(empty)}",
            fix="widen a segment, or add one for the rest",
            zh=f"{len(holders)} 个格子中有 {len(empty)} 个不属于任何分群：{_spell(empty)}",
            fix_zh="放宽某个分群，或为其余客户增加一个分群",
            path=("segments",),
        )
    if double:
        r, f, m = double[0]
        names = f"{r}-{f}-{m}: " + ", ".join(holders[r, f, m])
        yield Finding(
            f"{len(double)} of {len(holders)} cells lie in several segments (the first counts): {_spell(double)}; {names}",
            fix="narrow the segments until they share no cell",
            zh=f"{len(holders)} 个格子中有 {len(double)} 个属于多个分群，以先写的为准：{_spell(double)}；{names}",
            fix_zh="收窄这些分群，直到互不重叠",
            path=("segments",),
        )
    for name in settings.segments:
        own = [names for names in holders.values() if name in names]
        if own and all(names[0] != name for names in own):
            yield Finding(
                f"nobody can be in {name}: segments before it take all of its cells",
                fix="move it up, or narrow the others",
                zh=f"没有客户会进入 {name}：它的格子都被前面的分群占了",
                fix_zh="把它往前移，或收窄其他分群",
                path=("segments", name),
            )


def _bounds(name: str, segment: Segment, sizes: Sequence[int]) -> Iterator[Finding]:
    for dimension, bound, size in zip(DIMENSIONS, (segment.recency, segment.frequency, segment.monetary), sizes, strict=True):
        if bound and not (len(bound) == 2 and 1 <= bound[0] <= bound[1] <= size):
            yield _error(
                ("segments", name, dimension),
                f"{name}: {dimension} is {list(bound)}; expected the least and the greatest points, from 1 to {size}",
                f"{name}：{_ZH[dimension]}写成了 {list(bound)}，应为最低分和最高分，范围 1 到 {size}",
                f"for example [1, {size}]",
                f"例如 [1, {size}]",
            )


def _spell(cells: Sequence[tuple[int, int, int]]) -> str:
    texts = ["".join(map(str, cell)) if max(cell) < 10 else "-".join(map(str, cell)) for cell in cells[:5]]
    return ", ".join(texts) + (", ..." if len(cells) > 5 else "")


def _error(path: tuple[str, ...], message: str, zh: str, fix: str, fix_zh: str) -> Finding:
    return Finding(message, zh=zh, fix=fix, fix_zh=fix_zh, path=path, severity="error")
