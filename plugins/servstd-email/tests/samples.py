"""Mails as they come in, and what the channel makes of them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from servstd.protocols import Inbound, InboundRefused
from servstd_email import EmailChannel, InboundSettings
from servstd_email.composing import compose
from servstd_email.settings import EmailSettings

from .conftest import NOW, make_notice  # noqa: TID252  # a plugin's tests are no package of anybody's

CHANNEL = EmailChannel(settings=InboundSettings("desk@example.org"))
RECEIVED = int((NOW + 60) * 1_000_000)
AT = int(NOW * 1_000_000)


def raw_mail(body: str | bytes = "Hello\n", **headers: str) -> bytes:
    lines = {
        "Received": "from a by mx.example.org; Mon, 05 Jan 2026 09:00:00 +0800",
        "From": "Wang <wang@example.com>",
        "To": "desk@example.org",
        "Subject": "door",
        "Message-ID": "<m1@example.com>",
        "Date": "Mon, 05 Jan 2026 00:59:00 +0000",
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return head.encode() + b"\r\n" + (body if isinstance(body, bytes) else body.encode())


def events_of(raw: bytes, channel: EmailChannel = CHANNEL, received_us: int = RECEIVED):
    return channel.receive(Inbound(raw, received_us=received_us))


def the_event(raw: bytes, channel: EmailChannel = CHANNEL):
    (event,) = events_of(raw, channel)
    return event


def refusal(raw: bytes, channel: EmailChannel = CHANNEL) -> str:
    with pytest.raises(InboundRefused) as caught:
        events_of(raw, channel)
    return caught.value.code


def multipart(**parts: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "wang@example.com", "desk+42@example.org", "<m2@example.com>"
    if "plain" in parts:
        mail.set_content(parts["plain"])
    if "html" in parts:
        (mail.add_alternative if "plain" in parts else mail.set_content)(parts["html"], subtype="html")
    if "attached" in parts:
        mail.add_attachment(parts["attached"].encode(), maintype="application", subtype="pdf", filename="发票.pdf")
        mail.add_attachment(parts["attached"], filename="notes.txt")
    return mail.as_bytes()


def our_mail(case: str = "42") -> bytes:
    sending = EmailSettings("mail.example.org", sender="desk@example.org", subject_token=False)
    return compose(make_notice(case=case), sending, sending.origin, at=NOW)


FAILED = "Final-Recipient: rfc822; wang@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user"


def bounce(original: bytes, *blocks: str, kind: str = "message/delivery-status", heads: bool = False, **headers: str) -> bytes:
    part = "text/rfc822-headers" if heads else "message/rfc822"
    status = "Reporting-MTA: dns; mx.example.net\r\n\r\n" + "\r\n".join(f"{block}\r\n" for block in blocks)
    body = (
        (
            "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
            f"--b\r\nContent-Type: {kind}\r\n\r\n{status}\r\n"
            f"--b\r\nContent-Type: {part}\r\n\r\n"
        ).encode()
        + original
        + b"\r\n--b--\r\n"
    )
    given = {
        "From": "MAILER-DAEMON@mx.example.net",
        "To": "desk@example.org",
        "Message_ID": "<d1@mx.example.net>",
        "Auto_Submitted": "auto-replied",
        "Content_Type": 'multipart/report; report-type=delivery-status; boundary="b"',
        "Return_Path": "<>",
        **headers,
    }
    return raw_mail(body, **given)
