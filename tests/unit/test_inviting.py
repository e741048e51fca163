"""Inviting: occasions to notices, the ledger's lines, reminders, campaigns, answers through the door."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servstd
from servstd._inviting_answers import LONGEST_COMMENT, Taken
from servstd._inviting_campaigns import due_day
from servstd._inviting_notices import Links
from servstd.delivery.rendering import render
from servstd.effects import Effect, Order
from servstd.errors import UsageError
from servstd.events import Event
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Campaign
from servstd.feedback.tokens import AnswerGrant, make_token
from servstd.inviting import Asks, Invited, NotInvited, answered_keys
from servstd.messages.invitations import PARTS, QUESTIONS, invitation_subject, invitation_text, question_text
from servstd.standard import Standard
from servstd.surveying import FeedbackDesk

SECRET = b"a secret of at least thirty-two bytes"
LINK = "https://answers.example/a?t={token}"
NOW = "2026-01-05T12:00:00Z"
TEXT = """
format: 1
standard: shop
title: {{en: Shop, zh: 小店}}
version: "1"
effective_from: 2026-01-01
time_zone: UTC
language: en
attributes:
  customer: {{}}
  email: {{}}
  language: {{}}
  tier: {{values: {{key: Key, plain: Plain}}, default: plain}}
  ok: {{kind: bool, default: true}}
notifiers: {{mail: {{type: console, contact: email}}, sms: {{type: console, contact: sms}}}}
customer_notices:
  notices: [{{name: noted, trigger: {{event: opened}}, via: [sms], text: "Case {{{{case}}}}"}}]
feedback:
  instruments:
    after: {{kind: csat, scale: 5{instrument}}}
    parts: {{kind: battery, questions: {{clean: Was it clean?, quick: Was it quick?}}}}
    year: {{kind: nps}}
  invitations:
    - {{name: after, instrument: after, trigger: {{event: closed}}, after: 1h, via: [mail], expires: 7d{invitation}}}
    - {{name: year, instrument: year, trigger: {{every: year, from: 2026-01-01}}, when: {{tier: key}}, expires: 30d}}
