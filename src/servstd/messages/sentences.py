"""Conditions and targets as sentences, in English and Chinese.

*Rule:* every target and every condition can be printed as a sentence. Nothing here decides anything.

Example:
    >>> from servstd.conditions import Becomes
    >>> from servstd.document import read_edition
    >>> edition = read_edition('{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}')
    >>> spell_condition(Becomes(Test("matter", op="in", values=("complaint",))), edition, "en")
    'as soon as matter is complaint'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from servstd.conditions import AllOf, AnyOf, Becomes, Condition, NoneOf, OnEvent, Plugin, Running, Test
from servstd.durations import Amount
from servstd.events import KINDS
from servstd.messages.labels import label
from servstd.messages.naming import name_attribute, name_calendar, name_metric, name_value, spell_amount, spell_duration, spell_threshold

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.sla.model import Calendared, Policy, Target, Within

__all__ = ["spell_amount", "spell_condition", "spell_due", "spell_target", "spell_threshold"]

_TESTS: Mapping[str, tuple[str, str]] = {
    "in": ("{name} is {values}", "{name}为{values}"),
    "not_in": ("{name} is there and not {values}", "{name}有值且不为{values}"),
    "gt": ("{name} is more than {values}", "{name}大于{values}"),
    "gte": ("{name} is at least {values}", "{name}不小于{values}"),
    "lt": ("{name} is less than {values}", "{name}小于{values}"),
    "lte": ("{name} is at most {values}", "{name}不大于{values}"),
    "any": ("{name} has {values}", "{name}含{values}"),
    "all": ("{name} has all of {values}", "{name}同时含{values}"),
    "none": ("{name} has none of {values}", "{name}不含{values}"),
    "missing": ("{name} is missing", "没有{name}"),
    "present": ("{name} is known", "有{name}"),
}
_DERIVED: Mapping[str, tuple[str, str]] = {
    "category": ("the case", "事项状态"),
    "awaiting_reply": ("the customer waits for a reply", "客户在等回复"),
}


# ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def spell_condition(condition: Condition | None, edition: Edition, locale: str) -> str:
    """Return a condition in words; no condition is `always`.

    Args:
        condition: The condition, `builtin` replaced.
        edition: Gives the labels.
        locale: `en` or `zh`.
    """
    zh = locale.startswith("zh")
    if condition is None:
        return "总是" if zh else "always"
    if isinstance(condition, Test):
        return _spell_test(condition, edition, locale)
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        return _spell_group(condition, edition, locale)
    if isinstance(condition, OnEvent):
        return _spell_event(condition, edition, locale)
    if isinstance(condition, Becomes):
        state = spell_condition(condition.state, edition, locale)
        return f"一旦{state}" if zh else f"as soon as {state}"
    if isinstance(condition, Running):
        name = name_metric(edition, condition.metric, locale)
        return f"“{name}”正在计时" if zh else f"the clock of {name} is open"
    if isinstance(condition, Plugin):
        args = ", ".join(f"{key}={value}" for key, value in condition.args)
        return f"插件条件 {condition.name}({args})" if zh else f"the plugin condition {condition.name}({args}) holds"
    return "内置条件" if zh else "the built-in condition holds"


def _spell_test(test: Test, edition: Edition, locale: str) -> str:
    zh = locale.startswith("zh")
    if test.attribute == "awaiting_reply" and test.op == "in" and len(test.values) == 1:
        words = _DERIVED["awaiting_reply"]
        if test.values[0]:
            return words[1] if zh else words[0]
        return "客户没有在等回复" if zh else "the customer does not wait for a reply"
    if test.op == "in" and len(test.values) == 1 and isinstance(test.values[0], bool):
        answer = name_value(edition, test.attribute, test.values[0], locale)
        return f"{name_attribute(edition, test.attribute, locale)}{'：' if zh else ': '}{answer}"
    derived = _DERIVED.get(test.attribute)
    name = (derived[1] if zh else derived[0]) if derived else name_attribute(edition, test.attribute, locale)
    values = [name_value(edition, test.attribute, value, locale) for value in test.values]
    joined = ("、" if zh else ", ").join(values[:-1])
    last = values[-1] if values else ""
    both = ("和" if zh else " and ") if test.op == "all" else ("或" if zh else " or ")
    template = _TESTS[test.op][1 if zh else 0]
    return template.format_map({"name": name, "values": f"{joined}{both}{last}" if joined else last})


def _spell_group(group: AllOf | AnyOf | NoneOf, edition: Edition, locale: str) -> str:
    zh = locale.startswith("zh")
    if not group.parts:
        always = not isinstance(group, AnyOf)
        return ("总是" if always else "从不") if zh else ("always" if always else "never")
    parts = [_inner(part, edition, locale) if len(group.parts) > 1 else spell_condition(part, edition, locale) for part in group.parts]
    if isinstance(group, NoneOf):
        listed = "；".join(parts) if zh else "; ".join(parts)
        return f"以下均不成立：{listed}" if zh else f"none of these holds: {listed}"
    if isinstance(group, AllOf):
        return ("，且" if zh else " and ").join(parts)
    return ("，或" if zh else " or ").join(parts)


def _inner(part: Condition, edition: Edition, locale: str) -> str:
    """Return a part of a group; a group inside a group stands in brackets."""
    text = spell_condition(part, edition, locale)
    if isinstance(part, (AllOf, AnyOf, NoneOf)):
        return f"（{text}）" if locale.startswith("zh") else f"({text})"
    return text


def _spell_event(event: OnEvent, edition: Edition, locale: str) -> str:
    zh = locale.startswith("zh")
    kinds = [_name_kind(kind, locale) for kind in event.kinds]
    roles = [label("role", role, locale) for role in event.by]
    details = [_spell_test(test, edition, locale) for test in event.tests]
    if event.sets is not None:
        name = name_attribute(edition, event.sets, locale)
        details.append(f"设定了{name}" if zh else f"{name} is set")
    if zh:
        by = f"由{'或'.join(roles)}" if roles else ""
        what = f"发生“{'”或“'.join(kinds)}”" if kinds else "发生任何事件"
        return by + what + (f"（{'，'.join(details)}）" if details else "")
    by = f" by {' or '.join(roles)}" if roles else ""
    what = f"the event {' or '.join(kinds)}" if kinds else "any event"
    return what + by + (f" ({', '.join(details)})" if details else "")


def _name_kind(kind: str, locale: str) -> str:
    known = KINDS.get(kind)
    if known is None:
        return kind.removeprefix("x-")
    return known.meaning[1] if locale.startswith("zh") else kind.replace("_", " ")


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def spell_target(target: Target, edition: Edition, locale: str, *, policy: Policy | None = None) -> str:
    """Return a target as a sentence: `首次响应：30 分钟内（公司工作时间）`.

    Args:
        target: The target.
        edition: Gives the labels.
        locale: `en` or `zh`.
        policy: The policy the target stands in, which names the calendar where the target does not; None: it is looked for.
    """
    name = name_metric(edition, target.metric, locale)
    head = f"{name}：" if locale.startswith("zh") else f"{name[:1].upper()}{name[1:]}: "
    return head + spell_due(target, edition, locale, policy=policy) + _spell_rest(target, locale)


def spell_due(target: Target, edition: Edition, locale: str, *, policy: Policy | None = None) -> str:
    """Return how a target sets the due, in words: `30 分钟内（公司工作时间）`; arguments as in `spell_target`."""
    if target.until is not None:
        return _spell_until(target, edition, locale)
    if target.within is None:
        return "只计量，不考核" if locale.startswith("zh") else "measured only, no target"
    owner = policy or next((known for known in edition.policies if target in known.targets), None)
    calendar = target.calendar or (owner.calendar if owner is not None else None)
    amounts = list(_leaves(target.within, edition, locale))
    calendars = [(row, name_calendar(edition, str(name), locale)) for row, name in _leaves(calendar, edition, locale)]
    return _spell_amounts(amounts, target, locale) + _spell_calendars(calendars, locale)


def _spell_until(target: Target, edition: Edition, locale: str) -> str:
    name = name_attribute(edition, target.until or "", locale)
    grace = spell_duration(target.grace.us, locale) if target.grace is not None else ""
    if locale.startswith("zh"):
        return f"不晚于{name}后 {grace}" if grace else f"不晚于{name}"
    return f"no later than {grace} after {name}" if grace else f"no later than {name}"


def _leaves(value: Within | Calendared | None, edition: Edition, locale: str) -> Iterator[tuple[str, Amount | str]]:
    """Yield each plain value of a table with the row that leads to it in words; a plain value has no row."""
    if value is None:
        return
    if isinstance(value, (Amount, str)):
        yield "", value
        return
    zh = locale.startswith("zh")
    rows = [(name_value(edition, value.attribute, _row_value(row), locale), inner) for row, inner in value.rows.items()]
    for name, inner in (*rows, ("其他" if zh else "otherwise", value.otherwise)):
        for below, leaf in _leaves(inner, edition, locale):
            yield (f"{name}{'·' if zh else ', '}{below}" if below else name), leaf


def _row_value(row: str) -> object:
    return {"true": True, "false": False}.get(row, row)


def _spell_amounts(amounts: list[tuple[str, Amount | str]], target: Target, locale: str) -> str:
    zh = locale.startswith("zh")
    texts: list[str] = []
    for row, amount in amounts:
        words = spell_amount(amount, locale) if isinstance(amount, Amount) else amount
        closing = target.end_of_day and isinstance(amount, Amount) and amount.working_days > 0
        if zh:
            texts.append(f"{row + ' ' if row else ''}{words}内{'，到当日下班为止' if closing else ''}")
        else:
            texts.append(f"{row + ': ' if row else ''}within {words}{', until closing time of the last day' if closing else ''}")
    return ("；" if zh else "; ").join(texts)


def _spell_calendars(calendars: list[tuple[str, str]], locale: str) -> str:
    zh = locale.startswith("zh")
    texts = [f"{row}{'：' if zh else ': '}{name}" if row else name for row, name in calendars]
    if not texts:
        return ""
    return f"（{'；'.join(texts)}）" if zh else f" ({'; '.join(texts)})"


def _spell_rest(target: Target, locale: str) -> str:
    zh = locale.startswith("zh")
    rest = ""
    if target.commitment != "promise":
        word = label("commitment", target.commitment, locale)
        rest += f"，{word}" if zh else f", {word}"
    if target.warn:
        points = [spell_threshold(threshold, locale) for threshold in target.warn]
        rest += f"；预警点：{'、'.join(points)}" if zh else f"; warnings: {', '.join(points)}"
    return rest
