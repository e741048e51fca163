"""What comes in: people, robots, bounces, lists, loops."""

from __future__ import annotations

import base64

import pytest

from servstd.protocols import Channel
from servstd_email import EmailChannel, InboundSettings
from servstd_email.composing import compose
from servstd_email.mail import read_mail
from servstd_email.settings import EmailSettings
from servstd_email.tokens import thread_id

from .conftest import NOW, make_notice  # noqa: TID252  # a plugin's tests are no package of anybody's
from .samples import AT, CHANNEL, FAILED, RECEIVED, bounce, events_of, our_mail, raw_mail, refusal, the_event  # noqa: TID252  # a plugin's tests are no package of anybody's


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_it_is_a_channel():
    assert isinstance(CHANNEL, Channel)


def test_a_message_of_a_customer():
    event = the_event(raw_mail(To="desk+42@example.org"))
    assert (event.kind, event.case, event.id, event.by.role, event.at_us) == ("message", "42", "m1@example.com", "customer", AT)
    assert event.data == {"public": True, "text": "Hello", "subject": "door", "sender": "wang@example.com"}


def test_the_same_mail_fetched_later_gives_the_same_event():
    raw = raw_mail(To="desk+42@example.org")
    assert events_of(raw) == events_of(raw, received_us=RECEIVED + 3_600_000_000)
    without_id = raw_mail(To="desk+42@example.org", Message_ID="")
    moved = raw_mail(To="desk+42@example.org", Message_ID="", X_Spam="no")
    assert the_event(without_id).id == the_event(moved).id
    assert str(the_event(without_id).id).startswith("mail:")
    assert the_event(raw_mail("Other\n", To="desk+42@example.org", Message_ID="")).id != the_event(without_id).id


@pytest.mark.parametrize(
    ("headers", "case"),
    [
        ({"To": "DESK+42@EXAMPLE.ORG"}, "42"),
        ({"To": "x@example.com", "Cc": "y@example.com, Desk <desk+42@example.org>"}, "42"),
        ({"Delivered_To": "desk+42@example.org"}, "42"),
        ({"In_Reply_To": "<n.abc@example.org>", "References": "<a@b> <case.42@example.org>\r\n <z@example.com>"}, "42"),
        ({"In_Reply_To": thread_id("投诉 7", "example.org")}, "投诉 7"),
        ({"Subject": "Re: [#T-42/A] door"}, "T-42/A"),
        ({"Subject": "=?utf-8?B?" + base64.b64encode("回复：[#投诉7] 门".encode()).decode() + "?="}, "投诉7"),
        ({"To": "desk+42@example.org", "Subject": "[#43]"}, "42"),
    ],
)
def test_which_case(headers: dict[str, str], case: str):
    assert the_event(raw_mail(**headers)).case == case


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"To": "other+42@example.org"},
        {"To": "desk+42@example.com"},
        {"References": "<case.42@evil.example>"},
        {"To": "desk+b32-!@example.org"},
        {"To": "desk+@example.org"},
        {"References": "<case.b32-1@example.org>"},
        {"Subject": "[#]"},
    ],
)
def test_what_names_no_case_is_refused(headers: dict[str, str]):
    assert refusal(raw_mail(**headers)) == "no_case"


def test_the_answer_to_our_own_mail_finds_its_case():
    sending = EmailSettings("mail.example.org", sender="desk@example.org", reply_to="desk+{case}@example.org")
    for case in ("42", "A/7", "投诉-2026-0001", "B" * 30, "Ab_c"):
        ours = read_mail(compose(make_notice(case=case), sending, sending.origin, at=NOW))
        for kept in ("reply-to", "references", "subject"):  # whichever of the three the customer's program keeps
            given = {"reply-to": "To", "references": "References", "subject": "Subject"}[kept]
            assert the_event(raw_mail(**{given: ours.header(kept)})).case == case, kept


def test_a_mail_without_a_case_may_open_one():
    channel = EmailChannel(settings=InboundSettings("desk@example.org", open_new=True, opened_attributes={"channel": "email"}))
    event = the_event(raw_mail(), channel)
    assert (event.kind, event.by.role, event.id) == ("opened", "customer", "m1@example.com")
    assert event.case.startswith("mail-")
    assert event.data == {"channel": "email", "text": "door\n\nHello"}
    assert the_event(raw_mail(), channel) == event
    assert the_event(raw_mail(To="desk+42@example.org"), channel).kind == "message"
    assert refusal(raw_mail(Auto_Submitted="auto-replied"), channel) == "auto_reply"  # a robot opens nothing


def test_when_it_came():
    day = 86_400_000_000
    assert the_event(raw_mail(Subject="[#1]", Received="")).at_us == AT - 60_000_000  # the sender's Date
    assert the_event(raw_mail(Subject="[#1]", Received="by x; nonsense", Date="Mon, 05 Jan 2026 01:00:30 -0000")).at_us == AT + 30_000_000
    for date in ("", "yesterday", "Mon, 05 Jan 2026 09:00:00 +0000", "Mon, 01 Jan 2024 00:00:00 +0000", "Mon, 05 Jan 99999 00:00:00 +0000"):
        assert the_event(raw_mail(Subject="[#1]", Received="", Date=date)).at_us == RECEIVED  # ahead, long past or no date: not believed
    assert events_of(raw_mail(Subject="[#1]"), received_us=RECEIVED + 3 * day)[0].at_us == AT


