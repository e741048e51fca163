"""One request over HTTP, and what its failures mean for a notice: what notifiers that talk to a web service share.

*Rule:* a failure before the request went out is `retryable`, one after that is `ambiguous`; nothing is tried twice. No text of an
error, no address and no log line leaves this module: the addresses of chat bots are passwords. httpx is imported at the first request
(`pip install servstd[http]`), and its transport is used below its client, which logs every address at INFO.

How a notifier uses it:

1. `HttpClient(now=time.time)` once a notifier; it is thread-safe; give the notifier a `close()` that calls the client's.
2. `got = client.post(url, content=..., headers=...)`: a `Receipt` is final and is returned as it is; an `Answer` is judged further.
3. `refused(answer)` gives the receipt for a status that is none of 2xx; None: the provider's own words, `answer.object()`, decide.
4. What the provider says of an error goes through `scrub(text, secrets)` before it becomes a receipt's `detail`; its codes are a dated
   table of `Meaning`, and `judge_code` makes the receipt.

Example:
    >>> client = HttpClient(now=lambda: 1_767_225_600.0, timeout=2.0)
    >>> client.post("http://127.0.0.1:1/hook?key=s3cr3t", content=b"{}")
    Receipt(status='retryable', code='unreachable', detail='ConnectError', provider_id=None, after=None)
    >>> refused(Answer(429, headers={"Retry-After": "30"}, received_at=0.0))
    Receipt(status='retryable', code='rate_limited', detail='', provider_id=None, after=30.0)
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote, unquote

import attrs

from servstd.notices import LONGEST_WAIT, Receipt
from servstd.secret import Secret

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

__all__ = ["LONGEST_ANSWER", "LONGEST_WAIT", "Answer", "HttpClient", "Meaning", "judge_code", "refused", "retry_after", "scrub"]

LONGEST_ANSWER = 65_536
"""Bytes of an answer that are read; a provider's answer to a notice has a few hundred."""
_LONGEST_DETAIL = 200
_SHORTEST_SECRET_PART = 8  # shorter parts of an address, `send` or `v2`, are words of the provider's, not secrets


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@attrs.frozen
class Answer:
    """What a web service answered.

    Attributes:
        status: The HTTP status.
        body: The first `LONGEST_ANSWER` bytes.
        headers: By name in lower case.
        received_at: When it came, seconds since the epoch: the clock a Retry-After with a date is measured by.
    """

    status: int
    body: bytes = attrs.field(default=b"", kw_only=True, repr=False)
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_lower, kw_only=True, repr=False)
    received_at: float = attrs.field(kw_only=True)

    @property
    def text(self) -> str:
        """Return the body as text; bytes that are not UTF-8 become replacement characters."""
        return self.body.decode("utf-8", "replace")

    @property
    def retry_after(self) -> float | None:
        """Return the seconds to wait that the service asked for; None: it did not ask."""
        return retry_after(self.headers.get("retry-after", ""), now=self.received_at)

    def object(self) -> Mapping[str, object] | None:
        """Return the JSON object in the body; None when the body holds anything else."""
        try:
            found: object = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return cast("Mapping[str, object]", found) if isinstance(found, dict) else None


