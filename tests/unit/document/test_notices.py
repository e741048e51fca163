"""What customers are told, as read and bound, and what the lints say of it."""

from __future__ import annotations

import pytest

from servstd.conditions import OnEvent, Test
from servstd.document import Edition, check_edition, diff_editions
from servstd.document.edition import CustomerNotices
from servstd.errors import Problem
from tests.unit.document import lints
from tests.unit.document.lints import edition, found, whole

WORDS = "attributes: {matter: {values: [repair]}, owner: {kind: person}, agent: {kind: person}, mobile: {label: M}}\n"
SLA = (
    "sla: {policies: [{name: p, default: true, calendar: always, targets: {resolution: {within: 8h, commitment: goal}, "
    "agent_work: {within: 4h, commitment: internal}, requester_wait: none, first_response: 1h}}]}\n"
)
OPENED = "trigger: {event: opened}"


def section(*notices: str, more: str = "", head: str = "") -> str:
    """Return a fragment with these notices."""
    return head + WORDS + SLA + f"customer_notices:\n{more}  notices:\n" + "".join(f"    - {notice}\n" for notice in notices)


def told(fragment: str) -> list[Problem]:
    """Return the problems of a fragment, but for attributes and calendars that nothing uses."""
    return [problem for problem in lints.told(fragment) if problem.code not in ("DOC103", "DOC104")]


def codes(fragment: str) -> list[str]:
    return sorted(problem.code for problem in told(fragment))


def bound(fragment: str) -> CustomerNotices:
    notices = edition(fragment).customer_notices
    assert notices is not None
    return notices


def only(fragment: str) -> Problem:
    (problem,) = (problem for problem in told(fragment) if not problem.code.startswith("DOC"))
    return problem


# ── bound ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_standard_without_the_section_tells_nothing() -> None:
    assert edition(SLA).customer_notices is None
    assert bound(SLA + "customer_notices: {}\n") == CustomerNotices(())


def test_a_notice_with_everything() -> None:
    (notice,) = bound(
        section(
            "{name: n, label: L, note: N, clause: '1', trigger: {event: opened}, when: {matter: repair}, via: [sms], text: {en: T, zh: 文},"
            " subject: S, urgency: low, show: [mobile], quiet_hours: none}",
            head="notifiers: {sms: {type: console}}\n",
        )
    ).notices
    assert (notice.name, notice.via, notice.text, notice.subject) == ("n", ("sms",), {"en": "T", "zh": "文"}, {"en": "S"})
    assert (notice.urgency, notice.show, notice.waits, notice.path) == ("low", ("mobile",), False, ("customer_notices", "notices", 0))
    assert notice.trigger.condition == OnEvent(("opened",))
    assert notice.when == Test("matter", op="in", values=("repair",))


def test_what_is_left_out() -> None:
    (notice,) = bound(section(f"{{{OPENED}, text: T}}", head="notifiers: {b: {type: console}, a: {type: console}}\n")).notices
    assert (notice.name, notice.via, notice.urgency, notice.waits, notice.when) == ("notices[0]", ("b", "a"), "normal", True, None)
    assert bound(section(f"{{{OPENED}, text: T}}")).notices[0].via == ("console",)


