"""`servstd notify`: what it sends, what it writes down, and what a program that dies half way leaves behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from servstd.delivery.sent_file import locked, read_sent
from tests.cli.conftest import Said
from tests.support import REPOSITORY, has_shared, shared_path, why_without

Call = Callable[..., Said]

STANDARD = """
format: 1
standard: 和居
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
attributes: {称呼: {}, customer: {}}
calendars: {office: {hours: {mon-fri: ["09:00-18:00"]}}}
notifiers:
  group: {type: jsonl, file: group.jsonl}
  screen: {type: console}
sla:
  policies:
    - {name: all, default: true, calendar: office, targets: {first_response: 1h, resolution: {within: 8h, warn: [50%]}}}
customer_notices:
  notices:
    - {name: 受理, trigger: {event: opened}, via: [VIA], text: "{{称呼}}您好，事项{{case}}已受理，{{first_response.due}}前与您联系。"}
"""
PLUGIN = """
import attrs, os, signal
from servstd.hookspecs import PluginContext, implements
from servstd.notices import Limit, Receipt


@attrs.frozen
class Settings:
    dies_at: int = 0


@attrs.define
class Odd:
    name: str
    dies_at: int
    contact: str = "sms"
    addressing: str = "person"
    limit: Limit = Limit()
    summary: str = "Answers oddly."
    count: int = 0

    def send(self, notice, /):
        self.count += 1
        with open("reached.txt", "a") as file:
            file.write(notice.case + " " + notice.recipients[0].address + "\\n")
        if self.count == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        answers = {"41": Receipt.permanent("blocked"), "42": Receipt.retryable("busy", after=600.0), "43": Receipt.ambiguous("who_knows")}
        return answers.get(notice.case, Receipt.sent())


@implements.notifiers
def notifiers(ctx: PluginContext):
    return [Odd(instance.name, instance.settings.dies_at) for instance in ctx.instances("odd", Settings)]
"""


@pytest.fixture
def folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with a standard whose notices go to a file, and four cases."""
    write_standard(here, "group")
    opened = [
        {"id": f"e{n}", "case": f"{40 + n}", "at": f"2026-01-05T09:0{n}:00+08:00", "kind": "opened", "by": "customer",
         "data": {"称呼": "王女士", "customer": f"c{n}"}}
        for n in range(1, 5)
    ]  # fmt: skip
    (here / "events.jsonl").write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in opened), encoding="utf-8")
    (here / "contacts.yaml").write_text("".join(f"c{n}: {{sms: '1380000000{n}'}}\n" for n in range(1, 5)), encoding="utf-8")
    (here / "odd_plugin.py").write_text(PLUGIN, encoding="utf-8")
    monkeypatch.syspath_prepend(str(here))
    return here


def write_standard(folder: Path, via: str, *, dies_at: int = 0) -> None:
    text = STANDARD.replace("VIA", via)
    if via == "odd":
        text = text.replace("notifiers:\n", f"notifiers:\n  odd: {{type: odd, dies_at: {dies_at}}}\n")
    (folder / "standard.yaml").write_text(text, encoding="utf-8")


ARGUMENTS = ("notify", "standard.yaml", "--events", "events.jsonl", "--sent", "sent.jsonl", "--no-plugins")
START = (*ARGUMENTS, "--after", "2026-01-05", "--now", "2026-01-05T09:30")
AGAIN = (*ARGUMENTS, "--now", "2026-01-05T09:35")
ODD = ("--plugin", "odd_plugin", "--contacts", "contacts.yaml")


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_the_first_run_needs_a_go_live_instant(call: Call, folder: Path) -> None:
    said = call(*ARGUMENTS)
    assert (said.code, said.out) == (2, "")
    assert "DLV040" in said.err
    assert "--after 2" in said.err
    assert not (folder / "sent.jsonl").exists()
    assert not (folder / "group.jsonl").exists()


