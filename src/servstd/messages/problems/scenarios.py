"""Problems of scenarios: what a scenario expects and what was found, and what no scenario reaches."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_GOOD = '{resolution: {due: "2026-01-12 09:20", state: running}}'

ENTRIES: Mapping[str, Entry] = {
    "SCN001": Entry(
        "error",
        ("a scenario cannot expect {name!r} of a clock", "Use the name expected."),
        ("用例不能检查计时的 {name!r}", "请改用“应为”一行的名称。"),
        (
            "A misspelt key would be passed over, and the scenario would pass without checking anything.",
            "写错的字段如果被忽略，用例什么也没检查就通过了。",
        ),
        '{resolution: {deu: "2026-01-12 09:20"}}',
        _GOOD,
    ),
    "SCN002": Entry(
        "error",
        ("a scenario expects something of {name!r}, but the standard measures no such metric", "Use the name expected."),
        ("用例检查 {name!r}，但标准里没有这个指标", "请改用“应为”一行的名称。"),
        (
            "`none` means that no such clock starts in this case; for a metric that does not exist it would always pass.",
            "none 表示这个事项没有启动该计时；指标若根本不存在，这样的检查永远通过。",
        ),
        "{resolutoin: none}",
        "{resolution: none}",
    ),
    "SCN003": Entry(
        "error",
        ("the expected {name} of {metric} cannot be read", "Write it as in the example."),
        ("{metric} 的预期 {name} 无法识别", "请按示例的写法改。"),
        (
            "Instants are local times of the standard, durations are written as targets are.",
            "时刻写标准所在地的当地时间，时长的写法与时限相同。",
        ),
        "{resolution: {due: tomorrow}}",
        _GOOD,
    ),
    "SCN004": Entry(
        "error",
        ("the scenario {name!r} cannot be decided, for the reason below", "Mend its events; they are read as any others are."),
        ("用例“{name}”无法判定，原因见下", "请改正其中的事件；用例事件与真实事件的要求相同。"),
        (
            "A scenario runs the same code as a real case, so its events must be possible.",
            "用例与真实事项走同一套计算，事件必须合理。",
        ),
        '{events: [{at: "2026-01-09 17:50", kind: message, by: agent}]}',
        '{events: [{at: "2026-01-09 17:50", kind: message, by: agent, public: true}]}',
    ),
    "SCN005": Entry(
        "error",
        (
            "the scenario {name!r} stands in edition {edition}, but its case is governed by {other}",
            "Give its events instants at which this edition is in force.",
        ),
        ("用例“{name}”写在版本 {edition} 里，但按时间该事项适用 {other}", "请把事件时间改到本版本生效的期间。"),
        (
            "The edition in force when a case opened governs it; a scenario with other dates tests another edition.",
            "事项适用受理时生效的版本；日期不对，测的就是别的版本。",
        ),
        'effective_from: 2026-01-01 … events: [{at: "2025-12-31 10:00", kind: opened}]',
        'effective_from: 2026-01-01 … events: [{at: "2026-01-05 10:00", kind: opened}]',
    ),
    "SCN006": Entry(
        "error",
        (
            "an expected notice needs `at` and `to`, or `not_to`",
            "Write when and to whom, or who is not told; nothing else can be compared.",
        ),
        ("预期的通知要写 at 和 to，或写 not_to", "请写明何时通知谁，或谁不应被通知。"),
        (
            "A notice is told by its instant and its recipient; a step may tell several people.",
            "通知以时刻和收件人区分；同一步可能通知多人。",
        ),
        bad='expect_notices: [{at: "2026-01-06 09:00"}]',
        good='expect_notices: [{at: "2026-01-06 09:00", to: li}]',
    ),
    "SCN007": Entry(
        "error",
        ("a notice is expected to {name!r}, whom the standard does not know", "Use the key of one of its people, `customer`, or a room."),
        ("预期通知 {name!r}，但标准里没有这个人", "请写人员代号、customer 或群通知方式的名称。"),
        (
            "A misspelt name would always be missing, or, with `not_to`, never be told.",
            "名字写错，通知永远对不上；写在 not_to 里则永远“未通知”。",
        ),
        bad='expect_notices: [{at: "2026-01-06 09:00", to: 李雷}]          # people: {li: {name: 李雷}}',
        good='expect_notices: [{at: "2026-01-06 09:00", to: li}]',
    ),
    "SCN010": Entry(
        "error",
        (
            "{metric}: {name} is not as expected ({clock})",
            "Either the standard or the scenario is wrong: the policy, target, calendar and start in brackets say where to look.",
        ),
        ("{metric}：{name} 与预期不符（{clock}）", "要么标准写错，要么用例写错：请看括号里的规则、时限、日历和起点。"),
        (
            "A scenario says what the company means; a difference is a misunderstanding found before a customer finds it.",
            "用例写的是公司的本意；不一致就是在客户发现之前先发现的误解。",
        ),
        bad='expect: {first_response: {due: "2026-01-05 10:30"}}          # opened 10:00, promised within 1h',
        good='expect: {first_response: {due: "2026-01-05 11:00"}}',
    ),
    "SCN011": Entry(
        "error",
        ("{metric}: no such clock started in this case", "Look at the metric's start condition, or expect `none`."),
        ("{metric}：这个事项没有启动该计时", "请看该指标的 start 条件；若本该没有，请写 none。"),
        (
            "A clock starts at an event its metric names; here no event did.",
            "计时由指标的 start 条件启动；这里没有事件满足它。",
        ),
        bad='events: [{at: "2026-01-05 10:00", kind: opened, by: agent}]\nexpect: {first_response: {state: met}}          # an agent opened: no answer is owed',
        good='events: [{at: "2026-01-05 10:00", kind: opened, by: agent}]\nexpect: {first_response: none}',
    ),
    "SCN012": Entry(
        "error",
        (
            "{metric}: a clock started where none was expected ({clock})",
            "Look at the metric's start condition, or say what is expected of it.",
        ),
        ("{metric}：本不该有的计时启动了（{clock}）", "请看该指标的 start 条件，或写明预期。"),
        (
            "`none` says that nothing of the kind is owed in this case.",
            "none 表示这个事项不该有此项计时。",
        ),
        bad="expect: {first_response: none}          # opened by a customer",
        good="expect: {first_response: {state: running}}",
    ),
    "SCN013": Entry(
        "error",
        ("{metric}: there is no cycle {cycle}, only {count}", "Cycles count from 1; without `cycle` the last one is meant."),
        ("{metric}：没有第 {cycle} 轮，只有 {count} 轮", "轮次从 1 开始；不写 cycle 指最后一轮。"),
        (
            "A repeating metric runs a new cycle each time it starts.",
            "可重复的指标每启动一次算一轮。",
        ),
        bad="expect: {round: {cycle: 2, state: running}}          # dispatched again once",
        good="expect: {round: {cycle: 1, state: running}}",
    ),
    "SCN014": Entry(
        "error",
        ("a notice to {to} at {at} was expected and does not come", "Either the standard or the scenario is wrong: compare the two lists."),
        ("预期 {at} 通知 {to}，但没有这条通知", "要么标准写错，要么用例写错：请比较两份清单。"),
        (
            "A notice that does not come is a person who does not know.",
            "通知没有发出，就有人不知情。",
        ),
        bad='expect_notices: [{at: "2026-01-06 09:00", to: qian}]          # the chain tells wang',
        good='expect_notices: [{at: "2026-01-06 09:00", to: wang}]',
    ),
    "SCN015": Entry(
        "error",
        (
            "a notice to {to} comes at {at} that was not expected",
            "`expect_notices` lists every staff notice up to the last one listed: add it, or mend the chain.",
        ),
        ("{at} 通知了 {to}，用例没有预期这条", "expect_notices 要列出到最后一条为止的全部内部通知：请补上，或修改上报链。"),
        (
            "Who is told too much soon reads nothing; a list with holes would prove nothing.",
            "通知过多就没人看；清单不全就什么也证明不了。",
        ),
        bad='expect_notices: [{at: "2026-01-07 09:00", to: qian}]          # wang was told before',
        good='expect_notices: [{at: "2026-01-07 01:00", to: wang}, {at: "2026-01-07 09:00", to: qian}]',
    ),
    "SCN016": Entry(
        "error",
        (
            "the notice to {to} comes at {at} and was expected at {wanted}",
            "Look at the step's `at` or `after`, its calendar and quiet hours.",
        ),
        ("通知 {to} 的时刻是 {at}，预期是 {wanted}", "请看该步骤的 at 或 after、所用日历和免打扰时段。"),
        (
            "A scenario says what the company means; a difference is a misunderstanding found early.",
            "用例写的是公司的本意；不一致就是及早发现的误解。",
        ),
        bad='expect_notices: [{at: "2026-01-06 21:00", to: li}]          # half of 48 h is 24 h',
        good='expect_notices: [{at: "2026-01-06 09:00", to: li}]',
    ),
    "SCN017": Entry(
        "error",
        ("{to} was expected not to be told ({why}), and no step says so", "Compare with what was not told, below."),
        ("预期不通知 {to}（{why}），但没有这样的记录", "请与下面实际未通知的清单比较。"),
        (
            "Who is not told stands in the plan with the reason; the scenario asks for one that is not there.",
            "没有通知到谁、为什么，计划里都有记录；用例要的那条不存在。",
        ),
        bad="expect_notices: [{not_to: zhao, why: nobody}]          # zhao was found and told",
        good="expect_notices: [{not_to: zhao, why: acknowledged}]",
    ),
    "SCN021": Entry(
        "warning",
        ("the scenario {name!r} expects nothing", "Add `expect:` with at least one metric."),
        ("用例“{name}”没有写任何预期", "请加上 expect:，至少写一个指标。"),
        (
            "A scenario without an expectation always passes.",
            "没有预期的用例永远通过。",
        ),
        '{name: a, events: [{at: "2026-01-09 17:50", kind: opened}]}',
        '{name: a, events: [{at: "2026-01-09 17:50", kind: opened}], expect: {resolution: {due: "2026-01-12 17:50"}}}',
    ),
    "SCN030": Entry(
        "note",
        ("no scenario reaches the policy {policy}", "Add a scenario with a case it governs."),
        ("没有用例用到规则 {policy}", "请加一个适用它的用例。"),
        (
            "What no scenario reaches may say something else than you mean.",
            "没有用例覆盖的内容，可能与你的本意不同。",
        ),
        bad="policies: [{name: urgent, when: {priority: urgent}, targets: {resolution: 4h}}]          # no scenario is urgent",
        good='scenarios: [{name: an urgent case, case: {priority: urgent}, events: [{at: "2026-01-05 10:00", kind: opened}]}]',
    ),
    "SCN031": Entry(
        "note",
        ("no scenario reaches the target {metric} of the policy {policy}", "Add a scenario in which that clock starts."),
        ("没有用例用到规则 {policy} 的时限 {metric}", "请加一个启动该计时的用例。"),
        (
            "What no scenario reaches may say something else than you mean.",
            "没有用例覆盖的内容，可能与你的本意不同。",
        ),
        bad="targets: {callback: 1wd}          # no scenario starts it",
        good='events: [{at: "2026-01-05 10:00", kind: opened}, {at: "2026-01-05 11:00", kind: resolved}]',
    ),
    "SCN032": Entry(
        "note",
        ("no scenario reaches the threshold {threshold} of {metric} in the policy {policy}", "Add a scenario with a later `now:`."),
        ("没有用例到达规则 {policy} 中 {metric} 的预警点 {threshold}", "请加一个 now: 更晚的用例。"),
        (
            "What no scenario reaches may say something else than you mean.",
            "没有用例覆盖的内容，可能与你的本意不同。",
        ),
        bad="targets: {resolution: {within: 4h, warn: [75%]}}          # no scenario runs that long",
        good='now: "2026-01-05 13:30"          # 3h30m after opening',
    ),
    "SCN033": Entry(
        "note",
        ("no scenario reaches step {step} of the chain {chain}", "Add a scenario with `expect_notices` up to that step."),
        ("没有用例走到上报链 {chain} 的第 {step} 步", "请加一个 expect_notices 列到这一步的用例。"),
        (
            "What no scenario reaches may say something else than you mean.",
            "没有用例覆盖的内容，可能与你的本意不同。",
        ),
        bad='expect_notices: [{at: "2026-01-06 09:00", to: li}]          # the chain has a second step',
        good='expect_notices: [{at: "2026-01-06 09:00", to: li}, {at: "2026-01-07 01:00", to: wang}]',
    ),
}