@pytest.mark.parametrize(
    ("trigger", "kind", "metrics", "threshold"),
    [
        ("{event: opened}", "event", (), None),
        ("{becomes: {matter: repair}}", "event", (), None),
        ("{due_changed: resolution}", "due_changed", ("resolution",), None),
        ("{due_changed: [resolution, first_response]}", "due_changed", ("resolution", "first_response"), None),
        ("{metric: resolution, at: missed}", "missed", ("resolution",), None),
        ("{metric: resolution, at: 75%}", "threshold", ("resolution",), "75%"),
        ("{metric: resolution, at: 1h overdue}", "threshold", ("resolution",), "1h overdue"),
    ],
)
def test_triggers(trigger: str, kind: str, metrics: tuple[str, ...], threshold: str | None) -> None:
    read = bound(section(f"{{trigger: {trigger}, text: T}}")).notices[0].trigger
    assert (read.kind, read.metrics, read.threshold and read.threshold.text) == (kind, metrics, threshold)
    assert (read.condition is None) == (kind != "event")


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("{text: T}", ["DOC031"]),
        (f"{{{OPENED}}}", ["DOC031"]),
        ("{trigger: opened, text: T}", ["DOC039"]),
        ("{trigger: {}, text: T}", ["SLA101"]),
        ("{trigger: {metric: resolution}, text: T}", ["DOC051"]),
        ("{trigger: {at: missed}, text: T}", ["DOC051"]),
        ("{trigger: {metric: 7, at: missed}, text: T}", ["DOC034"]),
        ("{trigger: {metric: resolution, at: 75}, text: T}", ["DOC053"]),
        ("{trigger: {metric: resolution, at: soon}, text: T}", ["DOC052"]),
        ("{trigger: {due_changed: 7}, text: T}", ["DOC034"]),
        ("{trigger: {due_changed: [resolution], event: opened}, text: T}", ["NOT009"]),
        ("{trigger: {event: openned}, text: T}", ["SLA105"]),
        (f"{{{OPENED}, when: {{event: opened}}, text: T}}", ["NOT010"]),
        (f"{{{OPENED}, text: T, quiet_hours: {{}}}}", ["DOC033"]),
        (f"{{{OPENED}, text: T, colour: red}}", ["DOC030"]),
        ("7", ["DOC039"]),
    ],
)
def test_what_is_refused_is_told_once(notice: str, expected: list[str]) -> None:
    assert codes(section(notice)) == expected


def test_names_are_used_once() -> None:
    problem = only(section(f"{{name: a, {OPENED}, text: T}}", f"{{name: a, {OPENED}, text: U}}"))
    assert (problem.code, problem.path_text, problem.params["first"]) == ("NOT007", "customer_notices.notices[1].name", 1)


# ── quiet hours ──────────────────────────────────────────────────────────────────────────────────────────────────────


def quiet(outside: str, head: str = "", more: str = "") -> str:
    return section(f"{{{OPENED}, text: T}}", more=f"  quiet_hours: {{outside: {outside}{more}}}\n", head=head)


OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'


@pytest.mark.parametrize(
    ("outside", "week"),
    [
        ("office", 40),
        ('{mon-sun: ["08:30-21:00"]}', 87.5),
        ('{hours: {mon: ["08:00-09:00"]}}', 1),
        ('{mon: ["08:00-09:00"], tue: ["08:00-10:00"], holidays: [2026-01-05]}', 2),
        ("{except: [office, {hours: {fri: 24/7}}]}".replace("{fri: 24/7}", '{fri: ["00:00-24:00"]}'), 32),
    ],
)
def test_the_hours_are_a_calendar_or_weekly_hours(outside: str, week: float) -> None:
    made = edition(quiet(outside, OFFICE + "effective_from: 2026-01-05\n"))
    assert made.customer_notices is not None
    hours = made.customer_notices.hours
    assert hours is not None
    start = made.effective_from_us
    assert hours.timeline.between(start, start + 7 * 86_400_000_000) == week * 3_600_000_000


def test_the_state_that_breaks_quiet_hours() -> None:
    assert bound(quiet('{mon: ["08:00-09:00"]}', more=", then: hold, unless: {matter: repair}")).unless == Test(
        "matter", op="in", values=("repair",)
    )
    assert codes(quiet('{mon: ["08:00-09:00"]}', more=", unless: {event: opened}")) == ["NOT010"]
    assert codes(quiet('{mon: ["08:00-09:00"]}', more=", unless: {mater: repair}")) == ["SLA001"]


