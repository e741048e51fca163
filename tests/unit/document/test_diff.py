"""What changed between two editions: in words, with a direction for targets, and nothing silent."""
# ruff: noqa: E501  # a change and its sentence stay on one line

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import attrs
import pytest

from servstd.document import Edition, check_edition, diff_editions
from servstd.document._differ import aligned, show_data
from servstd.document.diff import Change
from servstd.messages.changes import CHANGES
from tests.unit.document.lints import edition

OLD = """
title: Support
version: "1"
effective_from: 2026-01-01
attributes:
  priority: {values: {low: Low, normal: Normal, high: High}, ordered: true, default: normal}
  matter: {values: [inquiry, repair], required: true}
  visit_at: {kind: instant, label: Agreed visit}
statuses: {open: [new], on_hold: [vendor], resolved: [done]}
calendars:
  office: {label: Office, hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: CN, add: [2026-03-02]}, dates: {"2026-04-01": []}}
  desk: {hours: {mon-sat: ["08:00-20:00"]}}
sla:
  answered_on_arrival: {channel: phone}
  metrics:
    resolution: {label: Resolution, pause: [waiting_customer]}
    visit: {label: Visit, start: {event: changed, set: visit_at}, stop: {event: x-arrived}, repeats: each}
  policies:
    - name: spam
      when: {tags: {any: [spam]}}
      exempt: [resolution]
    - name: repairs
      label: Repairs
      clause: "3.1"
      when: {matter: repair}
      calendar: office
      targets:
        first_response: 30m
        resolution: {within: {priority: {high: 1wd, else: 3wd}}, end_of_day: true, warn: [50%], commitment: goal}
        visit: {until: visit_at, grace: 30m}
    - name: rest
      default: true
      calendar: {priority: {high: always, else: office}}
      targets: {resolution: 8h, solution: none}
people: {li: {name: Li}, wang: {name: Wang}}
scenarios:
  - {name: one, case: {matter: repair}, events: [{at: "2026-01-05 09:00", kind: opened}], expect: {}}
"""


def change(*edits: tuple[str, str], locale: str = "en", old: str = OLD) -> list[Change]:
    new = old
    for before, after in edits:
        assert before in new, before
        new = new.replace(before, after)
    return diff_editions(edition(old), edition(new), locale)


def told(*edits: tuple[str, str], locale: str = "en") -> list[str]:
    return [str(one) for one in change(*edits, locale=locale)]


def test_the_same_edition_has_no_changes() -> None:
    assert change() == []


