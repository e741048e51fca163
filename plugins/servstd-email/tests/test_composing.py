"""A mail keeps its form whatever a notice says."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import compat32, default

from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.notices import Action, Notice, Recipient
from servstd_email import EmailSettings
from servstd_email.addresses import Address, read_address
from servstd_email.composing import compose

from .conftest import NOW  # noqa: TID252  # a plugin's tests are no package of anybody's

SETTINGS = EmailSettings("mail.example.org", sender="desk@example.org", reply_to="desk+{case}@example.org", sender_name="Desk <x>, (y)")
HEADERS = {
    *("message-id", "in-reply-to", "references", "from", "to", "reply-to", "subject", "date", "auto-submitted", "x-auto-response-suppress"),
    *("importance", "content-type", "mime-version"),
}
_ANY = st.text(max_size=60) | st.sampled_from(
    [
        "\r\nBcc: x@example.com",
        "=?utf-8?q?=0D=0ABcc:_x?=",
        "=??Q?=0D0",
        "==??=?utf-8?q?=0A?=",
        "\ud800",
        "\x85\u2028",
        "a" * 1200,
        '"\\<>@,;:()',
    ]
)


@settings(max_examples=100, deadline=None)
@given(_ANY, _ANY, _ANY, _ANY, _ANY)
def test_no_text_adds_a_header_or_a_part(case: str, subject: str, text: str, name: str, url: str):
    notice = Notice(
        text,
        case=case,
        reason="opened",
        subject=subject,
        text=text,
        recipients=(Recipient("c", name=name),),
        actions=(Action(name, url=url),),
    )
    for utf8 in (False, True):
        raw = compose(notice, SETTINGS, Address("王" if utf8 else "wang", "example.com"), at=NOW, name=name, utf8=utf8)
        mail = message_from_bytes(raw, policy=compat32)
        names = [header.lower() for header in mail.keys()]  # noqa: SIM118  # one name may stand twice
        assert set(names) <= HEADERS
        assert len(names) == len(set(names))
        assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
        assert b"\r" not in raw.replace(b"\r\n", b"")
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert raw.endswith(b"\r\n")
        to = message_from_bytes(raw, policy=default)["To"]
        assert [address.domain for address in to.addresses] == ["example.com"]


@settings(max_examples=200)
@given(st.text(max_size=20) | st.from_regex(r"[a-z\r\n<> ]{0,6}@[a-z.\r\n-]{0,8}"))
def test_an_address_that_is_read_ends_no_line(text: str):
    address = read_address(text)
    told = "" if address is None else str(address)
    assert not set(told) & set("\r\n<> \x00,;")
    assert address is None or address.domain.isascii()
