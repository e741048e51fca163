"""What was written, and mails that no program wrote on purpose."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.protocols import InboundRefused
from servstd_email import EmailChannel, InboundSettings
from servstd_email.decoding import decode, decode_words
from servstd_email.mail import Unreadable, read_mail
from servstd_email.quoting import trim_quote
from servstd_email.tokens import case_of, token_of

from .samples import FAILED, bounce, events_of, multipart, our_mail, raw_mail, refusal, the_event  # noqa: TID252  # a plugin's tests are no package of anybody's


# ── what was written ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_plain_part_is_taken_and_attachments_are_counted():
    event = the_event(multipart(plain="门坏了\n", html="<p>other</p>", attached="x"))
    assert (event.data["text"], event.data["attachments"]) == ("门坏了", 2)
    assert the_event(multipart(attached="x")).data["text"] == ""


def test_html_alone_loses_its_tags():
    html = "<html><head><style>p{}</style></head><body><p>门&nbsp;坏了 &lt;3</p><script>x()</script><div>please<br>help</div></body></html>"
    assert the_event(multipart(html=html)).data["text"] == "门 坏了 <3\n\nplease\nhelp"
    assert "door" in str(the_event(multipart(html="<![bad<p>door</p><!x")).data["text"])


def test_a_long_text_is_cut_and_says_so():
    channel = EmailChannel(settings=InboundSettings("desk@example.org", max_text=10))
    event = the_event(raw_mail("x" * 50, To="desk+42@example.org"), channel)
    assert (event.data["text"], event.data["cut"]) == ("x" * 10, True)


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("gb2312", "退款，镕".encode("gb18030")),
        ("gbk", "退款，镕".encode("gbk")),
        ("utf-8", "退款，镕".encode("gb18030")),
        ("x-unknown", "退款，镕".encode()),
        ("us-ascii", "退款，镕".encode()),
        ("unicode_escape", "退款，镕".encode()),
        ("rot13", "退款，镕".encode()),
        ("\x00", "退款，镕".encode()),
        ("utf-16", "退款，镕".encode("utf-16")),
        ("idna", "退款，镕".encode()),
    ],
)
def test_charsets_right_wrong_and_made_up(charset: str, encoded: bytes):
    body = base64.encodebytes(encoded)
    raw = raw_mail(body, To="desk+42@example.org", Content_Type=f'text/plain; charset="{charset}"', Content_Transfer_Encoding="base64")
    assert the_event(raw).data["text"] == "退款，镕"


def test_headers_in_raw_bytes_and_in_words():
    raw = b"From: \xcd\xf5 <wang@example.com>\nTo: desk+42@example.org\nSubject: " + "门坏了".encode("gbk") + b"\n\nx"
    assert the_event(raw).data["subject"] == "门坏了"
    cut = "门".encode()
    words = f"=?utf-8?B?{base64.b64encode(cut[:2]).decode()}?=\r\n =?utf-8?B?{base64.b64encode(cut[2:]).decode()}?= x =?gb2312?Q?=C3=C5?="
    assert decode_words(words) == "门 x 门"
    assert decode_words("=?utf-8?B?a?= =?x?q?=ZZ?= =?utf-8*zh?q?a_b?=") in (
        "=?utf-8?B?a?==ZZa b",
        "=?utf-8?B?a?= =ZZa b",
        "=?utf-8?B?a?= =ZZ a b",
    )
    assert decode(b"\xff\xff\xff", "utf-8") == "ÿÿÿ"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("No.\n\nOn Mon, 5 Jan 2026 at 09:00, Desk\n<desk@example.org> wrote:\n\n> a\n>\n> b\n\n", "No."),
        ("还没好\n\n在 2026年1月5日，客服 <desk@example.org> 写道：\n> 好了吗", "还没好"),
        ("No\n\n-----Original Message-----\nFrom: Desk\nSent: Monday\nSubject: x\n\nold", "No"),
        ("不行\n\n------------------ 原始邮件 ------------------\n发件人: 客服\n发送时间: 周一\n\nold", "不行"),
        ("a\n> quoted\nb", "a\n> quoted\nb"),
        ("> only a quote", "> only a quote"),
        ("Look:\n-----Original Message-----\nit came like this", "Look:\n-----Original Message-----\nit came like this"),
        ("I wrote:\n> x", "I wrote:"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_quotes(text: str, kept: str):
    assert trim_quote(text) == kept


def test_quotes_may_be_kept():
    channel = EmailChannel(settings=InboundSettings("desk@example.org", trim_quotes=False))
    assert the_event(raw_mail("a\n> b\n", Subject="[#1]"), channel).data["text"] == "a\n> b"


# ── mails that no program wrote on purpose ────────────────────────────────────────────────────────────────────
def test_sizes_and_depths():
    small = EmailChannel(settings=InboundSettings("desk@example.org", max_bytes=100))
    assert refusal(raw_mail(), small) == "too_large"
    many = "--b\r\n\r\nx\r\n" * 300
    assert refusal(raw_mail(many, Subject="[#1]", Content_Type="multipart/mixed; boundary=b")) == "not_understood"
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(2000))
    assert refusal(b"Subject: [#1]\r\nFrom: a@b.example\r\n" + deep.encode()) == "not_understood"
    enclosed = b"Subject: [#1]\r\nFrom: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 3000
    assert refusal(enclosed) == "not_understood"


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"no headers at all", b"\xff" * 50, b" : x\n"])
def test_what_is_no_mail(raw: bytes):
    assert refusal(raw) == "not_understood"
    with pytest.raises(Unreadable):
        read_mail(raw)


@pytest.mark.parametrize(
    "headers",
    [
        {"From": ""},
        {"From": "\x00<>,;:@@"},
        {"From": '"' * 200},
        {"Message_ID": "<>"},
        {"Message_ID": "x" * 2000},
        {"Message_ID": "<a\x01b@c>"},
        {"Content_Type": "multipart/mixed"},
        {"Content_Type": "multipart/"},
        {"Content_Type": "text/plain; charset*=x''%ff"},
        {"Content_Type": ";;;"},
        {"Content_Transfer_Encoding": "x-uuencode"},
        {"Content_Transfer_Encoding": "base64"},
        {"Content_Disposition": "attachment; filename*0*=x"},
        {"Subject": "[#1] =?utf-8?B?////?= =?utf-8?Q?=?="},
        {"Date": "Mon, 32 Foo 2026 99:99:99 +9999"},
        {"Received": ";" * 500},
    ],
)
def test_odd_headers_are_borne(headers: dict[str, str]):
    event = the_event(raw_mail(**{"Delivered_To": "desk+42@example.org", **headers}))
    assert (event.kind, event.case) == ("message", "42")
    assert event.id
    assert len(event.id) <= 250


_SAMPLE = bounce(our_mail(), FAILED)
_WHOLE = multipart(plain="门坏了\n> x\n", html="<p>门</p>", attached="x")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([_SAMPLE, _WHOLE, raw_mail(Subject="[#1]")]), st.data())
def test_a_damaged_mail_gives_events_or_a_refusal(raw: bytes, data: st.DataObject):
    damaged = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(damaged)))
        end = min(len(damaged), start + data.draw(st.integers(0, 40)))
        damaged[start:end] = data.draw(
            st.binary(max_size=20) | st.sampled_from([b"\r\n", b"\r\n\r\n", b"--b", b"=?", b"Content-Type: ", b"\x00"])
        )
    try:
        told = [bool(event.id and event.case) for event in events_of(bytes(damaged))]
    except InboundRefused as refused:
        told = [bool(refused.code)]
    assert all(told)


@settings(max_examples=150)
@given(st.text(min_size=1, max_size=40))
def test_a_case_survives_its_token(case: str):
    token = token_of(case)
    if token is not None:
        assert case_of(token.upper()) == case.encode("utf-8", "replace").decode()
