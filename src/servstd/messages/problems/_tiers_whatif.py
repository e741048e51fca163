"""Problems of trying a ladder before it is used and of comparing tiers: what a caller got wrong."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "TIR130": Entry(
        "error",
        ("tiers can only be compared where each has at least one case", "Give `minimum` as a whole number from 1 up; 30 is usual."),
        ("每个等级至少要有一个事项才能比较", "`minimum` 请写 1 以上的整数，常用 30。"),
        (
            "A share of no cases has no value, and one of a handful says next to nothing.",
            "没有事项就没有比例；只有寥寥几个事项，比例也说明不了问题。",
        ),
        "parity(decisions, minimum=0)",
        "parity(decisions, minimum=30)",
    ),
    "TIR131": Entry(
        "error",
        ("the days of earlier periods must run forward and lie before the day of the trial", "List the periods from the oldest to the latest, all before `on`."),
        ("历史周期的日期应从早到晚，且早于试算日", "`periods` 请从最早排到最近，且都在 `on` 之前。"),
        (
            "Each period starts from the tier the one before it left; out of order, the changes counted never happened.",
            "每一期都从上一期的等级出发；顺序错了，数出来的升降就不是真实会发生的。",
        ),
        "periods=[(date(2026, 4, 1), q2), (date(2026, 1, 1), q1)]",
        "periods=[(date(2026, 1, 1), q1), (date(2026, 4, 1), q2)]",
    ),
    "TIR132": Entry(
        "error",
        ("the number of contacts of a customer must be a number that is not negative", "Mend `{field}` of customer {customer}, or give the load per tier instead."),
        ("客户的来访次数应为非负数", "请更正客户 {customer} 的 `{field}`，或改为按等级给出次数。"),
        (
            "Load and cost are sums over all customers; one bad number spoils the total of its tier without being seen.",
            "工作量和成本是全部客户的合计，一个错误的数会悄悄毁掉整个等级的合计。",
        ),
        "{customer: c7, contacts: -3}",
        "{customer: c7, contacts: 3}",
    ),
}  # fmt: skip