def test_a_notice_is_sent_once_over_many_runs(call: Call, folder: Path) -> None:
    said = call(*START)
    assert said.code == 0
    assert "sent: 4, to be tried again: 0, failed for good: 0, outcome unknown: 0" in said.out
    assert lines(folder / "group.jsonl")[0]["text"] == "王女士您好，事项41已受理，1月5日（周一）10:01前与您联系。"
    said = call(*AGAIN, "--locale", "zh")
    assert (said.code, said.out) == (0, "没有要发送的通知\n")
    assert len(lines(folder / "group.jsonl")) == 4
    record = lines(folder / "sent.jsonl")
    assert record[0] == {"after": "2026-01-04T16:00:00Z"}
    assert [line["status"] for line in record[1:]] == ["sending", "delivered"] * 4
    assert "王女士" not in (folder / "sent.jsonl").read_text("utf-8")


def test_history_before_the_go_live_is_never_sent(call: Call, folder: Path) -> None:
    assert call(*ARGUMENTS, "--after", "2026-01-05T09:02", "--now", "2026-01-05T09:30").code == 0
    assert call(*AGAIN).code == 0
    assert [line["case"] for line in lines(folder / "group.jsonl")] == ["43", "44"]


def test_a_dry_run_shows_and_writes_nothing(call: Call, folder: Path) -> None:
    said = call(*START, "--dry-run")
    assert said.code == 0
    assert "would be sent: 4; nothing was sent" in said.out
    assert "[group] 事项 41：已受理\n王女士您好" in said.out
    shown = json.loads(call(*START, "--dry-run", "--format", "json").out)
    assert shown["counts"] == {"planned": 4}
    assert shown["deliveries"][0]["text"].startswith("王女士您好")
    assert not {"sent.jsonl", "group.jsonl", "sent.jsonl.lock"} & {file.name for file in folder.iterdir()}


def test_staff_are_told_in_their_room(call: Call, folder: Path) -> None:
    arguments = (*ARGUMENTS, "--after", "2026-01-05", "--now", "2026-01-05T15:00", "--staff", "group")
    assert call(*arguments).code == 0
    texts = [line["text"] for line in lines(folder / "group.jsonl") if line["case"] == "41"]
    assert "事项 41：首次响应已超时，时限为 1月5日（周一）10:01。" in texts
    assert "事项 41：解决已到预警点 50%（1月5日（周一）13:01）。" in texts
    assert [line["actions"] for line in lines(folder / "group.jsonl")] == [[]] * len(lines(folder / "group.jsonl"))
    said = call(*ARGUMENTS, "--staff", "nobody")
    assert (said.code, "CLI003" in said.err, "expected: " in said.err) == (2, True, True)


def test_staff_are_led_to_the_case(call: Call, folder: Path) -> None:
    arguments = (*ARGUMENTS, "--after", "2026-01-05", "--now", "2026-01-05T15:00", "--staff", "group")
    assert call(*arguments, "--case-url", "https://crm.example/cases/{case}").code == 0
    told = {
        (line["reason"], *(action["url"] for action in line["actions"])) for line in lines(folder / "group.jsonl") if line["case"] == "41"
    }
    link = "https://crm.example/cases/41"
    assert told == {("opened",), ("missed", link), ("threshold", link)}
    said = call(*arguments, "--case-url", "crm.example/41")
    assert (said.code, "DLV006" in said.err) == (2, True)


def test_json_on_standard_output_is_one_document_whatever_a_notifier_prints(call: Call, folder: Path) -> None:
    write_standard(folder, "screen")
    said = call(*START, "--format", "json")
    shown = json.loads(said.out)
    assert (shown["counts"]["sent"], [one["status"] for one in shown["deliveries"]]) == (4, ["delivered"] * 4)
    assert "[screen] c1: 事项 41：已受理" in said.err


