"""Problems of estimates: what a caller of `servstd.estimates` got wrong."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "EST001": Entry(
        "error",
        ("a share needs two whole numbers: how many count, of how many", "Give k and n as int, with 0 <= k <= n."),
        ("比例需要两个整数：符合的个数与总数", "k、n 都用整数，且 0 <= k <= n。"),
        (
            "A share of more than everything, or of a fraction of a case, comes from a counting error upstream.",
            "大于 100% 的比例，或者小数个事项，都说明前面的计数有误。",
        ),
        "proportion(12, 10)",
        "proportion(10, 12)",
    ),
    "EST002": Entry(
        "error",
        ("the confidence of an interval is a share between 0 and 1", "Write 95 % as 0.95."),
        ("区间的置信度是 0 与 1 之间的小数", "95% 请写成 0.95。"),
        (
            "95 is a percentage; taken as a share it has no meaning.",
            "95 是百分数，当作比例没有意义。",
        ),
        "proportion(96, 100, confidence=95)",
        "proportion(96, 100, confidence=0.95)",
    ),
}
