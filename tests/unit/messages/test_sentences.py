"""Conditions, amounts and targets in words, in both languages."""
# ruff: noqa: E501  # a sentence stays on one line

from __future__ import annotations

import attrs
import pytest

from servstd.conditions import AllOf, AnyOf, Builtin, NoneOf, Test, read_condition
from servstd.document import read_edition
from servstd.document.thresholds import parse_threshold
from servstd.durations import Amount, parse_amount
from servstd.errors import Report
from servstd.messages.naming import (
    name_attribute,
    name_calendar,
    name_policy,
    name_value,
    pick_label,
    spell_amount,
    spell_duration,
    spell_threshold,
)
from servstd.messages.sentences import spell_condition, spell_due, spell_target
from servstd.sla.model import Target

EDITION = read_edition(
    """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
attributes:
  priority: {label: {zh: 紧急程度, en: priority}, values: {low: {zh: 一般, en: low}, high: {zh: 紧急, en: urgent}}, default: low}
  matter: {label: 事项类型, values: {repair: 维修, complaint: 投诉}, required: true}
  vip: {label: 贵宾, kind: bool, default: false}
  visit_at: {label: {zh: 约定上门时间, en: the agreed visit}, kind: instant}
calendars: {office: {label: {zh: 公司工作时间, en: office hours}, hours: {mon-fri: ["09:00-17:00"]}}, desk: {hours: {mon-fri: ["09:00-17:00"]}}}
sla:
  metrics:
    first_response: {label: 首次响应}
    visit: {start: {event: changed, set: visit_at}, stop: {event: x-arrived}}
  policies:
    - name: repairs
      label: 维修
      when: {matter: repair}
      calendar: {priority: {high: always, else: office}}
      targets:
        first_response: 30m
        resolution:
          within: {priority: {high: {matter: {repair: 4h, else: 1wd}}, else: 2wd}}
          calendar: office
          end_of_day: true
          commitment: goal
          warn: [50%, "1h remaining", "1wd overdue"]
        visit: {until: visit_at, grace: 30m}
        solution: none
    - {name: rest, default: true, calendar: desk, targets: {first_response: 1h, resolution: {within: {vip: {"true": 1h, "false": 2h}}}, visit: {until: visit_at}}}
"""
)


def words(data: object, locale: str) -> str:
    report = Report()
    condition = read_condition(data, report)
    assert not report.problems
    return spell_condition(condition, EDITION, locale)


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [
        ("30m", "30 minutes", "30 分钟"),
        ("1h", "1 hour", "1 小时"),
        ("1h30m", "1 hour 30 minutes", "1 小时 30 分钟"),
        ("90s", "1 minute 30 seconds", "1 分钟 30 秒"),
        ("1wd", "1 working day", "1 个工作日"),
        ("2wd", "2 working days", "2 个工作日"),
        ("24h", "24 hours", "24 小时"),
        ("3d", "3 days", "3 天"),
        ("1d2h", "26 hours", "26 小时"),
    ],
)
def test_amounts(amount: str, en: str, zh: str) -> None:
    assert (spell_amount(parse_amount(amount), "en"), spell_amount(parse_amount(amount), "zh")) == (en, zh)