def test_what_fails_is_told_and_tried_again_only_where_that_helps(call: Call, folder: Path) -> None:
    write_standard(folder, "odd")
    said = call(*START, *ODD)
    assert said.code == 1
    assert "sent: 1, to be tried again: 1, failed for good: 1, outcome unknown: 1" in said.out
    assert "blocked" in said.out
    assert (folder / "reached.txt").read_text().splitlines() == [f"4{n} 1380000000{n}" for n in range(1, 5)]
    said = call(*AGAIN, *ODD)
    assert said.code == 0
    assert "waiting for their next try: 1" in said.err
    assert "DLV046: 2 notices of earlier runs are not tried again: permanent 1, unknown 1" in said.err
    assert len((folder / "reached.txt").read_text().splitlines()) == 4
    said = call(*ARGUMENTS, *ODD, "--now", "2026-01-05T09:41")
    assert (said.code, (folder / "reached.txt").read_text().splitlines()[4:]) == (1, ["42 13800000002"])
    key = next(key for key, entry in read_sent("sent.jsonl").entries.items() if entry.status == "ambiguous")
    said = call(*AGAIN, *ODD, "--again", key)
    assert (folder / "reached.txt").read_text().splitlines()[5:] == ["43 13800000003"]


def test_without_an_address_nobody_is_told(call: Call, folder: Path) -> None:
    write_standard(folder, "odd")
    said = call(*START, "--plugin", "odd_plugin", "--locale", "zh")
    assert said.code == 1
    assert "DLV031: c1 没有用于 odd 的联系方式" in said.err
    assert not (folder / "reached.txt").exists()


def test_a_key_that_is_not_owed_is_refused(call: Call, folder: Path) -> None:
    said = call(*START, "--again", "41")
    assert (said.code, "DLV044" in said.err) == (2, True)
    assert not (folder / "group.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "place"), [("c1: 13800138000\n", "contacts.yaml:1:5"), ("c1: {sms: 13800138000}\n", "contacts.yaml:1:11"), ("c1: [a]\n", "")]
)
def test_contacts_are_read_strictly(call: Call, folder: Path, text: str, place: str) -> None:
    (folder / "contacts.yaml").write_text(text, encoding="utf-8")
    said = call(*START, "--contacts", "contacts.yaml")
    assert said.code == 2
    assert f"{place}: DLV045" in said.err if place else "DLV045" in said.err


def test_contacts_that_cannot_be_read(call: Call, folder: Path) -> None:
    (folder / "contacts.yaml").write_text("c1: {sms: '1'\n", encoding="utf-8")
    assert call(*START, "--contacts", "contacts.yaml").code == 1
    assert call(*START, "--contacts", "nowhere.yaml").code == 2


def test_a_record_in_a_folder_that_is_not_there(call: Call, folder: Path) -> None:
    said = call("notify", "standard.yaml", "--events", "events.jsonl", "--sent", "no/sent.jsonl", "--after", "2026-01-05", "--no-plugins")
    assert (said.code, "CLI019: no/sent.jsonl cannot be written" in said.err) == (2, True)


def test_another_file_is_not_taken_for_the_record(call: Call, folder: Path) -> None:
    before = (folder / "events.jsonl").read_bytes()
    said = call("notify", "standard.yaml", "--events", "events.jsonl", "--sent", "events.jsonl", "--after", "2026-01-05", "--no-plugins")
    assert (said.code, "DLV043" in said.err) == (2, True)
    assert (folder / "events.jsonl").read_bytes() == before


def test_two_runs_at_once(call: Call, folder: Path) -> None:
    with locked("sent.jsonl"):
        said = call(*START)
    assert (said.code, "DLV041" in said.err) == (2, True)
    assert call(*START).code == 0


def test_a_run_that_was_stopped_while_writing(call: Call, folder: Path) -> None:
    assert call(*START).code == 0
    record = folder / "sent.jsonl"
    whole = record.read_bytes()
    record.write_bytes(whole[:-40])
    said = call(*AGAIN)
    assert said.code == 0
    assert "DLV042" in said.err
    assert "unknown 1" in said.err
    assert len(lines(folder / "group.jsonl")) == 4
    assert call(*AGAIN).code == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_in_the_middle_only_the_one_in_flight_is_in_doubt(call: Call, folder: Path) -> None:
    write_standard(folder, "odd", dies_at=2)
    command = [sys.executable, "-c", "from servstd.cli import main; main()", *START, *ODD]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    entries = read_sent("sent.jsonl").entries
    assert [(entry.status, entry.code) for entry in entries.values()] == [("permanent", "blocked"), ("ambiguous", "interrupted")]
    write_standard(folder, "odd")
    said = call(*AGAIN, *ODD)
    assert [line.split()[0] for line in (folder / "reached.txt").read_text().splitlines()] == ["41", "42", "43", "44"]
    assert "permanent 1, unknown 1" in said.err


