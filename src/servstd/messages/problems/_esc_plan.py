"""Problems of planning an escalation: what was asked of the plan, and the answers put into it.

*Rule:* the numbers are 060 to 079; whose fault it is, is the caller's.

Example:
    >>> ENTRIES["ESC060"].severity
    'error'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "ESC060": Entry(
        "error",
        (
            "the standard {name!r} has no escalation in version {version}",
            "Add `escalation:` with at least one chain, or ask a standard that has one.",
        ),
        (
            "标准“{name}”的版本 {version} 没有写上报（escalation）",
            "请在标准里加上 escalation: 和至少一条上报链，或换一个写了上报的标准。",
        ),
        (
            "A plan says who is told when; without chains nobody is ever told.",
            "计划说明谁在什么时候收到通知；没有上报链就谁也不会被通知。",
        ),
        bad="standard.escalation          # the document has no `escalation:`",
        good="escalation: {chains: [{name: late, trigger: {metric: resolution, at: missed}, steps: [{notify: [owner]}]}]}",
    ),
    "ESC061": Entry(
        "error",
        (
            "the answer {found!r} cannot be read",
            "Write when and what, then by whom and what else is known of it: an offset like +20m or an instant, a kind of event.",
        ),
        ("假设的答复“{found}”无法识别", "请依次写：何时（+20m 或时刻）、发生什么（事件种类），再写由谁、其他数据。"),
        (
            "An answer is an event that has not happened yet; it is read as any event is.",
            "假设的答复就是一个尚未发生的事件，读法与真实事件相同。",
        ),
        bad='--answer "acknowledged in 20 minutes"',
        good='--answer "+20m acknowledged wang"',
    ),
    "ESC062": Entry(
        "error",
        (
            "the plan ends at {found}, before it begins at {now}",
            "Give a later `until`, or leave it out: the plan then runs to its last line.",
        ),
        ("计划的结束时刻 {found} 早于起始时刻 {now}", "请把 until 改晚，或不写：不写即到最后一条为止。"),
        (
            "A plan looks from now on; what was told before now stands in the decision.",
            "计划从此刻往后看；此前通知过的内容见判定结果。",
        ),
        bad='plan(events, now="2026-01-06T09:00:00+08:00", until="2026-01-05T09:00:00+08:00")',
        good='plan(events, now="2026-01-06T09:00:00+08:00", until="2026-01-07T09:00:00+08:00")',
    ),
    "ESC063": Entry(
        "error",
        (
            "the plan needs a case: either one of a file, or what it would be and when",
            "Give --events FILE and --case ID, or --case-data NAME=VALUE and --at INSTANT; not both.",
        ),
        (
            "要先说明是哪个事项：文件里的某一个，或假设的一个",
            "请给 --events 文件 和 --case 编号；或给 --case-data 名=值 和 --at 时刻。两种只能选一种。",
        ),
        (
            "Who is told depends on the case: its attributes, its owner, the hour it was raised.",
            "通知谁取决于事项：它的属性、责任人、提出的时刻。",
        ),
        bad="servstd escalation plan acme.yaml --case 42",
        good="servstd escalation plan acme.yaml --case-data priority=urgent --at 2026-01-10T23:40",
    ),
    "ESC064": Entry(
        "error",
        ("an answer is given by {name!r}, whom the standard does not know", "Use the key of one of its people."),
        ("假设的答复由“{name}”给出，但标准里没有这个人", "请改用标准中某个人员的代号。"),
        (
            "Who takes note decides which steps are withheld: a misspelt name would withhold others than you mean.",
            "谁知悉决定哪些步骤不再通知；名字写错，结果就不是你想看的那种情形。",
        ),
        bad='--answer "+20m acknowledged wnag"',
        good='--answer "+20m acknowledged wang"',
    ),
    "ESC066": Entry(
        "error",
        ("an answer is about {name!r}, which is no chain, level or person of the standard", "Use the name as the standard writes it."),
        ("假设的答复所指的“{name}”，不是标准中的链、级别或人员", "请照标准里的写法填写。"),
        (
            "An acknowledgement of nothing withholds nothing: the plan would show steps that you meant to be withheld.",
            "知悉了不存在的东西，什么也不会停下，看到的就不是你想看的情形。",
        ),
        bad='--answer "+20m acknowledged wang of=supervizor"',
        good='--answer "+20m acknowledged wang of=supervisor"',
    ),
    "ESC065": Entry(
        "error",
        ("the standard has no chain {name!r}", "Use the name expected."),
        ("标准里没有上报链“{name}”", "请改用“应为”一行的名称。"),
        (
            "Chains are named in the standard; a label is not a name.",
            "上报链以标准中的名称为准，不用显示名。",
        ),
        bad="servstd escalation show acme.yaml --chain complaint",
        good="servstd escalation show acme.yaml --chain major-complaint",
    ),
}
