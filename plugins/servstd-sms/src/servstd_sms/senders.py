"""The notifiers: text messages by Alibaba Cloud and by Twilio.

*Rule:* at most once. A message is sent to one person, tried once, and whatever leaves it open whether it was taken is `ambiguous`: a
customer who is told twice is worse off than one who is told by another notifier. Nothing is cut here; a message that is too long is
refused before it is sent.

Example:
    >>> from servstd.secret import Secret
    >>> sender = TwilioSms("sms", settings=Twilio(account_sid="AC1", auth_token=Secret("t"), sender="+15005550006"))
    >>> sender.addressing, sender.contact, sender.limit.length
    ('person', 'sms', 201)
"""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from servstd.protocols import Limit, Notice, Receipt
from servstd.secret import Secret
from servstd.transport import Answer, HttpClient, judge_code, refused, scrub
from servstd_sms.errors import ALIYUN, SOURCES, TWILIO
from servstd_sms.segments import capacity, fits, segments
from servstd_sms.settings import Aliyun, Twilio
from servstd_sms.signing import canonical_query, signed_headers

__all__ = ["AliyunSms", "TwilioSms"]

_NUMBER = re.compile(r"\+?[0-9]{5,15}")


def _nonce() -> str:
    return uuid4().hex


def _number(notice: Notice) -> str | Receipt:
    """Return the one number a notice goes to, without the blanks and dashes people write; a receipt when there is none."""
    if len(notice.recipients) != 1:
        return Receipt.permanent("no_contact", detail=f"a text message goes to one person, not to {len(notice.recipients)}")
    number = re.sub(r"[\s().-]", "", notice.recipients[0].address)
    if not number:
        return Receipt.permanent("no_contact")
    return number if _NUMBER.fullmatch(number) else Receipt.permanent("bad_number", detail="not a telephone number")