def test_a_case_that_cannot_be_decided_stops_no_other(call: Call, folder: Path) -> None:
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        for kind in ("opened", "opened"):
            file.write(json.dumps({"id": kind, "case": "50", "at": "9000-01-05T09:00:00+08:00", "kind": kind}) + "\n")
    said = call(*START)
    assert len(lines(folder / "group.jsonl")) == 4
    assert said.code in (0, 1)


@pytest.mark.parametrize("page", ["docs/how-to/send-notices.md", "docs/zh/send-notices.md"])
def test_the_how_to_can_be_followed(call: Call, here: Path, page: str) -> None:
    found = re.findall(r"^```(\w+)\n(.*?)^```$", (REPOSITORY / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (here / "standard.yaml").write_text(next(code for language, code in found if language == "yaml"), encoding="utf-8")
    (here / "events.jsonl").write_text(next(code for language, code in found if language == "json"), encoding="utf-8")
    shown = [(code.split()[1:], after[1]) for (language, code), after in pairwise(found) if language == "sh"]
    assert len(shown) == 3
    for command, output in shown:
        said = call(*command)
        tidy = "\n".join(line.rstrip() for line in said.out.splitlines())
        assert (said.code, tidy) == (0, output.rstrip())


# ── staff ────────────────────────────────────────────────────────────────────────────────────────────────────────
CHAINS = """
format: 1
standard: 和居
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
language: zh
people:
  li: {name: 李雷, roles: [specialist], contacts: {sms: li}}
  wang: {name: 王芳, roles: [supervisor], contacts: {sms: wang}}
notifiers:
  sms: {type: jsonl, file: sms.jsonl, contact: sms}
  group: {type: jsonl, file: group.jsonl}
sla:
  policies: [{name: all, default: true, calendar: always, targets: {resolution: {within: 8h, warn: [50%]}}}]
escalation:
  ladder: [specialist, supervisor]
  digest: [{via: [sms], window: 10m}]
  throttle: [{via: [sms], limits: [{count: 2, per: 1h}]}]
  chains:
    - name: late
      trigger: {metric: resolution, at: 50%}
      steps: [{level: specialist, via: [sms]}, {at: missed, level: supervisor, via: [sms]}]
"""


@pytest.fixture
def chains(folder: Path) -> Path:
    """Return a working directory with a standard that has a chain, and four cases opened a minute apart."""
    (folder / "standard.yaml").write_text(CHAINS, encoding="utf-8")
    return folder


def outcomes(said: Said) -> list[tuple[str, str, str]]:
    deliveries = json.loads(said.out)["deliveries"]
    return [(one["case"], one["to"], one["status"] + "".join(a.get("code", "") for a in one["attempts"])) for one in deliveries]


def test_staff_are_told_through_chains_and_not_flooded(call: Call, chains: Path) -> None:
    start = (*ARGUMENTS, "--after", "2026-01-05", "--format", "json")
    first = call(*start, "--now", "2026-01-05T13:02")
    assert (first.code, outcomes(first)) == (0, [("41", "li", "delivered"), ("42", "li", "delivered")])
    assert str(lines(chains / "sms.jsonl")[0]["text"]).startswith("2 条通知：事项 41, 42\n1. 事项 41：解决将于")
    held = call(*start, "--now", "2026-01-05T13:04")
    assert (held.code, outcomes(held)) == (0, [("43", "li", "retryablegathered"), ("44", "li", "retryablegathered")])
    assert outcomes(call(*start, "--now", "2026-01-05T13:05")) == []
    gone = call(*start, "--now", "2026-01-05T13:12")
    assert outcomes(gone) == [("43", "li", "delivered"), ("44", "li", "delivered")]
    assert len(lines(chains / "sms.jsonl")) == 2
    record = lines(chains / "sent.jsonl")
    assert len({line["digest"] for line in record if "digest" in line}) == 2
    assert {line["contact"] for line in record if "contact" in line} == {"li"}


def test_a_contact_that_got_enough_waits(call: Call, chains: Path) -> None:
    text = (chains / "standard.yaml").read_text("utf-8")
    (chains / "standard.yaml").write_text(re.sub(r"  digest: .*\n", "", text), encoding="utf-8")
    said = call(*ARGUMENTS, "--after", "2026-01-05", "--format", "json", "--now", "2026-01-05T13:04")
    statuses = [status for _, _, status in outcomes(said)]
    assert (said.code, statuses) == (0, ["delivered", "delivered", "retryablethrottled", "retryablethrottled"])
    later = call(*ARGUMENTS, "--format", "json", "--now", "2026-01-05T14:04")
    assert [status for _, _, status in outcomes(later)] == ["delivered", "delivered"]


def test_after_downtime_one_step_is_told(call: Call, chains: Path) -> None:
    said = call(*ARGUMENTS, "--after", "2026-01-05", "--now", "2026-01-05T18:00", "--locale", "en")
    assert said.code == 0
    assert "not sent, for a later step or the end of the matter came first: 4" in said.out
    (digest,) = lines(chains / "sms.jsonl")
    assert str(digest["subject"]) == "4 条通知：事项 41, 42, 43, 44"
    assert "此前已通知" not in str(digest["text"]), "the specialist was told nothing"
    assert call(*ARGUMENTS, "--now", "2026-01-05T18:01", "--locale", "en").out.startswith("nothing to send")


def test_a_look_shows_each_notice_once_and_a_room_still_hears_of_thresholds(call: Call, chains: Path) -> None:
    said = call(*ARGUMENTS, "--after", "2026-01-05", "--now", "2026-01-05T13:02", "--dry-run", "--staff", "group", "--locale", "zh")
    assert said.code == 0
    assert said.out.count("[sms]") == 1
    assert said.out.count("[group]") == 2
    assert "late 1" in said.out
    assert not (chains / "sms.jsonl").exists()


@pytest.fixture
def sample(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with a complaint of the sample standard."""
    if not has_shared("samples", "renovation.yaml"):
        pytest.skip(why_without("samples", "renovation.yaml"))
    text = shared_path("samples", "renovation.yaml").read_text("utf-8")
    (here / "standard.yaml").write_text(text, encoding="utf-8")
    opened = {"id": "e1", "case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer",
              "data": {"matter": "complaint", "owner": "li", "customer": "K1"}}  # fmt: skip
    (here / "events.jsonl").write_text(json.dumps(opened) + "\n", encoding="utf-8")
    for name in ("QIAN", "WANG", "ZHAO", "ZHOU"):
        monkeypatch.setenv(f"PHONE_{name}", "13800000000")
    return here


def answered(said: Said) -> list[tuple[str, str]]:
    found = json.loads(said.out)["deliveries"]
    return [(one["to"], one["status"]) for one in found if "complaint-answer" in one["key"] and "|notice|complaint-answer|" in one["key"]]


def test_the_four_levels_of_the_sample_are_told_one_after_the_other(call: Call, sample: Path) -> None:
    told = []
    for hour in ("06T09:00", "07T01:00", "07T09:00", "07T13:00"):
        said = call(*ARGUMENTS, "--after", "2026-01-05", "--format", "json", "--now", f"2026-01-{hour}")
        told += answered(said)
    assert told == [("li", "delivered"), ("wang", "delivered"), ("qian", "delivered"), ("zhao", "delivered")]


def test_after_downtime_the_sample_tells_one_level(call: Call, sample: Path) -> None:
    told = answered(call(*ARGUMENTS, "--after", "2026-01-05", "--format", "json", "--now", "2026-01-07T13:30"))
    assert sorted(told) == [("li", "overtaken"), ("qian", "overtaken"), ("wang", "overtaken"), ("zhao", "delivered")]