# ── robots ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_submitted"),
        ({"Auto_Submitted": "auto-generated (failure); x=1"}, "auto_submitted"),
        ({"X_Autoreply": "yes"}, "x_autoreply"),
        ({"X_Autorespond": "absent"}, "x_autoreply"),
        ({"X_Auto_Response_Suppress": "All"}, "x_auto_response_suppress"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"Precedence": "auto_reply"}, "precedence"),
        ({"Return_Path": "<>"}, "null_return_path"),
        ({"Content_Type": "multipart/report; report-type=disposition-notification; boundary=b"}, "read_receipt"),
    ],
)
def test_a_robot_is_no_customer(headers: dict[str, str], why: str):
    event = the_event(raw_mail(To="desk+42@example.org", **headers))
    assert (event.kind, event.case, event.by.role, event.data["why"]) == ("x-auto-reply", "42", "bot", why)
    assert refusal(raw_mail(**headers)) == "auto_reply"


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "no"}, {"X_Autoreply": "no"}, {"Precedence": "normal"}, {"Return_Path": "<wang@example.com>"}]
)
def test_signs_that_are_none(headers: dict[str, str]):
    assert the_event(raw_mail(To="desk+42@example.org", **headers)).kind == "message"


def test_a_subject_is_a_hint_and_no_proof():
    event = the_event(raw_mail(To="desk+42@example.org", Subject="Automatic reply: Your case"))
    assert (event.kind, event.by.role, event.data["maybe_automatic"]) == ("message", "customer", True)


def test_our_own_mail_is_refused():
    sending = EmailSettings("mail.example.org", sender="desk@example.org")
    ours = compose(make_notice(), sending, sending.origin, at=NOW)
    assert refusal(ours) == "loop"
    assert refusal(ours.replace(b"From: desk@example.org", b"From: other@example.org")) == "loop"  # forwarded under another name
    assert refusal(raw_mail(From="Desk <DESK@example.org>", To="desk+42@example.org")) == "loop"


def test_lists_are_refused_unless_they_bring_customers():
    listed = {"List_Id": "News <news.example.com>", "To": "desk+42@example.org"}
    assert refusal(raw_mail(**listed)) == "mailing_list"
    assert refusal(raw_mail(Precedence="list")) == "mailing_list"
    channel = EmailChannel(settings=InboundSettings("desk@example.org", lists=("News.example.com",)))
    assert the_event(raw_mail(**listed), channel).kind == "message"


# ── bounces ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("heads", [False, True])
def test_a_bounce_tells_whom_it_did_not_reach(heads: bool):
    event = the_event(bounce(our_mail("投诉 7"), FAILED, heads=heads))
    assert (event.kind, event.case, event.by.role, event.id) == ("x-bounced", "投诉 7", "system", "d1@mx.example.net")
    assert event.data["recipient"] == "wang@example.com"
    assert (event.data["status"], event.data["diagnostic"]) == ("5.1.1", "550 5.1.1 no such user")
    assert str(event.data["message_id"]).startswith("n.")


def test_a_bounce_of_our_own_server_is_no_loop():
    assert the_event(bounce(our_mail(), FAILED, From="MAILER-DAEMON@example.org", Message_ID="<d1@example.org>")).kind == "x-bounced"


def test_several_recipients_are_several_events():
    other = FAILED.replace("wang", "li").replace("5.1.1", "5.2.2")
    delayed = FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    events = events_of(bounce(our_mail(), FAILED, delayed, other))
    assert [(event.id, event.data["status"]) for event in events] == [("d1@mx.example.net#1", "5.1.1"), ("d1@mx.example.net#2", "5.2.2")]


def test_what_is_late_or_arrived_is_no_event():
    for action in ("delayed", "delivered", "relayed", "expanded"):
        assert events_of(bounce(our_mail(), FAILED.replace("failed", action))) == ()


def test_reports_in_other_letters_and_without_the_original():
    utf8 = "Final-Recipient: utf-8; 王@example.com\r\nAction: failed\r\nStatus: 5.1.1"
    event = the_event(bounce(our_mail(), utf8, kind="message/global-delivery-status"))
    assert event.data["recipient"] == "王@example.com"
    assert refusal(bounce(b"From: x\r\n\r\n", FAILED)) == "no_case"
    assert the_event(bounce(b"", FAILED, To="desk+42@example.org")).case == "42"
    assert the_event(bounce(b"", FAILED, References="<case.42@example.org>")).case == "42"


def test_a_bounce_in_plain_words():
    quoted = "Your mail did not arrive.\n\nMessage-ID: <n.1@example.org>\nReferences: <case.42@example.org>\n"
    event = the_event(raw_mail(quoted, From="postmaster@mx.example.net", Return_Path="<>", X_Failed_Recipients="wang@example.com"))
    assert (event.kind, event.case, event.data) == ("x-bounced", "42", {"recipient": "wang@example.com", "message_id": "n.1@example.org"})
    assert the_event(raw_mail(quoted, From="MAILER-DAEMON@x.example", Return_Path="<>")).kind == "x-bounced"


def test_a_report_that_is_broken_is_still_a_bounce():
    for status in ("nonsense", "Final-Recipient: ;\r\nAction: failed"):
        event = the_event(bounce(our_mail(), status))
        assert (event.kind, "recipient" in event.data) == ("x-bounced", False)