@pytest.mark.parametrize(
    ("before", "after", "en", "zh"),
    [
        ('version: "1"', 'version: "2"', "Version: 1 → 2", "版本：1 → 2"),
        (
            "effective_from: 2026-01-01",
            "effective_from: 2026-02-01",
            "Effective from: 2026-01-01 → 2026-02-01",
            "生效：2026-01-01 → 2026-02-01",
        ),
        ("title: Support", "title: Help", "title: Support → Help", "title：Support → Help"),
        ("high: High}", "high: High, urgent: Urgent}", "Attribute priority: new values Urgent", "属性“priority”：新增取值 Urgent"),
        (
            "[inquiry, repair]",
            "[inquiry, repair, complaint, praise]",
            "Attribute matter: new values complaint, praise",
            "属性“matter”：新增取值 complaint、praise",
        ),
        ("low: Low, normal: Normal", "normal: Normal", "Attribute priority: values removed Low", "属性“priority”：删除取值 Low"),
        (
            "low: Low, normal: Normal",
            "normal: Normal, low: Low",
            "Attribute priority: order of the values is now Normal < Low < High",
            "属性“priority”：取值次序改为 Normal < Low < High",
        ),
        ("high: High}", "high: Hoch}", "attributes.priority.values.high: High → Hoch", "attributes.priority.values.high：High → Hoch"),
        ("default: normal", "default: low", "attributes.priority.default: normal → low", "attributes.priority.default：normal → low"),
        ("  visit_at:", "  vip: {kind: bool}\n  visit_at:", "Attribute vip: added", "属性“vip”：新增"),
        ("  visit_at:", "  area: {values: [n, s]}\n  visit_at:", "Attribute area: added: n, s", "属性“area”：新增"),
        ("open: [new]", "open: [new, again]", "Status again: added as open", "状态“again”：新增，归入处理中"),
        ("on_hold: [vendor]", "on_hold: []", "Status vendor: removed (was on hold)", "状态“vendor”：删除（原归入挂起）"),
        (
            "on_hold: [vendor], resolved: [done]",
            "resolved: [done, vendor]",
            "Status vendor: on hold → resolved",
            "状态“vendor”：挂起 → 已解决",
        ),
        ("  desk: {", "  shop: {hours: {sat: ['10:00-12:00']}}\n  desk: {", "Calendar shop: added", "日历“shop”：新增"),
        ('  desk: {hours: {mon-sat: ["08:00-20:00"]}}\n', "", "Calendar desk: removed", "日历“desk”：删除"),
        (
            'mon-fri: ["09:00-17:00"]',
            'mon-fri: ["09:00-18:00"]',
            "Calendar Office: hours mon-fri: 09:00-17:00 → 09:00-18:00",
            "每周时间周一至周五",
        ),
        (
            '"2026-04-01": []',
            '"2026-04-01": [], "2026-04-02": []',
            "Calendar Office: dates 2026-04-02: nothing → closed",
            "特定日期2026-04-02：无 → 休息",
        ),
        ("country: CN", "country: DE", "Calendar Office: holidays (country): CN → DE", "节假日（国家）：CN → DE"),
        ("add: [2026-03-02]", "add: []", "Calendar Office: holidays (added days): 2026-03-02 → closed", "节假日（另加）"),
        ("label: Office", "label: Desk", "calendars.office.label: Office → Desk", "calendars.office.label：Office → Desk"),
        (
            "pause: [waiting_customer]",
            "pause: [on_hold]",
            "Metric Resolution: paused while: the case is waiting for the customer → the case is on hold",
            "指标“Resolution”：暂停：事项状态为等待客户 → 事项状态为挂起",
        ),
        (
            "pause: [waiting_customer]",
            "pause: none",
            "Metric Resolution: paused while: the case is waiting for the customer → nothing",
            "→ 无",
        ),
        ("repeats: each", "repeats: no", "Metric Visit: repeats: at each start → once a case", "重复：每次起表 → 每件一次"),
        (
            "pause: [waiting_customer]}",
            "pause: [waiting_customer], reopen: restart}",
            "Metric Resolution: when reopened: it runs on → a new cycle starts",
            "重新打开时",
        ),
        ("label: Visit", "label: Besuch", "sla.metrics.visit.label: Visit → Besuch", "sla.metrics.visit.label"),
        (
            "  policies:",
            "    trip: {start: {event: x-left}, stop: {event: x-arrived}}\n  policies:",
            "Metric trip: added; it starts when the event left, and stops when the event arrived",
            "指标“trip”：新增；起表：发生“left”；停表：发生“arrived”",
        ),
        (
            "answered_on_arrival: {channel: phone}",
            "answered_on_arrival: {channel: app}",
            "Answered on arrival: channel is phone → channel is app",
            "来时已有人应答",
        ),
        ("  answered_on_arrival: {channel: phone}\n", "", "Answered on arrival: channel is phone → nothing", "→ 无"),
        (
            "solution: none",
            "solution: none, time_to_own: 1h",
            "Metric time to an owner: is now measured, as a policy names it",
            "指标“派到责任人”：开始计量",
        ),
        (
            "first_response: 30m\n",
            "solution: none\n",
            "Metric first response: is no longer measured, as no policy names it",
            "指标“首次响应”：不再计量",
        ),
        (
            "when: {matter: repair}",
            "when: {matter: [repair, inquiry]}",
            "Policy Repairs: its cases: matter is repair → matter is repair or inquiry",
            "适用范围",
        ),
        ("      calendar: office", "      calendar: desk", "Policy Repairs: calendar: Office → desk", "规则“Repairs”：日历：Office → desk"),
        (
            "calendar: {priority: {high: always, else: office}}",
            "calendar: office",
            "Policy rest: calendar: High: around the clock; otherwise: Office → Office",
            "规则“rest”：日历：High: 全天；其他: Office → Office",
        ),
        ("exempt: [resolution]", "exempt: true", "Policy spam: exempt: Resolution → every metric", "豁免：Resolution → 全部指标"),
        (
            "exempt: [resolution]",
            "exempt: [resolution]\n      targets: {solution: 1h}\n      calendar: desk",
            "Policy spam: new target.",
            "新增时限。解决或给出方案：1 小时内（desk）",
        ),
        (
            "      clause:",
            "      on_change: keep\n      clause:",
            "Policy Repairs: a running clock that comes to it: what has run counts → the old target stays",
            "沿用旧时限",
        ),
        ('clause: "3.1"', 'clause: "3.2"', "sla.policies.repairs.clause: 3.1 → 3.2", "sla.policies.repairs.clause：3.1 → 3.2"),
        (
            "solution: none",
            "solution: 4h",
            "rest, solution or offer of one: measured only, no target → within 4 hours",
            "只计量，不考核 → 4 小时内",
        ),
        (
            "first_response: 30m",
            "first_response: 15m",
            "Repairs, first response: 30 minutes → 15 minutes (tighter)",
            "Repairs · 首次响应：30 分钟 → 15 分钟（更严）",
        ),
        ("first_response: 30m", "first_response: 1h30m", "30 minutes → 1 hour 30 minutes (looser)", "30 分钟 → 1 小时 30 分钟（更松）"),
        (
            "else: 3wd",
            "else: 2wd",
            "Repairs, Resolution (otherwise): 3 working days, until closing time → 2 working days, until closing time (tighter)",
            "（其他）",
        ),
        (
            "grace: 30m",
            "grace: 15m",
            "no later than 30 minutes after Agreed visit → no later than 15 minutes after Agreed visit (tighter)",
            "（更严）",
        ),
        (
            ", grace: 30m",
            "",
            "no later than 30 minutes after Agreed visit → no later than Agreed visit (tighter)",
            "不晚于Agreed visit（更严）",
        ),
        ("grace: 30m", "grace: 45m", "(looser)", "（更松）"),
        (
            "warn: [50%]",
            'warn: [50%, "1wd remaining"]',
            "Repairs, Resolution: warnings: 50% → 50%, 1 working day before the due",
            "预警点：50% → 50%、到期前 1 个工作日",
        ),
        ("warn: [50%], ", "", "Repairs, Resolution: warnings: 50% → nothing", "预警点：50% → 无"),
        ("commitment: goal", "commitment: promise", "Repairs, Resolution: goal → promise", "Repairs · Resolution：目标 → 承诺"),
        (
            "resolution: 8h",
            "resolution: {within: 8h, note: as told}",
            "sla.policies.rest.targets.resolution.note: added: as told",
            "note：新增：as told",
        ),
        ("name: Wang", "name: Wong", "people.wang.name: Wang → Wong", "people.wang.name：Wang → Wong"),
        (", wang: {name: Wang}", "", "people.wang: removed: {name: Wang}", "people.wang：删除：{name: Wang}"),
        ("name: one", "name: two", "Scenario two: added", "用例“two”：新增"),
        (
            '09:00", kind: opened',
            '10:00", kind: opened',
            "scenarios.one.events[0].at: 2026-01-05 09:00 → 2026-01-05 10:00",
            "scenarios.one.events[0].at",
        ),
    ],
)
def test_each_change_is_told(before: str, after: str, en: str, zh: str) -> None:
    assert any(en in text for text in told((before, after))), told((before, after))
    assert any(zh in text for text in told((before, after), locale="zh")), told((before, after), locale="zh")


