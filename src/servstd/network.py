"""One exchange over the network: connects to the very address that was vetted, within one time for all of it.

*Rule:* a name is looked up once and the connection goes to an address of that answer, so that a second answer (DNS rebinding) is never
asked for; TLS still checks the name. The time allowed is for the whole exchange, however slowly the other side drips. It is known whether
a byte of the request went out.

Example:
    >>> exchange = Exchange(5.0, ticks=iter([100.0, 103.0]).__next__)
    >>> exchange.left(), exchange.wrote
    (2.0, False)
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import TypeAlias

import httpcore

from servstd.addresses import vet

__all__ = ["AddressRefused", "Exchange", "NoAddress", "Resolve", "VettedBackend", "system_resolve"]

Resolve: TypeAlias = Callable[[str, int], tuple[str, ...]]
"""Host and port -> every address, best first."""
_SocketOptions: TypeAlias = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class AddressRefused(Exception):
    """The name leads to an address a request may not go to; the arguments are the address and the reason."""


class NoAddress(Exception):
    """The name has no address, or the name service does not answer."""


def system_resolve(host: str, port: int) -> tuple[str, ...]:
    """Return every address the system knows for a name, each once.

    Raises:
        NoAddress: there is none.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAddress(str(error)) from error
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Exchange:
    """One request and its answer: the time left for it, and whether any of the request was written."""

    def __init__(self, seconds: float, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self.wrote = False
        self._ticks = ticks
        self._end = ticks() + seconds

    def left(self) -> float:
        """Return the seconds left, negative when there are none."""
        return self._end - self._ticks()

    def left_or(self, error: type[Exception]) -> float:
        """Return the seconds left, or raise."""
        seconds = self.left()
        if seconds <= 0:
            raise error("the time allowed for the whole exchange is over")
        return seconds


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step gets only what is left of the exchange's time."""

    def __init__(self, inner: httpcore.NetworkStream, exchange: Exchange) -> None:
        self._inner = inner
        self._exchange = exchange

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  # the exchange's time rules
        return self._inner.read(max_bytes, self._exchange.left_or(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        seconds = self._exchange.left_or(httpcore.WriteTimeout)
        if buffer:
            self._exchange.wrote = True
            self._inner.write(buffer, seconds)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        seconds = self._exchange.left_or(httpcore.ConnectTimeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, seconds), self._exchange)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class VettedBackend(httpcore.NetworkBackend):
    """Connects where the vetted answer leads, one address after the other, and nowhere else."""

    def __init__(self, exchange: Exchange, *, resolve: Resolve, dial: httpcore.NetworkBackend, allow_private: bool) -> None:
        self._exchange = exchange
        self._resolve = resolve
        self._dial = dial
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: _SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        """Return a stream to a vetted address of the host.

        Raises:
            AddressRefused: the name leads to an address a request may not go to.
            NoAddress: the name has no address.
            httpcore.ConnectError: no address can be connected to.
            httpcore.ConnectTimeout: none could in time.
        """
        addresses = self._resolve(host.strip("[]"), port)
        if not addresses:
            raise NoAddress("the name has no address")
        refused = vet(addresses, allow_private=self._allow_private)
        if refused is not None:
            raise AddressRefused(*refused)
        *others, last = addresses
        for i, address in enumerate(others):
            share = self._exchange.left_or(httpcore.ConnectTimeout) / (len(addresses) - i)
            try:
                return self._dialled(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next one may answer
        return self._dialled(last, port, self._exchange.left_or(httpcore.ConnectTimeout), local_address, socket_options)

    def _dialled(
        self, address: str, port: int, seconds: float, local_address: str | None, socket_options: _SocketOptions | None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._dial.connect_tcp(address, port, seconds, local_address, socket_options), self._exchange)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: _SocketOptions | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: a request goes over the network."""
        raise AddressRefused(path, "not_an_address")
