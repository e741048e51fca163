"""Feedback from end to end, with real parts: an invitation by SMTP, the answer through its link, the follow-up until it is closed.

*Rule:* the standard is the shared sample as it is written, but for its notifiers, which lead to a mail server on loopback and to a file.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import attrs
import pytest

import servstd
from servstd.decide import Decision
from servstd.events import Event
from servstd.feedback.ledger import ContactLedger
from servstd.host import Host
from servstd.instants import read_instant
from servstd.inviting import Invited
from servstd.standard import Standard

aiosmtpd = pytest.importorskip("aiosmtpd.controller", reason="needs aiosmtpd")
pytest.importorskip("servstd_email", reason="needs the plugin servstd-email")

SECRET = b"a secret of at least thirty-two bytes"
LINK = "https://answers.example/a?t={token}"


class Inbox:
    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.says = "250 taken"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  # the name aiosmtpd looks for
        if self.says.startswith("250"):
            self.mails.append(envelope.content)
        return self.says

    def read(self) -> str:
        """Return the text of the last mail."""
        mail = message_from_bytes(self.mails[-1], policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@attrs.define
class Desk:
    """A help desk: histories, a ledger, keys that were sent."""

    standard: Standard
    host: Host
    told: Path
    cases: dict[str, list[Event]] = attrs.field(factory=dict)
    ledger: ContactLedger = attrs.field(factory=ContactLedger)
    sent: set[str] = attrs.field(factory=set)

    def note(self, case: str, at: str, kind: str, by: str | Mapping[str, str] = "agent", **data: Any) -> None:
        history = self.cases.setdefault(case, [])
        history.append(Event(kind, case=case, at=f"{at}+08:00", by=by, id=f"{case}-{len(history) + 1}", data=data))

    def decide(self, case: str, at: str) -> Decision:
        return self.standard.decide(self.cases[case], now=f"{at}+08:00")

    def deliver(self, case: str, at: str) -> list[str]:
        """Send what is owed and return whom it reached."""
        done = servstd.deliver(self.decide(case, at).effects, self.host, sent=self.sent, now=f"{at}+08:00")
        self.sent |= {delivery.key for delivery in done}
        return [delivery.recipient for delivery in done if delivery.ok]

    def actions(self, case: str, at: str) -> list[Mapping[str, object]]:
        return [effect.action for effect in self.decide(case, at).effects if effect.kind == "action" and effect.action is not None]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def desk(shared: Path, inbox: Inbox, tmp_path: Path) -> Iterator[Desk]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = aiosmtpd.Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    text = (shared / "samples" / "renovation.yaml").read_text("utf-8")
    mail = f"{{type: email, host: 127.0.0.1, port: {port}, sender: desk@example.org, security: none, helo: client.example}}"
    room = "{type: jsonl, file: told.jsonl}"
    changed, count = re.subn(r"^notifiers: \{.*\}", f"notifiers: {{wecom: {room}, sms: {room}, wechat: {mail}}}", text, flags=re.MULTILINE)
    assert count == 1
    file = tmp_path / "standard.yaml"
    file.write_text(changed, encoding="utf-8")
    host = Host.discover(file, environ={"PHONE_ZHOU": "1", "PHONE_WANG": "2", "PHONE_QIAN": "3", "PHONE_ZHAO": "4"})
    assert host.registry.find("notifiers", "wechat") is not None
    yield Desk(servstd.load(file, host=host), host, tmp_path / "told.jsonl")
    server.stop()
    server.loop.close()


def a_repair_is_closed(desk: Desk, case: str = "R1", customer: str = "K1", day: str = "2026-01-06") -> None:
    desk.note(
        case, f"{day}T08:00", "opened", "customer", matter="repair", channel="phone", customer=customer, owner="li", team="works",
        email="k1@example.org",
    )  # fmt: skip
    desk.note(case, f"{day}T09:00", "resolved")
    desk.note(case, f"{day}T09:30", "changed", accepted=True)
    desk.note(case, f"{day}T10:00", "closed")


def invite(desk: Desk, at: str, *cases: str) -> list[Any]:
    decisions = [desk.decide(case, at) for case in cases]
    return desk.standard.feedback.invite(decisions, desk.ledger, now=f"{at}+08:00", link=LINK, secret=SECRET)


def send(desk: Desk, item: Invited, at: str) -> bool:
    """Send an invitation and write down what became of it."""
    (delivery,) = servstd.deliver([item.effect], desk.host, sent=desk.sent, now=f"{at}+08:00")
    if delivery.ok:
        desk.ledger.append(item.entry)
        assert item.surveyed is not None
        desk.cases[item.surveyed.case].append(item.surveyed)
    elif delivery.status == "permanent":
        desk.ledger.append(item.failed)
    return delivery.ok


def test_a_low_score_is_followed_up_until_the_customer_is_satisfied(desk: Desk, inbox: Inbox) -> None:
    # an hour after the repair was closed the customer is asked, by a mail with a link
    a_repair_is_closed(desk)
    assert invite(desk, "2026-01-06T10:59", "R1") == []
    (asked,) = invite(desk, "2026-01-06T11:00", "R1")
    assert send(desk, asked, "2026-01-06T11:00")
    assert "关于您的事项R1" in inbox.read()
    found = re.search(r"https://answers\.example/a\?t=(\S+)", inbox.read())
    assert found is not None
    token = found[1]
    assert invite(desk, "2026-01-06T12:00", "R1") == []
    assert [entry.kind for entry in desk.ledger] == ["sent"]

    # a mail scanner that followed the link has answered nothing; the form that was sent is an answer
    taken = desk.standard.feedback.take(token, {"score": "1", "comment": "又漏水了"}, secrets=[SECRET], now="2026-01-06T12:00:00+08:00")
    assert taken.event is not None
    desk.cases[taken.event.case].append(taken.event)
    (response,) = desk.standard.feedback.responses(desk.cases["R1"], desk.ledger)
    assert (response.status, response.score, response.at_answer["owner"], response.at_resolution["team"]) == ("counted", 1, "li", "works")

    # the low score asks for a follow-up case, once, whoever owns it named by the standard
    (action,) = desk.actions("R1", "2026-01-06T12:00")
    assert action["kind"] == "open"
    assert (action["owner"], action["label"], action["follows"]) == ("wang", "低分跟进", "R1")
    assert desk.actions("R1", "2026-01-09T12:00") == [action]
    values = action["values"]
    assert values == {"matter": "complaint", "grade": "general"}
    desk.note("F1", "2026-01-06T12:00", "opened", "system", **values, owner="wang", team="works", customer="K1", channel="phone")
    desk.note("R1", "2026-01-06T12:00", "followed_up", "system", loop=str(action["loop"]), into="F1")

    # it has clocks of its own, and nobody answers: the chain climbs
    assert desk.deliver("F1", "2026-01-06T12:00")[:1] == ["K1"]  # the customer is told that it was noted
    clock = desk.decide("F1", "2026-01-06T12:00").clock("complaint_answer")
    assert clock is not None
    assert clock.due_us == read_instant("2026-01-08T12:00:00+08:00")
    assert "wang" in desk.deliver("F1", "2026-01-08T11:59")
    assert "qian" in desk.deliver("F1", "2026-01-08T12:00")  # missed: a level up
    assert {line["case"] for line in map(json.loads, desk.told.read_text("utf-8").splitlines())} == {"F1"}

    # answered and put right; a specialist who is not the owner calls back
    desk.note("F1", "2026-01-08T13:00", "decision_notice", {"role": "agent", "id": "wang"}, decision="重做防水")
    assert "zhao" not in desk.deliver("F1", "2026-01-08T17:00")  # the chain stopped before the next level
    desk.note("F1", "2026-01-08T17:00", "resolved", {"role": "agent", "id": "wang"})
    (call,) = desk.actions("F1", "2026-01-08T17:00")
    assert (call["kind"], call["round"]) == ("call_back", 0)
    caller = str(call["by"])
    assert caller != "wang"

    # the customer is not satisfied: dispatched again, with a clock of its own, while the whole runs on
    desk.note("F1", "2026-01-09T10:00", "called_back", {"role": "agent", "id": caller}, outcome="unsatisfied")
    again = desk.actions("F1", "2026-01-09T10:00")[-1]
    assert again == {"kind": "redispatch", "team": "works", "owner": "pm", "round": 1}
    desk.note("F1", "2026-01-09T10:05", "redispatched", "system", owner="pm", team="works")
    decision = desk.decide("F1", "2026-01-09T10:05")
    assert decision.complaint is not None
    assert (decision.complaint.stage, decision.complaint.round) == ("investigating", 1)
    clock = decision.clock("round")
    assert clock is not None
    assert clock.due_us == read_instant("2026-01-10T10:05:00+08:00")
    total = decision.clock("complaint_total")
    assert total is not None
    assert (total.state, total.cycle) == ("running", 1)

    # put right, called back, satisfied, closed: nothing is owed, nothing was done against the rules
    desk.note("F1", "2026-01-10T09:00", "decision_notice", {"role": "agent", "id": "pm"}, decision="更换管件")
    desk.note("F1", "2026-01-10T09:30", "resolved", {"role": "agent", "id": "pm"})
    last = desk.actions("F1", "2026-01-10T09:30")[-1]
    assert (last["kind"], last["round"]) == ("call_back", 1)
    desk.note("F1", "2026-01-10T10:00", "called_back", {"role": "agent", "id": str(last["by"])}, outcome="satisfied")
    desk.note("F1", "2026-01-10T10:05", "closed", {"role": "agent", "id": "wang"})
    decision = desk.decide("F1", "2026-01-20T10:00")
    assert decision.complaint is not None
    assert (decision.complaint.stage, decision.complaint.owed, decision.complaint.problems) == ("closed", (), ())
    clocks = {name: decision.clock(name) for name in ("round", "complaint_total", "complaint_answer")}
    states = {name: clock.state for name, clock in clocks.items() if clock is not None}
    assert states == {"round": "met", "complaint_total": "met", "complaint_answer": "missed"}
    assert len(desk.actions("F1", "2026-01-20T10:00")) == 3
    assert invite(desk, "2026-01-20T10:00", "R1", "F1") == []  # a complaint is called back, not surveyed

    report = desk.standard.feedback.report([*desk.cases["R1"], *desk.cases["F1"]], now="2026-01-20T10:00:00+08:00", ledger=desk.ledger)
    judgement = report.instruments[0].judgement
    assert judgement is not None
    assert judgement.verdict == "missed"


def test_the_same_customer_is_not_asked_again_within_the_rest(desk: Desk, inbox: Inbox) -> None:
    a_repair_is_closed(desk)
    (first,) = invite(desk, "2026-01-06T11:00", "R1")
    assert send(desk, first, "2026-01-06T11:00")
    a_repair_is_closed(desk, "R2", day="2026-01-12")
    (second,) = invite(desk, "2026-01-12T11:00", "R1", "R2")
    assert (second.entry.why, second.entry.as_dict()["until"]) == ("recontact", "2026-02-05T03:00:00Z")
    desk.ledger.append(second.entry)
    assert len(inbox.mails) == 1
    assert list(ContactLedger.read(desk.ledger.lines())) == list(desk.ledger)


def test_an_invitation_that_could_not_be_sent_counts_against_nobody(desk: Desk, inbox: Inbox) -> None:
    inbox.says = "550 5.1.1 no such customer"
    a_repair_is_closed(desk)
    (first,) = invite(desk, "2026-01-06T11:00", "R1")
    first = attrs.evolve(first, effect=attrs.evolve(first.effect, order=attrs.evolve(first.effect.order, via=("wechat",))))
    assert not send(desk, first, "2026-01-06T11:00")
    assert [(entry.kind, entry.why) for entry in desk.ledger] == [("not_sent", "failed")]
    inbox.says = "250 taken"
    a_repair_is_closed(desk, "R2", day="2026-01-07")
    (second,) = invite(desk, "2026-01-07T11:00", "R1", "R2")
    assert send(desk, second, "2026-01-07T11:00")


def test_a_case_that_is_taken_up_again_is_not_asked_about(desk: Desk) -> None:
    a_repair_is_closed(desk)
    desk.note("R1", "2026-01-06T10:30", "reopened", "customer")
    assert invite(desk, "2026-01-06T12:00", "R1") == []


def test_ten_clicks_a_second_open_one_follow_up(desk: Desk) -> None:
    a_repair_is_closed(desk)
    (asked,) = invite(desk, "2026-01-06T11:00", "R1")
    assert send(desk, asked, "2026-01-06T11:00")
    for i in range(10):
        taken = desk.standard.feedback.take(asked.token, {"score": 1}, secrets=[SECRET], now=f"2026-01-06T12:00:00.{i}+08:00")
        assert taken.event is not None
        desk.cases["R1"].append(taken.event)
    found = desk.standard.feedback.responses(desk.cases["R1"], desk.ledger)
    assert [response.status for response in found] == ["counted", *["duplicate"] * 9]
    assert [action["kind"] for action in desk.actions("R1", "2026-01-06T13:00")] == ["open"]


def test_a_late_low_score_is_kept_and_sets_nothing_off(desk: Desk) -> None:
    a_repair_is_closed(desk)
    (asked,) = invite(desk, "2026-01-06T11:00", "R1")
    assert send(desk, asked, "2026-01-06T11:00")
    taken = desk.standard.feedback.take(asked.token, {"score": 1}, secrets=[SECRET], now="2026-02-06T12:00:00+08:00")
    assert taken.event is not None
    desk.cases["R1"].append(taken.event)
    assert [response.status for response in desk.standard.feedback.responses(desk.cases["R1"])] == ["late"]
    assert desk.actions("R1", "2026-02-07T12:00") == []