class AliyunSms:
    """Text messages by Alibaba Cloud (Dysmsapi 2017-05-25, SendSms); a `Notifier`.

    The notice's text goes into one variable of an approved template; the signature and the other words are the template's.
    """

    summary = "Sends text messages by Alibaba Cloud (阿里云短信)."
    addressing: Literal["person"] = "person"

    def __init__(
        self, name: str, *, settings: Aliyun, contact: str = "", now: Callable[[], float] = time.time, nonce: Callable[[], str] = _nonce
    ) -> None:
        """Make a notifier; nothing is opened before the first message.

        Args:
            name: What `via:` calls it.
            settings: What the user wrote.
            contact: The contact key; empty: `sms`.
            now: The clock, seconds since the epoch.
            nonce: Gives a text that is never the same twice.
        """
        self.name = name
        self.contact = contact or "sms"
        self.limit = Limit(settings.length, source=SOURCES["aliyun"])
        self._settings = settings
        self._now = now
        self._nonce = nonce
        self._client = HttpClient(now=now, timeout=settings.timeout)

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice; raises nothing, sleeps never, tries once."""
        number = _number(notice)
        if isinstance(number, Receipt):
            return number
        settings, text = self._settings, " ".join(notice.text.split())  # a variable takes no line breaks
        if not text:
            return Receipt.permanent("empty")
        if len(text) > settings.length:
            return Receipt.permanent("too_long", detail=f"{len(text)} characters; the template's variable takes {settings.length}")
        values = {settings.variable: text} | ({settings.case_variable: notice.case} if settings.case_variable else {})
        query = {
            "PhoneNumbers": number.removeprefix("+86") if number.startswith("+86") else number.removeprefix("+"),
            "SignName": settings.sign_name,
            "TemplateCode": settings.template_code,
            "TemplateParam": json.dumps(values, ensure_ascii=False, separators=(",", ":")),
        }
        host = urlsplit(settings.endpoint).netloc
        headers = signed_headers(
            host,
            query=query,
            action="SendSms",
            version="2017-05-25",
            key_id=settings.access_key_id,
            key=settings.access_key_secret.reveal(),
            at=datetime.fromtimestamp(self._now(), UTC),
            nonce=self._nonce(),
        )
        got = self._client.post(f"{settings.endpoint.rstrip('/')}/?{canonical_query(query)}", content=b"", headers=headers)
        if isinstance(got, Receipt):
            return got
        return _judge_aliyun(got, (settings.access_key_secret, number, query["PhoneNumbers"]))


def _judge_aliyun(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    data: Mapping[str, object] = answer.object() or {}
    code = data.get("Code")
    if not isinstance(code, str) or not code:
        return refused(answer) or Receipt.ambiguous("unexpected_answer", detail=f"HTTP {answer.status} without a Code")
    if code == "OK":
        found = data.get("BizId")
        return refused(answer) or Receipt.sent(provider_id=found if isinstance(found, str) else None)
    detail = scrub(f"{code}: {data.get('Message', '')}", secrets)
    return judge_code(answer, ALIYUN.get(code), code=scrub(code, secrets)[:60], detail=detail)


class TwilioSms:
    """Text messages by Twilio (2010-04-01, Message resource); a `Notifier`."""

    summary = "Sends text messages by Twilio."
    addressing: Literal["person"] = "person"

    def __init__(self, name: str, *, settings: Twilio, contact: str = "", now: Callable[[], float] = time.time) -> None:
        """Make a notifier; nothing is opened before the first message.

        Args:
            name: What `via:` calls it.
            settings: What the user wrote.
            contact: The contact key; empty: `sms`.
            now: The clock, seconds since the epoch.
        """
        self.name = name
        self.contact = contact or "sms"
        self.limit = Limit(min(capacity(settings.segments), 1_600), source=f"{settings.segments} parts in UCS-2; {SOURCES['twilio']}")
        self._settings = settings
        self._client = HttpClient(now=now, timeout=settings.timeout)

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice; raises nothing, sleeps never, tries once."""
        number = _number(notice)
        if isinstance(number, Receipt):
            return number
        settings, text = self._settings, notice.text.strip()
        if not text:
            return Receipt.permanent("empty")
        if not fits(text, most=settings.segments):
            return Receipt.permanent("too_long", detail=f"{segments(text)} parts; {settings.segments} are allowed")
        origin = {"MessagingServiceSid": settings.messaging_service} if settings.messaging_service else {"From": settings.sender}
        form = urlencode({"To": number if number.startswith("+") else f"+{number}", "Body": text, **origin}, errors="replace")
        user = settings.key_sid or settings.account_sid
        token = b64encode(f"{user}:{settings.auth_token.reveal()}".encode()).decode()
        got = self._client.post(
            f"{settings.endpoint.rstrip('/')}/2010-04-01/Accounts/{quote(settings.account_sid, safe='')}/Messages.json",
            content=form.encode(),
            headers={"Authorization": f"Basic {token}", "Content-Type": "application/x-www-form-urlencoded"},
        )
        return got if isinstance(got, Receipt) else _judge_twilio(got, (settings.auth_token, number, number.removeprefix("+")))


def _judge_twilio(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    data: Mapping[str, object] = answer.object() or {}
    if 200 <= answer.status < 300:
        sid, status = data.get("sid"), data.get("status")
        if not isinstance(sid, str) or not sid or status in ("failed", "undelivered", "canceled"):
            return Receipt.ambiguous("unexpected_answer", detail=scrub(f"HTTP {answer.status}, status {status}", secrets))
        return Receipt.sent(provider_id=sid)
    code = data.get("code")
    if not isinstance(code, int) or isinstance(code, bool):
        return refused(answer) or Receipt.ambiguous("unexpected_answer")
    return judge_code(answer, TWILIO.get(code), code=f"error_{code}", detail=scrub(f"{code}: {data.get('message', '')}", secrets))
