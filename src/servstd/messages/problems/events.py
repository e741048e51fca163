"""What can be wrong with an event, a history or the state of a case, in English and Chinese.

*Rule:* the sentence names what was met and what to do; `bad` and `good` are one event a line, the second one mended.

Example:
    >>> ENTRIES["EVT005"].severity
    'error'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "EVT001": Entry(
        "error",
        en=("an event must say `{name}`", "Add `{name}` to the event."),
        zh=("事件缺少必填字段“{name}”", "给这条事件补上“{name}”。"),
        why=(
            "Without its case, its instant and its kind (for CloudEvents: specversion, source and id) an event proves nothing: no clock can be run by it.",
            "事件不写明属于哪件事、发生在何时、是哪一种（CloudEvents 还要 specversion、source、id），就无法据此计时。",
        ),
        bad='{"case": "42", "kind": "opened"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
    ),
    "EVT002": Entry(
        "error",
        en=("an event has no field `{name}`", "Correct the name; what belongs to the kind of event goes into `data`."),
        zh=("事件没有“{name}”这个字段", "改正字段名；与事件种类有关的内容写在 data 里。"),
        why=(
            "An unknown field would be dropped silently, and with it perhaps the very fact that stops a clock.",
            "不认识的字段如果悄悄丢掉，可能恰好丢掉了让时限停表的那个事实。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "priority": "high"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "data": {"priority": "high"}}',
    ),
    "EVT003": Entry(
        "error",
        en=("`{found}` is not a kind of event", "Use one of the kinds listed; a kind of your own starts with `x-`, such as `x-arrived`."),
        zh=("没有“{found}”这种事件", "改用列出的事件种类；本公司自定的种类以 x- 开头，例如 x-arrived。"),
        why=(
            "Metrics start and stop on kinds. A misspelt kind would never stop anything, and the case would look late for ever.",
            "各项时限靠事件种类起表、停表。种类写错，表就永远停不下来，事项会一直显示超时。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opend"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
    ),
    "EVT004": Entry(
        "error",
        en=(
            "`by` must say who caused the event: a role, or a role with an id",
            'Write `"by": "agent"` or `"by": {{"role": "agent", "id": "li"}}`.',
        ),
        zh=("by 要写明事件由谁引起：写角色，或角色加编号", '写成 "by": "agent"，或 "by": {{"role": "agent", "id": "li"}}。'),
        why=(
            "Only a human agent's answer counts as a response; a bot's or the system's does not. So the role decides verdicts.",
            "只有人工客服的回复才算响应，机器人和系统的不算，所以角色会影响达标与否的结论。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "staff", "data": {"public": true}}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "agent", "data": {"public": true}}',
    ),
    "EVT005": Entry(
        "error",
        en=("an event of kind `{kind}` must say `{name}` in its data ({meaning})", "Add `{name}` to the event's data."),
        zh=("“{kind}”事件的 data 里必须写明“{name}”", "在 data 里补上“{name}”。"),
        why=(
            "A guess would decide a verdict: an internal note is no answer to the customer, a public message is.",
            "靠猜会改变结论：内部备注不算答复客户，客户看得到的消息才算。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "agent"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "agent", "data": {"public": true}}',
    ),
    "EVT006": Entry(
        "error",
        en=("`{name}` of an event has a value it cannot have", "Write the value as expected."),
        zh=("事件的“{name}”取值不对", "按要求的形式改写这个值。"),
        why=(
            'Values are never converted by guessing: the text "5" and the number 5 are different priorities.',
            "取值从不靠猜测转换：文字“5”和数字 5 是两个不同的值。",
        ),
        bad='{"case": "42", "at": 1767574800, "kind": "opened"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
    ),
    "EVT007": Entry(
        "error",
        en=(
            "case {case}: {numbered} of {count} events at {at} have a `sequence`, the others have none",
            "Give every event of that instant a `sequence`, or none of them.",
        ),
        zh=(
            "事项 {case}：{at} 这一时刻的 {count} 条事件中只有 {numbered} 条写了 sequence",
            "同一时刻的事件要么都写 sequence，要么都不写。",
        ),
        why=(
            "With half of the numbers missing there are several orders, and they can have different verdicts.",
            "编号不全，先后就有几种排法，而不同的排法可能得出不同的结论。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "sequence": 1}\n'
        '{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "data": {"priority": "high"}}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "sequence": 1}\n'
        '{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "sequence": 2, "data": {"priority": "high"}}',
    ),
    "EVT008": Entry(
        "error",
        en=(
            "one history holds events of several cases or tenants: {first} and {second}",
            "Decide one case at a time, or use `decide_many` (on the command line: `--case`).",
        ),
        zh=(
            "一份历史里混有几件事项或几家公司的事件：{first} 与 {second}",
            "一次只给一件事项的事件，或改用 decide_many（命令行用 --case 选定）。",
        ),
        why=(
            "Two cases folded into one would stop each other's clocks.",
            "两件事项混在一起，会互相停掉对方的表。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}\n'
        '{"case": "43", "at": "2026-01-05T10:00:00+08:00", "kind": "resolved"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}\n'
        '{"case": "42", "at": "2026-01-05T10:00:00+08:00", "kind": "resolved"}',
    ),
    "EVT009": Entry(
        "error",
        en=(
            "case {case}: the id {id} stands for two different events: {first}, and {second}",
            "Give the second event an id of its own; a correction is a new event with a new id.",
        ),
        zh=("事项 {case}：编号 {id} 对应两条内容不同的事件：{first}；{second}", "给后一条事件另编一个号；更正也要作为新事件，用新编号。"),
        why=(
            "The same event sent twice counts once. Two facts under one id cannot both be kept, and choosing one would be a guess.",
            "同一事件重复送来只算一次；两个事实共用一个编号就无法都保留，选哪一个都是猜。",
        ),
        bad='{"id": "e1", "case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}\n'
        '{"id": "e1", "case": "42", "at": "2026-01-05T10:00:00+08:00", "kind": "resolved"}',
        good='{"id": "e1", "case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}\n'
        '{"id": "e2", "case": "42", "at": "2026-01-05T10:00:00+08:00", "kind": "resolved"}',
    ),
    "EVT010": Entry(
        "warning",
        en=(
            "event {event} ({kind}) comes before the case was opened; it starts and stops nothing",
            "Correct its instant, or send the `opened` event with the earlier instant.",
        ),
        zh=("事件 {event}（{kind}）早于事项受理，不起表也不停表", "更正它的时间；若受理其实更早，就更正 opened 事件的时间。"),
        why=(
            "Before it is opened a case has no state, so nothing can be owed. Exports often carry such rows when two systems' clocks differ.",
            "受理之前事项没有状态，谈不上时限。两个系统的时间不一致时，导出的数据里常有这样的行。",
        ),
        bad='{"case": "42", "at": "2026-01-05T08:59:00+08:00", "kind": "changed", "data": {"priority": "high"}}\n'
        '{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}\n'
        '{"case": "42", "at": "2026-01-05T09:01:00+08:00", "kind": "changed", "data": {"priority": "high"}}',
    ),
    "EVT011": Entry(
        "warning",
        en=(
            "event {event}: the case was opened already; a second `opened` starts no clock",
            "Send `reopened`, or `changed` where only attributes changed.",
        ),
        zh=("事件 {event}：事项已经受理过，第二个 opened 不再起表", "重新打开请用 reopened；只是改了内容请用 changed。"),
        why=(
            "A case is opened once. A second opening that restarted the clocks would wipe out a miss.",
            "一件事项只受理一次。如果再次受理就重新计时，已经发生的超时会被抹掉。",
        ),
        bad='{"case": "42", "at": "2026-01-06T09:00:00+08:00", "kind": "opened"}',
        good='{"case": "42", "at": "2026-01-06T09:00:00+08:00", "kind": "reopened"}',
    ),
    "EVT012": Entry(
        "warning",
        en=(
            "event {event}: the status is in no category of the standard; the case counts as {category}",
            "Put the status under one of the categories in `statuses:`, or write `otherwise: open` to take such statuses for open.",
        ),
        zh=(
            "事件 {event}：这个状态没有归入标准里的任何一类，事项按 {category} 处理",
            "在 statuses 里把它归入某一类，或写 otherwise: open。",
        ),
        why=(
            "Whether a clock runs or pauses depends on what a status means. Somebody must say it; a guess would be a promise nobody made.",
            "表走还是停，取决于这个状态是什么意思。这要由人写明；靠猜等于替公司许下没人许过的承诺。",
        ),
        bad="statuses: {open: [new, open], otherwise: refuse}          # an event says: status: vendor",
        good="statuses: {open: [new, open], on_hold: [vendor], otherwise: refuse}",
    ),
    "EVT013": Entry(
        "warning",
        en=(
            "event {event}: the case was opened without the required attribute `{name}`",
            "Send `{name}` with the `opened` event, or declare a default.",
        ),
        zh=("事件 {event}：受理时没有写必填项“{name}”", "在 opened 事件里写上“{name}”，或在标准里给它一个默认值。"),
        why=(
            "Policies that ask for the attribute do not match, so the case may be graded by a weaker promise than it should be.",
            "凡是看这一项的规则都匹配不上，事项可能按较低的承诺来考核。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "data": {"matter": "repair"}}',
    ),
    "EVT014": Entry(
        "warning",
        en=(
            "event {event}: `{name}` was set to a value the standard does not know",
            "Correct the value, or add it to `attributes: {name}: values:`.",
        ),
        zh=("事件 {event}：“{name}”的取值不在标准里", "改正这个值，或把它加进 attributes 下“{name}”的 values。"),
        why=(
            "No policy and no row of a table can match a value nobody declared; usually the help desk got a new value or a name was changed.",
            "没有声明过的值，任何规则、任何一行表都匹配不上；多半是工单系统新增了取值或改了名。",
        ),
        bad="attributes: {priority: {values: [normal, high]}}          # an event says: priority: hgih",
        good="attributes: {priority: {values: [normal, high]}}          # an event says: priority: high",
    ),
    "EVT015": Entry(
        "warning",
        en=(
            "policy {policy}: a table of {metric} has no row for this case and no `else:`; the clock is measured but not graded",
            "Add the missing row, or an `else:`.",
        ),
        zh=("规则“{policy}”：{metric} 的取值表里没有适用于这件事项的一行，也没有 else，只计时、不考核", "补上这一行，或加 else。"),
        why=(
            "A promise without an amount cannot be met or missed. The clock is shown as measured so that the hole is seen.",
            "没有时限的承诺谈不上达标或超时；照常计时并标明未考核，好让人看见这个缺口。",
        ),
        bad="first_response: {within: {tier: {gold: 10m}}}",
        good="first_response: {within: {tier: {gold: 10m, else: 30m}}}",
    ),
    "EVT016": Entry(
        "warning",
        en=(
            "event {event}: a target runs until `{name}`, which is missing or not an instant; the clock is measured but not graded",
            "Set `{name}` to an ISO 8601 instant with an offset, such as 2026-01-05T14:00:00+08:00.",
        ),
        zh=(
            "事件 {event}：时限算到“{name}”为止，但它没有填或不是时间，只计时、不考核",
            "把“{name}”填成带时区的时间，例如 2026-01-05T14:00:00+08:00。",
        ),
        why=(
            "An appointment nobody entered cannot be kept or broken.",
            "没有登记的预约，谈不上守约或失约。",
        ),
        bad='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "data": {"appointment": "tomorrow"}}',
        good='{"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "changed", "data": {"appointment": "2026-01-06T14:00:00+08:00"}}',
    ),
    "EVT017": Entry(
        "note",
        en=(
            "no edition of the standard was in force when the case was opened; its clocks are measured but not graded",
            "Add the edition that was in force, or leave it so.",
        ),
        zh=("事项受理时还没有生效的标准，只计时、不考核", "补上当时生效的版本；若确实没有，可不处理。"),
        why=(
            "A promise binds from the day it was made, not backwards.",
            "承诺从生效之日起算，不追溯以前的事项。",
        ),
        bad="effective_from: 2026-02-01          # the case was opened on 2026-01-05",
        good="effective_from: 2026-01-01",
    ),
    "EVT018": Entry(
        "error",
        en=(
            "event {id} at {at} is earlier than what the state of the case already holds (up to {last})",
            "Rebuild the state: start again with all events of the case, this one included (`decide` does that).",
        ),
        zh=(
            "事件 {id}（{at}）早于该事项状态里已有的事件（最晚到 {last}）",
            "重建状态：把这件事项的全部事件（含这一条）从头再算一遍，用 decide 即可。",
        ),
        why=(
            "A decision is a function of the whole history in order. A late event is legal, but it cannot be put behind what came after it.",
            "结论由按先后排好的全部事件得出。迟到的事件可以有，但不能接在更晚的事件后面。",
        ),
        bad="state = standard.advance(state, late_event)",
        good="decision = standard.decide([*events, late_event], now=now)",
    ),
    "EVT021": Entry(
        "error",
        en=("the standard has no metric `{name}`", "Use a metric's name as it stands in the standard."),
        zh=("标准里没有“{name}”这项指标", "按标准里的写法填指标名。"),
        why=(
            "A misspelt name that gave nothing back would read like a clock that never started.",
            "指标名写错如果返回空，会被误认为这个表从未起表。",
        ),
        bad='decision.clock("resolutoin")',
        good='decision.clock("resolution")',
    ),
    "EVT022": Entry(
        "error",
        en=(
            "the state was made under another standard, other holidays or other time-zone data than this one",
            "Rebuild the state from the case's events: `decide`, or `start` and `advance` anew.",
        ),
        zh=(
            "这份状态是按另一版标准、另一份节假日或时区数据算出来的，与当前的不符",
            "用该事项的全部事件重建状态：decide，或重新 start 再 advance。",
        ),
        why=(
            "Half of a case under one rule and half under another is a verdict nobody can explain.",
            "一半按旧规则、一半按新规则得出的结论，谁也解释不清。",
        ),
        bad="standard_2026.settle(state_of_2025, now=now)",
        good="standard_2026.decide(events, now=now)",
    ),
    "EVT023": Entry(
        "error",
        en=(
            "the state is not one this version of servstd can read",
            "Rebuild the state from the case's events: `decide`, or `start` and `advance` anew.",
        ),
        zh=("当前版本的 servstd 读不了这份状态", "用该事项的全部事件重建状态：decide，或重新 start 再 advance。"),
        why=(
            "A state is a cache of the events and carries a schema number; the events are what counts.",
            "状态只是事件的缓存，带有格式编号；真正算数的是事件本身。",
        ),
        bad='{"schema": 99, "case": "42"}',
        good="standard.decide(events, now=now)",
    ),
    "EVT024": Entry(
        "error",
        en=("`now` is {now}, but the state already holds an event at {last}", "Settle at an instant that is not before the last event."),
        zh=("now 为 {now}，但状态里已有 {last} 的事件", "now 不能早于最后一条事件的时间。"),
        why=(
            "A state cannot forget. What was so at an earlier instant is decided from the events: `decide` with that `now`.",
            "状态不会倒退。要知道更早时刻的结论，用 decide 并给出那个 now。",
        ),
        bad="standard.settle(state, now=before_the_last_event)",
        good="standard.decide(events, now=before_the_last_event)",
    ),
    "EVT025": Entry(
        "error",
        en=(
            "events are a list of events, each an Event or a mapping",
            "Pass the events of one case as a list, also when there is one only.",
        ),
        zh=("事件应是一个列表，每项是 Event 或映射", "把同一事项的事件放进列表，只有一个也要用列表。"),
        why=(
            "A single mapping or text would be taken apart key by key or letter by letter.",
            "单个映射或文字会被逐键、逐字拆开，不会当作一个事件。",
        ),
        bad='standard.decide({"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened"}, now=now)',
        good='standard.decide([{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened"}], now=now)',
    ),
    "EVT026": Entry(
        "warning",
        en=(
            "event {event}: `{name}` is no attribute of the standard, but near to one",
            "Write the name as expected, or declare the attribute.",
        ),
        zh=("事件 {event}：标准中没有属性 {name}，但有相近的名称", "按“应为”一行改写，或在 attributes 中声明。"),
        why=(
            "A misspelt attribute is set beside the right one, and the case falls under another policy without a word.",
            "属性名写错时，正确的属性不会被赋值，事项会按别的规则判定。",
        ),
        bad='{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "data": {"teir": "gold"}}',
        good='{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "data": {"tier": "gold"}}',
    ),
    "EVT027": Entry(
        "error",
        en=("`{name}` takes one of a few words", "Pass a word as expected."),
        zh=("{name} 只能取规定的几个值", "按“应为”一行传入。"),
        why=("Another word would silently mean something else.", "别的写法会被悄悄当成另一个意思。"),
        bad='standard.explain(events, now=now, audience="boss")',
        good='standard.explain(events, now=now, audience="staff")',
    ),
    "EVT028": Entry(
        "error",
        en=(
            "`since` is no instant up to the event's own, {at}",
            "Give the instant since which nobody watched, with its offset from UTC, not later than the event.",
        ),
        zh=("since 不是一个不晚于事件本身（{at}）的时刻", "写明从何时起无人值守，带 UTC 偏移，不晚于事件的时间。"),
        why=(
            "What fell between this instant and the event counts as not done and comes once, at the event.",
            "这段时间里的上报视为没有发出，恢复时只补发一步。",
        ),
        bad='{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "watch_resumed", "data": {"since": "yesterday"}}',
        good='{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "watch_resumed", "data": {"since": "2026-01-04T22:00:00Z"}}',
    ),
}
