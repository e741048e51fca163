"""One feed over HTTP: a GET that goes to vetted addresses only, within one time and one size.

*Rule:* what fails says why without a word of the address, which is often secret; redirects are followed on the same host only, and a
wrong setting is told from a server that cannot be reached now.

Example:
    >>> fetch("http://feeds.example/closures.ics", seconds=5.0)
    Traceback (most recent call last):
    servstd_ical.fetching.FeedFailed: the address must begin with https://
"""

from __future__ import annotations

import ssl
from functools import cache

import attrs
import httpcore
import httpx

from servstd.addresses import why_refused
from servstd.network import AddressRefused, Exchange, NoAddress, Resolve, VettedBackend, system_resolve

__all__ = ["MOST_BYTES", "Answered", "FeedFailed", "fetch"]

MOST_BYTES = 10_000_000
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class FeedFailed(Exception):
    """A feed could not be fetched; the text says why and holds no address.

    Attributes:
        is_final: Whether what is written is wrong, so that another time will not help.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@attrs.frozen
class Answered:
    """What a server answered.

    Attributes:
        content: The feed; None: it has not changed since the answer whose `etag` and `last_modified` were told.
        etag: What the server calls this content; empty: nothing.
        last_modified: When it says it changed; empty: it does not say.
    """

    content: bytes | None = attrs.field(repr=False)
    etag: str = attrs.field(default="", kw_only=True)
    last_modified: str = attrs.field(default="", kw_only=True)


def fetch(
    address: str,
    *,
    seconds: float,
    etag: str = "",
    last_modified: str = "",
    allow_private: bool = False,
    resolve: Resolve = system_resolve,
) -> Answered:
    """Return what a feed's server answers.

    Args:
        address: Where the feed is: https, or http on loopback with `allow_private`.
        seconds: The time for everything, from the name service to the last byte.
        etag: What an earlier answer was called.
        last_modified: When an earlier answer had changed.
        allow_private: Whether the address may lead into the company's own network.
        resolve: The name service.

    Raises:
        FeedFailed: There is no feed to be had, now or ever.
    """
    url = _checked(address, allow_private)
    told = {"if-none-match": etag, "if-modified-since": last_modified}
    headers = {"accept": "text/calendar", "accept-encoding": "identity", "user-agent": "servstd-ical/0.1", "connection": "close"}
    headers |= {name: value for name, value in told.items() if value}
    exchange = Exchange(seconds)
    backend = VettedBackend(exchange, resolve=resolve, dial=httpcore.SyncBackend(), allow_private=allow_private)
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            found = _get(url, headers, backend)
            if isinstance(found, Answered):
                return found
            url = _followed(url, found)
    except AddressRefused as refused:
        reason = f"its name leads to an address that is refused ({refused.args[1]}); allow_private: true opens your own network"
        raise FeedFailed(reason, is_final=True) from None
    except NoAddress:
        raise FeedFailed("its server's name has no address now") from None
    except httpcore.TimeoutException:
        raise FeedFailed(f"its server did not answer within {seconds:g} s") from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
        raise FeedFailed("its server's certificate is not trusted" if untrusted else "its server cannot be reached") from None
    raise FeedFailed(f"its server redirects more than {_MOST_REDIRECTS} times")


def _checked(address: str, allow_private: bool) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise FeedFailed("the address is no URL; expected one like https://example.com/closures.ics", is_final=True) from None
    is_local = allow_private and (url.host == "localhost" or why_refused(url.host) == "loopback")
    if url.scheme == "webcal":
        raise FeedFailed("the address begins with webcal://; write https:// instead", is_final=True)
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and is_local)):
        raise FeedFailed("the address must begin with https://", is_final=True)
    if url.userinfo:
        raise FeedFailed("the address holds a user and a password; feeds are fetched without", is_final=True)
    return url


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()  # what the system trusts, a company's own authority included


def _get(url: httpx.URL, headers: dict[str, str], backend: VettedBackend) -> Answered | str:
    """Return the answer, or where it redirects to."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    context = _trust() if url.scheme == "https" else None
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
        pool.stream("GET", target, headers=sent) as response,
    ):
        got = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS:
            return got.get("location", "")
        if response.status == 304 and ("if-none-match" in headers or "if-modified-since" in headers):
            return Answered(None)
        if response.status != 200:
            raise FeedFailed(f"its server answered HTTP {response.status}")
        content = bytearray()
        for chunk in response.iter_stream():
            content += chunk
            if len(content) > MOST_BYTES:
                raise FeedFailed(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        if b"BEGIN:VCALENDAR" not in content.upper():  # a page to sign in at, as a rule
            raise FeedFailed("its server answered something that is no calendar: there is no BEGIN:VCALENDAR in it")
        return Answered(bytes(content), etag=got.get("etag", ""), last_modified=got.get("last-modified", ""))


def _followed(url: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect leads, which must be the same host: whoever is asked for a feed may not send us elsewhere."""
    try:
        found = url.join(location) if location else None
    except httpx.InvalidURL:
        found = None
    if found is None or (found.scheme, found.host, found.port) != (url.scheme, url.host, url.port):
        raise FeedFailed("its server redirects to another host, which is not followed; write the address it leads to")
    return found
