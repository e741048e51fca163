"""Problems of the section `tiers:` of a document (TIR060-099).

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header. What is said of laws is
orientation, not advice.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_STEPS = "{thresholds: {field: paid, unit: CNY, steps: [{from: 0, points: 0}, {from: 50000, points: 50}, {from: 200000, points: 100}]}}"
_SPENT = f"spent: {{weight: 100%, missing: lowest, rule: {_STEPS}}}"
_LEVELS = "key: {enter: 30, leave: 25}, vip: {enter: 60, leave: 50}"
_GIVEN = "customer: K1, tier: vip, reason: pilot, approved_by: zhao"


def _tiers(
    *, ladder: str = "standard, key, vip", criteria: str = _SPENT, levels: str = _LEVELS, currency: str = "currency: CNY, ", more: str = ""
) -> str:
    return f"# fragment\ntiers: {{ladder: [{ladder}], {currency}criteria: {{{criteria}}}, levels: {{{levels}}}{more}}}\n"


def _override(*items: str) -> str:
    return _tiers(more=f", overrides: [{', '.join(f'{{{item}}}' for item in items)}]")


def _floor(within: str, floor: str, more: str = "") -> str:
    sla = f"sla: {{policies: [{{name: all, default: true, calendar: always, targets: {{first_response: {{within: {within}{more}}}}}}}]}}\n"
    return _tiers(more=f", floor: {{first_response: {floor}}}") + "attributes: {tier: {from: tiers}}\n" + sla


ENTRIES: Mapping[str, Entry] = {
    "TIR060": Entry(
        "error",
        ("the level {tier!r} stands twice on the ladder", "Remove one of the two, or give it another name."),
        ("等级“{tier}”在 ladder 里写了两次", "删去一个，或改名。"),
        ("A level has one place on the ladder.", "每一级在阶梯上只有一个位置。"),
        _tiers(ladder="standard, key, key, vip"),
        _tiers(),
    ),
    "TIR061": Entry(
        "error",
        ("no level is called {tier!r}", "Write the name of a level of the ladder, as expected."),
        ("没有名为“{tier}”的等级", "改成 ladder 里有的等级名。"),
        ("What is said of a level that does not exist applies to nobody.", "写给不存在的等级，谁也用不上。"),
        _tiers(levels=_LEVELS + ", vvip: {enter: 90}"),
        _tiers(),
    ),
    "TIR062": Entry(
        "error",
        ("nothing says from which score one rises to {tier!r}", "Add `{tier}: {{enter: ..., leave: ...}}` under `levels:`."),
        ("没有写明总分多少进入“{tier}”", "在 levels 里加上 {tier}: {{enter: ..., leave: ...}}。"),
        ("Every level but the lowest needs a line; nobody would ever rise to it.", "除最低一级外，每一级都要有进入线，否则没人升得上去。"),
        _tiers(levels="vip: {enter: 60}"),
        _tiers(),
    ),
    "TIR063": Entry(
        "error",
        ("the lowest level, {tier!r}, has a line to enter", "Remove it: the lowest level takes everybody."),
        ("最低一级“{tier}”写了进入线", "删去：最低一级收所有人。"),
        ("Customers below that line would have no tier at all.", "低于这条线的客户就没有任何等级了。"),
        _tiers(levels="standard: {enter: 10}, " + _LEVELS),
        _tiers(),
    ),
    "TIR064": Entry(
        "error",
        ("one would fall out of {tier!r} with a score with which one rises to it", "Set `leave` to `enter` or less."),
        ("“{tier}”的离开线高于进入线，刚升上来就要降下去", "leave 不要高于 enter。"),
        (
            "A level is left below its entry, so that customers do not move up and down all the time.",
            "离开线低于进入线，等级才不会来回跳。",
        ),
        _tiers(levels="key: {enter: 30, leave: 40}, vip: {enter: 60, leave: 50}"),
        _tiers(),
    ),
    "TIR065": Entry(
        "error",
        ("{tier!r} stands above {lower!r} but is entered with no higher score", "Let the lines ascend with the ladder."),
        ("“{tier}”在“{lower}”之上，进入线却不比它高", "进入线要随等级递增。"),
        ("The level below would be passed by: nobody is ever on it.", "下面那一级会被直接跳过，永远没有人。"),
        _tiers(levels="key: {enter: 60}, vip: {enter: 30}"),
        _tiers(),
    ),
    "TIR066": Entry(
        "error",
        ("the weights of the criteria do not add up to 100 %", "Change the weights so that they add up."),
        ("各评价项的权重之和不是 100%", "调整权重，使总和为 100%。"),
        ("Scores would not run from 0 to 100, and no line would mean what it says.", "总分就不在 0 到 100 之间，升降线也就名不副实。"),
        _tiers(criteria=_SPENT.replace("100%", "90%")),
        _tiers(),
    ),
    "TIR067": Entry(
        "warning",
        ("the criterion {name!r} weighs nothing", "Give it a weight, or remove it."),
        ("评价项“{name}”的权重是 0", "给它权重，或删去。"),
        ("Data about customers are gathered for it that serve nothing.", "收集了客户数据却毫无用处。"),
        _tiers(criteria=_SPENT + ", idle: {weight: 0, missing: lowest, rule: {decay: {field: last_order, half_life: 90 days}}}"),
        _tiers(),
    ),
    "TIR068": Entry(
        "warning",
        ("the criterion {name!r} gives everybody the same {points} points", "Give its values different points, or remove it."),
        ("评价项“{name}”给所有人都是 {points} 分", "让不同的值得不同的分，或删去。"),
        ("It tells no customers apart, and only shifts every line.", "它区分不了任何客户，只是把各条线平移。"),
        _tiers(criteria="ever: {weight: 100%, missing: exclude, rule: {lookup: {field: level, values: {a: 70, b: 70}}}}"),
        _tiers(),
    ),
    "TIR069": Entry(
        "warning",
        (
            "nobody can rise to {tier!r}: it begins at {found}, and no combination of points gives more than {most}",
            "Lower the line, or raise the points.",
        ),
        ("“{tier}”没人升得上去：进入线是 {found}，而各项分数怎样组合都不超过 {most}", "降低进入线，或提高分数。"),
        ("The level is only ever given by hand.", "这一级就只能靠人工指定了。"),
        _tiers(levels="key: {enter: 30}, vip: {enter: 60}", criteria=_SPENT.replace("points: 100", "points: 55")),
        _tiers(),
    ),
    "TIR070": Entry(
        "warning",
        (
            "no score lies on {tier!r}: no combination of points gives {enter} or more and less than {above}",
            "Move the lines, or the points.",
        ),
        ("没有分数落在“{tier}”里：各项分数怎样组合都不在 {enter}（含）到 {above} 之间", "调整升降线或分数。"),
        ("The level is passed by: customers jump from the one below to the one above.", "这一级会被跳过，客户直接从下一级到上一级。"),
        _tiers(levels="key: {enter: 60}, vip: {enter: 70}"),
        _tiers(),
    ),
    "TIR071": Entry(
        "warning",
        (
            "{tier!r} is kept with a score with which one does not even enter {lower!r}, the level below it",
            "Let `leave` lie between the two entries.",
        ),
        ("分数连下一级“{lower}”都进不去，却还留在“{tier}”", "离开线放在两条进入线之间。"),
        ("The levels overlap: two customers with the same score would be two levels apart.", "等级重叠：同样的分数会相差两级。"),
        _tiers(levels="key: {enter: 30, leave: 25}, vip: {enter: 60, leave: 20}"),
        _tiers(),
    ),
    "TIR072": Entry(
        "warning",
        (
            "customers are judged by {word!r}, which speaks of {what_en}",
            "Judge by what customers did with you; if you need this, have its legal ground checked.",
        ),
        ("评价项用到“{word}”，涉及{what_zh}", "改用客户与你们往来的事实；确有必要时，请先请法务核对依据。"),
        (
            "Decisions about people that rest on such data need a ground of their own: PIPL articles 24 and 28, GB/T 35273-2020, GDPR articles 9 and 22. A pointer, not legal advice.",
            "据此对个人作决定须有单独的依据，参见《个人信息保护法》第二十四、二十八条和 GB/T 35273-2020；此处只作提示，不是法律意见。",
        ),
        _tiers(criteria="person: {weight: 100%, missing: lowest, rule: {lookup: {field: age, values: {a: 0, b: 50, c: 100}}}}"),
        _tiers(),
    ),
    "TIR073": Entry(
        "warning",
        ("{found!r} makes a price depend on the tier", "Leave prices out of tiers; write the service that is given."),
        ("“{found}”让价格随客户等级而变", "等级里不写价格，写提供什么服务。"),
        (
            "Unreasonable differential treatment in price by automated decisions is forbidden (PIPL article 24). A pointer, not legal advice.",
            "利用自动化决策在价格上实行不合理的差别待遇为法律所禁止（《个人信息保护法》第二十四条）；此处只作提示，不是法律意见。",
        ),
        _tiers(more=", entitlements: {vip: {discount: 10%}}"),
        _tiers(more=", entitlements: {vip: {items: [yearly inspection]}}"),
    ),
    "TIR074": Entry(
        "error",
        ("this override does not say: {missing}", "Add what is missing; an override without end is a rule nobody decided on."),
        ("这条人工指定缺少：{missing}", "补上缺少的内容；没有期限的特批，就成了没人定过的规矩。"),
        (
            "A tier set by hand has a customer, a tier, a reason, an approver and an expiry.",
            "人工指定等级须写明客户、等级、理由、批准人和到期日。",
        ),
        _override(_GIVEN),
        _override(_GIVEN + ", until: 2026-12-31"),
    ),
    "TIR075": Entry(
        "error",
        ("the override for {customer} was approved by {customer}", "Name somebody else as approver."),
        ("客户 {customer} 的特批由本人批准", "改由他人批准。"),
        ("Nobody decides on a favour for himself.", "谁也不能给自己批优待。"),
        _override(_GIVEN.replace("zhao", "k1") + ", until: 2026-12-31"),
        _override(_GIVEN + ", until: 2026-12-31"),
    ),
    "TIR076": Entry(
        "note",
        ("the override for {customer} ran out on {found}", "Remove it, or have it approved anew."),
        ("客户 {customer} 的人工指定已于 {found} 到期", "删去，或重新审批。"),
        ("The computed tier counts again; the line says something that is no longer true.", "已恢复按分数评定，这一行写的不再是事实。"),
        _override(_GIVEN + ", until: 2026-03-31"),
        _override(_GIVEN + ", until: 2026-12-31"),
    ),
    "TIR077": Entry(
        "error",
        ("the override ends before it begins ({since})", "Set `until` to the first day or later."),
        ("这条人工指定的止日早于起日（{since}）", "until 不要早于 from。"),
        ("It would never count.", "这样永远不生效。"),
        _override(_GIVEN + ", from: 2026-07-01, until: 2026-06-30"),
        _override(_GIVEN + ", from: 2026-07-01, until: 2026-12-31"),
    ),
    "TIR078": Entry(
        "error",
        (
            "two overrides for {customer} hold on the same days (the other is number {first} of the list)",
            "Let one end before the other begins.",
        ),
        ("客户 {customer} 有两条人工指定日期重叠（另一条是列表第 {first} 项）", "一条结束后，另一条再开始。"),
        ("A customer has one tier on a day.", "同一天一位客户只有一个等级。"),
        _override(_GIVEN + ", until: 2026-12-31", _GIVEN.replace("vip", "key") + ", from: 2026-12-31, until: 2027-06-30"),
        _override(_GIVEN + ", until: 2026-12-31", _GIVEN.replace("vip", "key") + ", from: 2027-01-01, until: 2027-06-30"),
    ),
    "TIR079": Entry(
        "warning",
        ("the approver {found!r} does not stand under `people:`", "Write the person's key, or add the person."),
        ("批准人“{found}”不在 people 里", "改成人员的键，或在 people 里加上此人。"),
        ("Whoever asks later must find who decided.", "日后有人问起，要找得到是谁定的。"),
        _override(_GIVEN + ", until: 2026-12-31") + "people: {zhou: {name: Zhou Wei}}\n",
        _override(_GIVEN + ", until: 2026-12-31") + "people: {zhao: {name: Zhao Min}}\n",
    ),
    "TIR081": Entry(
        "warning",
        (
            "the attribute `tier` is declared as if the help desk filled it in, and the standard has a ladder",
            "Write `tier: {{from: tiers}}`.",
        ),
        ("标准里有等级阶梯，属性 tier 却声明成由工单系统填", "写成 tier: {{from: tiers}}。"),
        ("Two sources of one tier will differ one day.", "同一个等级有两个来源，迟早对不上。"),
        _tiers() + "attributes: {tier: {values: [standard, key, vip]}}\n",
        _tiers() + "attributes: {tier: {from: tiers}}\n",
    ),
    "TIR082": Entry(
        "error",
        ("the values of this attribute are not the levels of the ladder", "Leave `values` out: they come from the ladder."),
        ("这个属性的取值与等级阶梯不一致", "删去 values：取值来自 ladder。"),
        ("A rule for a level that is on one list only never applies.", "只在其中一处出现的等级，针对它的规则永远用不上。"),
        _tiers() + "attributes: {tier: {from: tiers, values: [standard, gold]}}\n",
        _tiers() + "attributes: {tier: {from: tiers}}\n",
    ),
    "TIR083": Entry(
        "warning",
        (
            "the attribute {name!r} is computed from the tiers, and the standard has no section `tiers:`",
            "Add the section, or list the `values`.",
        ),
        ("属性“{name}”由客户分级算出，但标准里没有 tiers 一节", "补上 tiers，或改为列出 values。"),
        ("Nothing computes it, so it is always missing.", "没有东西来算它，它就永远是空的。"),
        "# fragment\nattributes: {tier: {from: tiers}}\n",
        _tiers() + "attributes: {tier: {from: tiers}}\n",
    ),
    "TIR084": Entry(
        "error",
        (
            "this money is in {found}, and nothing says what that is worth",
            "Use the ladder's currency, or add the rate under `conversions:`.",
        ),
        ("这里的金额是 {found}，但没有写它怎样折算", "改用 tiers 的币种，或在 conversions 里写汇率。"),
        ("Amounts of different currencies cannot be compared as numbers.", "不同币种的金额不能直接比大小。"),
        _tiers(currency="currency: EUR, "),
        _tiers(),
    ),
    "TIR085": Entry(
        "error",
        ("money is judged in {found}, and the section names no currency", "Add `currency: {found}` to `tiers:`."),
        ("用到 {found} 金额，但 tiers 没有写币种", "在 tiers 里加上 currency: {found}。"),
        ("Facts come with a currency; which one counts is for the standard to say.", "客户数据带币种，以哪种为准要由标准说明。"),
        _tiers(currency=""),
        _tiers(),
    ),
    "TIR086": Entry(
        "error",
        (
            "the rate of {currency} from {date} on stands twice, or is the ladder's own currency",
            "Keep one rate for a currency and a day; none for the own one.",
        ),
        ("{currency} 自 {date} 起的汇率写了两次，或它就是本位币", "同一币种同一天只写一个汇率；本位币不写。"),
        ("Two rates for one day are two results.", "同一天有两个汇率，就会有两个结果。"),
        _tiers(more=", conversions: [{currency: CNY, from: 2026-01-01, rate: 1}]"),
        _tiers(more=", conversions: [{currency: USD, from: 2026-01-01, rate: 7.1}]"),
    ),
    "TIR087": Entry(
        "error",
        ("customers fall at the end of a period, and no period is given", "Add `every: quarter`, or choose another `downgrade`."),
        ("降级在周期结束时进行，却没有写周期", "加上 every: quarter，或改用其他降级方式。"),
        ("Without a period no end ever comes.", "没有周期，就没有“周期结束”。"),
        _tiers(more=", review: {downgrade: period_end}"),
        _tiers(more=", review: {downgrade: period_end, every: quarter}"),
    ),
    "TIR088": Entry(
        "warning",
        (
            "the scoring rule {name!r} comes from a plugin, and there is none at hand: no tier can be assigned",
            "Load the standard with a host: `servstd.load(path, host=host)`.",
        ),
        ("评分规则“{name}”来自插件，但目前没有可用的插件：评不了等级", "请带宿主加载标准：`servstd.load(path, host=host)`。"),
        ("Cases can be decided all the same; a score nobody can compute is not guessed.", "事项仍可照常判定；算不出的分数不作猜测。"),
        _tiers(currency="", criteria="spent: {weight: 100%, missing: lowest, rule: {rfm: {}}}"),
        _tiers(),
    ),
    "TIR090": Entry(
        "error",
        (
            "{metric} of policy {policy!r} may be later than the floor: from {start_en} it is due {late_en}, and the floor says {early_en} ({case_en})",
            "Shorten it, or change the floor for everybody.",
        ),
        (
            "规则“{policy}”的 {metric} 会比底线更晚：{start_zh} 起表，到期 {late_zh}，而底线是 {early_zh}（{case_zh}）",
            "缩短这个时限，或对所有人一并调整底线。",
        ),
        (
            "Tiers differ in standard, never in courtesy: nobody waits longer than the floor.",
            "等级可以有标准之差，不能有礼貌之差：谁也不能等得比底线久。",
        ),
        _floor("{tier: {vip: 1h, else: 9h}}", "{within: 4h, calendar: always}"),
        _floor("{tier: {vip: 1h, else: 4h}}", "{within: 4h, calendar: always}"),
    ),
    "TIR091": Entry(
        "warning",
        (
            "the floor has {metric} for everybody, and no policy promises it to some cases ({case_en})",
            "Add a target, or say with `when` for which cases the floor is.",
        ),
        ("底线写了 {metric}，但有些事项没有任何规则给出时限（{case_zh}）", "补上时限，或用 when 写明底线适用于哪些事项。"),
        ("A floor under which there is nothing is not kept.", "没有承诺，底线就落空了。"),
        _floor("none", "{within: 4h, calendar: always}").replace("{within: none}", "none"),
        _floor("4h", "{within: 4h, calendar: always}"),
    ),
    "TIR092": Entry(
        "error",
        ("the floor of {metric} asks for {attribute!r}", "Write one floor for all tiers."),
        ("{metric} 的底线按“{attribute}”区分", "底线对所有等级一样写。"),
        ("A floor is what everybody gets, whatever the tier.", "底线就是不论等级、人人都有的。"),
        _floor("4h", "{within: {tier: {vip: 4h, else: 8h}}, calendar: always}"),
        _floor("4h", "{within: 4h, calendar: always}"),
    ),
    "TIR093": Entry(
        "error",
        ("the floor of {metric} is about an event, where a state is asked for", "Write under `when:` which cases it is for."),
        ("{metric} 的底线里写的是事件，这里要写的是状态", "when 里写适用于哪些事项。"),
        ("A floor is compared with promises before any event happens.", "底线是拿来与承诺比较的，那时还没有任何事件。"),
        _floor("4h", "{within: 4h, calendar: always, when: {event: opened}}"),
        _floor("4h", "{within: 4h, calendar: always, when: {matter: repair}}"),
    ),
    "TIR094": Entry(
        "error",
        ("the standard {name!r} has no tiers in edition {version}", "Add a section `tiers:` to it."),
        ("标准“{name}”的 {version} 版没有客户分级", "在标准里补上 tiers 一节。"),
        ("Without a ladder there is nothing to assign.", "没有等级阶梯，就没有等级可评。"),
        "standard.tiers  # a standard without the section",
        "standard.tiers  # a standard with `tiers: {ladder: [standard, vip], ...}`",
    ),
    "TIR095": Entry(
        "error",
        (
            "the criterion {criterion!r} is scored by {name!r}, a plugin's rule, and there is no plugin at hand",
            "Load the standard with a host: `servstd.load(path, host=host)`.",
        ),
        ("评价项“{criterion}”由插件规则“{name}”评分，但目前没有可用的插件", "请带宿主加载标准：`servstd.load(path, host=host)`。"),
        ("A score that cannot be computed is not guessed.", "算不出的分数不作猜测。"),
        "servstd.load(path).tiers.assign(facts, on=day)",
        "servstd.load(path, host=servstd.Host.discover(path)).tiers.assign(facts, on=day)",
    ),
    "TIR096": Entry(
        "warning",
        ("{key!r} is taken for an entitlement of your own", "Write it as expected if that is what you mean."),
        ("“{key}”按自定义权益处理", "如果想写的是上面给出的键，请改过来。"),
        ("A misspelt key does nothing.", "键名写错就不起作用。"),
        _tiers(more=", entitlements: {vip: {chanels: [phone]}}"),
        _tiers(more=", entitlements: {vip: {channels: [phone]}}"),
    ),
}
