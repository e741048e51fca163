"""Problems of the section on escalation (ESC001-039): its form, its names, and chains that cannot do what they say.

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_WORDS = "attributes: {matter: {values: [repair, complaint], default: repair}, priority: {values: [low, high], default: low}, owner: {kind: person}}\n"
_TARGETS = "resolution: 8h, agent_work: {within: 4h, commitment: internal}"
_SLA = f"sla: {{policies: [{{name: everyone, default: true, calendar: always, targets: {{{_TARGETS}}}}}]}}\n"
_PEOPLE = (
    "people:\n"
    '  li: {name: Li, roles: [specialist], team: desk, manager: wang, contacts: {sms: "13800000001"}}\n'
    '  wang: {name: Wang, roles: [supervisor], team: desk, manager: qian, contacts: {sms: "13800000002"}}\n'
    '  qian: {name: Qian, roles: [manager], contacts: {sms: "13800000003"}}\n'
)
_HEAD = f"# fragment\n{_WORDS}{_SLA}{_PEOPLE}notifiers: {{sms: {{type: console, contact: sms}}}}\n"
_LATE = "trigger: {metric: resolution, at: 75%}"
_OPENED = "trigger: {event: opened}"


def _chains(*chains: str, more: str = "") -> str:
    lines = "".join(f"    - {{{chain}}}\n" for chain in chains)
    return f"{_HEAD}{more}escalation:\n  ladder: [specialist, supervisor, manager]\n  chains:\n{lines}"


def _chain(steps: str, trigger: str = _LATE, more: str = "", head: str = "") -> str:
    return _chains(f"name: late, {trigger}, steps: [{steps}]{more}", more=head)


def _flood(text: str) -> str:
    return f"{_HEAD}escalation:\n  {text}\n"


_OWNER = "{notify: owner}"
_BOSS = "{level: supervisor}"

ENTRIES: Mapping[str, Entry] = {
    "ESC001": Entry(
        "error",
        ("the name {name!r} is used twice: by chain {first} as well", "Give each chain a name of its own."),
        ("链名“{name}”重复，第 {first} 条链已用过", "每条链各起一个名称。"),
        ("A chain is stopped, escalated by hand and looked up by its name.", "停止、手动上报、查记录，都靠链名认。"),
        _chains(f"name: late, {_LATE}, steps: [{_OWNER}]", f"name: late, {_OPENED}, steps: [{_OWNER}]"),
        _chains(f"name: late, {_LATE}, steps: [{_OWNER}]", f"name: fresh, {_OPENED}, steps: [{_OWNER}]"),
    ),
    "ESC002": Entry(
        "error",
        (
            "the name {name!r} is used twice in this chain: by step {first} as well",
            "Give each step a name of its own, or none: its number.",
        ),
        ("步骤名“{name}”在本链内重复，第 {first} 步已用过", "每一步各起一个名称，或都不写（即用序号）。"),
        (
            "The name is part of what tells one notice from another: the second would count as sent with the first.",
            "步骤名用来区分各条通知，重名时后一条会被当成已发送。",
        ),
        _chain("{name: call, notify: owner}, {name: call, after: 1h, level: supervisor}"),
        _chain("{name: call, notify: owner}, {name: call again, after: 1h, level: supervisor}"),
    ),
    "ESC003": Entry(
        "error",
        ("a step cannot be called {name!r}: servstd calls its own lines so", "Choose another name."),
        ("步骤不能叫“{name}”：这是 servstd 自用的名称", "换一个名称。"),
        ("Stand-down notices and reminders bear these names in plans and receipts.", "解除通知和提醒在计划和回执里用的就是这些名称。"),
        _chain("{name: stood_down, notify: owner}"),
        _chain("{name: all clear, notify: owner}"),
    ),
    "ESC004": Entry(
        "error",
        ("the level {level!r} stands twice on the ladder", "Name each level once, lowest first."),
        ("级别“{level}”在阶梯中出现两次", "每一级只写一次，由低到高。"),
        ("A ladder has one order, or nobody knows what comes next.", "阶梯只有一个次序，重复了就不知道下一级是谁。"),
        f"{_HEAD}escalation: {{ladder: [specialist, supervisor, specialist]}}\n",
        f"{_HEAD}escalation: {{ladder: [specialist, supervisor, manager]}}\n",
    ),
    "ESC005": Entry(
        "error",
        ("the chain has {found} steps; {most} is the most", "Use `repeat:` for what comes again, or split the chain."),
        ("这条链有 {found} 步，最多 {most} 步", "重复的内容用 repeat，或拆成几条链。"),
        ("Every step is planned for every case; nobody follows so many.", "每件事项都要逐步推算，这么多步也没人看得过来。"),
        _chain(", ".join([_OWNER] * 101)),
        _chain(_OWNER, more=", repeat: {times: 9, after: 1h}"),
    ),
    "ESC006": Entry(
        "error",
        ("`{key}` cannot stand beside `{keys}` here", "A chain starts on one thing; which cases it is for stands under `when:`."),
        ("{key} 不能与 {keys} 写在一起", "一条链只由一件事触发；适用于哪些事项写在 when 里。"),
        ("It would not be clear whether both or either is meant.", "说不清是两者都要，还是满足其一。"),
        _chain(_OWNER, "trigger: {metric: resolution, at: 75%, priority: high}"),
        _chain(_OWNER, more=", when: {priority: high}"),
    ),
    "ESC007": Entry(
        "error",
        (
            "`{key}` asks for a state of the case, not for an event",
            "Write attributes, such as `{{priority: high}}`; an event belongs under `trigger:`.",
        ),
        ("{key} 要写事项的状态，不能写事件", "写属性，如 {{priority: high}}；事件写在 trigger 里。"),
        (
            "An event is true for one instant only: asked at any other it would never hold.",
            "事件只在那一刻成立，在别的时刻问它永远不成立。",
        ),
        _chain(_OWNER, more=", when: {event: opened}"),
        _chain(_OWNER, more=", when: {priority: high}"),
    ),
    "ESC008": Entry(
        "error",
        ("a step comes `at` a point of the clock or `after` the step before it, not both", "Take one of the two away."),
        ("一步要么按 at（表走到某一点），要么按 after（距上一步多久），不能两样都写", "去掉其中一个。"),
        ("Two placings give two instants.", "两种写法得出两个时刻。"),
        _chain(f"{_OWNER}, {{at: missed, after: 1h, level: supervisor}}"),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor}}"),
    ),
    "ESC009": Entry(
        "error",
        (
            "`{found}` needs a clock, and this chain hangs on none",
            "Place the step with `after:`, or start the chain with `trigger: {{metric: ..., at: ...}}`.",
        ),
        ("“{found}”要有表可看，而这条链没有挂在任何指标的表上", "改用 after，或把 trigger 写成 {{metric: ..., at: ...}}。"),
        ("A chain that starts on an event knows no due.", "由事件触发的链没有到期时间。"),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor}}", _OPENED),
        _chain(f"{_OWNER}, {{after: 1h, calendar: always, level: supervisor}}", _OPENED),
    ),
    "ESC010": Entry(
        "error",
        ("there are {found} chains; {most} is the most", "Write one chain with `when:` on its steps, or split the standard."),
        ("共有 {found} 条链，最多 {most} 条", "合并成一条链，用步骤的 when 区分；或拆分标准。"),
        ("Each chain is asked at each event of each case.", "每件事项的每个事件都要逐条问过所有链。"),
    ),
    "ESC011": Entry(
        "error",
        ("level {level!r} comes right after {before!r}: {skipped} is skipped", "Add a step for each level between them."),
        ("“{before}”之后直接到“{level}”，跳过了 {skipped}", "中间每一级都要有一步。"),
        (
            "From its first level on a chain goes up rung by rung: no superior learns of a matter before his own staff's superior.",
            "上报从第一级起逐级进行，不得越级。",
        ),
        _chain("{level: specialist}, {at: missed, level: manager}"),
        _chain("{level: specialist}, {at: missed, level: supervisor}, {at: 1h overdue, level: manager}"),
    ),
    "ESC012": Entry(
        "error",
        (
            "level {level!r} is below {before!r}, which the chain has reached already",
            "Put the steps in the order of the ladder; to tell those below as well, write `tell_below: true`.",
        ),
        ("“{level}”低于前面已到的“{before}”", "按阶梯由低到高排；要同时告知下一级，写 tell_below: true。"),
        ("An escalation goes up.", "上报只往上走。"),
        _chain("{level: supervisor}, {at: missed, level: specialist}"),
        _chain("{level: specialist}, {at: missed, level: supervisor}"),
    ),
    "ESC013": Entry(
        "error",
        (
            "no level is called {name!r}",
            "Name a level of `ladder:`, or add it there; a role that is no level is told with `notify: [{{role: ...}}]`.",
        ),
        ("阶梯中没有“{name}”这一级", "改成 ladder 里的级别，或在那里添加；不属于阶梯的角色写 notify: [{{role: ...}}]。"),
        ("Nobody would be told.", "没有人会收到通知。"),
        _chain("{level: supervizor}"),
        _chain(_BOSS),
    ),
    "ESC014": Entry(
        "error",
        (
            "no {what_en} is called {name!r}",
            "Write a key of `people:`; say `{{role: ...}}`, `{{team: ...}}` or `{{rota: ...}}` for anything else.",
        ),
        ("没有名为“{name}”的{what_zh}", "改成 people 里的键；角色、部门、值班表分别写 {{role: ...}}、{{team: ...}}、{{rota: ...}}。"),
        ("Nobody would be told.", "没有人会收到通知。"),
        _chain("{notify: [wnag]}"),
        _chain("{notify: [wang]}"),
    ),
    "ESC015": Entry(
        "error",
        ("nobody is in the {what_en} {name!r}", "Write one that somebody has, or give it to somebody under `people:`."),
        ("没有人属于{what_zh}“{name}”", "改成有人担任的，或在 people 里给人加上。"),
        ("Nobody would be told.", "没有人会收到通知。"),
        _chain("{notify: [{role: plumber}]}"),
        _chain("{notify: [{role: supervisor}]}"),
    ),
    "ESC016": Entry(
        "error",
        ("no rota is called {name!r}", "Write a name that stands under `rotas:`, or add it there."),
        ("没有名为“{name}”的值班表", "改成 rotas 里有的名称，或在那里添加。"),
        ("Nobody would be told.", "没有人会收到通知。"),
        _chain("{notify: [{rota: nights}]}"),
        _chain("{notify: [{role: supervisor}]}"),
    ),
    "ESC017": Entry(
        "error",
        ("no notifier is called {name!r}", "Write a name that stands under `notifiers:`, or add it there."),
        ("没有名为“{name}”的通知方式", "改成 notifiers 里有的名称，或在那里添加。"),
        ("A notice goes out only by a notifier that exists.", "通知方式不存在，通知就发不出去。"),
        _chain("{notify: owner, via: [smss]}"),
        _chain("{notify: owner, via: [sms]}"),
    ),
    "ESC018": Entry(
        "error",
        ("no metric is called {name!r}", "Write the metric's name as expected."),
        ("没有名为“{name}”的指标", "改成上面给出的指标名。"),
        ("Without a clock the chain would never start.", "没有表可看，这条链永远不会开始。"),
        _chain(_OWNER, "trigger: {metric: resolutoin, at: 75%}"),
        _chain(_OWNER),
    ),
    "ESC019": Entry(
        "error",
        (
            "the chain cannot start: no policy gives {metric!r} a due in its cases",
            "Give the metric a target, or change the chain's `when:`.",
        ),
        ("这条链不会开始：它所适用的事项没有哪条规则给“{metric}”写了时限", "给这个指标写时限，或修改这条链的 when。"),
        ("A clock without a target has no point that could be reached.", "没有时限的表，走不到任何一点。"),
        _chain(_OWNER, "trigger: {metric: first_response, at: 75%}"),
        _chain(_OWNER),
    ),
    "ESC020": Entry(
        "warning",
        ("{point} of {target} is at the start or before it: the clock never crosses it", "Choose a point within the target."),
        ("{target} 的时限，“{point}”在开始时或开始之前，表不会走过这一点", "选时限之内的一点。"),
        ("What starts at a point that is never crossed never starts.", "以不会走过的一点触发，就永远不会触发。"),
        _chain(_OWNER, "trigger: {metric: resolution, at: 9h remaining}"),
        _chain(_OWNER, "trigger: {metric: resolution, at: 2h remaining}"),
    ),
    "ESC021": Entry(
        "error",
        (
            "the chain cannot start: what triggers it never happens to the cases it is for",
            "Change `trigger:` or `when:` so that both can be true.",
        ),
        ("这条链不会开始：它适用的事项不会发生触发它的事", "修改 trigger 或 when，使两者能同时成立。"),
        ("The two contradict each other, so nobody would ever be told.", "两处互相矛盾，永远没有人会收到通知。"),
        _chain(_OWNER, "trigger: {becomes: {matter: complaint}}", ", when: {matter: repair}"),
        _chain(_OWNER, "trigger: {becomes: {matter: complaint}}", ", when: {priority: high}"),
    ),
    "ESC022": Entry(
        "error",
        ("the chain ends as it starts: {found} triggers it and stands under `stop_on:`", "Take it away from one of the two."),
        ("这条链一开始就结束：{found} 既触发它，又写在 stop_on 里", "从其中一处去掉。"),
        ("A stop at the instant of a step wins: nobody would ever be told.", "同一时刻停止优先，永远没有人会收到通知。"),
        _chain(_OWNER, "trigger: {event: [reopened]}", ", stop_on: [reopened, closed]"),
        _chain(_OWNER, "trigger: {event: [reopened]}", ", stop_on: [closed]"),
    ),
    "ESC023": Entry(
        "error",
        (
            "the step never comes: when its `when:` holds, the chain is over or not for the case",
            "Change the step's `when:`, the chain's, or `stop_on:`.",
        ),
        ("这一步不会进行：它的 when 成立时，链已结束或不适用于该事项", "修改这一步的 when、链的 when 或 stop_on。"),
        ("A step after the stop tells nobody.", "链停了以后的步骤不会告知任何人。"),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor, when: {{category: closed}}}}"),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor, when: {{priority: high}}}}"),
    ),
    "ESC024": Entry(
        "warning",
        (
            "the step waits {wait}, but only {left} of the shortest target ({target}) is left at {point}: it comes {late} after the due",
            'Wait less, or say that it is meant so: `at: "{late} overdue"`.',
        ),
        (
            "这一步共等 {wait}，而最短时限 {target} 到“{point}”时只剩 {left}：它要在到期后 {late} 才进行",
            '缩短等待；本意如此就写 at: "{late} overdue"。',
        ),
        ("A warning that comes after the due warns nobody.", "到期以后才发的预警，不起预警作用。"),
        _chain(f"{_OWNER}, {{after: 3h, level: supervisor}}"),
        _chain(f"{_OWNER}, {{after: 1h, level: supervisor}}"),
    ),
    "ESC025": Entry(
        "error",
        ("{point} lies before {before}, which comes earlier in the chain", "Put the steps in the order of their points."),
        ("“{point}”早于前面的“{before}”", "各步按先后顺序写。"),
        (
            "A step whose point has passed follows the one before it late, at a time nobody wrote.",
            "已经过了那一点的步骤只能排在前一步后面，时间与所写的不符。",
        ),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor}}, {{at: 1h remaining, level: manager}}"),
        _chain(f"{_OWNER}, {{at: 1h remaining, level: supervisor}}, {{at: missed, level: manager}}"),
    ),
    "ESC026": Entry(
        "warning",
        ("one run of this chain sends up to {found} notices", "Repeat less often, or only from a later step."),
        ("这条链一次最多发 {found} 条通知", "减少重复次数，或只从后面的步骤重复。"),
        ("Who gets a hundred notices of one case reads none of them.", "同一件事发上百条，就没人看了。"),
        _chain(_OWNER, more=", repeat: {times: 500, after: 1m}"),
        _chain(_OWNER, more=", repeat: {times: 5, after: 1h}"),
    ),
    "ESC056": Entry(
        "error",
        ("a chain is repeated {found} times; {most} is the most", "Repeat it as often as somebody would still read it."),
        ("这条链重复 {found} 次，最多 {most} 次", "重复到还有人会看的次数即可。"),
        (
            "Every repeat is planned for each case: without a bound one case would take minutes.",
            "每次重复都要为每件事项预排，没有上限，一件事就要算上几分钟。",
        ),
        _chain(_OWNER, more=", repeat: {times: 1000000, after: 1m}"),
        _chain(_OWNER, more=", repeat: {times: 5, after: 1h}"),
    ),
    "ESC027": Entry(
        "warning",
        (
            "these chains start each other without end: {chains}",
            "Let one of them set nothing that starts another, or bound it with `when:`.",
        ),
        ("这些链会互相触发，没有尽头：{chains}", "让其中一条不再设定会触发别的链的属性，或用 when 限制。"),
        ("Each round tells everyone again.", "每转一圈，所有人就再收一遍通知。"),
        _chains(
            "name: up, trigger: {becomes: {priority: high}}, steps: [{notify: owner, do: [{set: {priority: low}}]}]",
            "name: down, trigger: {becomes: {priority: low}}, steps: [{notify: owner, do: [{set: {priority: high}}]}]",
        ),
        _chains(
            "name: up, trigger: {becomes: {priority: high}}, steps: [{notify: owner}]",
            "name: down, trigger: {becomes: {priority: low}}, steps: [{notify: owner, do: [{set: {priority: high}}]}]",
        ),
    ),
    "ESC028": Entry(
        "error",
        ("this step tells nobody and does nothing", "Write `notify:`, `level:` or `do:`."),
        ("这一步既不告知谁，也不做什么", "写上 notify、level 或 do。"),
        ("A step that does nothing hides a mistake.", "什么都不做的步骤，多半是漏写了。"),
        _chain(f"{_OWNER}, {{at: missed}}"),
        _chain(f"{_OWNER}, {{at: missed, level: supervisor}}"),
    ),
    "ESC029": Entry(
        "warning",
        (
            "no earlier step tells {name!r}, so nobody there can take note",
            "Name whom an earlier step tells, or write `unless: acknowledged`.",
        ),
        ("前面没有一步告知“{name}”，也就无从知悉", "改成前面步骤告知的人，或写 unless: acknowledged。"),
        ("The step would never be withheld.", "这一步永远不会被挡住。"),
        _chain("{level: specialist}, {at: missed, level: supervisor, unless: {acknowledged_by: manager}}"),
        _chain("{level: supervisor}, {at: missed, level: manager, unless: {acknowledged_by: supervisor}}"),
    ),
    "ESC030": Entry(
        "warning",
        (
            "quiet hours hold this urgent step past its due: of a clock that starts {start}, it comes {at}, goes out {opens}, and the due is {due}",
            "Write `urgent: pass`, or `unless:` for such cases.",
        ),
        (
            "免打扰使这一步紧急通知拖过到期时间：{start} 起的表，{at} 该通知，{opens} 才发出，而到期是 {due}",
            "写 urgent: pass，或用 unless 放行这类事项。",
        ),
        ("What is urgent is told too late to do anything.", "紧急的事，告知时已经来不及。"),
        _chain("{notify: owner, urgency: high}", more=', quiet_hours: {outside: {mon-fri: ["09:00-18:00"]}, urgent: hold}'),
        _chain("{notify: owner, urgency: high}", more=', quiet_hours: {outside: {mon-fri: ["09:00-18:00"]}, urgent: pass}'),
    ),
    "ESC031": Entry(
        "error",
        ("the hours of {calendar!r} have no open time in the twelve months to come", "Give hours in which notices go out."),
        ("“{calendar}”在今后十二个月内没有可以通知的时段", "写明可以通知的时段。"),
        ("Every notice would be held and none sent.", "所有通知都会一直等着，永远发不出去。"),
        _chain(_OWNER, more=', quiet_hours: {outside: {dates: {2020-01-06: ["09:00-21:00"]}}}'),
        _chain(_OWNER, more=', quiet_hours: {outside: {mon-sun: ["09:00-21:00"]}}'),
    ),
    "ESC032": Entry(
        "note",
        (
            "`after: {wait}` names no calendar and the chain hangs on no clock: actual time counts, nights and holidays too",
            "Write `calendar: always` to say so, or name a calendar.",
        ),
        ("after: {wait} 没写日历，这条链也没有挂表，因此按自然时间计，夜里和节假日都算", "就要这样便写 calendar: always，否则写日历名。"),
        ("What is left out is read as actual time; that may not be what was meant.", "不写即自然时间，未必是本意。"),
        _chain(f"{_OWNER}, {{after: 1h, level: supervisor}}", _OPENED),
        _chain(f"{_OWNER}, {{after: 1h, calendar: always, level: supervisor}}", _OPENED),
    ),
    "ESC033": Entry(
        "warning",
        ("`{key}` ({found}) is not shorter than `{other}` ({bound})", "Make it shorter."),
        ("{key}（{found}）不短于 {other}（{bound}）", "改短一些。"),
        (
            "A note that has expired needs no reminder, and an answer must come before the next reminder.",
            "已经失效就不用再提醒；回应也应在下一次提醒之前。",
        ),
        _chain(_OWNER, more=", acknowledgement: {expires: 2h, remind: 3h}"),
        _chain(_OWNER, more=", acknowledgement: {expires: 2h, remind: 30m}"),
    ),
    "ESC034": Entry(
        "error",
        ("the chain has no step {found!r} to repeat from", "Write a step's name, or its number from 1."),
        ("这条链没有“{found}”这一步，无法从它重复", "写步骤名，或从 1 起的序号。"),
        ("It would not be clear what is repeated.", "说不清重复什么。"),
        _chain(_OWNER, more=", repeat: {times: 2, after: 1h, from: 3}"),
        _chain(_OWNER, more=", repeat: {times: 2, after: 1h, from: 1}"),
    ),
    "ESC035": Entry(
        "error",
        ("`{key}: {found}` is no time at all", "Write a time, such as 30m, or leave the key out."),
        ("{key}: {found} 等于没有时间", "写一段时间，如 30m，或去掉这一项。"),
        ("Nothing fits into no time.", "零时长里什么也放不下。"),
        _flood("digest: [{window: 0m}]"),
        _flood("digest: [{window: 10m}]"),
    ),
    "ESC036": Entry(
        "warning",
        (
            "{name!r} has no manager, and there is no fallback",
            "Write `manager:` for the person, or `fallback:` for the chain or the escalation.",
        ),
        ("“{name}”没有上级，也没有兜底", "给此人写 manager，或在链、escalation 上写 fallback。"),
        ("The step would tell nobody.", "这一步不会告知任何人。"),
        _chain("{notify: [{manager_of: qian}]}"),
        _chain("{notify: [{manager_of: wang}]}"),
    ),
    "ESC037": Entry(
        "note",
        ("this step tells the customer {why_en}", "Tell customers under `customer_notices:`, or in a step of their own."),
        ("这一步会把{why_zh}告知客户", "告知客户请写在 customer_notices 里，或单独写一步。"),
        ("What departments owe each other, and who works on what, is not for customers.", "部门之间的时限和由谁处理，不必让客户知道。"),
        _chain("{notify: customer}", "trigger: {metric: agent_work, at: missed}"),
        _chain("{notify: owner}", "trigger: {metric: agent_work, at: missed}"),
    ),
    "ESC038": Entry(
        "warning",
        ("a digest that is told only after {found} comes too late", "Gather notices for a day at most."),
        ("{found} 才汇总一次，通知来得太晚", "汇总最长不要超过一天。"),
        ("What waits in a digest has been urgent for somebody since.", "等着汇总的通知里，可能早就有急事。"),
        _flood("digest: [{window: 72h}]"),
        _flood("digest: [{window: 2h}]"),
    ),
    "ESC039": Entry(
        "warning",
        (
            "nobody is known: the standard has no people whom a chain could tell",
            "Add `people:`, here or in the operations file, or `directories:`.",
        ),
        ("没有任何人员：各条链都找不到可以告知的人", "在标准或运行文件里写 people，或写 directories。"),
        ("Every step would reach nobody.", "每一步都找不到人。"),
        "# fragment\n" + _SLA + f"escalation: {{chains: [{{name: late, {_LATE}, steps: [{_OWNER}]}}]}}\n",
        _HEAD + f"escalation: {{chains: [{{name: late, {_LATE}, steps: [{_OWNER}]}}]}}\n",
    ),
}
