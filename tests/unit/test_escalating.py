"""Plans of escalation: who is told what, when; answers that are supposed; what is refused; how it reads and looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

import servstd
from servstd.errors import UsageError
from servstd.escalating import Plan
from servstd.explanation.chains import escalation_text
from servstd.report.escalation import plan_html

TEXT = """
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
attributes:
  priority: {values: [normal, urgent], ordered: true, default: normal}
  owner: {kind: person}
statuses: {open: [new], on_hold: [vendor], resolved: [done]}
calendars: {office: {label: {en: office hours, zh: 工作时间}, hours: {mon-fri: ["09:00-18:00"]}}}
sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: 9h}}]}
people:
  li: {name: 李雷, roles: [agent], team: night, manager: wang, contacts: {mail: li, sms: "1"}}
  wang: {name: 王芳, roles: [supervisor], contacts: {mail: wang, sms: "2"}}
  zhao: {roles: [boss], contacts: {sms: "3", mail: zhao}}
  ann: {roles: [spare], contacts: {mail: ann}}
rotas:
  night:
    label: {en: night duty, zh: 夜班}
    shifts: {a: "18:00-09:30"}
    pattern: [a, off]
    people: [li, wang]
    from: 2026-01-05
    fallback: {person: zhao}
  empty_days: {shifts: {a: "09:00-18:00"}, pattern: [a, off], people: [ann, li], from: 2026-01-05, fallback: {rota: night}}
notifiers: {mail: {type: console, contact: mail}, sms: {type: console, contact: sms}}
escalation:
  ladder: [agent, {supervisor: 主管}, boss]
  fallback: {person: zhao}
  chains:
    - name: late
      label: {en: too late, zh: 逾期}
      clause: "7"
      trigger: {metric: resolution, at: 50%}
      steps:
        - {notify: [owner], via: [mail, sms]}
        - {at: "1h remaining", level: supervisor, via: [mail], tell_below: true}
        - {at: missed, name: top, label: {en: the boss, zh: 老板}, level: boss, via: [sms], urgency: high}
      quiet_hours: {outside: office, then: hold, unless: {priority: urgent}}
      stop_on: [resolved]
    - name: night-call
      trigger: {event: opened}
      when: {priority: urgent}
      steps:
        - {notify: [{rota: empty_days}], via: [mail]}
        - {after: 10m, calendar: always, unless: acknowledged, notify: [{manager_of: owner}], via: [sms]}
        - after: 1h
          calendar: office
          unless: {acknowledged_by: supervisor}
          notify: [{round_robin: [li, wang]}, {team: night}]
          do: [{set: {priority: normal}}]
      acknowledgement: {by: any, expires: 4h, remind: 1h, confirm_within: 10m}
      repeat: {times: 1, after: 30m, from: 2}
    - name: hand
      trigger: by_hand
      steps:
        - {notify: [customer], via: [mail], when: {priority: urgent}, unless: {priority: normal}}
        - {after: 5m, notify: [{person: li}], via: [mail], do: [{reassign: {role: boss}}, {open: {priority: urgent}}]}
      fallback: {person: zhao}
