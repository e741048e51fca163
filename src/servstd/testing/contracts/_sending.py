"""What the contracts of both kinds of notifier share: how a notifier is made, made to fail, and sent with.

*Rule:* the author gives `make`; for a notifier that speaks HTTP also `make_at(url)`, and the contract brings the provider itself: a
server on loopback that takes, refuses, delays and lies. Any other notifier may give `make_failing` instead.

Example:
    >>> Failing.unauthorised.status, Failing().busy.headers
    (401, {'Retry-After': '7'})
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Generic, Literal, TypeAlias, TypeVar

from servstd.notices import Notice, Receipt
from servstd.protocols import AsyncNotifier, Notifier
from servstd.testing.contracts._rules import broken, called, has_own, must_override, name_of, skip
from servstd.testing.contracts._samples import ordinary_notice
from servstd.testing.loopback import Answer, LoopbackServer, Request, refused_url

__all__ = ["Failing", "Failure", "N", "Sending", "no_sleep"]

Failure: TypeAlias = Literal["refused", "unauthorised", "busy", "broken", "dropped", "silent"]
"""`refused` connection, `unauthorised` credentials, `busy` (come back later), `broken` (an error of the provider's), `dropped` (the
connection was closed after the notice was read), `silent` (no answer before the notifier's own time-out)."""

N = TypeVar("N", Notifier, AsyncNotifier)


class Failing:
    """What the provider on loopback answers; set what differs in the subclass.

    Attributes:
        taken: To a notice it takes.
        unauthorised: To bad credentials.
        busy: When it gets too much; `busy_for` is the number of seconds it asks for.
        broken: When it has a fault of its own.
        refusals: Failures that look like success, HTTP 200 with an error code: none may be told as sent.
    """

    taken: Answer = Answer(200, body='{"ok": true}')
    unauthorised: Answer = Answer(401, body='{"error": "unauthorized"}')
    busy: Answer = Answer(429, headers={"Retry-After": "7"}, body='{"error": "too many requests"}')
    busy_for: float | None = 7.0
    broken: Answer = Answer(503, body="")
    refusals: Sequence[Answer] = ()


class Sending(Failing, Generic[N]):
    """How a notifier is made and sent with.

    Attributes:
        address: The address of the notices' recipient, in the form that the notifier's contact key holds.
        secrets: Secrets the notifier holds in another form than `Secret`; those are found by themselves.
        has_time_out: The notifier that `make_at` returns gives up after a second at most, so that `silent` can be tried.
    """

    address: str = ""
    secrets: Sequence[str] = ()
    has_time_out: bool = False

    def make(self) -> N:
        """Return a notifier that sends. With `make_at` it need not be given."""
        must_override(self, "make", "a notifier (or `make_at(self, url)`, for one that speaks HTTP)")

    def make_at(self, url: str) -> N | None:
        """Return a notifier whose provider is an HTTP server at `url`; None: it does not speak HTTP."""
        del url
        return None

    def make_failing(self, failure: Failure) -> N | None:
        """Return a notifier whose provider fails like that; None: it cannot be arranged, or `make_at` does."""
        del failure
        return None

    def key_of(self, request: Request) -> str | None:
        """Return the part of a request by which the provider knows a notice again; None: there is none."""
        del request
        return None

    def dispose(self, notifier: N) -> None:
        """Let go of what a notifier holds; by default its `close()` is called, if it has one."""
        close = getattr(notifier, "close", None)
        if callable(close):
            close()

    # ── for the contracts ────────────────────────────────────────────────────────────────────────────────────
    def _send_all(self, notifier: N, notices: Sequence[Notice]) -> list[object]:
        """Return what `send` gave for each notice; what it raises comes out."""
        raise NotImplementedError

    def _send_at_once(self, notifier: N, notices: Sequence[Notice]) -> list[object]:
        """Return the same, all sent at the same time."""
        raise NotImplementedError

    def _at(self, url: str) -> N:
        notifier = self.make_at(url)
        if notifier is None:
            must_override(self, "make_at", "a notifier for the server at `url`")
        return notifier

    @property
    def _speaks_http(self) -> bool:
        return has_own(self, "make_at")

    def _notice(self, key: str = "42|missed", *, text: str = "Your case 42 was answered late.", subject: str = "Case 42") -> Notice:
        return ordinary_notice(key, address=self.address, text=text, subject=subject)

    @contextmanager
    def _made(self, make: Callable[[], N]) -> Generator[N]:
        __tracebackhide__ = True
        mend = "let the constructor keep settings only, and connect in `send`"
        notifier = called(make, f"{type(self).__name__}.make", rule="making a notifier raises nothing and connects to nothing", mend=mend)
        try:
            yield notifier
        finally:
            self.dispose(notifier)

    @contextmanager
    def _working(self) -> Generator[tuple[N, LoopbackServer | None]]:
        """Yield a notifier that sends, with its server if it speaks HTTP."""
        __tracebackhide__ = True
        if not self._speaks_http:
            with self._made(self.make) as notifier:
                yield notifier, None
            return
        with LoopbackServer(self.taken) as server, self._made(lambda: self._at(server.url)) as notifier:
            yield notifier, server

    @contextmanager
    def _failing(self, failure: Failure) -> Generator[tuple[N, LoopbackServer | None]]:
        """Yield a notifier whose provider fails; skips the test when that cannot be arranged."""
        __tracebackhide__ = True
        given = self.make_failing(failure)
        if given is not None:
            with self._made(lambda: given) as notifier:
                yield notifier, None
            return
        if not self._speaks_http:
            skip(f"neither `make_at` nor `make_failing({failure!r})` is given")
        if failure == "silent" and not self.has_time_out:
            skip("`has_time_out` is not set")
        if failure == "refused":
            with refused_url() as url, self._made(lambda: self._at(url)) as notifier:
                yield notifier, None
            return
        with LoopbackServer(self._answer(failure)) as server, self._made(lambda: self._at(server.url)) as notifier:
            yield notifier, server

    def _answer(self, failure: Failure) -> Answer:
        if failure in ("dropped", "silent"):
            return Answer(instead="drop" if failure == "dropped" else "hang")
        return {"unauthorised": self.unauthorised, "busy": self.busy}.get(failure, self.broken)

    def _receipts(self, notifier: N, notices: Sequence[Notice], when: str) -> list[Receipt]:
        """Return the receipts; anything else is a broken rule."""
        __tracebackhide__ = True
        what = f"{name_of(notifier)}.send, {when},"
        mend = "catch it in `send`, and say what it means: Receipt.retryable(...), .permanent(...) or .ambiguous(...)"
        found = called(lambda: self._send_all(notifier, notices), what, rule="`send` raises nothing: it returns a Receipt", mend=mend)
        for receipt in found:
            if not isinstance(receipt, Receipt):
                broken(
                    f"{what} returned {receipt!r}",
                    rule="`send` returns a Receipt; the host takes anything else as ambiguous",
                    mend="end it with `return Receipt.sent()`, or the receipt that says why not",
                )
        return [receipt for receipt in found if isinstance(receipt, Receipt)]

    def _receipt(self, notifier: N, when: str, **odd: str) -> Receipt:
        __tracebackhide__ = True
        return self._receipts(notifier, [self._notice(**odd)], when)[0]


@contextmanager
def no_sleep() -> Generator[list[float]]:
    """Yield the seconds that were slept for in the block; nobody really sleeps, in this thread or another."""
    slept: list[float] = []
    own, own_async = time.sleep, asyncio.sleep

    async def note(delay: float, result: object = None) -> object:
        slept.append(delay)
        await own_async(0)
        return result

    setattr(time, "sleep", slept.append)  # noqa: B010  # its argument has a type of its own
    setattr(asyncio, "sleep", note)  # noqa: B010  # its overloads are not ours to repeat
    try:
        yield slept
    finally:
        setattr(time, "sleep", own)  # noqa: B010
        setattr(asyncio, "sleep", own_async)  # noqa: B010
