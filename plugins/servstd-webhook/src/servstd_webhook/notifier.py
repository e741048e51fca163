"""The notifier: one signed POST, and a receipt that claims no more than the answer did.

*Rule:* an exchange that broke before a byte of the request went out is `retryable`; after that nobody knows, so it is `ambiguous`.
Sending an ambiguous notice again does no harm where the receiver drops a `webhook-id` it has seen, as Standard Webhooks asks; whether to
is for who carries notices to decide. Redirects are never followed, proxies of the environment never used.

Example:
    >>> receipt_of(429, "30", now=0.0)
    Receipt(status='retryable', code='http_429', detail='the receiver answered 429', provider_id=None, after=30.0)
    >>> receipt_of(302, None, now=0.0).code, receipt_of(410, None, now=0.0).code
    ('redirect', 'gone')
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import attrs
import httpcore
import httpx

from servstd.network import AddressRefused, Exchange, NoAddress, Resolve, VettedBackend, system_resolve
from servstd.notices import Addressing, Limit, Notice, Receipt
from servstd_webhook.schedule import retry_after
from servstd_webhook.settings import WebhookSettings
from servstd_webhook.signing import sign, webhook_id

__all__ = ["WebhookNotifier", "payload_of", "receipt_of"]

_AGENT = "servstd-webhook/0.1"
_TRY_AGAIN = frozenset((408, 425, 429))
_NOT_A_WORD = re.compile(r"[^A-Za-z0-9_]+")


def payload_of(notice: Notice, at: float) -> bytes:
    """Return the body: `type`, `timestamp` and `data` in JSON, as Standard Webhooks advises.

    Args:
        notice: What is sent.
        at: The instant of this attempt, seconds since the epoch.
    """
    data: dict[str, object] = {
        "key": notice.key,
        "case": notice.case,
        "reason": notice.reason,
        "subject": notice.subject,
        "text": notice.text,
        "recipients": [recipient.key for recipient in notice.recipients],
        "actions": [{"label": action.label, "url": action.url} for action in notice.actions],
        "urgency": notice.urgency,
        "locale": notice.locale,
    }
    if notice.tenant is not None:
        data["tenant"] = notice.tenant
    stamp = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    # Full stops part the words of a type, so a reason of a company's own (x-recalled) is spelt with underscores there.
    kind = "notice." + (_NOT_A_WORD.sub("_", notice.reason) or "other")
    return json.dumps({"type": kind, "timestamp": stamp, "data": data}, separators=(",", ":")).encode()


def receipt_of(status: int, after: str | None, *, now: float, ident: str | None = None) -> Receipt:
    """Return what an answer means.

    Args:
        status: The HTTP status.
        after: The `Retry-After` header.
        now: Seconds since the epoch, for a `Retry-After` that is a date.
        ident: The `webhook-id`, by which sender and receiver both know the message.
    """
    said = f"the receiver answered {status}"
    if 200 <= status < 300:
        return Receipt.sent(provider_id=ident)
    if status == 410:
        return Receipt.permanent("gone", detail=f"{said}: it wants no more notices")
    if status in _TRY_AGAIN or status >= 500:
        return Receipt.retryable(f"http_{status}", after=retry_after(after, now=now), detail=said)
    if 300 <= status < 400:
        return Receipt.permanent("redirect", detail=f"{said}; redirects are not followed, write the final URL")
    return Receipt.permanent(f"http_{status}", detail=said)


@lru_cache(maxsize=8)
def _trust(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context(trust_env=False)


def _headers(notice: Notice, settings: WebhookSettings, body: bytes, at: float) -> list[tuple[bytes, bytes]]:
    ident, stamp = webhook_id(notice.key), int(at)
    headers = {
        "content-type": "application/json",
        "user-agent": _AGENT,
        **settings.headers,
        "webhook-id": ident,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(sign(key, ident, stamp, body) for key in settings.keys),
        "connection": "close",
    }
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _certificate_is_wrong(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


@attrs.frozen(eq=False)
class WebhookNotifier:
    """Posts notices to one receiver, signed.

    Attributes:
        name: The instance's name.
        now: The clock: seconds since the epoch.
        resolve: The name service.
        dial: What connects to a vetted address.
    """

    name: str
    settings: WebhookSettings = attrs.field(kw_only=True)
    contact: str = attrs.field(default="webhook", kw_only=True)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)
    resolve: Resolve = attrs.field(default=system_resolve, kw_only=True, repr=False)
    dial: httpcore.NetworkBackend = attrs.field(factory=httpcore.SyncBackend, kw_only=True, repr=False)
    _gone: threading.Event = attrs.field(factory=threading.Event, init=False, repr=False)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Posts notices to a URL, signed by the rules of Standard Webhooks."

    @property
    def addressing(self) -> Addressing:
        """Return `room`: a notice is posted once, whoever it is for."""
        return "room"

    @property
    def limit(self) -> Limit:
        """Return what the rules advise for a payload."""
        return Limit(16_000, unit="bytes", source='Standard Webhooks 1.0.0, "Payload size": usually smaller than 20 kB; read 2026-11')

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of one attempt to post a notice; nothing is raised and nothing is tried twice."""
        if self._gone.is_set():
            return Receipt.permanent("gone", detail="the receiver said earlier that it wants no more notices; start anew to ask it again")
        at = self.now()
        exchange = Exchange(self.settings.timeout.total_seconds())
        receipt = self._attempt(notice, at, exchange)
        if receipt.code == "gone":
            self._gone.set()
        return receipt

    def _attempt(self, notice: Notice, at: float, exchange: Exchange) -> Receipt:
        try:
            return self._post(notice, at, exchange)
        except AddressRefused as refused:
            return Receipt.permanent("forbidden_address", detail=f"the name leads to an address that is refused ({refused.args[1]})")
        except NoAddress:
            return Receipt.retryable("dns", detail="the receiver's name has no address now")
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            late = isinstance(error, httpcore.TimeoutException)
            if exchange.wrote:
                detail = "the request went out and no answer came" if late else "the request went out and the connection broke"
                return Receipt.ambiguous("timed_out" if late else "connection_lost", detail=detail)
            if _certificate_is_wrong(error):
                return Receipt.permanent("tls", detail="the receiver's certificate is not valid for this name")
            return Receipt.retryable("connect_timed_out" if late else "connect", detail="no connection to the receiver")
        except OSError:  # the file of certificate authorities
            return Receipt.permanent("ca_file", detail="the file of certificate authorities cannot be read")

    def _post(self, notice: Notice, at: float, exchange: Exchange) -> Receipt:
        settings = self.settings
        url = httpx.URL(settings.url)
        body = payload_of(notice, at)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        backend = VettedBackend(exchange, resolve=self.resolve, dial=self.dial, allow_private=settings.allow_private)
        # A pool for one exchange: a kept connection that died meanwhile would turn a clear answer into an ambiguous one.
        with (
            httpcore.ConnectionPool(ssl_context=_trust(settings.ca_file), network_backend=backend) as pool,
            pool.stream("POST", target, headers=_headers(notice, settings, body, at), content=body) as response,
        ):
            headers = {name.lower(): value for name, value in response.headers}
            after = headers.get(b"retry-after", b"").decode("latin-1")
            return receipt_of(response.status, after, now=self.now(), ident=webhook_id(notice.key))
