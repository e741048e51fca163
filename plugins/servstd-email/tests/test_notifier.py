"""What a mail server gets, and what each of its answers is taken for."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import AuthResult

from servstd.notices import Notice, Receipt, Recipient
from servstd.protocols import Notifier
from servstd.secret import Secret
from servstd_email.notifier import EmailNotifier, of_reply
from servstd_email.settings import EmailSettings
from servstd_email.tokens import message_id, thread_id

from .conftest import free_port, make_notice, notifier_for  # noqa: TID252  # a plugin's tests are no package of anybody's

EHLO = b"250-mx.example\r\n250 8BITMIME\r\n"


def _read(raw: bytes):
    return message_from_bytes(raw, policy=default)


def _body(mail, kind: str) -> str:
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_it_is_a_notifier():
    notifier = notifier_for(25, user="desk", password=Secret("pa55"))
    assert isinstance(notifier, Notifier)
    assert (notifier.addressing, notifier.contact, notifier.limit.length) == ("person", "email", None)
    assert "pa55" not in repr(notifier)


def test_a_notice_arrives(serve, inbox, notice: Notice):
    receipt = notifier_for(serve(), sender_name="客服, 中心", reply_to="desk+{case}@example.org", envelope_from="bounce@example.org").send(
        notice
    )
    assert receipt == Receipt.sent(provider_id=message_id(notice.key, "example.org"))
    assert (inbox.senders, inbox.recipients) == (["bounce@example.org"], ["wang@example.com"])
    mail = _read(inbox.mails[0])
    assert mail["Subject"] == "[#42] 已受理您的投诉"
    assert (mail["From"].addresses[0].addr_spec, mail["From"].addresses[0].display_name) == ("desk@example.org", "客服, 中心")
    assert (mail["To"].addresses[0].addr_spec, mail["To"].addresses[0].display_name) == ("wang@example.com", "王女士")
    assert mail["Reply-To"] == "desk+42@example.org"
    assert mail["Message-ID"] == message_id(notice.key, "example.org")
    assert mail["In-Reply-To"] == mail["References"] == thread_id("42", "example.org") == "<case.42@example.org>"
    assert mail["Date"].datetime.isoformat() == "2026-01-05T01:00:00+00:00"
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"], mail["Importance"]) == ("auto-generated", "OOF, AutoReply", None)
    plain, html = _body(mail, "plain"), _body(mail, "html")
    assert plain == "您好，\n我们已受理。\n\n.A line with a dot\n\n\n查看: https://example.com/42?a=1&b=2\n"
    assert '<a href="https://example.com/42?a=1&amp;b=2">查看</a>' in html
    assert "<p>您好，<br>我们已受理。</p>" in html


def test_the_same_notice_is_the_same_mail(serve, inbox, notice: Notice):
    notifier = notifier_for(serve())
    assert [notifier.send(notice).status for _ in range(2)] == ["sent", "sent"]
    assert inbox.mails[0] == inbox.mails[1]


def test_nothing_of_a_notice_ends_a_header(serve, inbox):
    evil = make_notice(
        subject="Hi\r\nBcc: all@example.com\r\n\r\nbody\u2028x",
        case="4\r\n2",
        locale='zh"><script>',
        text="<script>alert(1)</script>\x00\ud800",
        recipients=(Recipient("c7", name="W\r\nBcc: x@example.com", address="wang@example.com"),),
    )
    assert notifier_for(serve()).send(evil).status == "sent"
    mail = _read(inbox.mails[0])
    assert mail["Bcc"] is None
    assert mail["Subject"] == "[#4_2] Hi Bcc: all@example.com body x"
    assert "<script" not in _body(mail, "html")
    assert inbox.recipients == ["wang@example.com"]


def test_only_what_a_browser_may_open_is_a_link(serve, inbox):
    from servstd.notices import Action

    notifier_for(serve()).send(make_notice(actions=(Action("x", url="javascript:alert(1)"), Action("y", url='https://e.example/"><b>'))))
    html = _body(_read(inbox.mails[0]), "html")
    assert 'href="javascript' not in html
    assert "https://e.example/&quot;&gt;&lt;b&gt;" in html


def test_long_words_ids_and_names_keep_lines_short(serve, inbox):
    long = make_notice(
        subject="长" * 300, text="字" * 5000, case="投诉" * 40, recipients=(Recipient("c", name="名" * 100, address="w@example.com"),)
    )
    assert (
        notifier_for(serve(), reply_to="desk+{case}@example.org", message_domain="mail.a-rather-long-name-of-a-company.example.org")
        .send(long)
        .ok
    )
    raw = inbox.mails[0]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    mail = _read(raw)
    assert mail["Subject"].endswith("长" * 300)
    assert re.fullmatch(r"<thread\.[0-9a-f]{32}@mail\.a-rather-long-name-of-a-company\.example\.org>", mail["References"])
    assert mail["Reply-To"] is None  # a case too long for an address is found by its subject


def test_urgency_and_language(serve, inbox):
    notifier_for(serve(), subject_token=False).send(make_notice(urgency="high", subject="", text="First words\nmore", locale="en"))
    mail = _read(inbox.mails[0])
    assert (mail["Importance"], mail["Subject"]) == ("high", "First words more")
    assert '<html lang="en">' in _body(mail, "html")


@pytest.mark.parametrize(
    ("recipients", "code"),
    [
        ((), "no_contact"),
        ((Recipient("c"),), "no_contact"),
        ((Recipient("c", address="a@example.com"), Recipient("d", address="b@example.com")), "no_contact"),
        *[
            ((Recipient("c", address=text),), "bad_address")
            for text in (
                "nobody",
                "a b@example.com",
                "=?utf-8?q?=0D=0ABcc:x?=@example.com",
                "a@b@c@",
                "<a@example.com>",
                "a@-x.example",
                "a@example.com\r\nRCPT TO:<b@example.com>",
                "a\u00a0b@example.com",
                "a@" + "x" * 300,
                ".a@example.com",
                "\ud800@example.com",
                "a@é..example",
                '"a b"@example.com',
                "x" * 65 + "@example.com",
            )
        ],
    ],
)
def test_recipients_that_are_none(recipients, code: str):
    receipt = notifier_for(1).send(make_notice(recipients=recipients))  # nothing listens there: nothing is asked
    assert (receipt.status, receipt.code) == ("permanent", code)


def test_addresses_in_other_letters(serve, inbox):
    assert notifier_for(serve()).send(make_notice("王@例子.example")).status == "sent"
    assert inbox.recipients == ["王@xn--fsqu00a.example"]
    assert "SMTPUTF8" in inbox.options
    assert "王@".encode() in inbox.mails[0]
    refused = notifier_for(serve(enable_SMTPUTF8=False)).send(make_notice("王@example.com"))
    assert (refused.status, refused.code) == ("permanent", "smtputf8")
    assert notifier_for(serve(enable_SMTPUTF8=False)).send(make_notice("wang@例子.example")).status == "sent"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("said", "status", "code"), [("450 4.2.1 later", "retryable", "smtp_450"), ("550 5.1.1 <wang@example.com> no", "permanent", "smtp_550")]
)
def test_refusals_at_each_step(serve, inbox, notice: Notice, step: str, said: str, status: str, code: str):
    inbox.says[step] = said
    receipt = notifier_for(serve()).send(notice)
    assert (receipt.status, receipt.code) == (status, code)
    assert said[:9] in receipt.detail
    assert "wang" not in receipt.detail


def test_a_server_that_takes_less(serve, inbox, notice: Notice):
    receipt = notifier_for(serve(data_size_limit=100)).send(notice)
    assert (receipt.status, receipt.code, inbox.mails) == ("permanent", "too_large", [])


def test_a_connection_lost_after_the_mail_is_ambiguous(serve, inbox, notice: Notice):
    inbox.drop_at = "DATA"
    receipt = notifier_for(serve()).send(notice)
    assert (receipt.status, receipt.code, len(inbox.mails)) == ("ambiguous", "connection_lost", 1)


def test_silence_after_the_mail_is_ambiguous(scripted, notice: Notice):
    server = scripted(b"220 mx\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"", hold=True)
    receipt = notifier_for(server.port, timeout=0.3).send(notice)
    assert (receipt.status, receipt.code) == ("ambiguous", "timed_out")
    assert server.heard[-1] == b".\r\n"
    assert b"..A line with a dot\r\n" not in server.heard  # encoded, so no line of it starts with a dot


def test_nonsense_after_the_mail_is_ambiguous(scripted, notice: Notice):
    server = scripted(b"220 mx\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"what?\r\n")
    assert notifier_for(server.port).send(notice).status == "ambiguous"


def test_dots_are_doubled_on_the_way(scripted):
    server = scripted(b"220 mx\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 ok\r\n")
    assert notifier_for(server.port).send(make_notice(text="a\n.\nb", actions=())).status == "sent"
    assert b"..\r\n" in server.heard


@pytest.mark.parametrize(
    ("lines", "status", "code"),
    [
        ((b"554 no mail here\r\n",), "permanent", "smtp_554"),
        ((b"421 busy\r\n",), "retryable", "smtp_421"),
        ((b"HTTP/1.1 400 Bad Request\r\n",), "retryable", "bad_reply"),
        ((b"220 mx\r\n",), "retryable", "connect"),
        ((b"220 mx\r\n", EHLO, b"250 ok\r\n"), "retryable", "connect"),
        ((b"220 mx\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"500 what\r\n"), "permanent", "smtp_500"),
        ((b"220 mx\r\n", b"500 what\r\n", b"500 what\r\n"), "permanent", "smtp_500"),
        ((b"220 mx\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 ok\r\n"), "sent", ""),  # and no answer to QUIT
    ],
)
def test_conversations_that_end_early(scripted, notice: Notice, lines, status: str, code: str):
    receipt = notifier_for(scripted(*lines).port).send(notice)
    assert (receipt.status, receipt.code) == (status, code)


def test_nobody_listening_and_a_silent_server_are_retryable(scripted, notice: Notice):
    assert notifier_for(free_port()).send(notice).code == "connect"
    silent = notifier_for(scripted(b"", hold=True).port, timeout=0.2).send(notice)
    assert (silent.status, silent.code) == ("retryable", "connect_timed_out")
    nowhere = notifier_for(25, host="x" * 63 + ".invalid", allow_plain=True, timeout=2).send(notice)
    assert nowhere.status == "retryable"


# ── TLS and logging in ────────────────────────────────────────────────────────────────────────────────────────
def _authenticator(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"desk", b"pa55"), handled=False)


def test_starttls_and_logging_in(serve, inbox, notice: Notice, tls, certificate):
    port = serve(tls_context=tls, require_starttls=True, auth_required=True, authenticator=_authenticator)
    more = {"security": "starttls", "ca_file": str(certificate[0]), "user": "desk"}
    assert notifier_for(port, **more, password=Secret("pa55")).send(notice).status == "sent"
    wrong = notifier_for(port, **more, password=Secret("wr0ng")).send(notice)
    assert (wrong.status, wrong.code) == ("permanent", "auth")
    assert "wr0ng" not in repr(wrong)
    assert len(inbox.mails) == 1


def test_tls_from_the_first_byte(serve, notice: Notice, tls, certificate):
    port = serve(ssl_context=tls)
    assert notifier_for(port, security="tls", ca_file=str(certificate[0])).send(notice).status == "sent"
    assert notifier_for(port, security="tls").send(notice).code == "tls"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_does_not_fit_is_permanent(serve, inbox, notice: Notice, tls, certificate, security: str):
    port = serve(tls_context=tls) if security == "starttls" else serve(ssl_context=tls)
    unknown = notifier_for(port, security=security).send(notice)
    other = notifier_for(port, security=security, ca_file=str(certificate[0]), host="127.0.0.1").send(notice)
    assert [(one.status, one.code) for one in (unknown, other)] == [("permanent", "tls")] * 2
    assert notifier_for(port, security=security, ca_file="no/such/file").send(notice).code == "ca_file"
    assert inbox.mails == []


def test_without_starttls_nothing_is_sent(serve, inbox, notice: Notice):
    receipt = notifier_for(serve(), security="starttls").send(notice)
    assert (receipt.status, receipt.code, inbox.mails) == ("permanent", "tls", [])


def test_tls_with_a_server_that_speaks_none_is_permanent(scripted, notice: Notice, certificate):
    receipt = notifier_for(scripted(b"220 mx\r\n").port, security="tls", ca_file=str(certificate[0])).send(notice)
    assert (receipt.status, receipt.code) == ("permanent", "tls")


def test_a_server_without_logging_in(serve, notice: Notice):
    receipt = notifier_for(serve(auth_exclude_mechanism=["PLAIN", "LOGIN"]), user="desk", password=Secret("pa55")).send(notice)
    assert (receipt.status, receipt.code) == ("permanent", "auth")


def test_a_server_that_hangs_up_at_the_login_is_retryable(scripted, notice: Notice):
    server = scripted(b"220 mx\r\n", b"250-mx\r\n250 AUTH PLAIN\r\n")
    receipt = notifier_for(server.port, user="desk", password=Secret("pa55")).send(notice)
    assert (receipt.status, receipt.code) == ("retryable", "connect")


def test_a_login_that_fails_for_now_is_retryable(scripted, notice: Notice):
    server = scripted(b"220 mx\r\n", b"250-mx\r\n250 AUTH PLAIN\r\n", b"454 4.7.0 later\r\n")
    receipt = notifier_for(server.port, user="desk", password=Secret("pa55")).send(notice)
    assert (receipt.status, receipt.code) == ("retryable", "smtp_454")


def test_replies_as_text():
    assert of_reply(550, "5.7.1 不".encode(), "the mail").detail == "the server refused the mail: 550 5.7.1"
    assert of_reply(-1, b"", "the mail").code == "bad_reply"


@pytest.mark.parametrize("host", ["a..b", "a" * 70 + ".example"])
def test_a_host_that_no_name_service_takes_is_a_receipt(host: str):
    to = Notice("k", case="42", reason="opened", text="t", recipients=(Recipient("c", address="li@example.com"),))
    receipt = EmailNotifier("mail", settings=EmailSettings(host, sender="desk@example.com")).send(to)
    assert (receipt.status, receipt.code) == ("permanent", "settings")
