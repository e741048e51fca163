"""The notifier: one conversation with a mail server, and a receipt that claims no more than the server said.

*Rule:* until the last line of a mail is handed over the server can't have taken it, so what breaks is `retryable`; from then until its
answer nobody knows, so it is `ambiguous`. TLS that was asked for is never done without. What the server says is quoted by its numbers only,
for its texts name people.

Example:
    >>> of_reply(550, b"5.1.1 <li@example.com> unknown", "the recipient")
    Receipt(status='permanent', code='smtp_550', detail='the server refused the recipient: 550 5.1.1', provider_id=None, after=None)
    >>> of_reply(451, b"try later", "the mail").status
    'retryable'
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import attrs

from servstd.notices import Addressing, Limit, Notice, Receipt
from servstd_email.addresses import Address, read_address
from servstd_email.composing import compose
from servstd_email.settings import EmailSettings
from servstd_email.tokens import message_id

__all__ = ["EmailNotifier", "of_reply"]

_ENHANCED = re.compile(rb"\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")  # RFC 3463
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")
_SECONDS_TO_SAY_GOODBYE = 2.0


def of_reply(code: int, text: bytes, what: str) -> Receipt:
    """Return what a refusal of the server means: 4xx passes, 5xx stays, anything else is no reply of a mail server.

    Args:
        code: The reply's number.
        text: Its text, of which only the enhanced status code is quoted.
        what: What was refused.
    """
    found = _ENHANCED.match(text)
    said = f"the server refused {what}: {code}" + (f" {found[1].decode()}" if found else "")
    if 500 <= code < 600:
        return Receipt.permanent(f"smtp_{code}", detail=said)
    if 400 <= code < 500:
        return Receipt.retryable(f"smtp_{code}", detail=said)
    return Receipt.retryable("bad_reply", detail="what answers is no mail server")


class _Stopped(Exception):
    """The conversation ended early; the argument is the receipt."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.code)
        self.receipt = receipt


class _Progress:
    """Whether the whole mail was handed over."""

    def __init__(self) -> None:
        self.handed_over = False


