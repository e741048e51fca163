"""Parts of explanations: how a clock began, changed, halted and ended, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import servstd
from servstd.explanation import Row
from tests.unit.decide.support import at, event, several
from tests.unit.decide.support import loads as loads_desk
from tests.unit.explanation.support import COMPLAINT, STANDARD, later

OPENED = COMPLAINT[0]
END = "12 09:00"


def rows(
    events: Sequence[dict[str, object]], metric: str, audience: str = "staff", locale: str = "en", now: str = END, cycle: int = 1,
    standard: servstd.Standard = STANDARD,
) -> list[tuple[str, str]]:  # fmt: skip
    """Return (label, text) of every row said of a clock."""
    day, time = now.split()
    found = standard.explain(events, now=f"2026-01-{day}T{time}:00+08:00", locale=locale, audience=audience)  # type: ignore[arg-type]
    (section,) = (section for section in found.sections if (section.metric, section.cycle) == (metric, cycle))
    return [(row.label, row.text) for row in section.rows]


def text(label: str, *args: object, **options: object) -> str:
    """Return the only text said under a label."""
    (found,) = (said for name, said in rows(*args, **options) if name == label)  # type: ignore[arg-type]
    return found


# ── how it stands ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "events", "en", "zh"),
    [
        ("running", [], "Thu 8 Jan 09:00", "1月8日（周四）09:00"),
        (
            "paused",
            [later("06 09:00", "changed", status="待主材到货")],
            "paused; due Fri 9 Jan 08:00 if it went on now",
            "暂停中；若现在继续，则为 1月9日（周五）08:00",
        ),
        (
            "met",
            [later("06 09:00", "resolved")],
            "Thu 8 Jan 09:00 (done Tue 6 Jan 09:00, in time)",
            "1月8日（周四）09:00（1月6日（周二）09:00 已完成，未超时）",
        ),
        (
            "withdrawn",
            [later("06 09:00", "cancelled")],
            "Thu 8 Jan 09:00 (withdrawn Tue 6 Jan 09:00: neither met nor missed)",
            "1月8日（周四）09:00（1月6日（周二）09:00 撤销，不计）",
        ),
    ],
)
def test_what_a_customer_is_told_of_the_due(rule: str, events: list[dict[str, object]], en: str, zh: str) -> None:
    assert text("Due resolution", [OPENED, *events], "resolution", "customer", now="07 08:00") == en
    assert text("最迟解决", [OPENED, *events], "resolution", "customer", "zh", now="07 08:00") == zh


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "Thu 8 Jan 09:00 (not done by then: overdue)"),
        ([later("09 09:00", "resolved")], "Thu 8 Jan 09:00 (done Fri 9 Jan 09:00: late)"),
        ([later("08 09:00", "changed", status="待客户确认")], "Thu 8 Jan 09:00 (not done by then: overdue)"),
    ],
)
def test_a_miss_is_told_with_the_due_it_missed(events: list[dict[str, object]], expected: str) -> None:
    assert text("Due resolution", [OPENED, *events], "resolution", "customer") == expected


def test_internal_targets_are_not_a_customers_and_staff_see_every_clock() -> None:
    events = [OPENED, later("05 10:00", "assigned", team="works", owner="李雷")]
    for audience, metrics in (("customer", ["resolution", "answer"]), ("staff", ["resolution", "answer", "works"])):
        found = STANDARD.explain(events, now="2026-01-05T11:00:00+08:00", audience=audience)  # type: ignore[arg-type]
        assert [section.metric for section in found.sections] == metrics
        assert (Row("责任人", "李雷") in found.rows) is (audience == "staff")


def test_the_clauses_named_to_a_customer_are_those_of_what_is_owed() -> None:
    opened = later("05 09:00", "opened", "customer", id="e1", matter="complaint", tier="vip")
    heading = STANDARD.explain([opened], now="2026-01-05T09:00:00+08:00", locale="en", audience="customer").heading
    assert heading.endswith("version 2026.1, clause 2.9, 3.1, in force on the day you contacted us (2026-01-05)")
    none = STANDARD.explain([later("05 09:00", "opened")], now="2026-01-05T09:00:00+08:00", locale="zh", audience="customer")
    assert none.heading == "事项 2026-0105-007  适用《和居装饰客户服务标准》2026.1 版，您来电之日（2026-01-05）已生效"


# ── what was promised ────────────────────────────────────────────────────────────────────────────────────────────────

FULL = [
    *COMPLAINT,
    later("07 10:00", "changed", id="e4", appointment="2026-01-08T10:00:00+08:00"),
    later("08 12:00", "resolved", id="e5"),
    later("08 13:00", "reopened", id="e6"),
    later("08 14:00", "changed", id="e7", status="待主材到货"),
    later("09 18:00", "resolved", id="e8"),
]


@pytest.mark.parametrize(
    ("metric", "label", "en", "zh"),
    [
        ("visit", ("Promised", "承诺"), "at the agreed time: agreed visit", "按约定时间：约定上门时间"),
        (
            "callback",
            ("Goal", "目标"),
            "call-back within 1 working day, by the end of that day, counted in office hours",
            "1 个工作日内回访（当日下班前），按公司工作时间计算",
        ),
    ],
)
def test_promises_in_words(metric: str, label: tuple[str, str], en: str, zh: str) -> None:
    assert rows(FULL, metric, "customer")[0] == (label[0], en)
    assert rows(FULL, metric, "customer", "zh")[0] == (label[1], zh)


def test_rounds_are_numbered_where_there_are_several() -> None:
    titles = [section.title for section in STANDARD.explain(FULL, now="2026-01-12T09:00:00+08:00", locale="en").sections]
    assert titles == ["resolution  [met]", "answer  [missed]", "visit  [missed]", "call-back  [missed]"]
    called = [*FULL[:5], later("08 12:30", "called_back", outcome="satisfied"), *FULL[5:]]
    titles = [section.title for section in STANDARD.explain(called, now="2026-01-12T09:00:00+08:00", locale="zh").sections]
    assert titles[3:] == ["回访 第 1 轮  [达标]", "回访 第 2 轮  [计时中]"]


# ── what ran and what did not ────────────────────────────────────────────────────────────────────────────────────────


def test_stretches_with_their_reasons() -> None:
    assert rows(FULL, "resolution", "customer")[1:-1] == [
        ("Counted", "Mon 5 Jan 09:00 – Tue 6 Jan 09:00    24 hours"),
        ("Paused", "Tue 6 Jan 09:00 – Wed 7 Jan 09:00    waiting for you (1月6日 09:00 短信发送维修方案; 1月7日 09:00 您回复)"),
        ("Counted", "Wed 7 Jan 09:00 – Thu 8 Jan 12:00    27 hours"),
        ("Was solved", "Thu 8 Jan 12:00 – Thu 8 Jan 13:00"),
        ("Counted", "Thu 8 Jan 13:00 – Thu 8 Jan 14:00    1 hour"),
        ("Paused", "Thu 8 Jan 14:00 – Fri 9 Jan 18:00    on hold"),
    ]


def test_staff_are_told_the_desks_own_status_too() -> None:
    assert ("Paused", "Thu 8 Jan 14:00 – Fri 9 Jan 18:00    on hold [待主材到货]") in rows(FULL, "resolution")


@pytest.mark.parametrize(
    ("locale", "note", "expected"),
    [
        ("en", None, "since Mon 5 Jan 09:00"),
        ("en", "parts ordered", "since Mon 5 Jan 09:00    (parts ordered)"),
        ("zh", "已订料", "1月5日（周一）09:00 起    （已订料）"),
    ],
)
def test_a_pause_that_is_no_category_has_its_note_for_a_reason(locale: str, note: str | None, expected: str) -> None:
    standard = loads_desk(
        "sla: {metrics: {resolution: {pause: {priority: low}}}, policies: [{name: all, default: true, "
        "calendar: always, targets: {resolution: 4h}}]}"
    )
    opened = event(9, "opened", priority="low", **({} if note is None else {"note": note}))
    found = standard.explain([opened], now=at(10), locale=locale, audience="customer").sections[0].rows[1]
    assert found.text == expected


@pytest.mark.parametrize(("now", "en"), [("08 20:00", "13 hours left"), ("09 10:00", "1 hour overdue")])
def test_what_goes_on_says_what_is_left(now: str, en: str) -> None:
    assert text("Running", COMPLAINT, "resolution", now=now).endswith(en)


def test_what_goes_on_without_a_target_has_nothing_left() -> None:
    events = [
        later("05 09:00", "opened", tags=["spam"]),
        later("05 10:00", "changed", status="待主材到货"),
        later("05 11:00", "changed", status="处理中"),
    ]
    assert text("Running", events, "resolution") == "since Mon 5 Jan 11:00"


# ── staff ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "events", "expected"),
    [
        ("plain", [], "start + target = Thu 8 Jan 09:00"),
        ("paused", COMPLAINT[1:], "start + target = Thu 8 Jan 09:00; 24 hours of open time did not run -> Fri 9 Jan 09:00"),
        ("still paused", COMPLAINT[1:2], "start + target = Thu 8 Jan 09:00; 144 hours of open time did not run -> Wed 14 Jan 09:00"),
        (
            "stopped while paused",
            [*COMPLAINT[1:2], later("06 12:00", "resolved")],
            "start + target = Thu 8 Jan 09:00; 3 hours of open time did not run -> Thu 8 Jan 12:00",
        ),
        (
            "a pause after the miss",
            [later("09 09:00", "changed", status="待主材到货"), later("10 09:00", "changed", status="处理中")],
            "start + target = Thu 8 Jan 09:00",
        ),
        (
            "changed, then paused",
            [
                later("06 09:00", "changed", matter="inquiry"),
                later("06 10:00", "changed", status="待主材到货"),
                later("06 11:00", "changed", status="处理中"),
            ],
            (
                "24 hours had run when it changed Tue 6 Jan 09:00; the rest of the target runs from there -> Wed 7 Jan 12:00; "
                "1 hour of open time did not run -> Wed 7 Jan 13:00"
            ),
        ),
    ],
)
def test_every_due_can_be_worked_out_again(rule: str, events: list[dict[str, object]], expected: str) -> None:
    assert text("Arithmetic", [OPENED, *events], "resolution") == expected


def test_an_agreed_instant_is_its_own_arithmetic() -> None:
    assert text("Arithmetic", FULL, "visit") == "the agreed time, with what grace it has = Thu 8 Jan 10:30"


def test_nothing_agreed_is_no_target_and_a_remark() -> None:
    standard = loads_desk(
        "sla: {policies: [{name: all, default: true, calendar: always, "
        "targets: {resolution: {until: appointment}}}]}\nattributes: {appointment: {kind: instant}}\n"
    )
    found = standard.explain([event(9, "opened", id="e1")], now=at(10), locale="en")
    assert (found.sections[0].title, [row.label for row in found.sections[0].rows]) == (
        "resolution  [measured]",
        ["Policy", "Started", "Counted"],
    )
    (remark,) = (row.text for row in found.rows if row.label == "Remarks")
    assert remark.startswith("event e1: a target runs until `appointment`")


def test_a_change_of_policy_is_told() -> None:
    events = [OPENED, later("06 09:00", "changed", matter="inquiry"), later("06 10:00", "changed", tags=["spam"])]
    assert [said for label, said in rows(events, "resolution") if label == "Changed"] == [
        "Tue 6 Jan 09:00: now rest",
        "Tue 6 Jan 10:00: now spam",
    ]
    nobody = loads_desk(
        "sla: {policies: [{name: p, when: {priority: p}, calendar: always, targets: {resolution: 4h}}, {name: q, "
        "when: {priority: q}, calendar: always, on_change: keep, targets: {resolution: 9h}}]}"
    )
    opened = event(9, "opened", priority="p")
    changed = nobody.explain([opened, event(10, "changed", priority="x")], now=at(11), locale="en").sections[0].rows
    assert [row.text for row in changed if row.label == "Changed"] == ["Mon 5 Jan 10:00: now no policy names it"]
    kept = nobody.explain([opened, event(10, "changed", priority="q")], now=at(11), locale="en").sections[0].rows
    assert [row.text for row in kept if row.label == "Changed"] == ["Mon 5 Jan 10:00: another policy matches; this cycle keeps its own"]


@pytest.mark.parametrize(
    ("data", "metric", "expected"),
    [
        ({"tags": ["spam"]}, "resolution", "measured only: exempt"),
        ({}, "first_response", "measured only: the policy says none"),
    ],
)
def test_why_a_clock_is_not_graded(data: dict[str, object], metric: str, expected: str) -> None:
    assert text("Target", [later("05 09:00", "opened", "customer", **data)], metric) == expected


def test_warnings_are_told_as_they_stand() -> None:
    events = [later("05 09:00", "opened", matter="complaint"), later("07 00:00", "resolved")]
    said = [(label, said) for label, said in rows(events, "resolution", now="08 00:00")]
    warnings = [text for _, text in said if "the due" in text or "50%" in text]
    assert warnings == ["50%: reached Tue 6 Jan 21:00"]  # those still to come are of no interest once the clock is stopped
    open_still = [text for _, text in rows(events[:1], "resolution", now="07 00:00") if "the due" in text or "50%" in text]
    assert len(open_still) == 3
    shorter = loads_desk(
        "sla: {policies: [{name: p, when: {priority: p}, calendar: always, targets: {resolution: {within: 4h, warn: [25%, 50%]}}},"
        " {name: all, default: true, calendar: always, targets: {resolution: 9h}}]}"
    )
    found = shorter.explain([event(9, "opened"), event(12, "changed", priority="p")], now=at(12), locale="en").sections[0].rows
    assert [(row.label, row.text) for row in found if "%" in row.text] == [
        ("Warnings", "25%: passed by a change Mon 5 Jan 12:00"), ("", "50%: reached Mon 5 Jan 12:00"),
    ]  # fmt: skip


def test_remarks_tell_what_was_wrong_with_the_history() -> None:
    found = STANDARD.explain([OPENED, later("06 09:00", "changed", status="外星")], now="2026-01-06T10:00:00+08:00", locale="en")
    assert [row.text for row in found.rows if row.label == "Remarks"] == [
        "event 2026-0105-007@2026-01-06T01:00:00Z:changed: the status is in no category of the standard; the case counts as open"
    ]


# ── before and between editions ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("events", "now"), [([], "04 09:00"), ([OPENED], "04 09:00")])
def test_a_case_that_is_not_opened_yet(events: list[dict[str, object]], now: str) -> None:
    found = STANDARD.explain(events, now="2026-01-04T09:00:00+08:00", locale="en")
    assert (found.sections, [row.text for row in found.rows]) == ((), ["the case is not opened yet at this instant"])


def test_a_case_from_before_the_first_edition() -> None:
    opened = {**OPENED, "at": "2025-12-30T09:00:00+08:00"}
    staff = STANDARD.explain([opened], now="2026-01-05T09:00:00+08:00", locale="en")
    assert staff.heading == "Case 2026-0105-007 (complaint)  no edition of the standard was in force when the case opened: measured only"
    assert staff.rows[0].text == "Tue 30 Dec 2025 09:00"
    assert ("Target", "measured only: no edition was in force") in [(row.label, row.text) for row in staff.sections[0].rows]
    assert STANDARD.explain([opened], now="2026-01-05T09:00:00+08:00", audience="customer").sections == ()


def body(close: int, clause: str, adopt: str = "") -> str:
    return (
        f"{adopt}calendars: {{office: {{label: until {close}, hours: {{mon-fri: ['09:00-{close}:00'], "
        f"sat: ['09:00-10:00']}}, holidays: {{country: CN}}}}}}\n"
        f"sla: {{policies: [{{name: all, clause: '{clause}', default: true, calendar: office, targets: {{resolution: 4h}}}}]}}\n"
    )


def test_a_calendar_that_another_edition_knows_by_the_same_name_is_the_clocks_own() -> None:
    standard = several(("1", "2026-01-01", body(17, "1.1")), ("2", "2026-01-06", body(18, "2.2", "adopt: open_cases\n")))
    later_case = standard.explain([event(34, "opened")], now=at(35), locale="en", audience="customer").sections[0].rows
    assert later_case[0].text == "resolution within 4 hours, counted in until 18"
    missed = standard.explain([event(9, "opened")], now=at(35), locale="en").sections[0].rows
    assert ("Policy", "all  § 1.1") in [(row.label, row.text) for row in missed]
    assert ("Target", "within 4 hours, counted in until 17  [Promised]") in [(row.label, row.text) for row in missed]


def test_what_rests_on_holidays_not_announced_says_so() -> None:
    standard = loads_desk(body(17, "1.1").replace("4h", "2000wd"))
    for locale, audience, label in (("en", "staff", ""), ("zh", "customer", "最迟解决")):
        found = standard.explain([event(9, "opened")], now=at(10), locale=locale, audience=audience)  # type: ignore[arg-type]
        (said,) = (row.text for row in found.sections[0].rows if "provisional" in row.text or "暂定" in row.text)
        assert "2026-12-31" in said or "20" in said
        assert any(row.label == label or label in row.label for row in found.sections[0].rows)


def test_a_clock_of_a_dropped_metric_is_told_to_its_end() -> None:
    own = (
        "calendars: {office: {hours: {mon-fri: ['09:00-17:00']}}}\nsla: {metrics: {parts: {start: {event: opened}, "
        "stop: {event: x-parts}}}, policies: [{name: all, default: true, calendar: office, targets: {parts: 9h}}]}\n"
    )
    standard = several(("1", "2026-01-01", own), ("2", "2026-01-06", "adopt: open_cases\nsla: {measure: [solution]}\n"))
    found = standard.explain([event(9, "opened")], now=at(35), locale="en").sections[-1]
    assert (found.title, found.rows[-1].text) == ("parts  [cancelled]", "withdrawn Tue 6 Jan 00:00: neither met nor missed")


def test_a_moved_appointment_is_told_as_such() -> None:
    body = (
        "attributes: {visit: {kind: instant}}\n"
        "sla: {metrics: {on_site: {start: {event: changed, set: visit}, stop: {event: x-arrived}}},"
        " policies: [{name: all, default: true, calendar: always, targets: {on_site: {until: visit}}}]}"
    )
    history = [event(9, "opened"), event(10, "changed", visit=at(30)), event(11, "changed", visit=at(33))]
    found = loads_desk(body).explain(history, now=at(12), locale="en").sections[0].rows
    assert [row.text for row in found if row.label == "Changed"] == ["Mon 5 Jan 11:00: the agreed instant was moved"]


def test_pauses_before_a_clock_began_are_not_said_to_leave_it_alone() -> None:
    body = (
        "sla: {metrics: {answer: {start: {event: x-asked}, stop: {event: x-told}}},"
        " policies: [{name: all, default: true, calendar: always, targets: {resolution: 9h, answer: 2h}}]}"
    )
    waits = [event(9, "opened"), event(10, "changed", category="waiting_customer"), event(11, "changed", category="open")]
    later_on = loads_desk(body).explain([*waits, event(12, "x-asked")], now=at(13), locale="en", audience="customer")
    meanwhile = loads_desk(body).explain(
        [event(9, "opened"), event(9.5, "x-asked"), *waits[1:]], now=at(13), locale="en", audience="customer"
    )
    assert ("pauses do not count" in later_on.text, "pauses do not count" in meanwhile.text) == (False, True)
