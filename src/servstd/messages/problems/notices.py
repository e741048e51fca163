"""Problems of what customers are told (NOT0xx).

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_TARGETS = "first_response: 1h, resolution: {within: 8h, commitment: goal}, agent_work: {within: 4h, commitment: internal}"
_SLA = f"sla: {{policies: [{{name: everyone, default: true, calendar: always, targets: {{{_TARGETS}}}}}]}}\n"
_WORDS = "attributes: {matter: {values: [repair, complaint], default: repair}}\n"


def _notices(*notices: str, more: str = "", words: bool = False) -> str:
    lines = "".join(f"    - {notice}\n" for notice in notices)
    return f"# fragment\n{_WORDS if words else ''}{_SLA}{more}customer_notices:\n  notices:\n{lines}"


_LATE = "trigger: {metric: resolution, at: missed}"
_OPENED = "trigger: {event: opened}"

ENTRIES: Mapping[str, Entry] = {
    "NOT001": Entry(
        "error",
        ("no metric is called {name!r}", "Write the metric's name as expected."),
        ("没有名为“{name}”的指标", "改成上面给出的指标名。"),
        (
            "The customer would be told nothing, or a sentence with a hole where the due should stand.",
            "客户要么收不到通知，要么看到一句缺了到期时间的话。",
        ),
        _notices(f'{{{_OPENED}, text: "Solved by {{{{resolutoin.due}}}}."}}'),
        _notices(f'{{{_OPENED}, text: "Solved by {{{{resolution.due}}}}."}}'),
    ),
    "NOT002": Entry(
        "error",
        (
            "{name!r} is owed to no customer: no policy has a target for it that is a promise or a goal",
            "Name a metric that is promised, or make its target `commitment: promise` or `goal`.",
        ),
        (
            "“{name}”不是对客户的承诺：没有哪条规则给它写了承诺或目标性质的时限",
            "改用对客户承诺的指标，或把它的时限改为 commitment: promise 或 goal。",
        ),
        (
            "What departments owe each other is not quoted to customers: a notice about it would never be sent, or would have a hole.",
            "部门之间的内部时限不对客户引用，这样的通知永远发不出去，或者会缺一块。",
        ),
        _notices('{trigger: {metric: agent_work, at: missed}, text: "We are late."}'),
        _notices(f'{{{_LATE}, text: "We are late."}}'),
    ),
    "NOT003": Entry(
        "warning",
        ("the field {field!r} is not known: it will be left empty", "Write the name of an attribute, or declare it under `attributes:`."),
        ("未知字段“{field}”，发出时此处为空", "改成属性名；工单系统确实会给这个字段，就在 attributes 里声明。"),
        ("A misspelt field leaves a gap in what the customer reads.", "字段名写错，客户看到的话就缺一块。"),
        _notices(f'{{{_OPENED}, text: "Your {{{{mater}}}} is noted."}}', words=True),
        _notices(f'{{{_OPENED}, text: "Your {{{{matter}}}} is noted."}}', words=True),
    ),
    "NOT004": Entry(
        "error",
        ("the braces of this text do not pair", "Write each field as `{{{{name}}}}`, opened and closed."),
        ("文字里的花括号没有成对", "每个字段写成 {{{{字段名}}}}，有开有合。"),
        (
            "The text could not be filled in, and the customer would get a fallback instead.",
            "这样的文字填不上值，客户只会收到备用的一句话。",
        ),
        _notices(f'{{{_OPENED}, text: "Case {{{{case}} is noted."}}'),
        _notices(f'{{{_OPENED}, text: "Case {{{{case}}}} is noted."}}'),
    ),
    "NOT005": Entry(
        "error",
        ("no notifier is called {name!r}", "Write a name that stands under `notifiers:`, or add it there."),
        ("没有名为“{name}”的通知方式", "改成 notifiers 里有的名称，或在那里添加。"),
        ("A notice goes out only by a notifier that exists.", "通知方式不存在，通知就发不出去。"),
        _notices(f'{{{_OPENED}, via: [smss], text: "Noted."}}', more="notifiers: {sms: {type: console}}\n"),
        _notices(f'{{{_OPENED}, via: [sms], text: "Noted."}}', more="notifiers: {sms: {type: console}}\n"),
    ),
    "NOT006": Entry(
        "warning",
        ("this notice says to the same cases at the same time what {first!r} says", "Remove one of the two, or say whom each is for."),
        ("这条通知与“{first}”相同：同样的事项、同样的时刻、同样的话", "删去一条，或用 when 写明各管哪些事项。"),
        ("The customer would read it twice.", "客户会收到两遍。"),
        _notices(f'{{{_OPENED}, text: "Noted."}}', f'{{{_OPENED}, text: "Noted."}}'),
        _notices(f'{{{_OPENED}, text: "Noted."}}', f'{{{_LATE}, text: "We are late."}}'),
    ),
    "NOT007": Entry(
        "error",
        ("the name `{name}` is used twice (first by number {first} of the list)", "Give each notice its own name."),
        ("名称“{name}”用了两次（列表第 {first} 项已用）", "各条通知用不同的名称。"),
        (
            "The name is part of the key by which a notice is sent once: with two of one name, one of them is taken for sent.",
            "名称是“只发一次”的依据，重名的两条会有一条被当作已发。",
        ),
        _notices(f'{{name: a, {_OPENED}, text: "Noted."}}', f'{{name: a, {_LATE}, text: "We are late."}}'),
        _notices(f'{{name: a, {_OPENED}, text: "Noted."}}', f'{{name: b, {_LATE}, text: "We are late."}}'),
    ),
    "NOT008": Entry(
        "error",
        ("the hours of {calendar!r} have no open time in the twelve months to come", "Give hours in which customers may be disturbed."),
        ("“{calendar}”在今后十二个月内没有可以打扰客户的时段", "写明可以给客户发通知的时段。"),
        ("Every notice would be held and none sent.", "所有通知都会一直等着，永远发不出去。"),
        _notices(f'{{{_OPENED}, text: "Noted."}}').replace(
            "  notices:", '  quiet_hours: {outside: {dates: {2020-01-06: ["09:00-21:00"]}}}\n  notices:'
        ),
        _notices(f'{{{_OPENED}, text: "Noted."}}').replace(
            "  notices:", '  quiet_hours: {outside: {mon-sun: ["09:00-21:00"]}}\n  notices:'
        ),
    ),
    "NOT009": Entry(
        "error",
        ("`{key}` cannot stand beside `{keys}` in one trigger", "Write two notices, or put what cases it is for under `when:`."),
        ("同一个触发条件里，{key} 不能与 {keys} 并列", "拆成两条通知；若是限定适用的事项，写到 when 里。"),
        ("A trigger is about one thing, so that everybody knows when it fires.", "一个触发条件只说一件事，才说得清什么时候发。"),
        _notices('{trigger: {metric: resolution, at: missed, tier: gold}, text: "We are late."}'),
        _notices('{trigger: {metric: resolution, at: missed}, when: {tier: gold}, text: "We are late."}'),
    ),
    "NOT010": Entry(
        "error",
        ("`{key}` is about an event, where a state is asked for", "Put the event under `trigger:`."),
        ("{key} 里写的是事件，这里要写的是状态", "事件写到 trigger 里。"),
        (
            "Whom a notice is for is asked once everything of its instant is known: no event happens then.",
            "通知给谁，要等那一刻的事情都记完才判断，那时没有事件可言，条件永远不成立。",
        ),
        _notices(f'{{{_LATE}, when: {{event: opened}}, text: "We are late."}}'),
        _notices(f'{{{_LATE}, when: {{tier: gold}}, text: "We are late."}}'),
    ),
    "NOT011": Entry(
        "error",
        ("`{field}` has no value in this notice", "Name the metric: `{{{{resolution.due}}}}`."),
        ("这条通知里没有 {field} 的值", "写明是哪个指标的到期时间，如 {{{{resolution.due}}}}。"),
        (
            "Only a notice about a metric's clock has a due of its own, and only one about a changed due has a previous one.",
            "只有针对某个指标的通知才有自己的到期时间；只有时限变动的通知才有原来的到期时间。",
        ),
        _notices(f'{{{_OPENED}, text: "Solved by {{{{due}}}}."}}'),
        _notices(f'{{{_OPENED}, text: "Solved by {{{{resolution.due}}}}."}}'),
    ),
    "NOT012": Entry(
        "warning",
        ("the address for {contact!r} is taken from {name!r}, which is no attribute", "Write the attribute's name, or declare it."),
        ("“{contact}”的地址取自“{name}”，但没有这个属性", "改成属性名；工单系统确实会给，就在 attributes 里声明。"),
        ("Without an address the notice reaches nobody.", "没有地址，通知谁也收不到。"),
        "# fragment\nattributes: {mobile: {label: Mobile}}\ncustomer_notices: {contacts: {sms: mobil}}\n",
        "# fragment\nattributes: {mobile: {label: Mobile}}\ncustomer_notices: {contacts: {sms: mobile}}\n",
    ),
}
