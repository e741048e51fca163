"""Problems of the section on feedback (FBK030-079): its form, its names, and what would ask nobody, too often, or for ever.

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_HEAD = (
    "# fragment\n"
    "attributes: {matter: {values: [repair, complaint], default: repair}, ok: {kind: bool}, team: {values: [desk, works]}, owner: {kind: person}}\n"
    "sla: {policies: [{name: everyone, default: true, calendar: always, targets: {resolution: 8h}}]}\n"
    "people:\n"
    "  li: {name: Li, roles: [specialist], team: desk, manager: wang}\n"
    "  wang: {name: Wang, roles: [supervisor], team: desk}\n"
    "escalation: {ladder: [specialist, supervisor]}\n"
    "feedback:\n"
)
_CSAT = "after: {kind: csat}"


def _instrument(text: str) -> str:
    return f"{_HEAD}  instruments: {{{text}}}\n"


def _asked(text: str, gates: str = "consent: ok", trigger: str = "{event: closed}", more: str = "", instruments: str = _CSAT) -> str:
    one = f"{{instrument: after, trigger: {trigger}, expires: 7d, gates: {{{gates}}}{text}}}"
    return f"{_HEAD}  instruments: {{{instruments}}}\n  invitations: [{one}{more}]\n"


def _complaints(text: str, more: str = "") -> str:
    return f"{_HEAD}  complaints: {{{text}}}\n{more}"


def _themes(text: str) -> str:
    return f"{_HEAD}  themes: {{{text}}}\n"


def _loops(*loops: str, more: str = "", instruments: str = _CSAT) -> str:
    lines = "".join(f"    - {{{loop}}}\n" for loop in loops)
    return f"{_HEAD}  instruments: {{{instruments}}}\n{more}  loops:\n{lines}"


_LOW = "trigger: {response: after, score: {lte: 2}}"
_OPEN = "open: {matter: complaint}"
_AGAIN = "redispatch: {trigger: {event: called_back, outcome: unsatisfied}"
_NOBODY = ("Nobody would ever be asked, and nobody would notice.", "谁也不会被问到，而且没有人会发现。")

ENTRIES: Mapping[str, Entry] = {
    "FBK030": Entry(
        "error",
        (
            "{found} is no scale: a number of points, or the lowest and the highest score, at most {most} apart",
            "Write `scale: 5`, or `scale: [0, 10]`.",
        ),
        ("{found} 不是量表：应写几分制，或最低分与最高分，两端相差不超过 {most}", "写 scale: 5，或 scale: [0, 10]。"),
        ("Without its ends a score says nothing.", "不知道两端，分数没有意义。"),
        _instrument("mood: {kind: custom, scale: [5, 1], satisfied: [4, 5]}"),
        _instrument("mood: {kind: custom, scale: 5, satisfied: [4, 5]}"),
    ),
    "FBK031": Entry(
        "error",
        ("`{kind}` is asked from {low} to {high}, not {found}", "Leave `scale:` out, or write `kind: custom`."),
        ("{kind} 的量表是 {low} 到 {high}，不是 {found}", "去掉 scale，或写 kind: custom。"),
        ("On another scale it is another figure, and cannot be compared with anybody's.", "换了量表就是另一个指标，不能与别人的比较。"),
        _instrument("friends: {kind: nps, scale: 5}"),
        _instrument("friends: {kind: nps}"),
    ),
    "FBK032": Entry(
        "error",
        (
            "{found} is no part of the scale from {low} to {high}: each score once, and not all of them",
            "Name the scores of the scale that count as satisfied.",
        ),
        ("{found} 不是 {low} 到 {high} 中的一部分：每个分数只写一次，也不能全写", "写量表里算满意的那几个分数。"),
        ("A score that nobody can give, or everybody gives, makes no share.", "没有人能打出、或者人人都算的分数，得不出比例。"),
        _instrument("after: {kind: csat, scale: 5, satisfied: [4, 6]}"),
        _instrument("after: {kind: csat, scale: 5, satisfied: [4, 5]}"),
    ),
    "FBK033": Entry(
        "error",
        (
            "it is not said which scores of {found} (better: {direction}) count as satisfied, and none are customary",
            "Name them: `satisfied: [...]`.",
        ),
        ("没有写 {found}（方向 {direction}）中哪些分数算满意，也没有通行的算法", "写明 satisfied: [...]。"),
        (
            "Of 3, 4, 5, 6, 7 and 10 points the customary ones are taken; anything else would be a guess.",
            "只有 3、4、5、6、7、10 分制有通行的算法，其余全凭猜。",
        ),
        _instrument("after: {kind: csat, scale: 9}"),
        _instrument("after: {kind: csat, scale: 9, satisfied: [8, 9]}"),
    ),
    "FBK034": Entry(
        "error",
        (
            "{found} is not the better end of the scale, which is the {direction} one",
            "Name the best scores without a gap, or mend `direction:`.",
        ),
        ("{found} 不在量表较好的一端（方向 {direction}）", "从最好的分数起连续写，或更正 direction。"),
        ("Who is content would count as discontent.", "满意的人会被算成不满意。"),
        _instrument("after: {kind: csat, scale: 5, satisfied: [1, 2]}"),
        _instrument("after: {kind: csat, scale: 5, satisfied: [1, 2], direction: lower}"),
    ),
    "FBK035": Entry(
        "error",
        (
            "{found} can be no target of {kind} by `{method}`",
            'Write a share as `"96%"`, points of nps and net from -100 to 100, a mean as a score; a battery has none.',
        ),
        (
            "{found} 不能作 {kind}（算法 {method}）的目标",
            "比例写“96%”这样的百分数，nps 与 net 写 -100 到 100，平均分写分数；成套题目没有目标。",
        ),
        ("A figure is judged against a target in its own unit.", "目标与指标的单位一致才能判断。"),
        _instrument("friends: {kind: nps, target: 40%}"),
        _instrument("friends: {kind: nps, target: 40}"),
    ),
    "FBK036": Entry(
        "error",
        ("`{found}` makes no figure of an instrument of kind `{kind}`", "Choose a method of this kind."),
        ("{kind} 类问卷不能用 {found} 计算", "选用这一类的算法。"),
        ("The same word would mean two figures.", "同一个名称会指两种不同的指标。"),
        _instrument("after: {kind: csat, method: nps}"),
        _instrument("after: {kind: csat, method: share}"),
    ),
    "FBK037": Entry(
        "error",
        ("`questions:` and `kind: battery` go together; this is `{kind}`", "Write the questions of a battery, or make each an instrument."),
        ("questions 与 kind: battery 要一起写；这里是 {kind}", "写出成套题目的各题，或每题单独成为一份问卷。"),
        ("A battery is its questions; any other instrument has one.", "成套题目就是这些题；其他问卷只有一题。"),
        _instrument("quality: {kind: battery}"),
        _instrument("quality: {kind: battery, questions: {clean: Was it clean?}}"),
    ),
    "FBK038": Entry(
        "error",
        ("{found} is no score from {low} to {high}", "Write a score of the scale before each answer."),
        ("{found} 不是 {low} 到 {high} 的分数", "每个选项前写量表里的分数。"),
        ("The customer would choose what cannot be counted.", "客户选了也没法计入。"),
        _instrument("after: {kind: csat, answers: {'6': Great}}"),
        _instrument("after: {kind: csat, answers: {'5': Great}}"),
    ),
    "FBK039": Entry(
        "error",
        ("the name {name!r} is used twice: by number {first} as well", "Give each a name of its own, or none: its position."),
        ("名称“{name}”重复，第 {first} 项已用过", "各起一个名称，或都不写（即用序号）。"),
        ("What was sent and opened is known by its name.", "发过什么、开过什么，都靠名称认。"),
        _loops(f"name: low, {_LOW}, {_OPEN}", f"name: low, {_LOW}, {_OPEN}"),
        _loops(f"name: low, {_LOW}, {_OPEN}", f"name: lower, {_LOW}, {_OPEN}"),
    ),
    "FBK040": Entry(
        "error",
        ("`{key}` has no place beside `{keys}`", "Write two, each about one thing."),
        ("{key} 不能与 {keys} 写在一起", "分成两项，各写一件事。"),
        ("It would not be clear what counts.", "说不清以哪个为准。"),
        _asked("", trigger="{every: year, from: 2026-11-01, event: closed}"),
        _asked("", trigger="{every: year, from: 2026-11-01}"),
    ),
    "FBK041": Entry(
        "error",
        (
            "`{key}` asks for a state of the case, not for an event",
            "Write attributes, such as `{{matter: repair}}`; an event belongs under `trigger:`.",
        ),
        ("{key} 要写事项的状态，不能写事件", "写属性，如 {{matter: repair}}；事件写在 trigger 里。"),
        ("A state holds for a while; an event is over at once.", "状态会持续，事件一发生就过去了。"),
        _asked(", when: {event: resolved}"),
        _asked(", when: {matter: repair}"),
    ),
    "FBK042": Entry(
        "error",
        ("`{key}: {found}` is no time at all", "Write a time, such as 7d, or leave the key out."),
        ("{key}: {found} 等于没有时间", "写一段时间，如 7d，或去掉这一项。"),
        ("Nobody can answer within no time.", "零时长里谁也来不及作答。"),
        _asked(", reminder: {after: 0m}"),
        _asked(", reminder: {after: 3d}"),
    ),
    "FBK043": Entry(
        "error",
        ("the campaign ends on {found}, before it begins on {since}", "Mend one of the two days."),
        ("定期调查的截止日 {found} 早于起始日 {since}", "更正其中一个日期。"),
        _NOBODY,
        _asked("", trigger="{every: year, from: 2026-11-01, until: 2026-10-01}"),
        _asked("", trigger="{every: year, from: 2026-11-01, until: 2027-12-01}"),
    ),
    "FBK044": Entry(
        "error",
        ("`after: {found}` cannot be counted here: {why_en}", "Name a calendar, write actual time, or leave it out."),
        ("after: {found} 在这里没法数：{why_zh}", "写上 calendar，改成自然时间，或去掉。"),
        ("A wait that cannot be counted never ends.", "没法数的等待永远不会结束。"),
        _asked(", after: 1wd"),
        _asked(", after: 24h"),
    ),
    "FBK045": Entry(
        "error",
        ("a sample of {found} is none: more than 0%, and 100% at most", "Write a share, or take the invitation out."),
        ("抽样 {found} 不成立：应大于 0%，最多 100%", "写一个比例；不想问就删掉这条邀请。"),
        _NOBODY,
        _asked("", gates="consent: ok, sample: 0%"),
        _asked("", gates="consent: ok, sample: 25%"),
    ),
    "FBK046": Entry(
        "error",
        ("no instrument is called {name!r}", "Write a name that stands under `instruments:`, or add it there."),
        ("没有名为“{name}”的问卷", "改成 instruments 里有的名称，或在那里添加。"),
        ("There is nothing that could be asked or answered.", "没有可以问、可以答的东西。"),
        _asked("", instruments="afterwards: {kind: csat}"),
        _asked(""),
    ),
    "FBK047": Entry(
        "error",
        ("no theme is called {name!r}", "Write a name that stands under `themes:`, or add it there."),
        ("没有名为“{name}”的主题", "改成 themes 里有的名称，或在那里添加。"),
        ("It would never come up.", "它永远不会出现。"),
        _loops("trigger: {theme: leeks}, open: {improvement: true}, owner: wang", more="  themes: {leaks: {words: [leak]}}\n"),
        _loops("trigger: {theme: leaks}, open: {improvement: true}, owner: wang", more="  themes: {leaks: {words: [leak]}}\n"),
    ),
    "FBK048": Entry(
        "error",
        ("no metric is called {name!r}", "Write the metric's name as expected."),
        ("没有名为“{name}”的指标", "改成上面给出的指标名。"),
        ("A limit that nothing measures is never missed.", "没有计量的时限永远不会超时。"),
        _complaints("limits: [{stage: actioned, metric: resolutoin, source: company practice}]"),
        _complaints("limits: [{stage: actioned, metric: resolution, source: company practice}]"),
    ),
    "FBK049": Entry(
        "error",
        ("the consent {name!r} {what_en}", "Name an attribute of `kind: bool`."),
        ("作为同意依据的“{name}”{what_zh}", "写一个 kind: bool 的属性。"),
        ("Consent that cannot be given shuts out everybody.", "无法给出的同意，等于谁都不问。"),
        _asked("", gates="consent: team"),
        _asked("", gates="consent: ok"),
    ),
    "FBK050": Entry(
        "warning",
        ("this invitation asks nobody for consent", "Name the attribute that says whether the customer agreed to be asked."),
        ("这条邀请没有核对客户是否同意", "写明哪个属性表示客户同意回访。"),
        (
            "Personal information is used for what its owner agreed to (PIPL article 13; GDPR article 6).",
            "处理个人信息要有本人同意等依据（《个人信息保护法》第十三条）。",
        ),
        _asked("", gates="recontact: 30 days"),
        _asked("", gates="consent: ok, recontact: 30 days"),
    ),
    "FBK051": Entry(
        "note",
        ("it is not said how long an answer is taken: 14 days", "Write it, so that all who read the standard know."),
        ("没有写作答多久有效，按 14 天计", "写出来，看标准的人才知道。"),
        ("A later answer is kept as late and does not count.", "过期的答卷记作迟到，不计入。"),
        _asked("").replace(", expires: 7d", ""),
        _asked(""),
    ),
    "FBK052": Entry(
        "warning",
        (
            "the instrument rests for {found}, but the campaign comes round every {every}: most rounds would ask nobody again",
            "Rest for less, or ask less often.",
        ),
        ("这份问卷隔 {found} 才能再问，而定期调查每{every_zh}一次：多数轮次问不到原来的客户", "缩短间隔，或放慢周期。"),
        ("Each round would ask only those who are new, and could not be compared.", "每轮只问到新客户，前后不能比较。"),
        _asked("", gates="consent: ok, recontact: 1 year", trigger="{every: quarter, from: 2026-11-01}"),
        _asked("", gates="consent: ok, recontact: 30 days", trigger="{every: quarter, from: 2026-11-01}"),
    ),
    "FBK053": Entry(
        "warning",
        (
            "a customer may be asked {times} times within {per}, but the standard would ask {found} times: {asked}",
            "Raise the budget, or ask less.",
        ),
        ("同一客户 {per} 内最多问 {times} 次，而标准要问 {found} 次：{asked}", "放宽上限，或少问一些。"),
        ("Whichever comes first is asked, and the others starve.", "先到的先问，后面的永远轮不上。"),
        _asked("", gates="consent: ok, budget: {times: 2, per: 90 days}", trigger="{every: month, from: 2026-11-01}"),
        _asked("", gates="consent: ok, budget: {times: 4, per: 90 days}", trigger="{every: month, from: 2026-11-01}"),
    ),
    "FBK055": Entry(
        "warning",
        (
            "these hours are closed from {closed} to {opens}, longer than the {expires} for which an answer is taken: who would be asked then is not asked",
            "Take answers for longer, or open the hours sooner.",
        ),
        ("这些时段从 {closed} 到 {opens} 一直关着，比作答有效的 {expires} 还长：其间该问的都不会问", "延长有效期，或让时段早些开。"),
        ("An invitation that waits until it has expired is not sent.", "等到过期的邀请不会发出。"),
        _asked("", gates='consent: ok, hours: {mon: ["09:00-10:00"]}').replace("7d", "2d"),
        _asked("", gates='consent: ok, hours: {mon-sun: ["09:00-20:00"]}').replace("7d", "2d"),
    ),
    "FBK056": Entry(
        "error",
        (
            "nothing ever sets off this {what_en}: what triggers it never happens to the cases or answers it is for",
            "Change `trigger:`, `when:` or `exclude:` so that all can be true.",
        ),
        ("这条{what_zh}永远不会触发：它适用的事项或答卷不会发生触发它的事", "修改 trigger、when 或 exclude，使它们能同时成立。"),
        _NOBODY,
        _asked(", when: {matter: complaint}", trigger="{becomes: {matter: repair}}"),
        _asked(", when: {matter: complaint}"),
    ),
    "FBK057": Entry(
        "note",
        (
            "those who complain would be asked with {name!r} as well",
            "Ask them when they are called back, and leave them out here: `exclude: {{matter: complaint}}`.",
        ),
        ("投诉的客户也会收到“{name}”", "投诉在回访时问；这里用 exclude: {{matter: complaint}} 排除。"),
        ("A survey in the middle of a quarrel measures the quarrel.", "投诉还没平息就发问卷，测出来的是怨气。"),
        _asked("") + "  complaints: {}\n",
        _asked(", when: {matter: repair}") + "  complaints: {}\n",
    ),
    "FBK058": Entry(
        "error",
        ("no team is called {name!r}", "Write `same`, a value of the attribute `team`, or somebody's team."),
        ("没有名为“{name}”的部门", "写 same、team 属性的取值，或某人所属的部门。"),
        ("Nobody would get the second dispatch.", "二次派单会没有人接。"),
        _complaints(f"{_AGAIN}, to: {{team: wroks}}}}"),
        _complaints(f"{_AGAIN}, to: {{team: works}}}}"),
    ),
    "FBK059": Entry(
        "warning",
        (
            "reminder number {number} never comes: {after} each, and after {expires} no answer is taken",
            "Remind sooner or less often, or take answers for longer.",
        ),
        ("第 {number} 次提醒不会发：每次隔 {after}，而 {expires} 后不再接受作答", "提早或减少提醒，或延长有效期。"),
        ("Nobody is reminded of what has expired.", "已经过期的不会再提醒。"),
        _asked(", reminder: {after: 3d, times: 3}"),
        _asked(", reminder: {after: 3d, times: 2}"),
    ),
    "FBK060": Entry(
        "warning",
        (
            "this text has no `{{{{link}}}}`: the customer is asked and cannot answer",
            "Put `{{{{link}}}}` where the question is to be opened.",
        ),
        ("正文里没有 {{{{link}}}}：问了客户，客户却没处作答", "在正文里写上 {{{{link}}}}。"),
        ("Who cannot answer counts as silent.", "没法作答的会被算成没有回应。"),
        _asked(", text: How was it?"),
        _asked(', text: "How was it? {{link}}"'),
    ),
    "FBK061": Entry(
        "error",
        ("no case can be a complaint as written here", "Change `when:` so that a case can have it."),
        ("按这里的写法，没有事项会是投诉", "修改 when，使事项有可能符合。"),
        ("Complaints would be handled as anything else.", "投诉就会当作普通事项处理。"),
        _complaints("when: {all: [{matter: complaint}, {matter: repair}]}"),
        _complaints("when: {matter: complaint}"),
    ),
    "FBK062": Entry(
        "error",
        ("{attempts} attempts cannot fall on {days} different days", "Make at least as many attempts as days."),
        ("{attempts} 次回访不可能分在 {days} 天", "次数不少于天数。"),
        ("The complaint could never be closed.", "投诉将永远不能结案。"),
        _complaints("callback: {attempts: 2, over_days: 3}"),
        _complaints("callback: {attempts: 3, over_days: 2}"),
    ),
    "FBK063": Entry(
        "error",
        ("there are {found} {what}; {most} is the most", "Merge some, or split the standard."),
        ("{what} 共有 {found} 项，最多 {most} 项", "合并一些，或拆分标准。"),
        ("Each is looked at for each case.", "每件事项都要逐项看过。"),
        _themes(", ".join(f"t{i}: {{words: [w{i}]}}" for i in range(201))),
        _themes("leaks: {words: [leak]}"),
    ),
    "FBK064": Entry(
        "error",
        ("after the last second dispatch it goes to {found!r}, which is not above {owner!r}", "Name a level above."),
        ("二次派单用完后交给“{found}”，并不高于“{owner}”", "写更高的一级。"),
        ("Who failed twice would get it again.", "两次没办好的人会再拿到它。"),
        _complaints(f"{_AGAIN}, owner: {{role: supervisor}}, then: {{level: specialist}}}}"),
        _complaints(f"{_AGAIN}, owner: {{role: specialist}}, then: {{level: supervisor}}}}"),
    ),
    "FBK065": Entry(
        "warning",
        (
            "only {name!r} has a role: nobody else could approve",
            "Add people, write `handler_is_not_approver: false`, or use `stages: short`.",
        ),
        ("只有“{name}”一人有角色：没有别人可以审批", "补充人员，写 handler_is_not_approver: false，或用 stages: short。"),
        ("Every remedy would be a fault.", "每个方案都会被报为违规。"),
        _complaints("handler_is_not_approver: true").replace("wang: {name: Wang, roles: [supervisor], team: desk}", "wang: {name: Wang}"),
        _complaints("handler_is_not_approver: true"),
    ),
    "FBK066": Entry(
        "warning",
        ("the limit for `{stage}` does not say where it comes from", "Write `source:`: company practice, a law with its date, a contract."),
        ("到达 {stage} 的时限没有写出处", "写 source：公司承诺、某法规及日期、合同等。"),
        (
            "ISO 10002 has no numbers: whose figure it is must be said.",
            "ISO 10002（GB/T 19012）没有规定时限，数字是谁定的要写明。",
        ),
        _complaints("limits: [{stage: actioned, metric: resolution}]"),
        _complaints("limits: [{stage: actioned, metric: resolution, source: company practice}]"),
    ),
    "FBK067": Entry(
        "warning",
        ("the limit for `{stage}` is not measured: no policy gives {metric!r} a time", "Name a metric with a target in a policy."),
        ("到达 {stage} 的时限没有计量：没有规则给“{metric}”写时限", "写一个在规则里有时限的指标。"),
        ("A limit that is only written down binds nobody.", "只写不量的时限约束不了谁。"),
        _complaints("limits: [{stage: notified, metric: first_response, source: company practice}]"),
        _complaints("limits: [{stage: actioned, metric: resolution, source: company practice}]"),
    ),
    "FBK068": Entry(
        "note",
        (
            "nothing measures this: a metric such as {name!r} is missing",
            "Add it under `sla: metrics:`, and a target in the policy for complaints.",
        ),
        ("这一段没有计量，缺少“{name}”这样的指标", "把上面这一行加到 sla 的 metrics 里，并在投诉规则里写时限。"),
        ("What is not measured is late without anybody knowing.", "没有计量，晚了也没有人知道。"),
        _complaints("callback: {attempts: 3}"),
        _complaints("stages: short"),
    ),
    "FBK069": Entry(
        "error",
        ("the theme {name!r} has nothing to tell it by", "Give it `words:`, `patterns:` or a `classifier:`."),
        ("主题“{name}”没有任何判断依据", "写上 words、patterns 或 classifier。"),
        ("It would never come up.", "它永远不会出现。"),
        _themes("leaks: {words: []}"),
        _themes("leaks: {words: [leak]}"),
    ),
    "FBK070": Entry(
        "note",
        ("the word {word!r} tells the theme {first!r} as well", "Keep it in one, if the two are not meant to come up together."),
        ("“{word}”也是主题“{first}”的词", "若不想两个主题同时出现，只留一处。"),
        ("Shares of themes would add up to more than was said.", "各主题的占比会加出比实际更多的数。"),
        _themes("leaks: {words: [leak, water]}, taps: {words: [tap, water]}"),
        _themes("leaks: {words: [leak, water]}, taps: {words: [tap]}"),
    ),
    "FBK071": Entry(
        "error",
        ("this pattern cannot be used: {why_en}", "Write a regular expression of Python, or use `words:`."),
        ("这个模式不能用：{why_zh}", "写 Python 的正则表达式，或改用 words。"),
        ("A pattern that cannot be read finds nothing.", "读不懂的模式什么也找不到。"),
        _themes("leaks: {patterns: ['(leak']}"),
        _themes("leaks: {patterns: ['leak(s|ing)']}"),
    ),
    "FBK072": Entry(
        "error",
        (
            "the pattern {found!r} may take for ever: a repeat in a repeat, or several without an end, try too many ways",
            "Bound the repeats, such as `.{{0,20}}`, or use `words:`.",
        ),
        ("模式“{found}”可能永远跑不完：重复里套重复，或有几个无上限的重复，要试的走法太多", "给重复写上限，如 .{{0,20}}，或改用 words。"),
        (
            "Customers write the texts: one of them would stop every report (CWE-1333).",
            "文字由客户来写，一条就能让所有报表停住（CWE-1333）。",
        ),
        _themes("leaks: {patterns: ['(leak+)+ing']}"),
        _themes("leaks: {patterns: ['leak.{0,20}again']}"),
    ),
    "FBK073": Entry(
        "error",
        ("nobody offers a classifier {name!r}", "Install the plugin that offers it, or write `words:`."),
        ("没有插件提供名为“{name}”的分类器", "安装提供它的插件，或改写 words。"),
        ("The theme would never come up.", "这个主题永远不会出现。"),
        _themes("leaks: {classifier: topics}"),
        _themes("leaks: {words: [leak]}"),
    ),
    "FBK074": Entry(
        "warning",
        (
            "what these loops open may set them off again without end: {loops}",
            "Leave follow-ups out with `when:`, or do not ask after them.",
        ),
        ("这些跟进开出的事项会再次触发它们，没有尽头：{loops}", "用 when 排除后续事项，或不再就它们发问卷。"),
        ("Each follow-up would bring the next one.", "一件跟进会引出下一件。"),
        _asked("") + f"  loops: [{{{_LOW}, {_OPEN}}}]\n",
        _asked(", when: {matter: repair}") + f"  loops: [{{{_LOW}, {_OPEN}}}]\n",
    ),
    "FBK075": Entry(
        "error",
        ("a theme comes up in several cases, so its loop opens an improvement, not a case", "Write `improvement: true` under `open:`."),
        ("主题出自多件事项，应开改进项，不能开一件事项", "在 open 里写 improvement: true。"),
        (
            "A follow-up case follows one case; for what keeps coming up nobody would know which.",
            "后续事项跟着一件事项走；反复出现的问题说不清跟着哪一件。",
        ),
        _loops(
            "trigger: {theme: leaks, at_least: 3, within: 30 days}, open: {matter: complaint}, owner: wang",
            more="  themes: {leaks: {words: [leak]}}\n",
        ),
        _loops(
            "trigger: {theme: leaks, at_least: 3, within: 30 days}, open: {improvement: true}, owner: wang",
            more="  themes: {leaks: {words: [leak]}}\n",
        ),
    ),
    "FBK076": Entry(
        "error",
        ("this improvement has no owner", "Write `owner:`."),
        ("这条改进项没有责任人", "写上 owner。"),
        ("What nobody owns is not improved.", "没有人负责，就不会改进。"),
        _loops("trigger: {event: reopened}, open: {improvement: true}"),
        _loops("trigger: {event: reopened}, open: {improvement: true}, owner: wang"),
    ),
    "FBK077": Entry(
        "warning",
        ("anonymous, but figures of {found} answers are shown", "Show figures of five answers at least."),
        ("写了匿名，却只要 {found} 份就显示结果", "至少五份才显示。"),
        ("A figure of one answer names its customer.", "只有一份的结果等于点名。"),
        _instrument("after: {kind: csat, anonymous: true}"),
        _instrument("after: {kind: csat, anonymous: true, least: 5}"),
    ),
    "FBK078": Entry(
        "error",
        ("`{found}` cannot be given work", "Write `owner`, a person, or a map such as `{{role: supervisor}}`."),
        ("不能把事情交给 {found}", "写 owner、某个人，或 {{role: supervisor}} 这样的写法。"),
        ("The follow-up would lie with the one who complained.", "后续事项会落到提意见的人头上。"),
        _loops(f"{_LOW}, {_OPEN}, owner: customer"),
        _loops(f"{_LOW}, {_OPEN}, owner: {{role: supervisor}}"),
    ),
    "FBK079": Entry(
        "error",
        ("an answer has no {name!r}", "Test `score`, `comment`, or a question of the battery."),
        ("答卷里没有“{name}”", "改用 score、comment，或成套题目中的题名。"),
        ("The loop would never be set off.", "这条跟进永远不会触发。"),
        _loops(f"trigger: {{response: after, scroe: {{lte: 2}}}}, {_OPEN}"),
        _loops(f"{_LOW}, {_OPEN}"),
    ),
}
