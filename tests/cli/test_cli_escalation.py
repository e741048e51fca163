"""`servstd escalation`: plans and chains as a user sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

Call = Callable[..., Said]
STANDARD = """\
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
attributes: {priority: {values: [normal, urgent], ordered: true, default: normal}}
sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
people:
  li: {name: 李雷, roles: [agent], contacts: {mail: li}}
  wang: {name: 王芳, roles: [supervisor], contacts: {mail: wang}}
  zhao: {name: 赵敏, roles: [boss], contacts: {mail: zhao}}
notifiers: {mail: {type: console, contact: mail}}
escalation:
  ladder: [{agent: 专员}, {supervisor: 主管}, {boss: 老板}]
  fallback: {person: zhao}
  chains:
    - name: urgent
      label: {en: urgent matters, zh: 紧急事项}
      trigger: {event: opened}
      when: {priority: urgent}
      steps:
        - {notify: [owner], via: [mail]}
        - {after: 15m, unless: acknowledged, level: supervisor, via: [mail]}
        - {after: 30m, unless: acknowledged, level: boss, via: [mail]}
      stop_on: [resolved]
"""
EVENTS = (
    '{"case": "42", "at": "2026-01-10T23:40:00+08:00", "kind": "opened", "by": "customer", "data": {"priority": "urgent", "owner": "li"}}\n'
)


@pytest.fixture
def shop(here: Path) -> Path:
    (here / "shop.yaml").write_text(STANDARD, encoding="utf-8")
    (here / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    return here


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_case_that_is_supposed(shop: Path, call: Call, snapshot: Callable[[str, str], None], locale: str) -> None:
    data = ("--case-data", "priority=urgent", "--case-data", "owner=li")
    said = call(
        "escalation", "plan", "shop.yaml", *data, "--at", "2026-01-10 23:40", "--answer", "+20m acknowledged wang", "--locale", locale
    )
    assert (said.code, said.err) == (0, "")
    snapshot(f"escalation_plan_{locale}", said.out)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_chains_in_words(shop: Path, call: Call, snapshot: Callable[[str, str], None], locale: str) -> None:
    said = call("escalation", "show", "shop.yaml", "--locale", locale)
    assert said.code == 0
    snapshot(f"escalation_show_{locale}", said.out)


def test_a_case_of_a_file_and_the_picture(shop: Path, call: Call) -> None:
    said = call(
        "escalation", "plan", "shop.yaml", "--events", "events.jsonl", "--case", "42", "--until", "2026-01-11", "--html", "plan.html"
    )
    assert said.code == 0
    assert "Who is told when: case 42" in said.out
    assert "decided at 2026-01-10T23:40:00+08:00" in said.err
    assert "<svg" in (shop / "plan.html").read_text("utf-8")


def test_json_holds_every_line(shop: Path, call: Call) -> None:
    said = call("escalation", "plan", "shop.yaml", "--events", "events.jsonl", "--case", "42", "--format", "json")
    data = json.loads(said.out)
    assert [line["recipient"] for line in data["lines"]] == ["li", "wang", "zhao"]
    assert data["html"] is None
    shown = json.loads(call("escalation", "show", "shop.yaml", "--chain", "urgent", "--format", "json").out)
    assert [chain["name"] for chain in shown["chains"]] == ["urgent"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("plan", "shop.yaml"), "ESC063"),
        (("plan", "shop.yaml", "--case", "42"), "ESC063"),
        (("plan", "shop.yaml", "--events", "events.jsonl"), "ESC063"),
        (("plan", "shop.yaml", "--events", "events.jsonl", "--case", "42", "--at", "2026-01-10"), "ESC063"),
        (("plan", "shop.yaml", "--case-data", "priority=urgent"), "ESC063"),
        (("plan", "shop.yaml", "--at", "2026-01-10", "--now", "2026-01-10"), "ESC063"),
        (("plan", "shop.yaml", "--at", "2026-01-10", "--answer", "acknowledged"), "ESC061"),
        (("plan", "shop.yaml", "--at", "2026-01-10", "--answer", "+20m acknowledged li wang"), "ESC061"),
        (("plan", "shop.yaml", "--at", "2026-01-10", "--answer", "+20m acknowledged wnag"), "ESC064"),
        (("plan", "shop.yaml", "--at", "2026-01-10", "--until", "2026-01-09"), "ESC062"),
        (("show", "shop.yaml", "--chain", "urgnt"), "ESC065"),
        (("shwo", "shop.yaml"), "CLI004"),
    ],
)
def test_wrong_use_is_told(shop: Path, call: Call, arguments: tuple[str, ...], code: str) -> None:
    said = call("escalation", *arguments)
    assert said.code == 2
    assert code in said.err


def test_a_standard_without_chains_is_told(shop: Path, call: Call) -> None:
    (shop / "plain.yaml").write_text(STANDARD.partition("people:")[0], encoding="utf-8")
    said = call("escalation", "show", "plain.yaml")
    assert (said.code, "ESC060" in said.err) == (2, True)


def test_an_answer_may_name_a_day_and_a_time(shop: Path, call: Call) -> None:
    answer = "2026-01-10 23:50 escalated li chain=urgent"
    said = call(
        "escalation",
        "plan",
        "shop.yaml",
        "--case-data",
        "priority=urgent",
        "--case-data",
        "owner=li",
        "--at",
        "2026-01-10 23:40",
        "--answer",
        answer,
    )
    assert said.code == 0
    assert "Sat 10 Jan 23:50  +10m  step 2: 主管" in said.out