def test_the_time_zone_and_the_name() -> None:
    other = edition(OLD.replace("title:", "time_zone: Europe/Berlin\nstandard: other\ntitle:"))
    texts = [str(one) for one in diff_editions(edition(OLD), other)]
    assert texts[:2] == [
        "Name of the standard: s → other",
        "Time zone: Asia/Shanghai → Europe/Berlin (every local time of the standard means another instant)",
    ]


def test_a_change_is_a_value() -> None:
    (only,) = change(("first_response: 30m", "first_response: 15m"))
    assert (only.code, only.direction) == ("DIF062", "tighter")
    assert only.path == ("sla", "policies", "repairs", "targets", "first_response")
    assert only.texts == (str(only),)


def test_what_is_removed() -> None:
    more = OLD.replace("  visit_at:", "  vip: {kind: bool}\n  visit_at:").replace(
        "  policies:", "    trip: {start: {event: x-left}, stop: {event: x-arrived}, label: Trip}\n  policies:"
    )
    assert [str(one) for one in diff_editions(edition(more), edition(OLD))] == ["Attribute vip: removed", "Metric Trip: removed"]


def test_huge_tables_are_compared_up_to_a_bound() -> None:
    rows = ", ".join(f"k{i}: 1h" for i in range(400))
    table = f"{{within: {{customer: {{{rows}, else: 8h}}}}}}"
    texts = told(("resolution: 8h", f"resolution: {table}"))
    assert any("8 hours → 1 hour (tighter)" in text for text in texts)


