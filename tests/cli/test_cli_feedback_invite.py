"""`servstd feedback invite`: who would be asked, sending, what is written down, and what a program that died left behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from servstd.cli._feedback_sending import read_ledger_file
from servstd.delivery.sent_file import locked
from servstd.errors import UsageError
from tests.cli.conftest import Said

Call = Callable[..., Said]

STANDARD = """
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: UTC
language: en
attributes: {customer: {}, email: {}, ok: {kind: bool, default: true}}
notifiers: {mail: {type: jsonl, file: mail.jsonl}}
feedback:
  instruments: {after: {kind: csat}, year: {kind: nps}}
  invitations:
    - name: after
      instrument: after
      trigger: {event: closed}
      via: [VIA]
      expires: 7d
      reminder: {after: 2d}
      gates: {consent: ok, recontact: 30 days, hours: {mon-sun: ["09:00-20:00"]}}
    - {name: year, instrument: year, trigger: {every: year, from: 2026-01-01}, via: [mail], expires: 30d}
"""
FILES = ("--ledger", "ledger.jsonl", "--sent", "sent.jsonl", "--out", "surveyed.jsonl")
NOW = ("--now", "2026-01-05T12:00")
KEY = "|1||1-closed|ask|after"


@pytest.fixture
def shop(here: Path) -> Path:
    (here / "standard.yaml").write_text(STANDARD.replace("VIA", "mail"), encoding="utf-8")
    lines = [*case("1", "c1"), *case("2", "c2", ok=False), *case("3", "c1", closed="11:30"), *case("4", "c4", closed="11:45")]
    (here / "events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return here


def case(number: str, customer: str, *, closed: str = "11:00", ok: bool = True) -> list[str]:
    data = {"customer": customer, "ok": ok, "email": f"{customer}@example.org"}
    opened = {"id": f"{number}-opened", "case": number, "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": data}
    ended = {"id": f"{number}-closed", "case": number, "at": f"2026-01-05T{closed}:00Z", "kind": "closed", "by": "agent"}
    return [json.dumps(opened), json.dumps(ended)]


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]


def invite(call: Call, *arguments: str) -> Said:
    return call("feedback", "invite", "standard.yaml", "--events", "events.jsonl", *arguments)


def test_a_dry_run_says_who_would_be_asked_and_who_not(shop: Path, call: Call) -> None:
    said = invite(call, *NOW, "--dry-run")
    assert said.code == 0
    rows = [line.split() for line in said.out.splitlines()]
    assert ["1", "c1", "after", "asks", "2026-01-05", "12:00", "mail", "-"] in rows
    assert "no consent" in said.out
    assert "asked lately, until 2026-02-04 12:00" in said.out
    assert "would ask: 2, wait for the hours: 0, not ask: 2" in said.out
    assert "- asked lately: 1" in said.out
    assert not (shop / "ledger.jsonl").exists()
    assert not (shop / "mail.jsonl").exists()


def test_a_dry_run_as_json_counts_by_reason(shop: Path, call: Call) -> None:
    said = invite(call, *NOW, "--dry-run", "--format", "json")
    told = json.loads(said.out)
    assert told["counts"] == {"asked": 2, "waits": 0, "not_asked": 2}
    assert told["reasons"] == {"consent": 1, "recontact": 1}
    assert told["invitations"][2] == {
        "case": "3", "customer": "c1", "invitation": "after", "instrument": "after", "via": ["mail"], "state": "not_asked",
        "at": "2026-01-05T12:00:00+00:00", "why": "recontact", "until": "2026-02-04T12:00:00+00:00",
    }  # fmt: skip


def test_who_waits_for_the_hours_is_told_with_the_instant(shop: Path, call: Call) -> None:
    said = invite(call, "--now", "2026-01-05T22:00", "--dry-run", "--locale", "zh")
    assert "等待时段" in said.out
    assert "2026-01-06 09:00" in said.out
    assert invite(call, "--now", "2026-01-05T10:00", "--dry-run").out == "Nobody is to be asked.\n"


def test_sending_needs_its_files(shop: Path, call: Call) -> None:
    said = invite(call, *NOW, "--ledger", "ledger.jsonl")
    assert (said.code, "FBK097" in said.err, "--sent, --out" in said.err) == (2, True, True)
    assert "FBK088" in invite(call, *NOW, *FILES, "--link", "https://example.com/{token}").err
    assert "CLI010" in invite(call, *NOW, "--ledger", "events.jsonl", "--dry-run").err


def test_sending_writes_ledger_and_events_and_never_twice(shop: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERS", "x" * 32)
    link = ("--link", "https://example.com/a?t={token}", "--secret-env", "ANSWERS")
    said = invite(call, *NOW, *FILES, *link)
    assert said.code == 0, said.err
    assert "sent: 2, sent by an earlier run: 0, to be tried again: 0, failed: 0, in doubt: 0, not asked: 2" in said.out
    ledger = lines(shop / "ledger.jsonl")
    assert [(line["kind"], line["customer"], line.get("why")) for line in ledger] == [
        ("sent", "c1", None), ("not_sent", "c2", "consent"), ("not_sent", "c1", "recontact"), ("sent", "c4", None),
    ]  # fmt: skip
    assert [line["kind"] for line in lines(shop / "surveyed.jsonl")] == ["surveyed", "surveyed"]
    assert "https://example.com/a?t=sv1." in str(lines(shop / "mail.jsonl")[0]["text"])
    assert "sv1." not in (shop / "sent.jsonl").read_text("utf-8") + (shop / "ledger.jsonl").read_text("utf-8")
    again = invite(call, *NOW, *FILES, *link)
    assert (again.code, len(lines(shop / "mail.jsonl")), lines(shop / "ledger.jsonl")) == (0, 2, ledger)


def test_what_cannot_be_written_out_is_not_on_record_as_sent(shop: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise UsageError("DLV003", name="jinja2")

    with monkeypatch.context() as without:
        without.setattr("servstd.delivery.delivering.renderer", missing)
        said = invite(call, *NOW, *FILES)
    assert (said.code, "DLV003" in said.err) == (1, True)
    assert "sending" not in (shop / "sent.jsonl").read_text("utf-8")
    assert "sent: 2, sent by an earlier run: 0" in invite(call, *NOW, *FILES).out


def test_who_did_not_answer_is_reminded_and_then_expires(shop: Path, call: Call) -> None:
    assert invite(call, *NOW, *FILES).code == 0
    said = json.loads(invite(call, "--now", "2026-01-07T12:00", *FILES, "--format", "json").out)
    assert [(row["reminder"], row["status"]) for row in said["invitations"]] == [(True, "delivered"), (True, "delivered")]
    assert invite(call, "--now", "2026-02-07T12:00", *FILES).code == 0
    assert [line["kind"] for line in lines(shop / "ledger.jsonl")][4:] == ["reminded", "reminded", "expired", "expired"]
    assert len(lines(shop / "surveyed.jsonl")) == 2


def test_customers_of_a_campaign_come_from_a_file(shop: Path, call: Call) -> None:
    (shop / "customers.jsonl").write_text('{"customer": "c9", "email": "c9@example.org"}\n\n', encoding="utf-8")
    said = invite(call, *NOW, "--customers", "customers.jsonl", "--dry-run")
    assert "c9        year" in said.out
    assert invite(call, *NOW, *FILES, "--customers", "customers.jsonl").code == 0
    assert "|c9||2026-01-01|ask|year" in {line["invitation"] for line in lines(shop / "ledger.jsonl")}
    (shop / "customers.jsonl").write_text('{"customer": "c9"}\n{"name": "Li"}\n', encoding="utf-8")
    assert "FBK096" in invite(call, *NOW, "--customers", "customers.jsonl", "--dry-run").err
    (shop / "customers.jsonl").write_text("c9\n", encoding="utf-8")
    assert "FBK096" in invite(call, *NOW, "--customers", "customers.jsonl", "--dry-run").err


def test_what_was_sent_before_the_program_died_is_put_into_the_ledger(shop: Path, call: Call) -> None:
    key = "|1||1-closed|notice|after|invitation|c1"
    written = ['{"after": "2026-01-05T00:00:00Z"}', json.dumps({"key": key, "status": "sending", "at": "2026-01-05T11:30:00Z"})]
    (shop / "sent.jsonl").write_text("\n".join(written) + "\n", encoding="utf-8")
    said = invite(call, *NOW, *FILES)
    assert (said.code, "sent by an earlier run: 1" in said.out) == (0, True)
    assert [line["to"] if "to" in line else line["case"] for line in lines(shop / "mail.jsonl")] != ["1"]
    assert [line["case"] for line in lines(shop / "ledger.jsonl") if line["kind"] == "sent"] == ["1", "4"]


@pytest.mark.parametrize(("status", "told", "kind"), [("permanent", "failed: 1", "not_sent"), ("retryable", "to be tried again: 1", None)])
def test_what_an_earlier_run_could_not_send(shop: Path, call: Call, status: str, told: str, kind: str | None) -> None:
    key = "|1||1-closed|notice|after|invitation|c1"
    failed = {"key": key, "status": status, "at": "2026-01-05T11:30:00Z", "retry": "2026-01-05T13:00:00Z"}
    (shop / "sent.jsonl").write_text(json.dumps(failed) + "\n", encoding="utf-8")
    said = invite(call, *NOW, *FILES)
    assert (said.code, told in said.out) == (1, True)
    of_case = [line["kind"] for line in lines(shop / "ledger.jsonl") if line["case"] == "1"]
    assert of_case == ([] if kind is None else [kind])


def test_a_notifier_that_is_not_there_fails_and_counts_against_nobody(shop: Path, call: Call) -> None:
    text = STANDARD.replace("[VIA]", "[mail]").replace("type: jsonl, file: mail.jsonl", "type: jsonl, file: no/such/folder/mail.jsonl")
    (shop / "standard.yaml").write_text(text, encoding="utf-8")
    said = invite(call, *NOW, *FILES)
    assert said.code == 1
    assert "sent" not in {line["kind"] for line in lines(shop / "ledger.jsonl")}


def test_a_torn_last_line_is_told_and_mended(shop: Path, call: Call) -> None:
    assert invite(call, *NOW, *FILES).code == 0
    whole = (shop / "ledger.jsonl").read_bytes()
    (shop / "ledger.jsonl").write_bytes(whole[:-20])
    assert "FBK095" in invite(call, *NOW, "--ledger", "ledger.jsonl", "--dry-run").err
    assert (shop / "ledger.jsonl").read_bytes() == whole[:-20]
    said = invite(call, *NOW, *FILES)
    assert ("FBK095" in said.err, "sent by an earlier run: 1" in said.out) == (True, True)
    assert (shop / "ledger.jsonl").read_bytes() == whole
    assert len(lines(shop / "mail.jsonl")) == 2


def test_a_last_line_without_its_end_is_a_line(shop: Path, call: Call) -> None:
    assert invite(call, *NOW, *FILES).code == 0
    (shop / "ledger.jsonl").write_bytes((shop / "ledger.jsonl").read_bytes().rstrip())
    assert invite(call, "--now", "2026-01-07T12:00", *FILES).code == 0
    assert len(read_ledger_file(str(shop / "ledger.jsonl")).ledger) == 6


def test_a_line_that_is_none_is_refused_with_its_place(shop: Path, call: Call) -> None:
    (shop / "ledger.jsonl").write_text('{"kind": "sent"}\n{}\n', encoding="utf-8")
    said = invite(call, *NOW, *FILES)
    assert (said.code, "FBK086" in said.err, "ledger.jsonl:1" in said.err) == (1, True, True)


def test_two_runs_never_work_on_one_ledger(shop: Path, call: Call) -> None:
    with locked(str(shop / "ledger.jsonl")):
        said = invite(call, *NOW, *FILES)
    assert (said.code, "DLV041" in said.err) == (2, True)
    nowhere = invite(call, *NOW, "--ledger", "no/such/ledger.jsonl", *FILES[2:])
    assert (nowhere.code, "no/such/ledger.jsonl" in nowhere.err) == (2, True)


def test_a_secret_without_an_address_signs_nothing(shop: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERS", "x" * 32)
    said = invite(call, *NOW, *FILES, "--secret-env", "ANSWERS")
    assert (said.code, "FBK088" in said.err) == (2, True)


def test_a_case_that_cannot_be_decided_is_told_and_the_others_are_asked(shop: Path, call: Call) -> None:
    events = (shop / "events.jsonl").read_text("utf-8")
    twice = json.dumps(
        {"id": "9-opened", "case": "9", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": {"ok": True}}
    )
    other = twice.replace('"ok": true', '"ok": false')
    (shop / "events.jsonl").write_text(f"{events}\n{twice}\n{other}\n", encoding="utf-8")
    said = invite(call, *NOW, "--dry-run")
    assert (said.code, "CLI017" in said.err, "would ask: 2" in said.out) == (1, True, True)


def test_a_torn_line_of_what_was_sent_is_told(shop: Path, call: Call) -> None:
    assert invite(call, *NOW, *FILES).code == 0
    sent = shop / "sent.jsonl"
    sent.write_bytes(sent.read_bytes()[:-20])
    assert "DLV042" in invite(call, *NOW, *FILES).err
    assert len(lines(shop / "mail.jsonl")) == 2


def test_a_folder_that_is_not_there_is_told(shop: Path, call: Call) -> None:
    said = invite(call, *NOW, "--ledger", "ledger.jsonl", "--sent", "no/such/sent.jsonl", "--out", "o.jsonl", "--contacts", "none.yaml")
    assert said.code in (1, 2)
    assert "none.yaml" in said.err


def test_a_secret_that_is_not_set_is_told(shop: Path, call: Call) -> None:
    said = invite(call, *NOW, *FILES, "--link", "https://example.com/{token}", "--secret-env", "NO_SUCH_SECRET")
    assert (said.code, "NO_SUCH_SECRET" in said.err) == (2, True)


def test_a_dry_run_refuses_what_sending_would_refuse(shop: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    link = ("--link", "https://example.com/{token}")
    monkeypatch.setenv("ANSWERS", "short")
    assert "FBK080" in invite(call, *NOW, "--dry-run", *link, "--secret-env", "ANSWERS").err
    assert "FBK088" in invite(call, *NOW, "--dry-run", *link).err