@pytest.mark.parametrize(
    ("outside", "code", "path"),
    [
        ("offise", "DOC061", "outside"),
        ("24/7", "DOC061", "outside"),
        ("[mon]", "DOC040", "outside"),
        ("{}", "CAL", "outside"),
        ('{mon: ["9:00-17:00"]}', "CAL", "outside.mon[0]"),
        ('{monday: ["09:00-17:00"]}', "CAL", "outside.monday"),
        ('{hours: {mon: ["9:00-17:00"]}}', "CAL", "outside.hours.mon[0]"),
        ('{hours: {mon: ["09:00-17:00"]}, tue: ["09:00-10:00"]}', "CAL", "outside.tue"),
        ("{mon: []}", "CAL008", "outside"),
        ('{dates: {2020-01-06: ["09:00-10:00"]}}', "NOT008", "outside"),
        ('{dates: {2029-01-06: ["09:00-10:00"]}}', "NOT008", "outside"),
    ],
)
def test_hours_that_are_wrong_are_told_where_they_stand(outside: str, code: str, path: str) -> None:
    problems = told(quiet(outside, OFFICE))
    assert [(problem.code[: len(code)], problem.path_text) for problem in problems] == [(code, f"customer_notices.quiet_hours.{path}")]


def test_a_calendar_of_quiet_hours_is_used_and_the_hours_are_needed() -> None:
    assert "DOC103" not in lints.codes(quiet("office", OFFICE))
    assert codes(section(f"{{{OPENED}, text: T}}", more="  quiet_hours: {then: hold}\n")) == ["DOC031"]


def test_other_hours_are_another_standard() -> None:
    inline = quiet("{mon-sun: ['08:00-20:00'], holidays: {country: CN}}")
    assert edition(inline).fingerprint != edition(inline.replace("20:00", "21:00")).fingerprint


# ── metrics and fields ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("notice", "code", "path", "expected"),
    [
        ("{trigger: {metric: resolutoin, at: missed}, text: T}", "NOT001", "trigger.metric", "resolution"),
        ("{trigger: {due_changed: [resolution, zzz]}, text: T}", "NOT001", "trigger.due_changed[1]", "first_response, resolution"),
        ("{trigger: {running: resolutoin}, text: T}", "NOT001", "trigger.running", "resolution"),
        ("{trigger: {metric: agent_work, at: missed}, text: T}", "NOT002", "trigger.metric", ""),
        ("{trigger: {metric: requester_wait, at: 50%}, text: T}", "NOT002", "trigger.metric", ""),
        ("{trigger: {due_changed: solution}, text: T}", "NOT002", "trigger.due_changed", ""),
        (f'{{{OPENED}, text: "{{{{ resolutoin.due }}}}"}}', "NOT001", "text", "resolution"),
        (f'{{{OPENED}, text: "{{{{agent_work.due}}}}"}}', "NOT002", "text", ""),
        (f'{{{OPENED}, text: "{{{{resolution.dew}}}}"}}', "NOT003", "text", "resolution.due"),
        (f'{{{OPENED}, text: "{{{{owner.nam}}}}"}}', "NOT003", "text", "owner.name"),
        (f'{{{OPENED}, text: "{{{{matter.name}}}}"}}', "NOT003", "text", "matter"),
        (f'{{{OPENED}, text: "{{{{mater | upper}}}}"}}', "NOT003", "text", "matter"),
        (f'{{{OPENED}, text: "{{{{称呼}}}}"}}', "NOT003", "text", "matter, owner"),
        (f'{{{OPENED}, text: "{{{{category}}}}"}}', "NOT003", "text", ""),
        (f'{{{OPENED}, text: {{en: T, zh: "{{{{mater}}}}"}}}}', "NOT003", "text.zh", "matter"),
        (f'{{{OPENED}, text: T, subject: "{{{{mater}}}}"}}', "NOT003", "subject", "matter"),
        (f"{{{OPENED}, text: T, show: [case, mobil]}}", "NOT003", "show[1]", "mobile"),
        (f'{{{OPENED}, text: "{{{{case}}"}}', "NOT004", "text", ""),
        (f'{{{OPENED}, text: "case}}}}"}}', "NOT004", "text", ""),
        (f'{{{OPENED}, text: "{{{{case {{{{matter}}}}}}}}"}}', "NOT004", "text", ""),
        (f'{{{OPENED}, text: "{{{{due}}}}"}}', "NOT011", "text", ""),
        ('{trigger: {metric: resolution, at: missed}, text: "{{previous_due}}"}', "NOT011", "text", ""),
    ],
)
def test_names_that_mean_nothing(notice: str, code: str, path: str, expected: str) -> None:
    problem = only(section(notice))
    assert (problem.code, problem.path_text) == (code, f"customer_notices.notices[0].{path}")
    assert str(problem.params.get("expected", "")).startswith(expected)