def test_nothing_is_an_amount_too() -> None:
    assert (spell_duration(0, "en"), spell_amount(Amount(), "zh")) == ("0 minutes", "0 分钟")


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("50%", "50%", "50%"),
        ("8h remaining", "8 hours before the due", "到期前 8 小时"),
        ("1wd overdue", "1 working day after the due", "逾期 1 个工作日"),
    ],
)
def test_thresholds(text: str, en: str, zh: str) -> None:
    assert (spell_threshold(parse_threshold(text), "en"), spell_threshold(parse_threshold(text), "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("data", "en", "zh"),
    [
        ({"priority": "high"}, "priority is urgent", "紧急程度为紧急"),
        ({"priority": ["low", "high"]}, "priority is low or urgent", "紧急程度为一般或紧急"),
        ({"channel": ["a", "b", "c"]}, "channel is a, b or c", "channel为a、b或c"),
        ({"priority": {"not": "high"}}, "priority is there and not urgent", "紧急程度有值且不为紧急"),
        ({"priority": {"missing": True}}, "priority is missing", "没有紧急程度"),
        ({"visit_at": {"missing": False}}, "the agreed visit is known", "有约定上门时间"),
        ({"amount": {"gt": 5, "lte": 9}}, "amount is more than 5 and amount is at most 9", "amount大于5，且amount不大于9"),
        ({"amount": {"gte": 5}}, "amount is at least 5", "amount不小于5"),
        ({"amount": {"lt": 5}}, "amount is less than 5", "amount小于5"),
        ({"tags": {"any": ["a", "b"]}}, "tags has a or b", "tags含a或b"),
        ({"tags": {"all": ["a", "b"]}}, "tags has all of a and b", "tags同时含a和b"),
        ({"tags": {"none": ["a", "b"]}}, "tags has none of a or b", "tags不含a或b"),
        ({"vip": True}, "贵宾: yes", "贵宾：是"),
        ({"vip": [False, True]}, "贵宾 is no or yes", "贵宾为否或是"),
        (["resolved", "closed"], "the case is resolved or closed", "事项状态为已解决或已关闭"),
        ({"awaiting_reply": True}, "the customer waits for a reply", "客户在等回复"),
        ({"awaiting_reply": False}, "the customer does not wait for a reply", "客户没有在等回复"),
        (
            {"any": [{"all": [{"vip": True}, {"matter": "repair"}]}, {"priority": "high"}]},
            "(贵宾: yes and 事项类型 is 维修) or priority is urgent",
            "（贵宾：是，且事项类型为维修），或紧急程度为紧急",
        ),
        (
            {"none": [{"vip": True}, {"priority": "high"}]},
            "none of these holds: 贵宾: yes; priority is urgent",
            "以下均不成立：贵宾：是；紧急程度为紧急",
        ),
        ({"any": [{"any": [{"vip": True}]}]}, "贵宾: yes", "贵宾：是"),
        ({"event": "opened"}, "the event opened", "发生“受理”"),
        ({"event": ["resolved", "x-seen"]}, "the event resolved or seen", "发生“已解决”或“seen”"),
        ({"by": ["agent", "bot"]}, "any event by agent or bot", "由客服或机器人发生任何事件"),
        ({"event": "changed", "set": "visit_at"}, "the event changed (the agreed visit is set)", "发生“变更”（设定了约定上门时间）"),
        (
            {"event": "called_back", "outcome": ["satisfied", "x"], "by": "agent"},
            "the event called back by agent (outcome is satisfied or x)",
            "由客服发生“回访”（结果为满意或x）",
        ),
        ({"event": "message", "public": True}, "the event message (visible to the customer: yes)", "发生“消息”（客户可见：是）"),
        ({"becomes": {"matter": "complaint"}}, "as soon as 事项类型 is 投诉", "一旦事项类型为投诉"),
        ({"running": "first_response"}, "the clock of 首次响应 is open", "“首次响应”正在计时"),
        ({"condition": {"weekend": {"zone": "UTC"}}}, "the plugin condition weekend(zone=UTC) holds", "插件条件 weekend(zone=UTC)"),
    ],
)
def test_conditions(data: object, en: str, zh: str) -> None:
    assert words(data, "en") == en
    assert words(data, "zh") == zh


def test_empty_conditions() -> None:
    for locale, always, never in (("en", "always", "never"), ("zh", "总是", "从不")):
        assert spell_condition(None, EDITION, locale) == always
        assert spell_condition(AllOf(()), EDITION, locale) == always
        assert spell_condition(NoneOf(()), EDITION, locale) == always
        assert spell_condition(AnyOf(()), EDITION, locale) == never
    assert spell_condition(Builtin(), EDITION, "en") == "the built-in condition holds"
    assert spell_condition(Builtin(), EDITION, "zh") == "内置条件"
    assert spell_condition(Test("a", op="in"), EDITION, "en") == "a is "


def test_every_target_is_a_sentence() -> None:
    repairs, rest = EDITION.policies
    assert [spell_target(target, EDITION, "zh") for target in repairs.targets] == [
        "首次响应：30 分钟内（紧急：全天；其他：公司工作时间）",
        "解决：紧急·维修 4 小时内；紧急·其他 1 个工作日内，到当日下班为止；其他 2 个工作日内，到当日下班为止（公司工作时间），目标；预警点：50%、到期前 1 小时、逾期 1 个工作日",
        "visit：不晚于约定上门时间后 30 分钟",
        "解决或给出方案：只计量，不考核",
    ]
    assert [spell_target(target, EDITION, "en") for target in repairs.targets] == [
        "首次响应: within 30 minutes (urgent: around the clock; otherwise: office hours)",
        "Resolution: urgent, 维修: within 4 hours; urgent, otherwise: within 1 working day, until closing time of the last day; otherwise: within 2 working days, until closing time of the last day (office hours), goal; warnings: 50%, 1 hour before the due, 1 working day after the due",
        "Visit: no later than 30 minutes after the agreed visit",
        "Solution or offer of one: measured only, no target",
    ]
    assert [spell_target(target, EDITION, "zh") for target in rest.targets] == [
        "首次响应：1 小时内（desk）",
        "解决：是 1 小时内；否 2 小时内（desk）",
        "visit：不晚于约定上门时间",
    ]
    assert spell_target(rest.targets[2], EDITION, "en") == "Visit: no later than the agreed visit"


def test_a_target_of_no_policy_names_no_calendar() -> None:
    target = Target("first_response", within=parse_amount("20m"))
    assert spell_target(target, EDITION, "zh") == "首次响应：20 分钟内"
    assert spell_due(target, EDITION, "en", policy=EDITION.policies[1]) == "within 20 minutes (desk)"


def test_names() -> None:
    assert pick_label({"en": "a", "zh": "b"}, "zh-Hans", "c") == "b"
    assert pick_label({"": "a"}, "en", "c") == "a"
    assert pick_label({"de": "a"}, "en", "c") == "a"
    assert pick_label(None, "en", "c") == "c"
    assert (name_attribute(EDITION, "outcome", "zh"), name_attribute(EDITION, "whatever", "zh")) == ("结果", "whatever")
    assert (name_value(EDITION, "outcome", "unreachable", "zh"), name_value(EDITION, "tier", "gold", "zh")) == ("联系不上", "gold")
    own = attrs.evolve(EDITION, attributes={**EDITION.attributes, "outcome": EDITION.attributes["matter"]})
    assert name_value(own, "outcome", "repair", "zh") == "维修"
    assert (name_calendar(EDITION, "gone", "en"), name_calendar(EDITION, "always", "en")) == ("gone", "around the clock")
    assert (name_policy(EDITION, "repairs", "zh"), name_policy(EDITION, "gone", "zh")) == ("维修", "gone")
