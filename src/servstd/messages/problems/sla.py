"""Problems of metrics, policies and targets (SLA0xx: lints) and of conditions (SLA1xx).

*Rule:* every example that starts with `# fragment` becomes a whole standard when it is merged under a plain header; the bad one
then shows the problem, the good one does not.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_WORDS = "attributes: {priority: {values: [low, normal, high], ordered: true, default: normal}, matter: {values: [inquiry, repair], required: true}}"
_OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}'


def _standard(*policies: str, metrics: str = "", attributes: bool = False, office: bool = False, more: str = "") -> str:
    lines = ["# fragment"]
    lines += [_WORDS] if attributes else []
    lines += [_OFFICE] if office else []
    lines += [more] if more else []
    lines += ["sla:"]
    lines += [f"  metrics: {metrics}"] if metrics else []
    lines += ["  policies:"]
    lines += [f"    - {policy}" for policy in policies]
    return "\n".join(lines) + "\n"


def _when(condition: str, *, attributes: bool = False) -> str:
    return _standard(f"{{name: p, when: {condition}, calendar: always, targets: {{resolution: 4h}}}}", _REST, attributes=attributes)


def _metric(parts: str) -> str:
    return _standard("{name: everyone, default: true, calendar: always, targets: {visit: 4h}}", metrics=f"{{visit: {parts}}}")


_REST = "{name: everyone, default: true, calendar: always, targets: {resolution: 8h}}"

_NAMES: Mapping[str, Entry] = {
    "SLA001": Entry(
        "error",
        ("{attribute!r} is not an attribute of this standard", "Write the name as it is declared, or declare it under `attributes:`."),
        ("本标准没有声明属性“{attribute}”", "按 attributes 中的写法改正；确实需要这个属性，就在 attributes 里声明。"),
        (
            "A condition about an attribute that no case has never holds, so a misspelt name silently takes a promise away.",
            "条件里的属性名写错，条件就永远不成立，承诺也就悄悄落空。",
        ),
        _when("{prioritty: high}", attributes=True),
        _when("{priority: high}", attributes=True),
    ),
    "SLA002": Entry(
        "error",
        ("{attribute} never has this value", "Write one of the declared values, or add the value to the attribute's `values:`."),
        ("属性“{attribute}”没有这个取值", "改用已声明的取值；确实要新增，就写进该属性的 values。"),
        (
            "A value that no case can have makes a condition or a row that never counts.",
            "不存在的取值会使条件或表中的一行永远用不上。",
        ),
        _when("{priority: hihg}", attributes=True),
        _when("{priority: high}", attributes=True),
    ),
    "SLA003": Entry(
        "error",
        ("{attribute} is a number and is compared with something else", "Write the number without quotes."),
        ("“{attribute}”是数字，却与非数字比较", "直接写数字，不加引号。"),
        ('The text "3" is not the number 3: the condition would never hold.', '文字 "3" 不等于数字 3，条件永远不成立。'),
        _standard(
            '{name: p, when: {visits: "3"}, calendar: always, targets: {resolution: 4h}}',
            _REST,
            more="attributes: {visits: {kind: number}}",
        ),
        _standard(
            "{name: p, when: {visits: 3}, calendar: always, targets: {resolution: 4h}}", _REST, more="attributes: {visits: {kind: number}}"
        ),
    ),
    "SLA004": Entry(
        "error",
        ("{attribute} is a word: greater and less would go by the alphabet", "List the values that are meant."),
        ("“{attribute}”的取值是文字，比较大小会按字母顺序", "把要包含的取值逐个列出来。"),
        (
            "In the alphabet `urgent` comes after `high`, but `low` comes after `high` too. A list says what is meant.",
            "按字母顺序，low 排在 high 之后，与实际高低无关；把取值列出来才不会弄错。",
        ),
        _when("{priority: {gte: normal}}", attributes=True),
        _when("{priority: [normal, high]}", attributes=True),
    ),
    "SLA006": Entry(
        "error",
        ("{own} asks whether {metric} runs, which is decided only after it", "Move {metric} before {own} under `sla.metrics`."),
        ("“{own}”要看“{metric}”是否在计时，但后者排在它之后才判断", "在 sla.metrics 中把“{metric}”移到“{own}”之前。"),
        (
            "Metrics are evaluated in order; a condition can only look at those above it.",
            "指标按书写顺序逐个判断，条件只能引用排在前面的指标。",
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {visit: 4h, trip: 1h}}",
            metrics="{visit: {start: {running: trip}, stop: {event: x-left}}, trip: {start: {event: x-left}, stop: {event: x-arrived}}}",
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {visit: 4h, trip: 1h}}",
            metrics="{trip: {start: {event: x-left}, stop: {event: x-arrived}}, visit: {start: {running: trip}, stop: {event: x-left}}}",
        ),
    ),
    "SLA007": Entry(
        "warning",
        ("{name!r} is neither an attribute nor known data of {kinds}", "Check the spelling; declare it if it is an attribute."),
        ("“{name}”既不是已声明的属性，也不是 {kinds} 事件的内容", "检查拼写；若是属性，请在 attributes 中声明。"),
        (
            "An event may carry more than the table of kinds lists, so this may be right; a misspelt name would never match.",
            "事件可以带表外的内容，因此不一定是错；但如果是拼写错误，条件就永远不成立。",
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {callback: 4h}}",
            metrics="{callback: {start: {event: resolved}, stop: {event: called_back, outcom: satisfied}}}",
            attributes=True,
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {callback: 4h}}",
            metrics="{callback: {start: {event: resolved}, stop: {event: called_back, outcome: satisfied}}}",
            attributes=True,
        ),
    ),
    "SLA008": Entry(
        "error",
        ("`builtin` means nothing here", "Write the condition out: only a built-in metric's own parts have one to extend."),
        ("这里没有内置条件可引用", "请写出完整条件；只有修改内置指标时才能用 builtin。"),
        (
            "`builtin` stands for the built-in metric's own condition; a metric of your own and a policy have none, so it would never hold.",
            "builtin 代表内置指标原有的条件；自定义指标和规则没有，写了也永远不成立。",
        ),
        _metric("{start: {event: opened}, stop: {any: [builtin, {event: x-arrived}]}}"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}}"),
    ),
}

_POLICIES: Mapping[str, Entry] = {
    "SLA010": Entry(
        "warning",
        ("policy {policy!r} can never apply: its `when` contradicts itself", "Remove one of the conditions that exclude each other."),
        ("规则“{policy}”永远不会适用：when 自相矛盾", "去掉互相排斥的条件之一。"),
        ("No case is both at once, so its promises are never given.", "没有事项能同时满足，这些承诺永远不会生效。"),
        _when("{all: [{matter: repair}, {matter: inquiry}]}", attributes=True),
        _when("{matter: [repair, inquiry]}", attributes=True),
    ),
    "SLA011": Entry(
        "warning",
        ("policy {policy!r} is never used: earlier policies ({earlier}) take all its cases", "Move it before them, or remove it."),
        ("规则“{policy}”用不上：它的事项已全部由前面的规则（{earlier}）处理", "把它移到前面，或者删去。"),
        (
            "For each metric the first policy that matches and names it counts; what stands after a default is never asked.",
            "每个指标以第一条匹配且写了该指标的规则为准；写在兜底规则后面的不会再看。",
        ),
        _standard(_REST, "{name: p, when: {priority: high}, calendar: always, targets: {resolution: 4h}}"),
        _standard("{name: p, when: {priority: high}, calendar: always, targets: {resolution: 4h}}", _REST),
    ),
    "SLA012": Entry(
        "warning",
        (
            "this target of {policy!r} is never used: for {metric}, earlier policies ({earlier}) take all its cases",
            "Move the policy before them, or remove the target.",
        ),
        ("“{policy}”的这项时限用不上：前面的规则（{earlier}）已对其全部事项规定了“{metric}”", "把规则移到前面，或者删去这项时限。"),
        (
            "For each metric the first policy that matches and names it counts, so this amount is promised to nobody.",
            "每个指标以第一条匹配且写了该指标的规则为准，这项时限对谁都不生效。",
        ),
        _standard(_REST, "{name: p, when: {priority: high}, calendar: always, targets: {resolution: 4h, solution: 2h}}"),
        _standard("{name: p, when: {priority: high}, calendar: always, targets: {resolution: 4h, solution: 2h}}", _REST),
    ),
    "SLA013": Entry(
        "note",
        (
            "both {first!r} and {second!r} match some cases ({case_en}); for {metrics} {first!r} wins",
            "If that is not meant, change their order or narrow one of them.",
        ),
        (
            "“{first}”与“{second}”都适用于一部分事项（{case_zh}）；{metrics} 以“{first}”为准",
            "如果不是本意，请调整先后顺序，或缩小其中一条的范围。",
        ),
        (
            "The first policy in the document counts. That is often meant, but where neither is the other's special case it is worth a look.",
            "先写的规则优先。这往往正是本意，但两条规则互不包含时，值得看一眼。",
        ),
        _standard(
            "{name: urgent, when: {priority: high}, calendar: always, targets: {resolution: 4h}}",
            "{name: repairs, when: {matter: repair}, calendar: always, targets: {resolution: 2h}}",
            _REST,
            attributes=True,
        ),
        _standard(
            "{name: urgent-repairs, when: {priority: high, matter: repair}, calendar: always, targets: {resolution: 2h}}",
            "{name: repairs, when: {matter: repair}, calendar: always, targets: {resolution: 4h}}",
            _REST,
            attributes=True,
        ),
    ),
    "SLA014": Entry(
        "warning",
        ("no policy governs some cases, for example {case_en}", "Add a last policy with `default: true`, or cover these cases."),
        ("有的事项没有适用的规则，例如：{case_zh}", "在最后加一条 default: true 的规则，或补上这些事项。"),
        (
            "A case that no policy governs is measured and never graded: it can neither be met nor missed.",
            "没有规则适用的事项只计量、不考核，既不算达标也不算超时。",
        ),
        _standard("{name: p, when: {matter: repair}, calendar: always, targets: {resolution: 4h}}", attributes=True),
        _standard("{name: p, when: {matter: repair}, calendar: always, targets: {resolution: 4h}}", _REST, attributes=True),
    ),
    "SLA016": Entry(
        "warning",
        ("policy {policy!r} has neither targets nor an exemption", "Add `targets:` or `exempt:`, or remove the policy."),
        ("规则“{policy}”既没有时限，也没有豁免", "补上 targets 或 exempt，或者删去这条规则。"),
        ("It changes nothing for any case.", "这条规则对任何事项都不起作用。"),
        _standard("{name: p, when: {priority: high}, calendar: always}", _REST),
        _standard("{name: p, when: {priority: high}, calendar: always, targets: {resolution: 4h}}", _REST),
    ),
    "SLA017": Entry(
        "note",
        ("{metric} is measured, but no policy gives it a target", "Name it in a policy; `none` says that it is measured only."),
        ("指标“{metric}”有计量，但没有规则给它规定时限", "在规则中写上它；只计量不考核就写 none。"),
        (
            "That may be meant: its times are reported, and nobody is late.",
            "可能正是本意：只统计用时，不判超时。",
        ),
        _standard(_REST, metrics="{visit: {start: {event: opened}, stop: {event: x-arrived}}}"),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {resolution: 8h, visit: none}}",
            metrics="{visit: {start: {event: opened}, stop: {event: x-arrived}}}",
        ),
    ),
    "SLA018": Entry(
        "error",
        (
            "policy {policy!r} is chosen by what a case is, not by what happens to it",
            "Write a condition about attributes; events belong to metrics.",
        ),
        ("规则“{policy}”应按事项的属性选择，不能按事件选择", "when 里写属性条件；事件条件写在指标里。"),
        (
            "A policy governs as long as its condition holds; an event is over in an instant, so this policy would never govern.",
            "规则在条件成立期间适用；事件只发生在一瞬间，这样的规则永远不会适用。",
        ),
        _when("{event: resolved}"),
        _when("{matter: repair}"),
    ),
}

_METRICS: Mapping[str, Entry] = {
    "SLA020": Entry(
        "error",
        (
            "{metric} never starts: wherever it could start, it is stopped or cancelled at once",
            "Change `start` or `stop` so that they exclude each other.",
        ),
        ("“{metric}”永远不会起表：起表的状态同时满足停表或作废条件", "修改 start 或 stop，使两者不同时成立。"),
        (
            "Stop and cancel conditions about a state count at the starting event too, and win.",
            "状态类的停表、作废条件在起表的那一刻就生效，而且优先。",
        ),
        _metric("{start: {becomes: {status: visiting}}, stop: {status: {missing: false}}}"),
        _metric("{start: {becomes: {status: visiting}}, stop: {status: {not: visiting}}}"),
    ),
    "SLA021": Entry(
        "warning",
        ("{metric} always starts paused", "Check `pause`: the state it starts in is one it pauses in."),
        ("“{metric}”一起表就处于暂停", "检查 pause：起表的状态正好是暂停的状态。"),
        (
            "It runs only once the pause ends. That is rarely meant.",
            "要等暂停结束才开始走表，这通常不是本意。",
        ),
        _metric("{start: {becomes: {category: on_hold}}, stop: {event: resolved}, pause: [on_hold]}"),
        _metric("{start: {becomes: {category: on_hold}}, stop: {event: resolved}, pause: [waiting_customer]}"),
    ),
    "SLA022": Entry(
        "error",
        ("{metric} never runs: it is paused until it is stopped", "Remove the state it measures from `pause`."),
        ("“{metric}”从不走表：暂停一直持续到停表", "从 pause 中去掉它要计量的状态。"),
        (
            "Its elapsed time stays zero and its due is never reached.",
            "用时永远是零，永远到不了期限。",
        ),
        _metric("{start: {becomes: {category: on_hold}}, stop: {category: {not: on_hold}}, pause: [on_hold]}"),
        _metric("{start: {becomes: {category: on_hold}}, stop: {category: {not: on_hold}}}"),
    ),
    "SLA023": Entry(
        "warning",
        ("no case under {policy!r} can start {metric}", "Name the metric in the policies whose cases start it, or widen its `start`."),
        ("“{policy}”适用的事项都不会启动“{metric}”", "把这项时限移到会启动该指标的规则里，或放宽指标的 start。"),
        (
            "The metric starts only in cases this policy does not govern; only a case that changes later could bring a running clock here.",
            "该指标只在本规则管不到的事项中起表；除非事项中途改变，否则这项时限用不上。",
        ),
        _standard(
            "{name: repairs, when: {matter: repair}, calendar: always, targets: {answer: 4h}}",
            _REST,
            metrics="{answer: {start: {becomes: {matter: inquiry}}, stop: {event: decision_notice}}}",
            attributes=True,
        ),
        _standard(
            "{name: inquiries, when: {matter: inquiry}, calendar: always, targets: {answer: 4h}}",
            _REST,
            metrics="{answer: {start: {becomes: {matter: inquiry}}, stop: {event: decision_notice}}}",
            attributes=True,
        ),
    ),
}

_TARGETS: Mapping[str, Entry] = {
    "SLA030": Entry(
        "warning",
        ("the table has no row for {values_en}: such cases of {policy!r} get no target for {metric}", "Add the rows, or `else:`."),
        ("表中没有以下情况的行：{values_zh}；“{policy}”的这些事项没有“{metric}”时限", "补上这些行，或写 else。"),
        (
            "A case without a row is not graded, and deciding it reports a problem.",
            "查不到行的事项不考核，判定时会报告问题。",
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {resolution: {within: {priority: {low: 8h, high: 2h}}}}}",
            attributes=True,
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {resolution: {within: {priority: {low: 8h, high: 2h, else: 4h}}}}}",
            attributes=True,
        ),
    ),
    "SLA031": Entry(
        "note",
        ("no case of {policy!r} comes to the row {attribute}: {row} for {metric}", "Remove the row, or check the policy's `when`."),
        ("“{policy}”的事项在“{metric}”中不会用到 {attribute}: {row} 这一行", "删去这一行，或检查规则的 when。"),
        ("The policy does not govern such cases, or an earlier one takes them.", "本规则管不到这类事项，或前面的规则已经规定了。"),
        _standard(
            "{name: p, when: {priority: high}, calendar: always, targets: {resolution: {within: {priority: {low: 8h, else: 2h}}}}}",
            _REST,
            attributes=True,
        ),
        _standard("{name: p, when: {priority: high}, calendar: always, targets: {resolution: 2h}}", _REST, attributes=True),
    ),
    "SLA032": Entry(
        "warning",
        (
            "the threshold {threshold} of {metric} is not before the due",
            "Write less than 100%, or say `1h overdue` if it is meant to come after the due.",
        ),
        ("“{metric}”的预警点 {threshold} 不在到期之前", "写成小于 100%；确实要在到期之后，就写 1h overdue 这样的形式。"),
        ("A warning at or after the due warns of nothing.", "到期时或到期后才提醒，就不是预警了。"),
        _standard('{name: everyone, default: true, calendar: always, targets: {resolution: {within: 8h, warn: ["120%"]}}}'),
        _standard('{name: everyone, default: true, calendar: always, targets: {resolution: {within: 8h, warn: ["80%"]}}}'),
    ),
    "SLA033": Entry(
        "warning",
        ("the threshold {threshold} of {metric} is reached at the start ({amount})", "Write a point between start and due."),
        ("“{metric}”的预警点 {threshold} 一起表就到了（{amount}）", "写在起表与到期之间。"),
        ("A warning about every case from its first moment is soon ignored.", "每件事项一开始就提醒，很快就没人看了。"),
        _standard('{name: everyone, default: true, calendar: always, targets: {resolution: {within: 8h, warn: ["8h remaining"]}}}'),
        _standard('{name: everyone, default: true, calendar: always, targets: {resolution: {within: 8h, warn: ["2h remaining"]}}}'),
    ),
    "SLA034": Entry(
        "error",
        (
            "`end_of_day` does nothing for {metric}: no amount of it is in working days",
            "Write working days (`1wd`), or remove `end_of_day`.",
        ),
        ("“{metric}”没有按工作日计的时限，end_of_day 不起作用", "改用工作日（如 1wd），或去掉 end_of_day。"),
        (
            "Hours end where they end. A reader would take the due for the end of the day, and it is earlier.",
            "按小时计的时限到点即止。读者会以为到当天下班，实际更早。",
        ),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: {within: 4h, end_of_day: true}}}", office=True),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: {within: 1wd, end_of_day: true}}}", office=True),
    ),
    "SLA037": Entry(
        "error",
        ("{metric} is due at {attribute}, which holds no instant", "Declare the attribute with `kind: instant`, or name one that is."),
        ("“{metric}”以属性“{attribute}”为到期时刻，但它不是时刻", "把该属性声明为 kind: instant，或改用时刻类属性。"),
        ("A due needs a date and a time.", "到期必须是具体的日期和时间。"),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {visit: {until: appointment}}}",
            metrics="{visit: {start: {event: changed, set: appointment}, stop: {event: x-arrived}}}",
            more="attributes: {appointment: {label: Agreed visit}}",
        ),
        _standard(
            "{name: everyone, default: true, calendar: always, targets: {visit: {until: appointment}}}",
            metrics="{visit: {start: {event: changed, set: appointment}, stop: {event: x-arrived}}}",
            more="attributes: {appointment: {label: Agreed visit, kind: instant}}",
        ),
    ),
    "SLA040": Entry(
        "error",
        ("`d` is 24 hours around the clock, and {calendar!r} is not open around the clock", "Write working days, or `calendar: always`."),
        ("d 表示连续 24 小时，而日历“{calendar}”不是全天开放", "改用工作日（wd），或写 calendar: always。"),
        (
            "`1d` on an office calendar could mean 24 hours, 24 office hours or a working day; servstd does not guess.",
            "在办公日历上，1d 可能指 24 小时、24 个工时或 1 个工作日，程序不猜。",
        ),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: 3d}}", office=True),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: 3wd}}", office=True),
    ),
    "SLA041": Entry(
        "warning",
        (
            "{amount} on {calendar!r} counts open hours only: {metric} started {start_en} is due {open_due_en}, not {actual_due_en}",
            "If open hours are meant, all is well; for working days write `{days}wd`, for actual time `calendar: always`.",
        ),
        (
            "“{calendar}”上的 {amount} 只算工作时间：{start_zh} 起表的“{metric}”，{open_due_zh} 到期，而不是 {actual_due_zh}",
            "若确指工时，可不改；指工作日就写 {days}wd，指自然时间就写 calendar: always。",
        ),
        (
            "Most people read 24 hours as until tomorrow. On an office calendar of 8 hours it is three working days.",
            "多数人把 24 小时理解为到明天此刻；在每天 8 小时的办公日历上，它是三个工作日。",
        ),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: 24h}}", office=True),
        _standard("{name: everyone, default: true, calendar: office, targets: {resolution: 3wd}}", office=True),
    ),
    "SLA042": Entry(
        "error",
        (
            "{calendar!r} has no open time in the twelve months from {start_en}, and targets run on it",
            "Check its hours, dates and versions.",
        ),
        ("从 {start_zh} 起十二个月内，日历“{calendar}”没有任何开放时间，却有时限按它计", "检查它的 hours、dates 和 versions。"),
        ("A clock on a calendar that never opens is never due.", "日历始终不开放，时限就永远不会到期。"),
        _standard(
            "{name: everyone, default: true, calendar: office, targets: {resolution: 4h}}",
            more='calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, dates: {"2026-01-01..2027-06-30": []}}}',
        ),
        _standard(
            "{name: everyone, default: true, calendar: office, targets: {resolution: 4h}}",
            more='calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, dates: {"2026-01-01..2026-01-04": []}}}',
        ),
    ),
    "SLA050": Entry(
        "warning",
        (
            "{metric} may be due after {other}: for {case_en}, a case opened {start_en} is to be answered by {late_en} and solved by {early_en} (policy {policy!r})",
            "Shorten the response, or put both on the same calendar.",
        ),
        (
            "“{metric}”可能晚于“{other}”到期：{case_zh}，{start_zh} 受理的，{late_zh} 前响应，却要 {early_zh} 前解决（规则“{policy}”）",
            "缩短响应时限，或让两者按同一日历计时。",
        ),
        ("A case cannot be solved before anybody has answered.", "还没有响应，就不可能已经解决。"),
        _standard(
            "{name: everyone, default: true, calendar: office, targets: {first_response: 4h, resolution: {within: 24h, calendar: always}}}",
            office=True,
        ),
        _standard("{name: everyone, default: true, calendar: office, targets: {first_response: 4h, resolution: 3wd}}", office=True),
    ),
    "SLA051": Entry(
        "warning",
        (
            "{attribute} {high} may wait longer than {low} for {metric}: for {case_en}, started {start_en}, {high} is due {late_en}, {low} {early_en} (policy {policy!r})",
            "Tighten the target of {high}; or reverse `values:` if the list runs from high to low.",
        ),
        (
            "“{metric}”上，{attribute} 为 {high} 的可能比 {low} 的等得更久：{case_zh}，{start_zh} 起表，{high} 到 {late_zh}，{low} 到 {early_zh}（规则“{policy}”）",
            "收紧 {high} 的时限；如果 values 是由高到低写的，请改为由低到高。",
        ),
        (
            "An ordered attribute lists its values from low to high; whoever ranks higher should not be served later, at any hour of the year.",
            "分高低的属性由低到高列出取值；级别高的在任何时刻都不应比级别低的等得更久。",
        ),
        _standard(
            "{name: everyone, default: true, calendar: office, targets: {resolution: {within: {priority: {low: 4h, normal: 4h, high: 8h}}}}}",
            attributes=True,
            office=True,
        ),
        _standard(
            "{name: everyone, default: true, calendar: office, targets: {resolution: {within: {priority: {low: 3wd, normal: 2wd, high: 4h}}}}}",
            attributes=True,
            office=True,
        ),
    ),
}

_CONDITIONS: Mapping[str, Entry] = {
    "SLA101": Entry(
        "error",
        (
            "this is no condition",
            "Write attributes with their values, `any: [...]`, `event: ...`, `becomes: {{...}}`, or a list of status categories.",
        ),
        ("这不是条件", "可以写：属性及取值、any: [...]、event: ...、becomes: {{...}}，或状态类别的列表。"),
        ("An empty condition could mean always or never.", "空的条件既可理解为总是成立，也可理解为从不成立。"),
        _when("{priority: {}}"),
        _when("{priority: high}"),
    ),
    "SLA102": Entry(
        "error",
        ("`becomes` is about a state; there is an event or another `becomes` in it", "Name the event itself, without `becomes`."),
        ("becomes 里只能写状态，不能写事件或另一个 becomes", "直接写事件条件，不加 becomes。"),
        ("An event is a change already; it does not become true, it happens.", "事件本身就是变化，不需要再“变为”。"),
        _metric("{start: {becomes: {event: assigned}}, stop: {event: resolved}}"),
        _metric("{start: {event: assigned}, stop: {event: resolved}}"),
    ),
    "SLA103": Entry(
        "error",
        ("there is no such status category", "A list stands for categories; for your own statuses write `{{status: [...]}}`."),
        ("没有这个状态类别", "直接写列表表示状态类别；自己的状态名要写成 {{status: [...]}}。"),
        (
            "Categories are what your statuses mean; `statuses:` maps one to the other.",
            "类别表示状态的含义；statuses 里写明各状态属于哪一类。",
        ),
        _metric("{start: {event: opened}, stop: {event: resolved}, pause: [pending]}"),
        _metric("{start: {event: opened}, stop: {event: resolved}, pause: [waiting_customer]}"),
    ),
    "SLA104": Entry(
        "error",
        ("`{key}` takes a list of at least one condition", "Write each condition as an item of a list."),
        ("{key} 后面应是条件的列表，至少一项", "把每个条件写成列表的一项。"),
        ("Several conditions are joined in a list; a single one stands by itself.", "多个条件写成列表；只有一个条件时直接写即可。"),
        _when("{any: {priority: high}}"),
        _when("{any: [{priority: high}, {matter: repair}]}"),
    ),
    "SLA105": Entry(
        "error",
        ("there is no such kind of event", "Write a kind from the table; a company's own start with `x-`."),
        ("没有这种事件", "改用事件表中的种类；公司自定的事件以 x- 开头。"),
        ("A condition about an event that never happens never holds.", "等一个不存在的事件，条件永远不成立。"),
        _metric("{start: {event: opend}, stop: {event: resolved}}"),
        _metric("{start: {event: opened}, stop: {event: resolved}}"),
    ),
    "SLA106": Entry(
        "error",
        ("`by` names a role that no actor has", "Write customer, agent, bot or system."),
        ("by 里的角色不存在", "可写 customer（客户）、agent（客服）、bot（机器人）、system（系统）。"),
        ("The role is all that conditions know of an actor.", "条件只看事件由哪种角色引起。"),
        _metric("{start: {event: opened}, stop: {event: message, by: staff}}"),
        _metric("{start: {event: opened}, stop: {event: message, by: agent}}"),
    ),
    "SLA107": Entry(
        "error",
        ("`set` takes the name of one attribute", "Write the attribute's name as a text."),
        ("set 后面应是一个属性名", "写成一个属性的名称。"),
        ("It holds when the event gives that attribute a value.", "表示事件给这个属性赋了值。"),
        _metric("{start: {event: changed, set: [owner]}, stop: {event: resolved}}"),
        _metric("{start: {event: changed, set: owner}, stop: {event: resolved}}"),
    ),
    "SLA108": Entry(
        "error",
        ("`{key}` cannot stand beside `event`", "Join the two with `all: [{{event: ...}}, {{{key}: ...}}]`."),
        ("{key} 不能与 event 写在一起", "用 all: [{{event: ...}}, {{{key}: ...}}] 连接。"),
        (
            "Beside `event` every other key is the event's data or the case's attribute.",
            "与 event 并列的键都表示事件内容或事项属性。",
        ),
        _metric("{start: {event: opened, any: [{priority: high}, {matter: repair}]}, stop: {event: resolved}}"),
        _metric("{start: {all: [{event: opened}, {any: [{priority: high}, {matter: repair}]}]}, stop: {event: resolved}}"),
    ),
    "SLA109": Entry(
        "error",
        ("`condition` takes one plugin condition with its arguments", "Write `condition: {{name: {{argument: value}}}}`."),
        ("condition 后面应是一个插件条件及其参数", "写成 condition: {{名称: {{参数: 值}}}}。"),
        (
            "Each plugin condition has a name and its own arguments; join several with `all`.",
            "每个插件条件有名称和参数；多个条件用 all 连接。",
        ),
        _when("{condition: [weekend]}"),
        _when("{matter: repair}"),
    ),
    "SLA110": Entry(
        "error",
        ("{attribute} cannot be tested by `{key}`", "Use one of the tests listed; a plain value or a list means equality."),
        ("“{attribute}”不能用 {key} 来判断", "改用列出的判断方式；直接写值或列表表示相等。"),
        ("An unknown test would silently never hold.", "不认识的判断方式会使条件永远不成立。"),
        _when("{priority: {is: high}}"),
        _when("{priority: high}"),
    ),
    "SLA111": Entry(
        "error",
        ("`{key}` compares with exactly one value", "Write one number."),
        ("{key} 只能与一个值比较", "写一个数字。"),
        ("Greater than two numbers at once says nothing clear.", "同时与两个数比较大小，意思不明。"),
        _when("{amount: {gte: [1000, 2000]}}"),
        _when("{amount: {gte: 1000}}"),
    ),
    "SLA112": Entry(
        "error",
        (
            "a value to compare with is a text, a number, true or false",
            "Write it in quotes if it is a text; for no value write `{{missing: true}}`.",
        ),
        ("比较的值只能是文字、数字、true 或 false", "文字可加引号；要表示没有值，写 {{missing: true}}。"),
        ("Nothing, a list in a list or a mapping equals no attribute's value.", "空值、嵌套列表或映射与任何属性值都不相等。"),
        _when("{priority: [[high]]}"),
        _when("{priority: [high]}"),
    ),
    "SLA113": Entry(
        "error",
        ("{metric} has no `{key}`", "Write when it starts and when it stops; only built-in metrics bring their own."),
        ("指标“{metric}”没有写 {key}", "写明何时起表、何时停表；只有内置指标自带这些条件。"),
        ("A metric without a start never runs, one without a stop never ends.", "没有 start 就不会起表，没有 stop 就不会停表。"),
        _metric("{start: {event: opened}}"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}}"),
    ),
    "SLA114": Entry(
        "error",
        ("`{key}` has a value it cannot have", "Write one of the words listed."),
        ("{key} 的取值不对", "改用列出的词。"),
        ("The word decides what happens to the clock, so it is not guessed.", "这个词决定如何计时，程序不猜。"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}, repeats: always}"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}, repeats: each}"),
    ),
    "SLA115": Entry(
        "error",
        (
            "{metric} pauses while a state holds; an event is over at once",
            "Write a state, for example `[waiting_customer]` or `{{status: [...]}}`.",
        ),
        ("“{metric}”的暂停应写状态：事件一瞬间就过去了", "写状态，例如 [waiting_customer] 或 {{status: [...]}}。"),
        ("A pause lasts as long as its condition holds.", "暂停在条件成立期间持续。"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}, pause: {event: assigned}}"),
        _metric("{start: {event: opened}, stop: {event: x-arrived}, pause: [on_hold]}"),
    ),
    "SLA116": Entry(
        "error",
        ("`running` takes the name of one metric", "Write the metric's name as a text; join several with `any`."),
        ("running 后面应是一个指标名", "写成一个指标的名称；多个指标用 any 连接。"),
        ("It holds while that metric's clock runs or is paused.", "表示该指标正在计时或暂停。"),
        _metric("{start: {all: [{event: assigned}, {running: [resolution]}]}, stop: {event: resolved}}"),
        _metric("{start: {all: [{event: assigned}, {running: resolution}]}, stop: {event: resolved}}"),
    ),
}

ENTRIES: Mapping[str, Entry] = {**_NAMES, **_POLICIES, **_METRICS, **_TARGETS, **_CONDITIONS}