def test_a_new_policy_is_told_with_its_place_targets_and_rest() -> None:
    added = "    - name: vip\n      note: told\n      when: {tier: vip}\n      calendar: office\n      targets: {resolution: {within: 4h, clause: a}}\n    - name: rest\n"
    assert told(("    - name: rest\n", added)) == [
        "Policy vip: added as number 3, for cases: tier is vip",
        "Policy vip: new target. Resolution: within 4 hours (Office)",
    ]
    new = edition(OLD.replace("    - name: rest\n", added))
    assert [str(one) for one in diff_editions(new, edition(OLD))] == [
        "Policy vip: removed (it was for cases: tier is vip)",
        "Policy vip: target removed. Resolution: within 4 hours (Office)",
    ]


def test_what_a_new_policy_exempts_is_told_and_nothing_is_listed_again() -> None:
    added = "    - {name: vip, when: {tier: vip}, exempt: true, on_change: keep}\n    - name: rest\n"
    assert told(("    - name: rest\n", added)) == [
        "Policy vip: added as number 3, for cases: tier is vip",
        "Policy vip: exempt: nothing → every metric",
        "Policy vip: a running clock that comes to it: what has run counts → the old target stays",
    ]


def test_when_a_new_metric_pauses_is_told_and_nothing_is_listed_again() -> None:
    trip = "    trip: {label: Trip, start: {event: x-left}, stop: {event: x-arrived}, pause: [on_hold], repeats: each}\n  policies:"
    texts = told(("  policies:", trip))
    assert texts[0].startswith("Metric Trip: added")
    assert texts[1].startswith("Metric Trip: paused while: nothing →")
    assert texts[2] == "Metric Trip: repeats: once a case → at each start"
    assert len(texts) == 3


def test_policies_that_moved() -> None:
    made = edition(OLD)
    spam, repairs, rest = made.policies
    policies = made.source["sla"]["policies"]  # type: ignore[index]
    source = {**made.source, "sla": {**made.source["sla"], "policies": [policies[1], policies[0], policies[2]]}}  # type: ignore[dict-item]
    moved = attrs.evolve(made, policies=(repairs, spam, rest), source=source)
    assert [str(one) for one in diff_editions(made, moved)] == [
        "Order of the policies: spam > Repairs > rest → Repairs > spam > rest; the first that names a metric counts"
    ]


def test_other_named_things_that_moved() -> None:
    again = OLD + OLD.splitlines()[-1].replace("name: one", "name: two") + "\n"
    lines = again.splitlines()
    swapped = "\n".join([*lines[:-2], lines[-1], lines[-2]]) + "\n"
    texts = [str(one) for one in diff_editions(edition(again), edition(swapped))]
    assert texts == ["scenarios: the order has changed: one, two → two, one"]


def test_a_target_added_and_removed() -> None:
    assert told(("        first_response: 30m\n", "        first_response: 30m\n        solution: 2h\n"))[0].startswith(
        "Policy Repairs: new target. Solution"
    )
    assert "Policy Repairs: target removed. First response: within 30 minutes (Office)" in told(("        first_response: 30m\n", ""))


def test_open_time_lost_and_won() -> None:
    texts = told(('mon-fri: ["09:00-17:00"]', 'mon-thu: ["09:00-18:00"]'))
    assert any(re.search(r"Calendar Office: in the twelve months from 2026-01-01, 2\d\d days have other hours", text) for text in texts)
    assert any("hours less and" in text for text in texts)
    same = told(('mon-fri: ["09:00-17:00"]', 'mon-fri: ["09:00-12:00", "12:00-17:00"]'))
    assert any("its open time stays the same" in text for text in same)


def test_a_calendar_change_by_name_only_is_told_where_it_is_written() -> None:
    assert told(('mon-sat: ["08:00-20:00"]', 'mon-sat: ["08:00-21:00"]'))[0] == "Calendar desk: hours mon-sat: 08:00-20:00 → 08:00-21:00"
    assert "周一至周六" in told(('mon-sat: ["08:00-20:00"]', 'mon-sat: ["08:00-21:00"]'), locale="zh")[0]