@pytest.mark.parametrize(
    "notice",
    [
        f'{{{OPENED}, text: "{{{{case}}}} {{{{-opened_at}}}} {{{{matter}}}} {{{{owner.name}}}} {{{{agent.key}}}}"}}',
        f'{{{OPENED}, text: "{{{{status}}}} {{{{standard}}}} {{{{resolution.due}}}} {{{{resolution.target}}}}"}}',
        f'{{{OPENED}, text: "{{{{first_response.label}}}} {{{{first_response.state}}}} {{one}}"}}',
        '{trigger: {event: decision_notice}, text: "{{decision}} {{next_update}} {{level}}"}',
        '{trigger: {due_changed: resolution}, text: "{{due}} {{previous_due}} {{reason}}", show: [mobile]}',
        '{trigger: {metric: resolution, at: missed}, text: "{{due}}"}',
        "{trigger: {all: [{event: message}, {running: resolution}]}, text: T}",
    ],
)
def test_names_that_mean_something(notice: str) -> None:
    assert [problem.render() for problem in told(section(notice))] == []


def test_fields_are_judged_only_where_attributes_are_declared() -> None:
    body = f'customer_notices: {{contacts: {{sms: mobil}}, notices: [{{{OPENED}, text: "{{{{anything}}}}"}}]}}\n'
    assert codes(SLA + body) == []
    assert codes(WORDS + SLA + body) == ["NOT003", "NOT012"]


def test_contacts_name_attributes() -> None:
    problem = found(section(f"{{{OPENED}, text: T}}", more="  contacts: {sms: mobil, mail: mobile}\n"), "NOT012")
    assert (problem.path_text, problem.params["expected"]) == ("customer_notices.contacts.sms", "mobile")


def test_conditions_are_linted_as_everywhere() -> None:
    assert only(section(f"{{{OPENED}, when: {{matter: repare}}, text: T}}")).code == "SLA002"
    assert only(section("{trigger: {event: message, publik: true}, text: T}")).code == "SLA007"
    assert only(section("{trigger: {any: [builtin]}, text: T}")).code == "SLA008"


# ── notifiers, twins ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_via_names_notifiers_where_there_are_any() -> None:
    notice = f"{{{OPENED}, via: [mail, smss], text: T}}"
    problem = found(section(notice, head="notifiers: {sms: {type: console}, mail: {type: console}}\n"), "NOT005")
    assert (problem.path_text, problem.params["expected"]) == ("customer_notices.notices[0].via[1]", "sms")
    assert "NOT005" not in codes(section(notice))


def test_two_notices_that_say_the_same() -> None:
    same = f"{{{OPENED}, text: T}}"
    assert only(section(same, same)).params == {"first": "notices[0]"}
    assert "NOT006" not in codes(section(same, f"{{{OPENED}, when: {{matter: repair}}, text: T}}"))


def test_what_changed_is_listed() -> None:
    old: Edition = edition(section(f"{{name: a, {OPENED}, text: T}}"))
    new, _ = check_edition(whole(section(f"{{name: a, {OPENED}, text: U}}", f"{{name: b, {OPENED}, text: V}}")), "s.yaml")
    assert new is not None
    assert [str(change) for change in diff_editions(old, new)] == [
        "customer_notices.notices.a.text: T → U",
        "customer_notices.notices.b: added: {name: b, trigger: {event: opened}, text: V}",
    ]
