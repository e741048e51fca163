"""Gates, samples, reminders, expiry, and the ledger they rest on."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.calendars import read_calendar
from servstd.conditions import OnEvent, Test
from servstd.durations import Period, Span
from servstd.errors import UsageError
from servstd.feedback.asking import Occasion, ask, expire, in_sample, remind
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Budget, Feedback, Gates, Instrument, Invitation, Reminder
from servstd.instants import DAY_US, HOUR_US, instant_text, read_instant, read_zone

START = read_instant("2026-01-05T10:00:00Z")


def feedback(*, instrument: str = "after", reminder: Reminder | None = None, expires: int = 7 * DAY_US, **gates: Any) -> Feedback:
    invitation = Invitation(
        "after", instrument=instrument, trigger=OnEvent(("closed",)), gates=Gates(**gates), reminder=reminder, expires=Span(expires)
    )
    other = Invitation("other", instrument="nps", trigger=OnEvent(("closed",)), gates=Gates(**gates), expires=Span(expires))
    return Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5))}, invitations=(invitation, other))


def occasion(key: str = "k1", at: int = START, **fields: Any) -> Occasion:
    return Occasion(key, **{"invitation": "after", "at_us": at, "customer": "c7", "case": key, **fields})


def why(section: Feedback, *occasions: Occasion, ledger: ContactLedger | None = None, now: int = START + 365 * DAY_US) -> list[str]:
    found = ask(section, occasions, ledger or ContactLedger(), now_us=now, zone=UTC, salt="s")
    return [outcome.why for outcome in found]


def sent(key: str, at: int, instrument: str = "after", customer: str = "c7") -> LedgerEntry:
    return LedgerEntry("sent", at_us=at, customer=customer, instrument=instrument, invitation=key, expires_us=at + 7 * DAY_US)


def test_an_open_gate_sends_and_the_entry_says_until_when_an_answer_is_taken() -> None:
    (outcome,) = ask(feedback(), [occasion()], ContactLedger(), now_us=START, zone=UTC, salt="s")
    assert outcome.sends
    assert outcome.entry.kind == "sent"
    assert outcome.entry.expires_us == START + 7 * DAY_US


def test_without_a_customer_nobody_is_asked() -> None:
    assert why(feedback(), occasion(customer="")) == ["no_customer"]


@pytest.mark.parametrize(
    ("attributes", "expected"), [({}, "consent"), ({"ok": False}, "consent"), ({"ok": "yes"}, "consent"), ({"ok": True}, "")]
)
def test_consent_is_true_or_it_is_not_there(attributes: dict[str, object], expected: str) -> None:
    assert why(feedback(consent="ok"), occasion(attributes=attributes)) == [expected]


def test_excluded_cases_are_not_asked_and_the_entry_has_no_expiry() -> None:
    section = feedback(exclude=Test("matter", op="in", values=("complaint",)))
    (outcome,) = ask(section, [occasion(attributes={"matter": "complaint"})], ContactLedger(), now_us=START, zone=UTC, salt="s")
    assert (outcome.why, outcome.entry.kind, outcome.entry.expires_us) == ("exclusion", "not_sent", None)
    assert why(section, occasion(attributes={"matter": "repair"})) == [""]


def test_a_customer_rests_from_one_instrument_and_not_from_another() -> None:
    section = feedback(recontact=Period(30, "day"))
    ledger = ContactLedger([sent("k0", START - 29 * DAY_US)])
    (outcome,) = ask(section, [occasion()], ledger, now_us=START, zone=UTC, salt="s")
    assert (outcome.why, outcome.until_us) == ("recontact", START + DAY_US)
    assert why(section, occasion(), ledger=ContactLedger([sent("k0", START - 30 * DAY_US)])) == [""]
    assert why(section, occasion(), ledger=ContactLedger([sent("k0", START - DAY_US, "nps")])) == [""]
    assert why(section, occasion(), ledger=ContactLedger([sent("k0", START - DAY_US, customer="c8")])) == [""]


def test_rest_is_counted_in_days_on_the_wall() -> None:
    zone = read_zone("Europe/Berlin")
    at = read_instant("2026-03-28T10:00:00+01:00")
    section = feedback(recontact=Period(2, "day"))
    (outcome,) = ask(section, [occasion(at=at + DAY_US)], ContactLedger([sent("k0", at)]), now_us=at + DAY_US, zone=zone, salt="s")
    assert instant_text(outcome.until_us or 0) == "2026-03-30T08:00:00Z"  # 47 hours later: the clocks went forward


def test_the_budget_counts_every_instrument_and_says_when_there_is_something_left() -> None:
    section = feedback(budget=Budget(2, per=Period(90, "day")))
    ledger = ContactLedger([sent("a", START - 80 * DAY_US, "nps"), sent("b", START - 10 * DAY_US, "nps"), sent("z", START - 95 * DAY_US)])
    (outcome,) = ask(section, [occasion()], ledger, now_us=START, zone=UTC, salt="s")
    assert (outcome.why, outcome.until_us) == ("budget", START + 10 * DAY_US)
    assert why(section, occasion(), ledger=ContactLedger([sent("a", START - 80 * DAY_US)])) == [""]


def test_occasions_of_one_call_see_what_those_before_them_send() -> None:
    section = feedback(budget=Budget(2, per=Period(90, "day")))
    occasions = [occasion(f"k{i}", START + i * HOUR_US) for i in range(4)]
    assert why(section, *reversed(occasions)) == ["", "", "budget", "budget"]


def test_hours_make_it_wait_within_its_expiry() -> None:
    hours = read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}}, name="h", calendars=None)
    night = read_instant("2026-01-05T20:00:00Z")
    section = feedback(hours=hours)
    assert ask(section, [occasion(at=night)], ContactLedger(), now_us=night, zone=UTC, salt="s") == []
    (outcome,) = ask(section, [occasion(at=night)], ContactLedger(), now_us=night + DAY_US, zone=UTC, salt="s")
    assert instant_text(outcome.at_us) == "2026-01-06T09:00:00Z"
    assert why(feedback(hours=hours, expires=HOUR_US), occasion(at=night)) == ["hours"]


def test_the_sample_is_the_same_again_and_the_gates_keep_their_order() -> None:
    occasions = [occasion(f"k{i}", customer=f"c{i}") for i in range(400)]
    first = why(feedback(sample=(1, 4)), *occasions)
    assert first == why(feedback(sample=(1, 4)), *reversed(occasions))
    assert 60 < first.count("") < 140
    assert why(feedback(sample=(0, 1), consent="ok"), occasion()) == ["consent"]
    assert why(feedback(sample=(0, 1)), occasion(case="", tenant="t")) == ["sample"]


def test_an_occasion_is_settled_once() -> None:
    ledger = ContactLedger([LedgerEntry("not_sent", at_us=START, customer="c7", instrument="after", invitation="k1", why="consent")])
    assert why(feedback(), occasion(), ledger=ledger) == []
    assert why(feedback(), occasion(), occasion()) == [""]


def test_an_unknown_invitation_is_refused() -> None:
    with pytest.raises(UsageError, match="FBK087"):
        why(feedback(), occasion(invitation="x"))


@given(st.text(max_size=20), st.integers(0, 50), st.integers(0, 50))
def test_a_smaller_sample_lies_in_a_larger_one(text: str, a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert not in_sample(text, (low, 50)) or in_sample(text, (high, 50))


def test_reminders_come_one_at_a_time_and_end() -> None:
    section = feedback(reminder=Reminder(after=Span(2 * DAY_US), times=2))
    ledger = ContactLedger([sent("k1", START), sent("k2", START), sent("n", START, "nps")])
    assert remind(section, ledger, [], now_us=START + DAY_US) == []
    due = remind(section, ledger, ["k2"], now_us=START + 5 * DAY_US)
    assert [(entry.kind, entry.invitation, entry.at_us) for entry in due] == [("reminded", "k1", START + 5 * DAY_US)]
    ledger.append(due[0])
    assert [entry.invitation for entry in remind(section, ledger, [], now_us=START + 5 * DAY_US)] == ["k2"]
    assert [entry.invitation for entry in remind(section, ledger, ["k2"], now_us=START + 7 * DAY_US)] == ["k1"]
    ledger.append(remind(section, ledger, ["k2"], now_us=START + 7 * DAY_US)[0])
    assert remind(section, ledger, ["k2"], now_us=START + 7 * DAY_US) == []
    assert remind(section, ContactLedger([sent("k1", START)]), [], now_us=START + 8 * DAY_US) == []
    open_end = LedgerEntry("sent", at_us=START, customer="c", instrument="after", invitation="o")
    assert [entry.invitation for entry in remind(section, ContactLedger([open_end]), [], now_us=START + 90 * DAY_US)] == ["o"]


def test_what_nobody_answered_expires_once_at_its_instant() -> None:
    ledger = ContactLedger([sent("k1", START), sent("k2", START)])
    assert expire(ledger, [], now_us=START + 7 * DAY_US) == []
    (gone,) = expire(ledger, ["k2"], now_us=START + 9 * DAY_US)
    assert (gone.kind, gone.invitation, gone.at_us) == ("expired", "k1", START + 7 * DAY_US)
    ledger.append(gone)
    assert [entry.invitation for entry in expire(ledger, [], now_us=START + 9 * DAY_US)] == ["k2"]
    section = feedback(reminder=Reminder(after=Span(DAY_US)))
    assert [entry.invitation for entry in remind(section, ledger, [], now_us=START + 2 * DAY_US)] == ["k2"]


def test_the_ledger_refuses_what_contradicts_itself() -> None:
    ledger = ContactLedger([sent("k1", START)])
    with pytest.raises(UsageError, match="FBK084"):
        ledger.append(sent("k1", START + 1))
    for kind in ("reminded", "expired"):
        with pytest.raises(UsageError, match="FBK085") as caught:
            ContactLedger([sent("k1", START), LedgerEntry(kind, at_us=START, customer="c", instrument="i", invitation="x")])  # type: ignore[arg-type]  # each kind in turn
        assert caught.value.problem.path == ("ledger", 1)


def test_the_ledger_comes_back_from_its_lines() -> None:
    ledger = ContactLedger(
        [
            sent("k1", START),
            LedgerEntry(
                "not_sent",
                at_us=START,
                customer="c7",
                instrument="after",
                invitation="k2",
                case="9",
                tenant="t",
                why="budget",
                until_us=START,
            ),
            LedgerEntry("expired", at_us=START, customer="c7", instrument="after", invitation="k1"),
        ]
    )
    again = ContactLedger.read([*ledger.lines(), ""])
    assert list(again) == list(ledger)
    assert len(again) == 3


AROUND = '"at": "2026-01-05T09:00:00Z", "customer": "c", "instrument": "i", "invitation": "k"'


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", "[" * 100_000, '{"kind": "sent"}', f'{{"kind": "x", {AROUND}}}', f'{{"kind": "not_sent", "why": "mood", {AROUND}}}'],
)
def test_a_line_that_is_no_entry_is_told_with_its_number(line: str) -> None:
    with pytest.raises(UsageError, match="FBK086") as caught:
        ContactLedger.read(["", line])
    assert caught.value.problem.path == ("line", 2)
