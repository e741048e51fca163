"""Notices of chains: what staff are told, what a later step overtakes, what is held back and what becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

import servstd
from servstd.delivery import Deliverer, Delivery
from servstd.durations import parse_span
from servstd.effects import ChainStep, Effect, Order
from servstd.errors import UsageError
from servstd.escalation.flood import FloodRules, Sending
from servstd.escalation.model import Digest, Quota, Throttle
from servstd.messages.staff_notices import why_you
from servstd.notices import Action, Limit, Receipt
from tests.unit.deliver.support import Fake, host_of

DUE = 1_767_925_200_000_000
"""Fri 9 Jan 2026 10:20 in Shanghai."""
HOUR = 3_600_000_000
NOW = datetime(2026, 1, 9, 3, 0, tzinfo=UTC)
FACTS: Mapping[str, object] = {
    "case": "42", "at": DUE - HOUR, "time_zone": "Asia/Shanghai", "chain": "Late answers", "step": "2", "level": "supervisor",
    "metric": "answer", "due": DUE, "clocks": {"answer": {"label": "Answer", "due": DUE}}, "role": "level supervisor",
    "role_label": "Supervisor", "round": 0, "kind": "step",
    "told": [{"name": "Li Lei", "level": "specialist", "at": DUE - 2 * HOUR}, {"name": "He Jing", "level": "", "at": DUE - 2 * HOUR}],
    "attributes": {"phone": "13800138000"},
}  # fmt: skip


def told(
    step: str = "1", *, to: str = "wang", at_us: int = 0, case: str = "42", reason: str = "escalated", round: int = 0,
    facts: Mapping[str, object] = FACTS, via: tuple[str, ...] = ("sms",), **more: object,
) -> Effect:  # fmt: skip
    """Return the effect of one notice of a chain."""
    values: dict[str, object] = {"text": "", "language": "en", "contacts": {"sms": to}, **more}
    order = Order("late", audience="staff", recipient=to, reason=reason, via=via, facts={**facts, "case": case}, **values)  # type: ignore[arg-type]
    place = ChainStep("late", trigger="50%", round=round, step=step, recipient=to)
    return Effect("notice", case=case, metric="answer", cycle_id="e1", at_us=at_us, order=order, place=place)


def person(name: str = "sms", **more: object) -> Fake:
    return Fake(name, addressing="person", **more)  # type: ignore[arg-type]


def words(effect: Effect) -> Delivery:
    (delivery,) = servstd.deliver([effect], host_of(person()), sent=[], dry_run=True)
    assert delivery.problems == ()
    return delivery


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_step_without_words_is_told_in_full() -> None:
    said = words(told())
    assert said.subject == "Case 42: Answer due Fri 9 Jan 10:20"
    assert said.text.split("\n") == [
        "Case 42: Answer is due Fri 9 Jan 10:20.",
        "Escalation: Late answers, step 2, level supervisor.",
        "Told before: Li Lei, specialist (Fri 9 Jan 08:20), He Jing (Fri 9 Jan 08:20).",
        "You are told because you are the level Supervisor.",
    ]
    assert "138" not in said.text


def test_in_the_recipients_language() -> None:
    facts = {
        **FACTS,
        "at": DUE,
        "round": 2,
        "clocks": {"answer": {"label": "投诉答复"}},
        "chain": "投诉升级",
        "level": "主管",
        "role_label": "主管",
    }
    said = words(told(language="zh", facts=facts))
    assert said.subject == "事项 42：投诉答复已超时（1月9日（周五）10:20）"
    assert said.text.split("\n") == [
        "事项 42：投诉答复应于1月9日（周五）10:20前完成，已超时。",
        "上报链：投诉升级，步骤 2，级别：主管。第 2 次重复。",
        "此前已通知：Li Lei，specialist（1月9日（周五）08:20）、He Jing（1月9日（周五）08:20）。",
        "通知您，因为您是“主管”这一级。",
    ]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"case": "42"}, "Case 42: late."),
        ({"case": "42", "chain": "Night call", "step": "1", "round": 1}, "Case 42: Night call.\nEscalation: Night call, step 1. Repeat 1."),
        ({"case": "42", "metric": "answer", "round": 1}, "Case 42: answer needs attention; no due is known.\nRepeat 1."),
        ({"case": "42", "metric": "answer", "due": 10**20}, "Case 42: answer needs attention; no due is known."),
        ({"case": "42", "metric": "answer", "metric_label": "Answer", "due": DUE}, "Case 42: Answer is due Fri 9 Jan 02:20."),
        ({"case": "42", "told": [{"name": "Li"}], "role": "room group"}, "Case 42: late.\nTold before: Li."),
        (
            {"case": "42", "told": [{"name": f"p{n}"} for n in range(7)], "role": "owner"},
            "Case 42: late.\nTold before: p0, p1, p2, p3, p4, and 2 more.\nYou are told because the case is yours.",
        ),
    ],
)
def test_whatever_is_not_known_is_left_out(facts: dict[str, object], text: str) -> None:
    order = Order("late", audience="staff", recipient="wang", reason="escalated", text="", via=("sms",), facts=facts)
    effect = Effect("notice", case="42", cycle_id="e1", at_us=0, order=order)
    (delivery,) = servstd.deliver([effect], host_of(Fake()), sent=[], dry_run=True)
    assert delivery.text == text


def test_an_end_and_a_reminder_say_so() -> None:
    ended = words_of("stood_down", ended="the priority fell")
    assert ended.subject == "Case 42: Late answers is over"
    assert (
        ended.text
        == "Case 42: the escalation Late answers is over. You were told of it; nothing more is asked of you.\nReason: the priority fell."
    )
    assert words_of("stood_down").text.endswith("asked of you.")
    reminder = words_of("reminder")
    assert reminder.subject == "Case 42: still on it?"
    assert reminder.text.startswith("Case 42: you took note of the escalation Late answers")


def words_of(reason: str, **facts: object) -> Delivery:
    return Deliverer(host_of(person()), dry_run=True).deliver(told(reason, reason=reason, facts={**FACTS, **facts}))


def test_why_you_in_both_languages() -> None:
    assert why_you("rota front_desk", "en") == "You are told because you are on duty: front_desk."
    assert why_you("role specialist", "zh", kind="fallback") == "通知您，因为找不到其他可通知的人。"
    assert why_you("level specialist", "en", kind="below") == "You are told because the level above you is told now."
    assert why_you("manager of owner", "zh") == "通知您，因为您是负责人的上级。"
    assert why_you("manager of li", "en", label="Li Lei") == "You are told because you manage Li Lei."
    assert why_you("round robin", "en") == "You are told because it is your turn."
    assert why_you("", "en") == why_you("customer", "zh") == ""


def test_a_steps_own_words_may_name_the_chain() -> None:
    own = told(text="{{ chain }}/{{ step }}/{{ level }}: {{ case }} due {{ due }} {{ phone }}", subject="{{ level }}: {{ case }}")
    said = words(own)
    assert (said.subject, said.text) == ("supervisor: 42", "Late answers/2/supervisor: 42 due Fri 9 Jan 10:20 138****8000")
    assert words(told(subject="Look at {{ case }}")).subject == "Look at 42"
    assert words(told(subject="Look at {{ case }}")).text.startswith("Case 42: Answer is due")
    assert words(told(text="Look at {{ case }}")).subject == "Case 42: Answer due Fri 9 Jan 10:20"


def test_a_template_that_fails_leaves_the_words_of_the_catalogue() -> None:
    (said,) = servstd.deliver([told(text="{{ next_update }}")], host_of(person()), sent=[])
    assert (said.fallback_text, [problem.code for problem in said.problems]) == (True, ["DLV020"])
    assert said.text.startswith("Case 42: Answer is due")


def test_staff_are_led_to_the_case_and_a_room_needs_no_address() -> None:
    group = Fake("group")
    effect = told(via=("group",), to="group", contacts={})
    (delivery,) = servstd.deliver([effect], host_of(group), sent=[], case_url="https://crm.example/{case}")
    assert group.got[0].actions == (Action("Open the case", url="https://crm.example/42"),)
    assert (delivery.status, delivery.contact, delivery.recipient) == ("sent", "group", "group")


def test_actions_are_left_to_the_caller() -> None:
    action = Effect("action", case="42", cycle_id="e1", at_us=0, action={"kind": "set", "values": {"priority": "high"}})
    assert servstd.deliver([action], host_of(Fake("group")), sent=[], staff="group") == []


# ── what a later step overtakes ──────────────────────────────────────────────────────────────────────────────────


def run(effects: list[Effect], *, sent: list[str] | None = None, **more: object) -> list[tuple[str, str]]:
    deliveries = servstd.deliver(effects, host_of(person()), sent=[] if sent is None else sent, **more)  # type: ignore[arg-type]
    steps = {effect.key: effect for effect in effects}
    return [(place.step + " " + place.recipient, d.status) for d in deliveries if (place := steps[d.key].place) is not None]


def test_after_downtime_only_the_latest_step_goes_out() -> None:
    effects = [told("1", to="li", at_us=10), told("2", at_us=20), told("2", to="li", at_us=20), told("1", at_us=20, case="43")]
    assert run(effects) == [("1 li", "overtaken"), ("2 wang", "sent"), ("2 li", "sent"), ("1 wang", "sent")]
    assert run(effects, sent=[effects[0].key]) == [("2 wang", "sent"), ("2 li", "sent"), ("1 wang", "sent")]


def test_the_latest_is_the_step_that_came_last_and_what_comes_later_waits() -> None:
    held = [told("1", to="li", at_us=5), told("2", at_us=20), told("1", at_us=30)]  # 1 was held for wang until 30
    assert run(held, sent=[held[0].key]) == [("2 wang", "sent"), ("1 wang", "overtaken")]
    again = [told("1", at_us=5), told("1", at_us=20, round=1)]
    assert run(again) == [("1 wang", "overtaken"), ("1 wang", "sent")]
    later = [told("1", at_us=5), told("2", at_us=DUE * 2)]
    assert run(later, now=NOW) == [("1 wang", "sent")]


def test_an_end_is_told_to_whom_it_was_begun() -> None:
    one, two = told("1", to="li", at_us=10), told("2", at_us=20)
    ends = [told("stood_down", to=to, at_us=30, reason="stood_down") for to in ("li", "wang")]
    effects = [one, two, *ends]
    assert run(effects) == [
        ("1 li", "overtaken"),
        ("2 wang", "overtaken"),
        ("stood_down li", "overtaken"),
        ("stood_down wang", "overtaken"),
    ]
    assert run(effects, sent=[one.key]) == [("2 wang", "overtaken"), ("stood_down li", "sent"), ("stood_down wang", "overtaken")]
    assert run(effects, sent=[one.key, two.key], told=[two.key]) == [("stood_down li", "overtaken"), ("stood_down wang", "sent")]


def test_without_keys_what_came_before_the_instant_was_told() -> None:
    effects = [told("1", to="li", at_us=10), told("stood_down", to="li", at_us=30, reason="stood_down")]
    deliveries = servstd.deliver(effects, host_of(person()), after=datetime.fromtimestamp(0, UTC) + timedelta(microseconds=20))
    assert [delivery.status for delivery in deliveries] == ["sent"]
    both = servstd.deliver(effects, host_of(person()), sent=[], after=datetime.fromtimestamp(0, UTC) + timedelta(microseconds=20))
    assert [delivery.status for delivery in both] == ["overtaken"], "what was before the go-live was told to nobody"


def test_what_goes_on_after_an_end_overtakes_it() -> None:
    one, end = told("1", at_us=10), told("stood_down", at_us=20, reason="stood_down")
    assert run([one, end, told("2", at_us=30)], sent=[one.key]) == [("stood_down wang", "overtaken"), ("2 wang", "sent")]


def test_reminders_overtake_only_each_other() -> None:
    one = told("1", at_us=10)
    reminders = [told(f"reminder {n}", at_us=10 + n, reason="reminder", to=to) for n, to in ((1, "wang"), (2, "wang"), (3, "li"))]
    two = told("2", to="zhao", at_us=20)
    expected = [("reminder 1 wang", "overtaken"), ("reminder 2 wang", "sent"), ("reminder 3 li", "sent"), ("2 zhao", "sent")]
    assert run([one, *reminders, two], sent=[one.key]) == expected
    end = told("stood_down", at_us=30, reason="stood_down")
    assert run([one, reminders[0], end], sent=[one.key]) == [("reminder 1 wang", "overtaken"), ("stood_down wang", "sent")]


def test_what_customers_are_owed_is_never_overtaken() -> None:
    effects: list[Effect] = []
    for n in (1, 2):
        order = Order("late", audience="customer", recipient="c7", reason="escalated", text="{{ case }}", via=("sms",), facts=FACTS)
        place = ChainStep("late", trigger="50%", step=str(n), recipient="c7")
        effects.append(Effect("notice", case="42", metric="answer", cycle_id="e1", at_us=n, order=order, place=place))
    assert [d.status for d in servstd.deliver(effects, host_of(Fake()), sent=[])] == ["sent", "sent"]


def test_who_was_overtaken_is_not_said_to_have_been_told() -> None:
    one, two = told("1", to="li", at_us=10), told("2", at_us=20)
    before = [{"name": "Li Lei", "key": one.key}, {"name": "He Jing"}]
    three = told("3", to="zhao", at_us=30, facts={"case": "42", "told": before})
    deliveries = servstd.deliver([one, two, three], host_of(person()), sent=[])
    assert [d.status for d in deliveries] == ["overtaken", "overtaken", "sent"]
    assert deliveries[-1].text == "Case 42: late.\nTold before: He Jing."
    (knows,) = servstd.deliver([one, two, three], host_of(person()), sent=[one.key, two.key])
    assert knows.text == "Case 42: late.\nTold before: Li Lei, He Jing."


# ── floods ───────────────────────────────────────────────────────────────────────────────────────────────────────

DIGEST = FloodRules(digests=(Digest(via=("sms",), window=parse_span("2m")),))
THROTTLE = FloodRules(throttles=(Throttle(via=("sms",), quotas=(Quota(2, per=parse_span("10m")),)),))


def cases(*numbers: int, **more: object) -> list[Effect]:
    return [told(case=str(number), at_us=number, **more) for number in numbers]  # type: ignore[arg-type]


def test_a_contact_gets_no_more_than_its_quota() -> None:
    effects = [*cases(41, 42, 43, 44), told(to="li", case="45")]
    sms = person()
    deliveries = servstd.deliver(effects, host_of(sms), sent=[], now=NOW, flood=THROTTLE)
    told_ = [(d.case, d.status, d.receipt and d.receipt.code, d.after) for d in deliveries]
    assert told_ == [
        ("41", "sent", "", None), ("42", "sent", "", None), ("43", "retryable", "throttled", 600.0),
        ("44", "retryable", "throttled", 600.0), ("45", "sent", "", None),
    ]  # fmt: skip
    assert [notice.case for notice in sms.got] == ["41", "42", "45"]
    recent = [sending for d in deliveries if (sending := d.sending)]
    later = NOW + timedelta(minutes=5)
    (again,) = servstd.deliver(
        effects, host_of(sms), sent=[d.key for d in deliveries if d.case != "43"], now=later, flood=THROTTLE, recent=recent
    )
    assert (again.status, again.after) == ("retryable", 300.0)


def test_what_is_urgent_passes_and_where_it_does_not_another_way_is_tried() -> None:
    urgent = cases(41, 42, 43, urgency="high", via=("sms", "wecom"), contacts={"sms": "1", "wecom": "w"})
    host = host_of(person(), person("wecom", contact="wecom"))
    assert [d.notifier for d in servstd.deliver(urgent, host, sent=[], now=NOW, flood=THROTTLE)] == ["sms", "sms", "sms"]
    limited = FloodRules(throttles=(Throttle(via=("sms",), quotas=(Quota(2, per=parse_span("10m")),), urgent=True),))
    assert [d.notifier for d in servstd.deliver(urgent, host, sent=[], now=NOW, flood=limited)] == ["sms", "sms", "wecom"]
    calm = cases(41, 42, 43, via=("sms", "wecom"), contacts={"sms": "1", "wecom": "w"})
    assert [d.status for d in servstd.deliver(calm, host, sent=[], now=NOW, flood=limited)] == ["sent", "sent", "retryable"]


def test_customers_notices_and_dry_runs_are_not_held() -> None:
    order = Order("n", audience="customer", recipient="c7", reason="opened", text="{{ case }}", via=("sms",), facts=FACTS)
    effects = [Effect("notice", case="42", cycle_id=f"e{n}", at_us=0, order=order) for n in range(4)]
    deliveries = servstd.deliver(
        effects, host_of(Fake()), sent=[], now=NOW, flood=FloodRules(throttles=THROTTLE.throttles, digests=DIGEST.digests)
    )
    assert [(d.status, d.contact, d.sending) for d in deliveries] == [("sent", "", None)] * 4
    planned = servstd.deliver(cases(1, 2, 3), host_of(person()), sent=[], now=NOW, flood=THROTTLE, dry_run=True)
    assert {d.status for d in planned} == {"planned"}


def test_what_comes_together_is_one_notice_and_what_comes_soon_after_waits() -> None:
    sms = person()
    effects = [*cases(41, 42), *cases(43, urgency="high"), told(to="li", case="44")]
    deliveries = servstd.deliver(effects, host_of(sms), sent=[], now=NOW, flood=DIGEST, case_url="https://crm.example/{case}")
    assert [(d.case, d.status, bool(d.digest), d.urgent) for d in deliveries] == [
        ("41", "sent", True, False), ("42", "sent", True, False), ("43", "sent", False, True), ("44", "sent", False, False),
    ]  # fmt: skip
    digest, *_ = sms.got
    assert digest.subject == "2 notices: cases 41, 42"
    assert digest.text.startswith("2 notices: cases 41, 42\n1. Case 41: Answer is due")
    assert digest.actions == (Action("Open case 41", url="https://crm.example/41"), Action("Open case 42", url="https://crm.example/42"))
    assert (digest.key, len(sms.got)) == (deliveries[0].digest, 3)
    assert deliveries[0].digest == deliveries[1].digest
    recent = [sending for d in deliveries if (sending := d.sending)]
    soon, late = NOW + timedelta(seconds=30), NOW + timedelta(minutes=2)
    (held,) = servstd.deliver(cases(45), host_of(sms), sent=[], now=soon, flood=DIGEST, recent=recent)
    assert (held.status, held.receipt and held.receipt.code, held.after, held.sending) == ("retryable", "gathered", 90.0, None)
    (gone,) = servstd.deliver(cases(45), host_of(sms), sent=[], now=late, flood=DIGEST, recent=recent)
    assert (gone.status, gone.digest) == ("sent", "")


def test_notices_of_one_call_open_the_window_too() -> None:
    deliverer = Deliverer(host_of(person()), now=NOW, flood=DIGEST)
    first, second = cases(41, 42)
    assert [deliverer.deliver(effect).status for effect in (first, second)] == ["sent", "retryable"]


def test_a_digest_that_is_too_long_says_the_subjects() -> None:
    sms = person(limit=Limit(120))
    servstd.deliver(cases(41, 42), host_of(sms), sent=[], now=NOW, flood=DIGEST)
    assert sms.got[0].text.split("\n") == [
        "2 notices: cases 41, 42", "1. Case 41: Answer due Fri 9 Jan 10:20", "2. Case 42: Answer due Fri 9 Jan 10:20",
    ]  # fmt: skip


def test_a_digest_goes_over_the_first_way_that_reaches_and_one_case_is_named_once() -> None:
    wecom = person("wecom", contact="wecom")
    twice = [
        told("1", via=("lost", "wecom"), contacts={"wecom": "w"}),
        told("1", round=0, via=("wecom",), contacts={"wecom": "w"}, at_us=1),
    ]
    other = Effect("notice", case="42", metric="other", cycle_id="e2", at_us=1, order=twice[1].order, place=twice[1].place)
    rules = FloodRules(digests=(Digest(window=parse_span("2m")),))
    deliveries = servstd.deliver([twice[0], other], host_of(wecom, Fake("group")), sent=[], now=NOW, flood=rules)
    assert [(d.status, d.notifier) for d in deliveries] == [("sent", "wecom"), ("sent", "wecom")]
    assert wecom.got[0].subject == "2 notices: case 42"
    nowhere = servstd.deliver(cases(41, 42, contacts={}), host_of(person()), sent=[], now=NOW, flood=rules)
    assert [(d.status, d.digest) for d in nowhere] == [("permanent", "")] * 2
    rooms = [told(case=str(n), via=("group",), to="group") for n in (1, 2)]
    assert [d.digest for d in servstd.deliver(rooms, host_of(Fake("group")), sent=[], now=NOW, flood=rules)] == ["", ""], (
        "a room is not gathered"
    )


def test_thresholds_in_a_room_are_gathered_where_the_room_is_named() -> None:
    group = Fake("group")
    crossed = [Effect("threshold", case=case, metric="answer", cycle_id="e1", at_us=0, threshold="50%") for case in ("41", "42")]
    rules = FloodRules(digests=(Digest(via=("group",), window=parse_span("2m")),))
    deliveries = servstd.deliver(crossed, host_of(group), sent=[], now=NOW, flood=rules, staff="group")
    assert [(d.status, d.contact, bool(d.digest)) for d in deliveries] == [("sent", "group", True)] * 2
    assert group.got[0].text.startswith("2 notices: cases 41, 42\n1. Case 41: answer reached its warning point 50%")


def test_what_was_sent_lately_needs_the_present() -> None:
    with pytest.raises(UsageError, match="DLV007"):
        servstd.deliver([], host_of(), sent=[], flood=DIGEST, recent=[Sending("sms", contact="wang", at_us=0)])
    together = servstd.deliver(cases(41, 42), host_of(person()), sent=[], flood=DIGEST)
    assert [d.status for d in together] == ["sent", "sent"], "without an instant all of a call goes out at once"


def test_a_digest_that_fails_leaves_all_of_it_to_be_tried_again() -> None:
    sms = person(answer=lambda notice: Receipt.retryable("busy", after=60.0))
    deliveries = servstd.deliver(cases(41, 42), host_of(sms), sent=[], now=NOW, flood=DIGEST)
    assert [(d.status, d.after, d.sending) for d in deliveries] == [("retryable", 60.0, None)] * 2
    assert len(sms.got) == 1


def test_a_delivery_keeps_what_flood_control_needs() -> None:
    (delivery,) = servstd.deliver(cases(41, urgency="high"), host_of(person()), sent=[], now=NOW, flood=DIGEST)
    assert delivery.sending == Sending("sms", contact="wang", at_us=1_767_927_600_000_000, urgent=True, key=delivery.key)
    assert (delivery.as_dict()["contact"], delivery.as_dict()["urgent"]) == ("wang", True)