"""
AT = "2026-01-05T09:00:00+08:00"
OPENED: Mapping[str, object] = {"case": "7", "at": AT, "kind": "opened", "by": "customer", "data": {"owner": "li", "priority": "normal"}}


@pytest.fixture(scope="module")
def shop() -> servstd.Standard:
    return servstd.loads(TEXT)


def _lines(plan: Plan) -> list[tuple[str, str, str]]:
    return [(line.at.strftime("%d %H:%M"), line.recipient, line.status) for line in plan]


def test_a_plan_runs_to_its_last_line(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([OPENED], now=AT)
    assert _lines(plan)[:2] == [("05 13:30", "li", "told"), ("05 17:00", "wang", "told")]
    assert plan.complete
    assert plan.until_us == plan[-1].at_us
    assert (len(plan), plan.case, plan[:1]) == (len(plan.lines), "7", plan.lines[:1])
    assert plan.told + plan.held + plan.not_told == tuple(sorted(plan, key=lambda line: ("told", "held", "not_told").index(line.status)))


def test_a_plan_with_an_end_is_the_decision_at_that_end(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([OPENED], now=AT, until="2026-01-05T17:00:00+08:00")
    decision = shop.decide([OPENED], now="2026-01-05T17:00:00+08:00")
    assert plan.lines == decision.escalation
    assert not plan.complete
    assert {line.key for line in plan.told} <= {effect.key for effect in decision.effects}
    assert plan.decision.as_dict() == decision.as_dict()


def test_what_is_later_than_now_is_not_known(shop: servstd.Standard) -> None:
    later = {"case": "7", "at": "2026-01-05T10:00:00+08:00", "kind": "resolved", "by": "agent"}
    assert shop.escalation.plan([OPENED, later], now=AT).lines
    assert not shop.escalation.plan([OPENED, later], now="2026-01-05T10:00:00+08:00").lines


@pytest.mark.parametrize(
    "answer",
    [
        {"at": "+1h", "kind": "resolved", "by": "li"},
        {"at": "2026-01-05 10:00", "kind": "resolved", "by": {"role": "agent", "id": "li"}},
        {"at": datetime(2026, 1, 5, 2, tzinfo=UTC), "kind": "resolved"},
        servstd.Event("resolved", case="7", at="2026-01-05T10:00:00+08:00"),
    ],
)
def test_answers_are_events_that_are_supposed(shop: servstd.Standard, answer: Mapping[str, object]) -> None:
    plan = shop.escalation.plan([OPENED], now=AT, answers=[answer])
    assert not plan.lines
    assert plan.answers[0].at_us - plan.now_us == timedelta(hours=1) // timedelta(microseconds=1)


def test_other_keys_of_an_answer_are_its_data(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([OPENED], now=AT, answers=[{"at": "+0m", "kind": "escalated", "by": "li", "chain": "hand"}])
    assert plan.answers[0].data == {"chain": "hand"}
    assert plan.answers[0].by.id == "li"
    assert {line.chain for line in plan} == {"hand", "late"}


def test_what_if_opens_a_case(shop: servstd.Standard) -> None:
    plan = shop.escalation.what_if(
        {"priority": "urgent", "owner": "li"}, at=AT, answers=[{"at": "+5m", "kind": "acknowledged", "by": "wang"}]
    )
    assert plan.what_if
    assert plan.case == "what-if"
    assert plan[0].chain == "night-call"
    assert [line.why for line in plan.not_told][:1] == ["acknowledged"]


def test_a_tenant_belongs_to_the_answers_too(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([{**OPENED, "tenant": "t"}], now=AT, answers=[{"at": "+1h", "kind": "resolved"}])
    assert plan.answers[0].tenant == "t"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"at": "+20", "kind": "acknowledged"}, "ESC061"),
        ({"at": "soon", "kind": "acknowledged"}, "ESC061"),
        ({"at": "+2wd", "kind": "acknowledged"}, "ESC061"),
        ("acknowledged", "ESC061"),
        ({"kind": "acknowledged"}, "EVT001"),
        ({"at": "+20m", "kind": "acknowledged", "by": "wnag"}, "ESC064"),
        ({"at": "+20m", "kind": "acknowledged", "by": "wang", "of": "supervizor"}, "ESC066"),
        ({"at": "+20m", "kind": "acknowledged", "by": "wang", "chain": "nowhere"}, "ESC066"),
    ],
)
def test_answers_that_cannot_be_are_refused(shop: servstd.Standard, answer: Mapping[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        shop.escalation.plan([OPENED], now=AT, answers=[answer])
    assert caught.value.problem.code == code
    assert caught.value.problem.path[:2] == ("answers", 0)


def test_an_end_before_the_beginning_is_refused(shop: servstd.Standard) -> None:
    with pytest.raises(UsageError, match="ESC062"):
        shop.escalation.plan([OPENED], now=AT, until="2026-01-04T09:00:00+08:00")


def test_a_standard_without_escalation_plans_nothing() -> None:
    head = TEXT.partition("people:")[0]
    with pytest.raises(UsageError, match="ESC060"):
        _ = servstd.loads(head).escalation


def test_a_case_of_an_edition_without_escalation_has_no_lines(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([{**OPENED, "at": "2025-12-01T09:00:00+08:00"}], now="2025-12-01T09:00:00+08:00")
    assert not plan.lines
    assert "nobody is told" in plan.text("en")
    assert "截至此时没有通知" in shop.escalation.plan([OPENED], now=AT, until=AT).text("zh")
    assert [chain.name for chain in shop.escalation.chains] == ["late", "night-call", "hand"]
    assert repr(shop.escalation) == "<EscalationDesk late, night-call, hand>"


def test_plain_data_says_what_the_lines_say(shop: servstd.Standard) -> None:
    plan = shop.escalation.plan([OPENED], now=AT)
    data = json.loads(plan.to_json())
    assert data == json.loads(json.dumps(plan.as_dict()))
    assert (data["complete"], data["told"], len(data["lines"])) == (True, len(plan.told), len(plan))


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("priority", ["normal", "urgent"])
def test_text_and_picture_name_everybody(shop: servstd.Standard, locale: str, priority: str) -> None:
    answers = [
        {"at": "+5m", "kind": "acknowledged", "by": "wang"},
        {"at": "+6m", "kind": "x-noted", "by": "system"},
        {"at": "+30m", "kind": "changed", "by": "agent", "status": "vendor"},
        {"at": "+26h", "kind": "changed", "by": "agent", "status": "new"},
        {"at": "+40h", "kind": "escalated", "by": "li", "chain": "hand"},
    ]
    plan = shop.escalation.what_if({"priority": priority, "owner": "li", "team": "night"}, at=AT, answers=answers, locale=locale)
    text, page = str(plan), plan_html(plan)
    for line in plan:
        customer = "客户" if locale == "zh" else "the customer"
        name = customer if line.recipient == "customer" else line.name or line.recipient
        assert name in text
        assert name in page
    assert page.count("<svg") == len({(line.chain, line.cycle_id, line.trigger) for line in plan})
    assert "<script" not in page
    assert "http" not in page
    assert ("截至" if locale == "zh" else "Until") in text


def test_a_paused_clock_is_drawn_and_named(shop: servstd.Standard) -> None:
    paused = {"case": "7", "at": "2026-01-05T16:00:00+08:00", "kind": "changed", "by": "agent", "data": {"status": "vendor"}}
    plan = shop.escalation.plan([OPENED, paused], now="2026-01-05T17:00:00+08:00")
    assert "paused" in plan.text("en")
    assert 'class="pause"' in plan_html(plan, "en") or plan.until_us <= plan.now_us


def test_problems_of_the_history_are_told(shop: servstd.Standard) -> None:
    odd = {"case": "7", "at": "2026-01-05T09:30:00+08:00", "kind": "changed", "by": "agent", "data": {"priority": "huge"}}
    plan = shop.escalation.plan([OPENED, odd], now="2026-01-05T10:00:00+08:00")
    assert plan.problems
    assert "Remarks" in plan.text("en")
    assert "Remarks" in plan_html(plan, "en")


def test_markup_in_names_stays_text(shop: servstd.Standard) -> None:
    plan = shop.escalation.what_if({"owner": "<b>"}, at=AT)
    assert "<b>" not in plan_html(plan, "en")


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_chains_read_as_sentences(shop: servstd.Standard, locale: str) -> None:
    text = escalation_text(shop.current, locale)
    for chain in shop.escalation.chains:
        assert chain.name in text
    assert "{" not in text
    assert escalation_text(shop.current, locale, "late").count("\n") < text.count("\n")


def test_an_explanation_for_staff_says_where_the_escalation_stands(shop: servstd.Standard) -> None:
    told = shop.explain([OPENED], now="2026-01-05T14:00:00+08:00", locale="en").text
    assert "too late: last told Mon 5 Jan 13:30, 李雷 (li), step 1; next Mon 5 Jan 17:00" in told
    assert "too late" not in shop.explain([OPENED], now="2026-01-05T14:00:00+08:00", locale="en", audience="customer").text
