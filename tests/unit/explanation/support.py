"""What the tests of explanations share: a renovation company's standard, small, and one complaint's history."""

from __future__ import annotations

import servstd

__all__ = ["COMPLAINT", "STANDARD", "TEXT", "later"]

TEXT = """
format: 1
standard: heju
title: {zh: 和居装饰客户服务标准, en: Heju Service Standard}
version: "2026.1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
attributes:
  matter: {label: 事项类型, values: {inquiry: 咨询, complaint: {zh: 投诉, en: complaint}}}
  tier: {label: 客户等级, values: {vip: 核心客户}}
  appointment: {label: {zh: 约定上门时间, en: agreed visit}, kind: instant}
statuses: {open: [处理中], waiting_customer: [待客户确认], on_hold: [待主材到货], otherwise: refuse}
calendars:
  office: {label: {zh: 公司工作时间, en: office hours}, hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: CN}}
sla:
  metrics:
    resolution: {label: {zh: 解决, en: resolution}, pause: [waiting_customer, on_hold]}
    answer: {label: {zh: 答复, en: answer}, start: {becomes: {matter: complaint}}, stop: {event: decision_notice}}
    visit: {label: {zh: 上门, en: visit}, start: {event: changed, set: appointment}, stop: {event: x-arrived}}
    callback: {label: {zh: 回访, en: call-back}, start: {event: resolved}, stop: {event: called_back}, repeats: each}
    works: {label: {zh: 工程部处理, en: works}, start: {event: assigned, team: works}, stop: {event: resolved}}
  policies:
    - {name: spam, when: {tags: {any: [spam]}}, exempt: true}
    - name: vip
      label: {zh: 核心客户, en: key customers}
      when: {tier: vip}
      calendar: always
      targets: {first_response: {within: 10m, clause: "2.9"}}
    - name: complaint
      label: {zh: 投诉, en: complaints}
      clause: "3.1"
      when: {matter: complaint}
      calendar: always
      targets:
        answer: 48h
        resolution: {within: 72h, warn: [50%, "12h remaining", "1h overdue"]}
        visit: {until: appointment, grace: 30m}
        callback: {within: 1wd, calendar: office, end_of_day: true, commitment: goal}
        works: {within: 8h, calendar: office, commitment: internal}
    - {name: rest, default: true, calendar: office, targets: {resolution: {within: 3wd, end_of_day: true}, first_response: none}}
"""
STANDARD = servstd.loads(TEXT)


def later(at: str, kind: str, by: str = "agent", id: str | None = None, **data: object) -> dict[str, object]:
    """Return an event of the complaint; `at` is a local time of January 2026: `05 09:00`."""
    day, time = at.split()
    out: dict[str, object] = {"case": "2026-0105-007", "at": f"2026-01-{day}T{time}:00+08:00", "kind": kind, "by": by, "data": data}
    return out if id is None else {**out, "id": id}


COMPLAINT = [
    later("05 09:00", "opened", id="e1", matter="complaint", tier="vip"),
    later("06 09:00", "changed", id="e2", status="待客户确认", note="1月6日 09:00 短信发送维修方案"),
    later("07 09:00", "changed", id="e3", status="处理中", note="1月7日 09:00 您回复"),
]
