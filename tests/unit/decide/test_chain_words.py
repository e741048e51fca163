"""What staff are told of a chain beyond the facts of the case, in their own language."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import servstd
from servstd.delivery.staff_text import staff_words
from servstd.messages.staff_notices import ended_text

STANDARD = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
language: en
attributes: {customer: {}, gift: {}, grade: {}}
people:
  li: {name: 李雷, roles: [agent], manager: qian, language: zh, contacts: {sms: "1"}}
  wang: {name: Wang, roles: [lead], contacts: {sms: "2"}}
  qian: {name: Qian, contacts: {sms: "3"}}
notifiers: {sms: {type: console, contact: sms}}
rotas:
  desk:
    label: {en: Front desk, zh: 前台}
    shifts: {day: "00:00-24:00"}
    pattern: [day]
    people: [wang]
    from: 2026-01-05
    must_cover: 24/7
    fallback: {person: wang}
sla:
  policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]
escalation:
  ladder: [{agent: {en: Agent, zh: 专员}}, lead]
  chains:
    - name: late
      label: {en: Late, zh: 逾期}
      trigger: {metric: resolution, at: 25%}
      steps:
        - {name: first, label: {en: First call, zh: 首次}, level: agent, via: [sms]}
        - {name: second, at: 50%, level: lead, via: [sms]}
        - {name: third, at: 75%, notify: [{manager_of: li}], via: [sms]}
    - name: duty
      trigger: {event: opened}
      steps: [{notify: [{rota: desk}, customer], via: [sms], text: "{{ case }}"}]
      stop_on: [resolved]
"""


def test_each_reads_why_and_who_was_told_before() -> None:
    standard = servstd.loads(STANDARD)
    opened = {"case": "7", "at": "2026-01-05T08:00:00Z", "kind": "opened", "by": "customer", "data": {"customer": "c7"}}
    resolved = {"case": "7", "at": "2026-01-05T11:30:00Z", "kind": "resolved", "by": "agent"}
    found: dict[tuple[str, str], Mapping[str, object]] = {}
    keys: dict[str, str] = {}
    for effect in standard.decide([opened, resolved], now="2026-01-05T12:00:00Z").effects:
        if effect.place is not None and effect.order is not None:
            found[effect.place.step, effect.order.recipient] = effect.order.facts
            keys[effect.order.recipient] = keys.get(effect.order.recipient, effect.key)
    first, second, third, duty = (found[pair] for pair in (("first", "li"), ("second", "wang"), ("third", "qian"), ("1", "wang")))
    names = ("chain", "step", "level", "metric_label", "kind", "role", "role_label")
    assert [first[name] for name in names] == ["逾期", "首次", "专员", "解决", "step", "level agent", "专员"]
    assert [second[name] for name in names] == ["Late", "second", "lead", "resolution", "step", "level lead", "lead"]
    assert first["told"] == []
    (before,) = second["told"] if isinstance(second["told"], list) else ()
    assert (before["name"], before["level"], before["key"]) == ("李雷", "Agent", keys["li"])
    assert [third[name] for name in ("level", "role", "role_label")] == ["", "manager of li", "李雷"]
    assert [duty[name] for name in ("metric_label", "role", "role_label")] == ["", "rota desk", "Front desk"]
    ended = found["stood_down", "li"]
    assert (ended["step"], ended["kind"], ended["chain"]) == ("stood_down", "stood_down", "逾期")
    assert "told" not in found["1", "c7"], "a customer never reads who of the staff was told"


@pytest.mark.parametrize(
    ("more", "ended", "zh", "en"),
    [
        ("", {"kind": "closed"}, "事项已关闭", "the case is closed"),
        ("", {"kind": "cancelled"}, "事项已撤销", "the case was withdrawn"),
        ("stop_on: [solution_offered]", {"kind": "solution_offered"}, "发生“给出方案”", "the event solution offered"),
        ("", {"kind": "resolved"}, "解决的计时已结束", "nothing is due any more for resolution"),
        ("", {"kind": "changed", "data": {"gift": "yes"}}, "解决已不再有时限", "resolution has no time limit any more"),
        ("when: {priority: {missing: true}}", {"kind": "changed", "data": {"priority": "high"}}, "事项已不属于此流程",
         "the escalation is not for this case any more"),
        ("trigger: {becomes: {grade: major}}", {"kind": "changed", "data": {"grade": "minor"}}, "触发条件已不成立",
         "what set it off is not so any more"),
    ],
)  # fmt: skip
def test_why_it_is_over_in_words(more: str, ended: dict[str, object], zh: str, en: str) -> None:
    trigger = "" if "trigger" in more else "trigger: {metric: resolution, at: 25%}, "
    standard = servstd.loads(
        STANDARD[: STANDARD.index("rotas:")]
        + "sla: {policies: [{name: gift, when: {gift: yes}, exempt: true},"
        + " {name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\n"
        + f"escalation: {{chains: [{{name: late, {trigger}{more + ',' if more else ''} steps: [{{notify: [li, wang], via: [sms]}}]}}]}}\n"
    )
    opened = {"case": "7", "at": "2026-01-05T08:00:00Z", "kind": "opened", "by": "customer", "data": {"grade": "major"}}
    last = {"case": "7", "at": "2026-01-05T10:00:00Z", "by": "customer", **ended}
    effects = standard.decide([opened, last], now="2026-01-05T12:00:00Z").effects
    orders = [effect.order for effect in effects if effect.order is not None]
    assert [order.facts["ended"] for order in orders if order.reason == "stood_down"] == [zh, en]
    assert all("ended" not in order.facts for order in orders if order.reason == "escalated")
    assert staff_words(next(order for order in orders if order.reason == "stood_down")).text.endswith(f"原因：{zh}。")
    assert ended_text("", "en", clock="", condition="") == ""


def test_who_was_told_is_said_in_order_of_time_and_once_for_a_run() -> None:
    text = STANDARD.replace("stop_on: [resolved]", "repeat: {times: 40, after: 1h}\n      stop_on: [resolved]")
    standard = servstd.loads(text)
    opened = {"case": "7", "at": "2026-01-05T08:00:00Z", "kind": "opened", "by": "customer"}
    effects = standard.decide([opened], now="2026-01-09T08:00:00Z").effects
    facts = [
        effect.order.facts for effect in effects if effect.order is not None and effect.order.recipient == "wang" and effect.metric == ""
    ]
    lists = [one["told"] for one in facts if isinstance(one["told"], list)]
    assert [len(one) for one in lists] == [2 * i for i in range(41)], "the customer and Wang, in every round"
    assert lists[-1][0] is lists[1][0], "an entry is made once"
