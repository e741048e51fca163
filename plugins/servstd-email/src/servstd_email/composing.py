"""A notice as an e-mail: text and HTML, headers that keep robots quiet, ids that keep a case's mails together.

*Rule:* the same notice gives the same bytes but for `Date`. Nothing of a notice can end a header line, and its text is escaped in the HTML.

Example:
    >>> from servstd.notices import Notice
    >>> settings = EmailSettings("mail.example.com", sender="desk@example.com")
    >>> mail = compose(Notice("k", case="42", reason="opened", subject="Hello", text="Hi"), settings, Address("li", "example.com"), at=0.0)
    >>> mail.decode().splitlines()[0], b"Subject: [#42] Hello" in mail
    ('Message-ID: <n.8254c329a92850f6d539dd376f4816ee@example.com>', True)
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from html import escape

from servstd.notices import Notice
from servstd_email.addresses import Address, header_text, one_line
from servstd_email.settings import EmailSettings
from servstd_email.tokens import digest, message_id, thread_id, token_of

__all__ = ["compose"]

_IMPORTANCE = {"low": "low", "normal": "normal", "high": "high"}


def _header_address(address: Address, name: str = "") -> HeaderAddress:
    return HeaderAddress(display_name=header_text(name), username=address.local, domain=address.domain)


def _text(text: str) -> str:
    """Return a text in lines that end in one way, without what no mail may hold."""
    lines = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or letter >= " ")


def _plain(notice: Notice) -> str:
    links = [f"{one_line(action.label)}: {one_line(action.url)}" for action in notice.actions]
    return "\n".join([_text(notice.text), *(["", *links] if links else []), ""])


def _html(notice: Notice) -> str:
    paragraphs = "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>\n" for part in _text(notice.text).split("\n\n") if part.strip())
    links = ""
    for action in notice.actions:
        label, url = escape(one_line(action.label)), one_line(action.url)
        # Only what a browser opens is a link: a javascript: or data: URL is shown as the text it is.
        safe = url.lower().startswith(("https://", "http://", "mailto:"))
        links += f'<p><a href="{escape(url)}">{label}</a></p>\n' if safe else f"<p>{label}: {escape(url)}</p>\n"
    return f'<!doctype html>\n<html lang="{escape(one_line(notice.locale))}"><body>\n{paragraphs}{links}</body></html>\n'


def compose(notice: Notice, settings: EmailSettings, to: Address, *, at: float, name: str = "", utf8: bool = False) -> bytes:
    """Return a mail, ready to be sent, with lines that end in CR LF.

    Args:
        notice: What is sent.
        settings: From whom, and how it is labelled.
        to: The recipient.
        at: The instant for `Date`, seconds since the epoch.
        name: The recipient's name.
        utf8: Whether headers may hold any letters, which an address in other than ASCII needs (RFC 6532).
    """
    mail = EmailMessage(policy=SMTPUTF8 if utf8 else SMTP)
    mail["From"] = _header_address(settings.origin, settings.sender_name)
    mail["To"] = _header_address(to, name)
    token = token_of(notice.case)
    if settings.reply_to and (token is not None or "{case}" not in settings.reply_to):
        local, _, domain = settings.reply_to.replace("{case}", token or "").rpartition("@")
        mail["Reply-To"] = _header_address(Address(local, domain))
    subject = one_line(notice.subject) or one_line(notice.text)[:80] or one_line(notice.case)
    mail["Subject"] = header_text(f"[#{one_line(notice.case).replace(' ', '_')}] {subject}" if settings.subject_token else subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    # Robots, be quiet: RFC 3834, section 5, and what Exchange heeds; bounces are wanted, so not "All".
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if notice.urgency != "normal":
        mail["Importance"] = _IMPORTANCE[notice.urgency]
    plain, html = _plain(notice), _html(notice)
    mail.set_content(plain, charset="utf-8", cte=_encoding(plain))
    mail.add_alternative(html, subtype="html", charset="utf-8", cte=_encoding(html))
    mail.set_boundary(f"=_{digest(notice.key)}")
    domain, thread = settings.id_domain, thread_id(notice.case, settings.id_domain)
    # The library folds a long id as if it were prose, which tears it apart: these lines are written here.
    ids = f"Message-ID: {message_id(notice.key, domain)}\r\nIn-Reply-To: {thread}\r\nReferences: {thread}\r\n"
    return ids.encode() + mail.as_bytes()


def _encoding(text: str) -> str:
    return "quoted-printable" if text.isascii() else "base64"