def retry_after(value: str, *, now: float) -> float | None:
    """Return the seconds a `Retry-After` header asks to wait, at most `LONGEST_WAIT`; None when it is missing or makes no sense.

    Args:
        value: The header: whole seconds or an HTTP date (RFC 9110, section 10.2.3).
        now: Seconds since the epoch.
    """
    from email.utils import parsedate_to_datetime

    value = value.strip()
    if re.fullmatch(r"[0-9]{1,12}", value):
        return min(float(value), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:  # -0000: the zone is not told, the time is UTC (RFC 5322, section 3.3)
        at = at.replace(tzinfo=UTC)
    return min(max(0.0, at.timestamp() - now), LONGEST_WAIT)


def refused(answer: Answer) -> Receipt | None:
    """Return the receipt that an HTTP status alone settles; None for 2xx, where the body has the word.

    429 and 503 were not taken and say when to come again, 408 was not taken either. 500, 502, 504 and the other 5xx leave it open
    whether the service had acted before it, or the gateway before it, gave up. Redirects are not followed: `permanent`, like every
    other 4xx. (RFC 9110, section 15; RFC 6585, section 4.)
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    if status == 429:
        return Receipt.retryable("rate_limited", after=answer.retry_after)
    if status in (408, 503):
        return Receipt.retryable(f"http_{status}", after=answer.retry_after)
    if 300 <= status < 400:
        return Receipt.permanent("redirected", detail=f"HTTP {status}; redirects are not followed")
    if 400 <= status < 500:
        return Receipt.permanent(f"http_{status}")
    return Receipt.ambiguous(f"http_{status}")


@attrs.frozen
class Meaning:
    """What a provider's error code means: the receipt's status and word, and the seconds to wait."""

    status: Literal["retryable", "permanent", "ambiguous"]
    code: str = attrs.field(kw_only=True)
    after: float | None = attrs.field(default=None, kw_only=True)


def judge_code(answer: Answer, meaning: Meaning | None, *, code: str, detail: str) -> Receipt:
    """Return the receipt for an answer that gives an error code of the provider's own, whatever its HTTP status.

    Args:
        answer: The answer; its Retry-After goes before the table's seconds.
        meaning: What the code means; None: it is in no table. Then the HTTP status decides, and a 2xx or 4xx is a refusal,
            `permanent`, so that the next notifier is tried at once: trying an unknown refusal again and again floods a provider.
        code: The receipt's code for a code that is in no table, `errcode_93000`.
        detail: What the provider says, scrubbed.
    """
    if meaning is None:
        by_status = refused(answer)
        return Receipt.permanent(code, detail=detail) if by_status is None or by_status.status == "permanent" else by_status
    after = answer.retry_after if answer.retry_after is not None else meaning.after
    return Receipt(meaning.status, code=meaning.code, detail=detail, after=after if meaning.status == "retryable" else None)


def scrub(text: str, secrets: Iterable[Secret | str] = ()) -> str:
    """Return a provider's text fit for a receipt: one line, at most 200 characters, every secret and every part of one as `***`.

    Args:
        text: What the provider said.
        secrets: What must not appear: addresses with tokens, keys, telephone numbers. An address is taken apart at `/?&=`.
    """
    parts: set[str] = set()
    for secret in secrets:
        whole = secret.reveal() if isinstance(secret, Secret) else secret
        found = {whole, *(part for part in re.split(r"[/?&=#;,\s]+", whole) if len(part) >= _SHORTEST_SECRET_PART)}
        parts |= found | {quote(part, safe="") for part in found} | {unquote(part) for part in found}
    for part in sorted(parts - {""}, key=len, reverse=True):
        text = text.replace(part, "***")
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"


@cache
def _usual_trust() -> SSLContext:
    """Return what every client trusts unless told otherwise; made once, for it takes some 30 ms."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


class HttpClient:
    """Sends requests, each on a connection of its own; thread-safe.

    A connection is not used again: a service that closed an idle one in the meantime would make a notice `ambiguous` that was
    never sent. Proxies, certificates and passwords from the environment (`HTTPS_PROXY`, `SSL_CERT_FILE`, `.netrc`) are not read.
    """

    def __init__(self, *, now: Callable[[], float], timeout: float = 10.0, tls: SSLContext | None = None) -> None:
        """Make a client; nothing is opened before the first request.

        Args:
            now: The clock, seconds since the epoch.
            timeout: Seconds for connecting, for writing and for each part of the answer; twice that for the whole answer.
            tls: What to trust; None: the authorities that httpx brings.
        """
        self._now = now
        self._timeout = timeout
        self._tls = tls
        self._lock = threading.Lock()
        self._transport: httpx.HTTPTransport | None = None

    def _opened(self) -> httpx.HTTPTransport:
        import httpx

        with self._lock:
            if self._transport is None:
                trust = _usual_trust() if self._tls is None else self._tls
                self._transport = httpx.HTTPTransport(verify=trust, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
            return self._transport

    def close(self) -> None:
        """Close what is open; a later request opens it again."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    def post(self, url: Secret | str, *, content: bytes, headers: Mapping[str, str] | None = None) -> Answer | Receipt:
        """Send one POST request and return the answer, or the receipt when there is none.

        Args:
            url: Where to; an address with a token in it as a `Secret`.
            content: The body.
            headers: Header name -> value; names and values in ASCII.

        Returns:
            An `Answer` with any status, or a receipt: retryable `unreachable` or `untrusted` (TLS), permanent `bad_url` or
            `bad_request` (the settings are wrong), ambiguous `timed_out` or `connection_lost` (the request may have been taken).
        """
        import httpx

        transport = self._opened()
        address = url.reveal() if isinstance(url, Secret) else url
        try:
            request = httpx.Request(
                "POST",
                address,
                headers={"User-Agent": "servstd", "Accept-Encoding": "identity", **(headers or {})},
                content=content,
                extensions={"timeout": httpx.Timeout(self._timeout).as_dict()},
            )
        except UnicodeError:
            return Receipt.permanent("bad_request", detail="a header or the address is not ASCII")
        except (httpx.InvalidURL, ValueError, TypeError):
            return Receipt.permanent("bad_url", detail="the address is not understood")
        if request.url.scheme not in ("http", "https") or not request.url.host or not 0 < (request.url.port or 443) < 65_536:
            return Receipt.permanent("bad_url", detail="the address must start with https:// and name a host")
        try:
            return self._receive(transport, request)
        except UnicodeError:
            return Receipt.permanent("bad_url", detail="no such name of a host can be")
        except httpx.HTTPError as error:
            return _failed(error)

    def _receive(self, transport: httpx.HTTPTransport, request: httpx.Request) -> Answer | Receipt:
        response = transport.handle_request(request)
        try:
            started, body = self._now(), b""
            for chunk in response.iter_raw():
                body += chunk
                if len(body) >= LONGEST_ANSWER:
                    break
                if self._now() - started > 2 * self._timeout:
                    return Receipt.ambiguous("timed_out", detail="the answer came too slowly")
            headers = dict(response.headers.items())
            return Answer(response.status_code, body=body[:LONGEST_ANSWER], headers=headers, received_at=self._now())
        finally:
            response.close()


def _failed(error: httpx.HTTPError) -> Receipt:
    """Return the receipt for a request without an answer; only the error's class is told, its text may hold the address."""
    import httpx

    told = type(error).__name__
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)):
        return Receipt.retryable("untrusted" if _is_tls(error) else "unreachable", detail=told)
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError)):
        return Receipt.permanent("bad_request", detail=told)
    if isinstance(error, httpx.TimeoutException):
        return Receipt.ambiguous("timed_out", detail=told)
    return Receipt.ambiguous("connection_lost", detail=told)


def _is_tls(error: BaseException) -> bool:
    """Return whether a TLS failure is behind an error; httpx wraps it twice."""
    from ssl import SSLError

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
