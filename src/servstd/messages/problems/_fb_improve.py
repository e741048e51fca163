"""Problems of improvement items (FBK190-199)."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "FBK190": Entry(
        "error",
        (
            "the standard has no theme `{name}`, which the improvement is about",
            "Check it with the standard under which it was opened. There are {expected}.",
        ),
        ("标准里没有改进项所指的主题 `{name}`", "请用开出该改进项时的标准来检查。现有主题：{expected}。"),
        ("With other words another thing would be counted, and any effect could be made up.", "换了词就成了另一回事，效果怎么说都行。"),
        "check_improvement(item, standard_without_the_theme, remarks)",
        "check_improvement(item, standard.current.feedback, remarks)",
    ),
}