@pytest.mark.parametrize(
    ("before", "after", "direction", "text"),
    [
        ("resolution: 8h", "resolution: {within: 24h, calendar: always}", "mixed", "(High): 8 hours → 24 hours (looser)"),
        (
            "resolution: 8h",
            "resolution: {within: 24h, calendar: always}",
            "mixed",
            "8 hours (Office) → 24 hours (around the clock) (tighter or looser as it starts: started ",
        ),
        (
            "resolution: 8h",
            "resolution: {within: {priority: {high: 2h, else: 8h}}}",
            "tighter",
            "rest, Resolution (High): 8 hours → 2 hours (tighter)",
        ),
        ("resolution: 8h", "resolution: {within: {priority: {high: 2h}}}", None, "rest, Resolution (otherwise): 8 hours → not graded"),
        (
            "high: 1wd, else: 3wd",
            "high: 1wd, normal: 2wd, else: 3wd",
            "tighter",
            "(Normal): 3 working days, until closing time → 2 working days",
        ),
        ("end_of_day: true", "end_of_day: false", "tighter", "1 working day, until closing time → 1 working day (tighter)"),
    ],
)
def test_directions(before: str, after: str, direction: str | None, text: str) -> None:
    changes = change((before, after))
    assert any(text in str(one) for one in changes), [str(one) for one in changes]
    assert direction in [one.direction for one in changes]
    chinese = change((before, after), locale="zh")
    assert [one.direction for one in chinese] == [one.direction for one in changes]


def test_nested_tables_name_every_step() -> None:
    table = "{within: {matter: {repair: {priority: {high: 1h, else: 2h}}, else: 8h}}}"
    texts = told(("resolution: 8h", f"resolution: {table}"))
    assert "rest, Resolution (High, repair; High, inquiry): " not in "".join(texts)
    assert any("High, repair" in text or "repair, High" in text for text in texts)
    assert any("（High·" in text or "·High" in text for text in told(("resolution: 8h", f"resolution: {table}"), locale="zh"))


def test_another_attribute_for_until_has_no_direction() -> None:
    old = OLD.replace("  visit_at:", "  other_at: {kind: instant}\n  visit_at:")
    (only,) = diff_editions(edition(old), edition(old.replace("until: visit_at", "until: other_at")))
    assert only.direction is None
    assert "no later than 30 minutes after other_at" in str(only)


def test_same_meaning_written_otherwise_is_not_silent() -> None:
    assert told(("first_response: 30m", "first_response: {within: 30m}")) == []
    assert change(("resolution: 8h", "resolution: {within: 7h60m}")) == []


def test_named_lists_are_compared_by_name() -> None:
    assert aligned([{"name": "a"}, {"name": "a"}]) == [{"name": "a"}, {"name": "a"}]
    assert aligned([]) == []
    assert aligned([{"name": "a"}, 1]) == [{"name": "a"}, 1]


def test_plain_data_are_shown_as_written() -> None:
    assert show_data({"a": [True, False, None, 1.5, "x"]}) == "{a: [true, false, ~, 1.5, x]}"
    assert len(show_data("x" * 200)) == 100


def test_lists_are_told_by_what_came_and_went() -> None:
    old = OLD.replace("people:", "publish: {ladder: [a, b, c]}\npeople:")
    texts = [str(one) for one in diff_editions(edition(old), edition(old.replace("[a, b, c]", "[a, d, c]")))]
    assert texts == ["publish.ladder: added: [d]", "publish.ladder: removed: [b]"]
    texts = [str(one) for one in diff_editions(edition(old), edition(old.replace("[a, b, c]", "[b, a, c]")))]
    assert texts == ["publish.ladder: [a, b, c] → [b, a, c]"]
    texts = [str(one) for one in diff_editions(edition(old), edition(old.replace("[a, b, c]", "[a, b, c, true]")))]
    assert texts == ["publish.ladder: added: [true]"]
    texts = [str(one) for one in diff_editions(edition(old), edition(old.replace("[a, b, c]", "[a, c]")))]
    assert texts == ["publish.ladder: removed: [b]"]


def test_every_sentence_is_in_both_languages() -> None:
    for code, (english, chinese) in CHANGES.items():
        assert re.findall(r"{\w+}", english) == re.findall(r"{\w+}", chinese) or sorted(re.findall(r"{\w+}", english)) == sorted(
            re.findall(r"{\w+}", chinese)
        ), code
        assert re.search("[一-鿿]", chinese) or chinese.startswith("{"), code


def test_the_sample_against_itself_with_one_word_changed(shared: Path) -> None:
    text = (shared / "samples" / "renovation.yaml").read_text(encoding="utf-8")

    def made(content: str) -> Edition:
        read, problems = check_edition(content, "renovation.yaml", today=date(2026, 1, 5))
        assert read is not None, problems
        return read

    old = made(text)
    assert diff_editions(old, old, "zh") == []
    (only,) = diff_editions(old, made(text.replace("{general: 30m, major: 15m}", "{general: 30m, major: 10m}")), "zh")
    assert str(only) == "投诉 · 首次响应（重大投诉）：15 分钟 → 10 分钟（更严）"
