"""Problems of asking a rota (ROT001-029)."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "ROT001": Entry(
        "error",
        ("the standard has no rota `{found}`", "Expected {expected}. Write the name as it stands under `rotas:`."),
        ("标准中没有名为“{found}”的值班表", "应为 {expected}；请按 rotas: 下的名称填写。"),
        (
            "Nobody is on duty in a rota that does not exist; an empty answer would look like a gap.",
            "不存在的值班表没有人值班；返回空结果会被误认为无人值班。",
        ),
        'standard.rotas["frontdesk"].who(now)',
        'standard.rotas["front_desk"].who(now)',
    ),
    "ROT002": Entry(
        "error",
        ("the time asked for ends at {end}, which is not after its start {start}", "Give the earlier instant first, then a later one."),
        ("查询时段的结束 {end} 不晚于开始 {start}", "请先写较早的时刻，再写较晚的时刻。"),
        ("Coverage of no time would have no gap, whatever the rota says.", "没有长度的时段不会有缺口，结果会让人误以为排班没有问题。"),
        'rota.coverage("2026-02-01T00:00+08:00", "2026-01-01T00:00+08:00")',
        'rota.coverage("2026-01-01T00:00+08:00", "2026-02-01T00:00+08:00")',
    ),
}