@attrs.frozen(eq=False)
class EmailNotifier:
    """Sends notices as mail, one to each recipient.

    Attributes:
        name: The instance's name.
        now: The clock, for `Date`: seconds since the epoch.
    """

    name: str
    settings: EmailSettings = attrs.field(kw_only=True)
    contact: str = attrs.field(default="email", kw_only=True)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Sends notices as e-mail."

    @property
    def addressing(self) -> Addressing:
        """Return `person`: a notice goes to each recipient's own address."""
        return "person"

    @property
    def limit(self) -> Limit:
        """Return that none is known: RFC 5322 bounds lines, which are folded; what a server takes at most it says itself."""
        return Limit()

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of one attempt to send a notice; nothing is raised and nothing is tried twice."""
        if len(notice.recipients) != 1 or not notice.recipients[0].address.strip():
            return Receipt.permanent("no_contact", detail="a mail goes to one person with an address")
        to = read_address(notice.recipients[0].address)
        if to is None:
            return Receipt.permanent("bad_address", detail="the recipient's address is none")
        progress = _Progress()
        try:
            with self._opened() as smtp:
                return self._hand_over(smtp, notice, to, progress)
        except _Stopped as stopped:
            return stopped.receipt
        except smtplib.SMTPResponseException as error:
            return _of_response(error)
        except (smtplib.SMTPException, OSError) as error:
            return _of_break(error, progress.handed_over)
        except UnicodeError:
            return Receipt.permanent("settings", detail="host, user or password have letters that a mail server does not take")

    @contextmanager
    def _opened(self) -> Generator[smtplib.SMTP]:
        smtp = self._connect()
        try:
            yield smtp
            _say_goodbye(smtp)
        finally:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        settings, seconds = self.settings, self.settings.timeout.total_seconds()
        helo = settings.helo or None
        if settings.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.server_port, helo, timeout=seconds, context=self._trust())
        else:
            smtp = smtplib.SMTP(settings.host, settings.server_port, helo, timeout=seconds)
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                self._start_tls(smtp)
            if settings.password is not None:
                _log_in(smtp, settings.user, settings.password.reveal())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trust(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.settings.ca_file or None)
        except OSError as error:
            raise _Stopped(Receipt.permanent("ca_file", detail="the file of certificate authorities cannot be read")) from error

    def _start_tls(self, smtp: smtplib.SMTP) -> None:
        if not smtp.has_extn("starttls"):
            raise _Stopped(Receipt.permanent("tls", detail="the server offers no STARTTLS, and without it nothing is sent"))
        smtp.starttls(context=self._trust())
        smtp.ehlo_or_helo_if_needed()

    def _hand_over(self, smtp: smtplib.SMTP, notice: Notice, to: Address, progress: _Progress) -> Receipt:
        settings = self.settings
        if not to.is_ascii and not smtp.has_extn("smtputf8"):
            return Receipt.permanent("smtputf8", detail="the server takes addresses in ASCII letters only")
        raw = compose(notice, settings, to, at=self.now(), name=notice.recipients[0].name, utf8=not to.is_ascii)
        most = smtp.esmtp_features.get("size", "")
        if most.isdecimal() and 0 < int(most) < len(raw):
            return Receipt.permanent("too_large", detail=f"the server takes {most} bytes")
        options = [] if to.is_ascii else ["SMTPUTF8", "BODY=8BITMIME"]
        _need(smtp.mail(str(settings.bounces), options), (250,), "the sender")
        _need(smtp.rcpt(str(to)), (250, 251, 252), "the recipient")
        _need(smtp.docmd("DATA"), (354,), "the mail")
        smtp.send(_LINE_WITH_DOT.sub(b"..", raw) + b".\r\n")
        progress.handed_over = True
        code, text = smtp.getreply()
        if 200 <= code < 300:
            return Receipt.sent(provider_id=message_id(notice.key, settings.id_domain))
        if not 400 <= code < 600:
            return Receipt.ambiguous("bad_reply", detail="the mail was handed over and the answer is none")
        return of_reply(code, text, "the mail")


def _need(reply: tuple[int, bytes], codes: tuple[int, ...], what: str) -> None:
    if reply[0] not in codes:
        raise _Stopped(of_reply(*reply, what))


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    try:
        smtp.login(user, password)
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise _Stopped(Receipt.permanent("auth", detail=f"the server does not accept the user and password: {error.smtp_code}")) from None
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
        raise
    except smtplib.SMTPException:
        raise _Stopped(Receipt.permanent("auth", detail="the server offers no way to log in that is known here")) from None


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    # The receipt is made already: a server that is slow to part must not change it.
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(_SECONDS_TO_SAY_GOODBYE)
        smtp.docmd("QUIT")
    except (smtplib.SMTPException, OSError):
        return


def _of_response(error: smtplib.SMTPResponseException) -> Receipt:
    text = error.smtp_error
    return of_reply(error.smtp_code, text.encode() if isinstance(text, str) else text, "the connection")


def _timed_out(error: BaseException | None) -> bool:
    """Return whether a time-out is behind an error: the library tells of one as of a connection that was closed."""
    while error is not None:
        if isinstance(error, TimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _of_break(error: Exception, handed_over: bool) -> Receipt:
    late = _timed_out(error)
    if handed_over:
        return Receipt.ambiguous("timed_out" if late else "connection_lost", detail="the mail was handed over and no answer came")
    if isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        wrong = isinstance(error, ssl.SSLCertVerificationError)
        detail = "the server's certificate is not valid for its name" if wrong else "no TLS with this server"
        return Receipt.permanent("tls", detail=detail)
    if late:
        return Receipt.retryable("connect_timed_out", detail="the server did not answer in time")
    return Receipt.retryable("connect", detail="no connection to the server, or it broke before the mail was handed over")