"""


def shop(instrument: str = "", invitation: str = "") -> Standard:
    return servstd.loads(
        TEXT.format(instrument=f", {instrument}" if instrument else "", invitation=f", {invitation}" if invitation else "")
    )


def asks(case: str = "42", *, at: str = "2026-01-05T11:00:00Z", **attributes: object) -> Asks:
    effect = Effect(
        "ask", case=case, cycle_id="e2", at_us=Event("opened", case="x", at=at).at_us, item="after",
        action={"kind": "ask", "invitation": "after", "instrument": "after", "version": "1"},
    )  # fmt: skip
    return Asks((effect,), attributes={"customer": "c7", "email": "c7@example.org", **attributes}, edition="1")


def invited(desk: FeedbackDesk, *cases: Asks, ledger: ContactLedger | None = None, now: str = NOW, **more: Any) -> list[Invited]:
    given = {"link": LINK, "secret": SECRET, **more}
    return [one for one in desk.invite(cases, ledger or ContactLedger(), now=now, **given) if isinstance(one, Invited)]


def order_of(item: Invited) -> Order:
    assert item.effect.order is not None
    return item.effect.order


# ── invitations ───────────────────────────────────────────────────────────────────────────────────────────────
def test_an_ask_becomes_a_notice_an_entry_and_an_event() -> None:
    (one,) = invited(shop().feedback, asks())
    order = order_of(one)
    assert one.effect.key == "|42||e2|notice|after|invitation|c7"
    assert (order.audience, order.via, order.recipient, order.contacts["email"]) == ("customer", ("mail",), "c7", "c7@example.org")
    assert (one.entry.kind, one.entry.customer, one.entry.invitation) == ("sent", "c7", "|42||e2|ask|after")
    assert one.surveyed is not None
    assert one.surveyed.as_dict() == {
        "id": "surveyed |42||e2|ask|after", "case": "42", "at": NOW, "kind": "surveyed", "by": "system",
        "data": {"instrument": "after", "invitation": "|42||e2|ask|after", "version": "1"},
    }  # fmt: skip


def test_the_default_text_names_the_case_the_question_and_the_link() -> None:
    (one,) = invited(shop().feedback, asks())
    said = render(order_of(one))
    assert not said.problems
    assert said.text == (
        "Shop, about case 42: How satisfied are you with our service, from 1 to 5? 5 is best. "
        f"Please answer by Mon 12 Jan 12:00: https://answers.example/a?t={one.token}"
    )
    assert said.subject == "How did we do?"


def test_it_is_written_in_the_customers_language() -> None:
    (one,) = invited(shop().feedback, asks(language="zh-CN"))
    assert render(order_of(one)).text.startswith("【小店】关于您的事项42：您对这次服务满意吗？请按 1–5 打分，5 最好。请于")


def test_a_language_that_is_not_written_is_the_standards() -> None:
    (one,) = invited(shop().feedback, asks(language="fr"))
    assert order_of(one).language == "en"


def test_the_standards_own_text_is_used_and_its_token_is_not_masked() -> None:
    text = 'text: "Dear {{customer}} ({{tier}}), {{question}} {{link}}", subject: "Case {{case}}"'
    desk = shop(invitation=text).feedback
    (one,) = invited(desk, asks("13800138000", tier="key"), link="https://answers.example/13800138000/{token}")
    said = render(order_of(one))
    assert said.text.startswith("Dear c7 (Key), How satisfied")
    assert said.text.endswith(f"https://answers.example/13800138000/{one.token}")
    assert said.subject == "Case 13800138000"


def test_an_attribute_called_link_does_not_stand_in_the_way() -> None:
    (one,) = invited(shop(invitation='text: "{{link}}"').feedback, asks(link="https://evil.example", expires="never"))
    assert render(order_of(one)).text == f"https://answers.example/a?t={one.token}"


def test_without_a_link_the_customer_replies() -> None:
    (one,) = invited(shop("direction: lower, satisfied: [1, 2]").feedback, asks(), link=None, secret=None)
    assert one.token == ""
    assert "1 is best. Please reply with your answer by" in render(order_of(one)).text


def test_a_text_that_names_a_link_needs_one() -> None:
    with pytest.raises(UsageError) as caught:
        invited(shop(invitation='text: "{{ link }}"').feedback, asks(), link=None, secret=None)
    assert caught.value.problem.code == "FBK089"


def test_without_via_the_notifiers_of_customers_notices_are_tried() -> None:
    standard = shop()
    assert standard.current.feedback is not None
    first, *rest = standard.current.feedback.invitations
    section = attrs.evolve(standard.current.feedback, invitations=(attrs.evolve(first, via=()), *rest))
    edition = attrs.evolve(standard.current, feedback=section)
    assert order_of(invited(Standard((edition,)).feedback, asks())[0]).via == ("sms",)
    bare = attrs.evolve(edition, customer_notices=None)
    assert order_of(invited(Standard((bare,)).feedback, asks())[0]).via == ()


@pytest.mark.parametrize(
    "link", ["", "ftp://a/{token}", "https://a.example/", "https://{token}.example/", "https://a.example/{token}{x}", "https://[/{token}"]
)
def test_an_address_that_carries_no_token_is_refused(link: str) -> None:
    with pytest.raises(UsageError) as caught:
        Links(link, secret=SECRET)
    assert caught.value.problem.code == "FBK088"


@pytest.mark.parametrize("given", [{"link": LINK, "secret": None}, {"link": None, "secret": SECRET}])
def test_link_and_secret_go_together(given: Mapping[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        invited(shop().feedback, asks(), **given)
    assert caught.value.problem.code == "FBK088"


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        invited(shop().feedback, asks(), secret=b"short")
    assert caught.value.problem.code == "FBK080"


# ── gates ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_is_not_asked_has_a_reason_and_an_entry() -> None:
    desk = shop(invitation="gates: {consent: ok, recontact: 30 days}").feedback
    outcomes = desk.invite([asks("1", ok=True), asks("2", ok=False), asks("3", ok=True)], ContactLedger(), now=NOW)
    assert [(type(one).__name__, one.entry.kind, one.entry.why) for one in outcomes] == [
        ("Invited", "sent", ""), ("NotInvited", "not_sent", "consent"), ("NotInvited", "not_sent", "recontact"),
    ]  # fmt: skip
    assert isinstance(outcomes[2], NotInvited)
    assert outcomes[2].outcome.until_us is not None


def test_what_the_ledger_knows_is_passed_over() -> None:
    desk, ledger = shop().feedback, ContactLedger()
    (one,) = invited(desk, asks(), ledger=ledger)
    ledger.append(one.entry)
    assert invited(desk, asks(), ledger=ledger) == []


def test_an_occasion_of_long_ago_is_too_late() -> None:
    (one,) = shop().feedback.invite([asks(at="2025-12-01T00:00:00Z")], ContactLedger(), now=NOW)
    assert isinstance(one, NotInvited)
    assert one.entry.why == "too_late"


def test_hours_are_those_of_the_sending_not_of_the_occasion() -> None:
    desk = shop(invitation='gates: {hours: {mon-sun: ["09:00-12:00"]}}').feedback
    assert desk.invite([asks()], ContactLedger(), now="2026-01-05T22:00:00Z") == []  # the occasion came at 11:00
    (one,) = invited(desk, asks(), now="2026-01-06T09:00:00Z")
    assert one.entry.as_dict()["at"] == "2026-01-06T09:00:00Z"


def test_an_ask_of_tomorrow_waits() -> None:
    assert shop().feedback.invite([asks(at="2026-01-06T11:00:00Z")], ContactLedger(), now=NOW) == []


def test_a_case_without_a_customer_asks_nobody_and_other_effects_are_no_asks() -> None:
    missed = Effect("missed", case="42", metric="m", cycle_id="e1", at_us=0)
    bare = attrs.evolve(asks(), effects=(missed, *asks().effects), attributes={})
    (one,) = shop().feedback.invite([bare], ContactLedger(), now=NOW)
    assert one.entry.why == "no_customer"


def test_an_invitation_that_failed_says_so() -> None:
    (one,) = invited(shop().feedback, asks())
    assert (one.failed.kind, one.failed.why) == ("not_sent", "failed")


def test_a_decision_asks_once_the_wait_is_over() -> None:
    standard = shop()
    data = {"customer": "c7", "email": "c7@example.org"}
    events: list[Mapping[str, object]] = [
        {"id": "e1", "case": "42", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": data},
        {"id": "e2", "case": "42", "at": "2026-01-05T11:00:00Z", "kind": "closed", "by": "agent"},
    ]
    early = standard.decide(events, now="2026-01-05T11:59:00Z")
    assert standard.feedback.invite([early], ContactLedger(), now="2026-01-05T11:59:00Z") == []
    (one,) = invited(standard.feedback, standard.decide(events, now=NOW))  # type: ignore[arg-type]
    assert one.entry.invitation == "|42||e2|ask|after"


# ── reminders and expiry ──────────────────────────────────────────────────────────────────────────────────────
REMINDER = "reminder: {after: 2d, times: 1}"


def asked(desk: FeedbackDesk, *, now: str = NOW) -> ContactLedger:
    return ContactLedger([one.entry for one in invited(desk, asks(), now=now)])


def remind(desk: FeedbackDesk, ledger: ContactLedger, *, now: str, events: tuple[Event, ...] = ()) -> list[Any]:
    return desk.remind(desk.occasions([asks()]), ledger, events, now=now, link=LINK, secret=SECRET)


def test_who_did_not_answer_is_reminded_once() -> None:
    desk = shop(invitation=REMINDER).feedback
    ledger = asked(desk)
    assert remind(desk, ledger, now="2026-01-07T11:59:00Z") == []
    (one,) = remind(desk, ledger, now="2026-01-07T12:00:00Z")
    assert one.effect.key == "|42||e2|notice|after|reminder 1|c7"
    assert "a short reminder" in render(one.effect.order).text
    ledger.append(one.entry)
    assert remind(desk, ledger, now="2026-01-10T12:00:00Z") == []
    taken = desk.take(one.token, {"score": 4}, secrets=[SECRET], now="2026-01-08T00:00:00Z")
    assert taken.grant is not None
    assert taken.grant.expires_us == next(iter(ledger)).expires_us


def test_the_companys_text_with_the_link_reminds_too() -> None:
    desk = shop(invitation=f'{REMINDER}, text: "Please: {{{{link}}}}", subject: "First"').feedback
    (one,) = remind(desk, asked(desk), now="2026-01-07T12:00:00Z")
    said = render(one.effect.order)
    assert (said.text.startswith("Please: https://"), said.subject) == (True, "A reminder: how did we do?")


def test_who_answered_is_not_reminded_and_does_not_expire() -> None:
    desk = shop(invitation=REMINDER).feedback
    ledger = asked(desk)
    said = Event("answered", case="42", at="2026-01-06T00:00:00Z", data={"instrument": "after", "invitation": "|42||e2|ask|after"})
    assert answered_keys([said, Event("closed", case="42", at=0)]) == {"|42||e2|ask|after"}
    assert remind(desk, ledger, now="2026-01-07T12:00:00Z", events=(said,)) == []
    assert desk.expire(ledger, [said], now="2026-02-01T00:00:00Z") == []
    (entry,) = desk.expire(ledger, [], now="2026-02-01T00:00:00Z")
    assert (entry.kind, entry.as_dict()["at"]) == ("expired", "2026-01-12T12:00:00Z")


def test_reminders_wait_for_the_hours_and_pass_over_what_is_not_known() -> None:
    desk = shop(invitation=f'{REMINDER}, gates: {{hours: {{mon-sun: ["09:00-13:00"]}}}}').feedback
    ledger = asked(desk)
    assert remind(desk, ledger, now="2026-01-07T22:00:00Z") == []
    assert len(remind(desk, ledger, now="2026-01-08T09:00:00Z")) == 1
    assert desk.remind([], ledger, [], now="2026-01-08T09:00:00Z") == []
    other = [(attrs.evolve(occasion, invitation="gone"), edition) for occasion, edition in desk.occasions([asks()])]
    assert desk.remind(other, ledger, [], now="2026-01-08T09:00:00Z") == []


def test_who_was_asked_anonymously_is_not_reminded() -> None:
    desk = shop("anonymous: true", REMINDER).feedback
    assert remind(desk, asked(desk), now="2026-01-08T12:00:00Z") == []


# ── campaigns ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("every", "since", "until", "on", "expected"),
    [
        ("year", "2026-11-01", None, "2026-10-31", None),
        ("year", "2026-11-01", None, "2026-11-01", "2026-11-01"),
        ("year", "2024-02-29", None, "2028-02-29", "2028-02-29"),
        ("month", "2026-01-31", None, "2026-03-01", "2026-02-28"),
        ("month", "2026-01-31", None, "2026-03-31", "2026-03-31"),
        ("quarter", "2026-01-01", "2026-06-30", "2026-12-31", "2026-04-01"),
        ("week", "2026-01-05", None, "2026-01-20", "2026-01-19"),
        ("year", "9998-12-31", None, "9999-12-31", "9999-12-31"),
        (None, "2026-01-05", None, "2027-01-01", "2026-01-05"),
    ],
)
def test_the_day_of_a_campaign(every: Any, since: str, until: str | None, on: str, expected: str | None) -> None:
    end = None if until is None else date.fromisoformat(until)
    found = due_day(Campaign(every=every, since=date.fromisoformat(since), until=end), date.fromisoformat(on))
    assert found == (None if expected is None else date.fromisoformat(expected))


def test_a_campaign_asks_each_fitting_customer_once_a_period() -> None:
    desk, ledger = shop().feedback, ContactLedger()
    rows: list[dict[str, object]] = [
        {"customer": "c7", "tier": "key", "email": "c7@example.org"},
        {"customer": 8, "attributes": {"tier": "plain"}},
    ]
    (one,) = desk.campaign(rows, ledger, on="2026-01-05", now=NOW, link=LINK, secret=SECRET)
    assert isinstance(one, Invited)
    assert (one.entry.invitation, one.entry.case, one.surveyed) == ("|c7||2026-01-01|ask|year", "", None)
    assert order_of(one).contacts["email"] == "c7@example.org"
    assert "Shop: How likely are you to recommend us, from 0 to 10?" in render(order_of(one)).text
    ledger.append(one.entry)
    assert desk.campaign(rows, ledger, on=date(2026, 1, 20), now="2026-01-20T09:00:00Z", link=LINK, secret=SECRET) == []
    assert len(desk.campaign(rows, ledger, on=date(2027, 1, 2), now="2027-01-02T09:00:00Z")) == 1


def test_an_answer_to_a_campaign_is_counted_for_its_customer() -> None:
    desk = shop().feedback
    (one,) = desk.campaign(
        [{"customer": "c7", "tier": "key", "tenant": "t"}], ContactLedger(), on="2026-01-05", now=NOW, link=LINK, secret=SECRET
    )
    assert isinstance(one, Invited)
    taken = desk.take(one.token, {"score": "10"}, secrets=[SECRET], now="2026-01-06T09:00:00Z")
    assert taken.event is not None
    assert (taken.event.case, taken.event.tenant) == ("year:c7", "t")
    (response,) = desk.responses([taken.event], ContactLedger([one.entry]))
    assert (response.status, response.score) == ("counted", 10)


@pytest.mark.parametrize("row", [{}, {"customer": " "}, {"customer": True}, {"customer": None}, "c7"])
def test_what_is_no_customer_is_refused(row: Any) -> None:
    with pytest.raises(UsageError) as caught:
        shop().feedback.campaign([row], ContactLedger(), on="2026-01-05", now=NOW)
    assert caught.value.problem.code == "FBK096"


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────
def take(desk: FeedbackDesk, data: Mapping[str, object], *, token: str = "", now: str = "2026-01-06T00:00:00Z") -> Taken:
    return desk.take(token or invited(desk, asks())[0].token, data, secrets=[SECRET], now=now)


def test_an_answer_is_an_event_of_the_grants_case() -> None:
    taken = take(shop().feedback, {"score": 4, "comment": " Thanks "})
    assert taken.status == "taken"
    assert taken.event is not None
    assert (taken.event.kind, taken.event.case, taken.event.by.role) == ("answered", "42", "customer")
    assert taken.event.data == {"instrument": "after", "invitation": "|42||e2|ask|after", "version": "1", "score": 4, "comment": "Thanks"}
    assert taken.as_dict() == {
        "status": "taken", "invitation": "|42||e2|ask|after", "instrument": "after", "case": "42", "event": taken.event.id,
        "at": "2026-01-06T00:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize("score", [0, 6, -1, 2.5, math.nan, math.inf, True, "five", "5.0", "--5", "9" * 5000, "٣", [5], "NaN"])
def test_what_is_off_the_scale_is_refused_at_the_door(score: object) -> None:
    taken = take(shop().feedback, {"score": score})
    assert (taken.status, taken.event) == ("refused", None)
    assert taken.problem is not None
    assert (taken.problem.code, taken.problem.params["low"], taken.problem.params["high"]) == ("FBK090", 1, 5)
    assert taken.as_dict()["code"] == "FBK090"


@pytest.mark.parametrize(("score", "kept"), [(5, 5), (5.0, 5), ("5", 5), (" 3 ", 3)])
def test_numbers_of_forms_are_text(score: object, kept: int) -> None:
    taken = take(shop().feedback, {"score": score})
    assert taken.event is not None
    assert taken.event.data["score"] == kept


@pytest.mark.parametrize("data", [{}, {"score": ""}, {"stars": 5}, {"comment": "hello"}, {"answers.clean": 5}, {"score": 5, "x" * 500: 1}])
def test_an_answer_without_its_question_is_refused(data: Mapping[str, object]) -> None:
    taken = take(shop().feedback, data)
    assert taken.problem is not None
    assert (taken.status, taken.problem.code) == ("refused", "FBK091")


def test_a_battery_is_answered_question_by_question() -> None:
    desk = shop().feedback
    token = make_token(AnswerGrant("k", instrument="parts", version="1", expires_us=2**60, case="42"), SECRET)
    for mark in (True, "true", "on", "1"):
        assert take(desk, {"answers.clean": 5, "partial": mark}, token=token).event.data["partial"] is True
    taken = take(desk, {"answers.clean": 5, "partial": True}, token=token)
    assert taken.event is not None
    assert (taken.event.data["answers.clean"], taken.event.data["partial"]) == (5, True)
    refused = take(desk, {"score": 5}, token=token)
    assert refused.problem is not None
    assert refused.problem.code == "FBK091"


def test_a_survey_that_is_closed_unanswered_is_dismissed() -> None:
    taken = take(shop().feedback, {"dismiss": True})
    assert taken.event is not None
    assert (taken.event.kind, taken.event.data) == ("dismissed", {"instrument": "after", "invitation": "|42||e2|ask|after"})


def test_a_number_too_long_to_be_written_is_refused() -> None:
    taken = take(shop().feedback, {"score": 10**5000})
    assert taken.problem is not None
    assert (taken.problem.code, taken.problem.params["found"]) == ("FBK090", "…")


def test_control_characters_and_half_characters_do_not_get_in() -> None:
    taken = take(shop().feedback, {"score": 5, "comment": "a\x00\x1b[31m\ud800b\n"})
    assert taken.event is not None
    assert taken.event.data["comment"] == "a[31mb"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(["score", "comment", "partial", "dismiss", "case", "version", "answers.clean", "x"]) | st.text(max_size=5)
BOTH = (shop().feedback, shop('version: "2"').feedback)


@given(st.dictionaries(FIELDS, JUNK, max_size=4), st.sampled_from(BOTH))
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_sent_raises_or_counts_off_the_scale(data: dict[str, object], desk: FeedbackDesk) -> None:
    token = make_token(AnswerGrant("k", instrument="after", version="1", expires_us=2**60, case="42"), SECRET)
    taken = take(desk, data, token=token)
    json.dumps(taken.as_dict())
    if taken.event is not None:
        json.dumps(taken.event.as_dict()).encode()
        (response,) = desk.responses([taken.event])
        assert response.status != "counted" or response.score in range(1, 6)


def test_a_long_comment_is_cut_and_told() -> None:
    taken = take(shop().feedback, {"score": 5, "comment": "啊" * 100_000})
    assert taken.event is not None
    assert taken.problem is not None
    assert (taken.status, len(str(taken.event.data["comment"])), taken.problem.code) == ("taken", LONGEST_COMMENT, "FBK092")
    assert take(shop().feedback, {"score": 5, "comment": 7}).status == "taken"


@pytest.mark.parametrize(
    ("token", "code"),
    [("", "FBK081"), ("hello", "FBK081"), ("sv1.x", "FBK081"), ("sv1.e30.AAAA", "FBK082"), ("x" * 10_000, "FBK081"), ("sv1.é.é", "FBK081")],
)
def test_a_forged_link_proves_nothing(token: str, code: str) -> None:
    taken = shop().feedback.take(token, {"score": 1}, secrets=[SECRET], now=NOW)
    assert taken.problem is not None
    assert (taken.status, taken.event, taken.problem.code, taken.grant) == ("refused", None, code, None)
    assert taken.as_dict() == {"status": "refused", "code": code}


def test_a_token_of_another_secret_is_refused_and_one_of_the_former_is_taken() -> None:
    desk = shop().feedback
    (one,) = invited(desk, asks())
    assert desk.take(one.token, {"score": 5}, secrets=[b"another secret of thirty-two bytes"], now=NOW).status == "refused"
    assert desk.take(one.token, {"score": 5}, secrets=[b"another secret of thirty-two bytes", SECRET], now=NOW).status == "taken"


def test_a_server_without_a_secret_is_told() -> None:
    with pytest.raises(UsageError) as caught:
        shop().feedback.take("sv1.a.b", {"score": 5}, secrets=[], now=NOW)
    assert caught.value.problem.code == "FBK080"


@pytest.mark.parametrize(
    "data", [{"case": "43"}, {"customer": "c8"}, {"invitation": "k"}, {"instrument": "year"}, {"version": 2}, {"tenant": "t"}]
)
def test_an_answer_for_somebody_elses_case_is_refused(data: Mapping[str, object]) -> None:
    taken = take(shop().feedback, {"score": 1, **data})
    assert taken.problem is not None
    assert (taken.status, taken.event, taken.problem.code) == ("refused", None, "FBK094")
    assert take(shop().feedback, {"score": 1, "case": "42", "version": 1}).status == "taken"


def test_a_late_answer_is_kept_and_reads_as_late_whatever_is_known() -> None:
    desk = shop().feedback
    (one,) = invited(desk, asks())
    taken = take(desk, {"score": 1}, token=one.token, now="2026-02-01T00:00:00Z")
    assert taken.problem is not None
    assert taken.event is not None
    assert (taken.status, taken.problem.code) == ("late", "FBK083")
    for ledger in (None, ContactLedger([one.entry])):
        assert [response.status for response in desk.responses([taken.event], ledger)] == ["late"]


def test_an_instrument_changed_after_sending_is_refused_and_recorded() -> None:
    (one,) = invited(shop().feedback, asks())
    desk = shop('version: "2"').feedback
    for data, kept in (({"score": 5, "comment": "fine"}, 5), ({"score": "4"}, "4"), ({"score": math.nan}, None)):
        taken = take(desk, data, token=one.token)
        assert taken.problem is not None
        assert taken.event is not None
        assert (taken.status, taken.problem.code, taken.event.data.get("score")) == ("refused", "FBK093", kept)
        (response,) = desk.responses([taken.event], ContactLedger([one.entry]))
        assert (response.status, response.why) == ("refused", "other_version")


def test_ten_clicks_a_second_are_one_answer() -> None:
    desk = shop().feedback
    (one,) = invited(desk, asks())
    same = [take(desk, {"score": 5}, token=one.token, now=f"2026-01-06T00:00:00.{i}Z").event for i in range(10)]
    found = desk.responses([event for event in same if event is not None], ContactLedger([one.entry]))
    assert [response.status for response in found] == ["counted", *["duplicate"] * 9]
    assert take(desk, {"score": 5}, token=one.token).event == take(desk, {"score": 5}, token=one.token).event
    every = [take(desk, {"score": 1 + i % 5}, token=one.token, now=f"2026-01-06T00:00:00.{i}Z").event for i in range(10)]
    found = desk.responses([event for event in every if event is not None], ContactLedger([one.entry]))
    assert {response.status for response in found} == {"suspected_bot"}


def test_an_anonymous_answer_leads_to_no_case_and_counts_once() -> None:
    desk = shop("anonymous: true").feedback
    (one,) = invited(desk, asks())
    assert "kept without your name" in render(order_of(one)).text
    taken = take(desk, {"score": 5}, token=one.token)
    assert taken.event is not None
    assert taken.grant is not None
    assert taken.event.case == "after:anonymous"
    assert not {"42", "c7"} & {taken.grant.case, taken.grant.customer}
    assert "42" not in str(taken.event.as_dict()["data"]).replace(taken.grant.invitation, "")
    again = take(desk, {"score": 4}, token=one.token, now="2026-01-06T01:00:00Z").event
    assert again is not None
    found = desk.responses([taken.event, again], ContactLedger([one.entry]))
    assert [response.status for response in found] == ["superseded", "counted"]
    late = take(desk, {"score": 1}, token=one.token, now="2026-03-06T01:00:00Z")
    assert late.event is not None
    assert [response.status for response in desk.responses([late.event])] == ["late"]


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_every_kind_has_a_question_in_both_languages(kind: str) -> None:
    english, chinese = (question_text(kind, language, low=0, high=10, best=10) for language in ("en", "zh"))
    assert english != chinese
    assert "{" not in english + chinese


def test_texts_are_filled_whatever_is_missing() -> None:
    assert all(len(pair) == 2 for pair in PARTS.values())
    assert invitation_text("reminded", "zh", case=False, link=False, anonymous=True).endswith("请于{{expires}}前直接回复您的答案。")
    assert invitation_subject("reminded", "zh") == "提醒：请您评价我们的服务"


def test_entries_read_back() -> None:
    entry = LedgerEntry("not_sent", at_us=0, customer="c7", instrument="after", invitation="k", why="too_late")
    assert list(ContactLedger.read(ContactLedger([entry]).lines())) == [entry]
