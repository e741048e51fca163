"""A raw mail taken apart: its headers, its text, its attachments counted, and when it came.

*Rule:* whatever the bytes are, a `Mail` comes out or `Unreadable` is raised: the standard library's parser meets mails it raises anything
at. The instant is the one our own server stamped (the topmost `Received`), else the sender's `Date` if plausible, else the arrival.

Example:
    >>> mail = read_mail(b"From: Li <li@example.com>\\r\\nSubject: =?utf-8?B?5L2g5aW9?=\\r\\n\\r\\nHello\\r\\n")
    >>> mail.sender, mail.subject, mail.text, mail.attachments
    ('li@example.com', '你好', 'Hello', 0)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import TypeGuard

import attrs

from servstd.plain import is_list
from servstd_email.decoding import Headers, decode, decode_words, first, read_headers, without_controls

__all__ = ["Mail", "Part", "Unreadable", "arrival_us", "read_mail"]

_DAY_US = 86_400_000_000
_SKEW_US = 5 * 60_000_000
_MOST_PARTS = 200
_MOST_HTML = 500_000
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "table", "blockquote", "h1", "h2", "h3", "ul", "ol"))
_SILENT = frozenset(("script", "style", "head", "title", "template"))
_TAG = re.compile(r"<[^>]{0,2000}>")


class Unreadable(Exception):
    """The bytes are no mail that can be read; the argument says why."""


@attrs.frozen
class Part:
    """A part that is neither multipart nor inside another mail: its type, its bytes, and the heads of what it encloses."""

    kind: str
    data: bytes = attrs.field(kw_only=True, repr=False)
    charset: str | None = attrs.field(default=None, kw_only=True)
    is_attachment: bool = attrs.field(default=False, kw_only=True)
    enclosed: tuple[Headers, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Mail:
    """A mail taken apart. `text` is what was written: the plain parts, else the HTML without its tags; `report` is its report type."""

    headers: Headers
    parts: tuple[Part, ...] = attrs.field(kw_only=True)
    text: str = attrs.field(kw_only=True)
    report: str = attrs.field(default="", kw_only=True)

    def header(self, name: str) -> str:
        """Return the first value of a header, empty when there is none."""
        return first(self.headers, name)

    def addresses(self, *names: str) -> tuple[str, ...]:
        """Return all addresses of headers, in lower case."""
        values = [value for key, value in self.headers if key in names]
        return tuple(address.lower() for _, address in getaddresses(values) if "@" in address)

    @property
    def sender(self) -> str:
        """Return the address it comes from, empty when there is none."""
        return next(iter(self.addresses("from")), "")

    @property
    def subject(self) -> str:
        """Return the subject in one line."""
        return decode_words(self.header("subject"))

    @property
    def ident(self) -> str:
        """Return the Message-ID without its brackets, empty when there is none."""
        return self.header("message-id").strip().strip("<>").strip()

    @property
    def attachments(self) -> int:
        """Return how many parts are there beside the text."""
        return sum(part.is_attachment or not part.kind.startswith("text/") for part in self.parts)


def read_mail(raw: bytes) -> Mail:
    """Return a mail taken apart.

    Raises:
        Unreadable: it has no headers, too many parts, or the parser fails.
    """
    headers = read_headers(raw)
    if not headers:
        raise Unreadable("it has no headers")
    try:
        message = message_from_bytes(raw, policy=compat32)
        parts = tuple(_parts(message))
        report = message.get_param("report-type")
        mail = Mail(headers, parts=parts, text=_text_of(parts), report=report.lower() if isinstance(report, str) else "")
        _ = mail.subject, mail.sender  # what can fail fails here
    except Unreadable:
        raise
    except Exception as error:  # input is hostile, and what the library raises at it is no list anybody wrote down
        raise Unreadable(f"it cannot be taken apart ({type(error).__name__})") from error
    return mail


def _text_of(parts: tuple[Part, ...]) -> str:
    shown = [part for part in parts if not part.is_attachment]
    plain = [without_controls(decode(part.data, part.charset)).strip() for part in shown if part.kind == "text/plain"]
    if any(plain):
        return "\n\n".join(filter(None, plain))
    return "\n\n".join(filter(None, (_without_tags(decode(part.data, part.charset)) for part in shown if part.kind == "text/html")))


def _is_message(value: object) -> TypeGuard[Message[str, str]]:
    return isinstance(value, Message)


def _parts(message: Message[str, str]) -> Iterator[Part]:
    waiting: list[Message[str, str]] = [message]
    count = 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > _MOST_PARTS:
            raise Unreadable(f"it has more than {_MOST_PARTS} parts")
        kind, payload = part.get_content_type(), part.get_payload()
        below = [inner for inner in payload if _is_message(inner)] if is_list(payload) else []
        if kind.startswith("multipart/"):
            waiting[:0] = below
            continue
        data = b"" if below else part.get_payload(decode=True)
        disposition = (part.get_content_disposition() or "") == "attachment"
        enclosed = tuple(headers for inner in below for headers in _enclosed(inner))
        charset = part.get_content_charset()
        yield Part(kind, data=data if isinstance(data, bytes) else b"", charset=charset, is_attachment=disposition, enclosed=enclosed)


def _enclosed(message: Message[str, str]) -> Iterator[Headers]:
    """Return the heads of an enclosed mail or of a block of a delivery report, and of the blocks that its body holds."""
    # items() would turn what is not ASCII into question marks; these are the bytes as they came.
    yield tuple((name.lower(), decode(value.encode("utf-8", "surrogateescape"), None)) for name, value in message.raw_items())
    body: object = message.get_payload(decode=True)
    if isinstance(body, bytes):
        for block in body.replace(b"\r\n", b"\n").split(b"\n\n")[:_MOST_PARTS]:
            if found := read_headers(block):
                yield found


# ── HTML ──────────────────────────────────────────────────────────────────────────────────────────────────────
class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the library's shape
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.out.append(data)


def _without_tags(html: str) -> str:
    html = html[:_MOST_HTML]
    stripper = _Stripper()
    try:
        stripper.feed(html)
        stripper.close()
        text = "".join(stripper.out)
    except (AssertionError, ValueError):  # declarations that are none
        text = _TAG.sub(" ", html)
    lines = [" ".join(line.split()) for line in without_controls(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _instant_us(text: str) -> int | None:
    try:
        at = parsedate_to_datetime(text.strip())
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)  # -0000: the zone is not told, the time is UTC
        return round((aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def arrival_us(mail: Mail, received_us: int) -> int:
    """Return when a mail came in, in microseconds since the epoch: the same however often it is fetched.

    A stamp may lie up to five minutes after `received_us` (clocks differ) and up to a week before it (mail waits); beyond that it is not
    believed, since a sender could set off clocks in the past with it.
    """
    stamped = mail.header("received").rpartition(";")[2]
    for text in (stamped, mail.header("date")):
        at = _instant_us(text) if text else None
        if at is not None and received_us - 7 * _DAY_US <= at <= received_us + _SKEW_US:
            return at
    return received_us
