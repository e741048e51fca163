"""One attempt: a notifier is called, and whatever it does becomes a receipt.

*Rule:* a notifier can raise, exit, hang or answer nonsense, and harms nobody. When nobody knows whether the notice was taken, the
receipt says so; it never guesses for the better or the worse.

Example:
    >>> class Broken:
    ...     def send(self, notice):
    ...         raise ConnectionError("https://example.com/hook?key=s3cr3t does not answer")
    >>> attempt(Broken(), Notice("k", case="42", reason="opened", text="t"), patience=30.0)
    Receipt(status='retryable', code='raised', detail='ConnectionError: https://example.com/*** does not answer', ...)
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import cast, get_args

from servstd.notices import LONGEST_WAIT, Notice, Receipt, ReceiptStatus

__all__ = ["PATIENCE", "attempt", "detail_of"]

PATIENCE = 30.0
"""Seconds a notifier has before it counts as hung."""
_LONGEST = 200
_STATUSES = frozenset(get_args(ReceiptStatus))
_NOT_YET_SENT = frozenset({"ConnectTimeout", "ConnectTimeoutError", "PoolTimeout"})
"""Time-outs of HTTP libraries (requests, urllib3, httpx) that come before anything was sent."""
_URL = re.compile(r"(https?://)(?:[^/\s@]*@)?([^/\s?#'\"]*)[/?#][^\s'\"<>)]*")
_LOGIN = re.compile(r"\b([a-z][a-z0-9+.-]{1,20}://)[^/\s@]+@", re.IGNORECASE)
"""User and password before a host, of any scheme: `smtp://user:password@mail.example.com`."""
_KEY = re.compile(
    r"(?i)\b([\w-]{0,40}(?:token|secret|password|passwd|api[-_]?key|access[-_]?key|signature)[\w-]{0,40}|key|sign|pwd)"
    r"(['\"]?\s{0,9}[=:]\s{0,9})\S+"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.+/=~-]{6,}")


class _HungError(Exception):
    """The notifier's coroutine was not done in time."""


def attempt(part: object, notice: Notice, *, patience: float = PATIENCE) -> Receipt:
    """Return what became of a notice; only KeyboardInterrupt is raised.

    The notifier runs in a thread of its own, which is left behind when it hangs.

    Args:
        part: A `Notifier` or `AsyncNotifier`, or what claims to be one.
        notice: The notice.
        patience: Seconds to wait.
    """
    answers: SimpleQueue[object] = SimpleQueue()
    worker = Thread(target=_work, args=(part, notice, patience, answers), name="servstd-send", daemon=True)
    worker.start()
    try:
        answer = answers.get(timeout=patience)
    except Empty:
        return _hung(patience)
    if isinstance(answer, KeyboardInterrupt):
        raise answer
    if isinstance(answer, _HungError):
        return _hung(patience)
    if isinstance(answer, BaseException):
        return _raised(answer)
    if not isinstance(answer, Receipt) or not isinstance(cast("object", answer.status), str) or answer.status not in _STATUSES:
        return Receipt.ambiguous("no_receipt", detail=f"send() returned {type(answer).__name__}, not a Receipt")
    ident = cast("object", answer.provider_id)
    return Receipt(
        answer.status, code=_word(answer.code), detail=_word(answer.detail), provider_id=None if ident is None else _word(ident),
        after=_wait(answer.after),
    )  # fmt: skip


def _word(value: object) -> str:
    """Return what a receipt says as text: it is written down, so anything else than a text or a number is left out."""
    return value if type(value) is str else str(value) if type(value) is int else ""


def _wait(after: object) -> float | None:
    """Return the seconds a receipt asks to wait, at most a day; None: it asks for none, or for nonsense."""
    if isinstance(after, bool) or not isinstance(after, (int, float)) or not after >= 0 or after == float("inf"):
        return None
    return float(min(after, LONGEST_WAIT))


def _work(part: object, notice: Notice, patience: float, answers: SimpleQueue[object]) -> None:
    try:
        send = cast("Callable[[Notice], object]", getattr(part, "send"))  # noqa: B009  # whatever has no `send` raises
        answer = send(notice)
        if inspect.isawaitable(answer):
            import asyncio  # takes long to load, and most notifiers do without

            answer = asyncio.run(_within(answer, patience))
        answers.put(answer)
    except BaseException as error:  # noqa: BLE001  # SystemExit too: a notifier does not end the program
        answers.put(error)


async def _within(answer: Awaitable[object], patience: float) -> object:
    from asyncio import timeout

    limit = timeout(patience)
    try:
        async with limit:
            return await answer
    except TimeoutError:
        if limit.expired():
            raise _HungError from None
        raise


def _hung(patience: float) -> Receipt:
    return Receipt.ambiguous("hung", detail=f"no answer within {patience:g} s")


def _raised(error: BaseException) -> Receipt:
    detail = detail_of(error)
    return Receipt.ambiguous("timed_out", detail=detail) if _is_timeout(error) else Receipt.retryable("raised", detail=detail)


def _is_timeout(error: BaseException) -> bool:
    """Return whether an error is a time-out after which the notice may have been taken, or was raised because of one."""
    seen: set[int] = set()
    found: object = error
    while isinstance(found, BaseException) and id(found) not in seen:
        seen.add(id(found))
        names = [kind.__name__ for kind in type(found).__mro__]
        if _NOT_YET_SENT.isdisjoint(names):
            if isinstance(found, TimeoutError) or any(name.endswith(("Timeout", "TimeoutException", "TimeoutError")) for name in names):
                return True
        else:
            return False
        reason: object = getattr(found, "reason", None)  # urllib's URLError keeps it there
        found = found.__cause__ or (reason if isinstance(reason, BaseException) else None)
    return False


def detail_of(error: BaseException) -> str:
    """Return an error's type and text, without what might be a secret: paths and queries of addresses, keys, tokens, passwords."""
    try:
        text = str(error)[: 10 * _LONGEST]
    except Exception:  # noqa: BLE001  # an error that cannot even be told
        text = ""
    text = _LOGIN.sub(r"\1***@", _URL.sub(r"\1\2/***", text))
    text = _BEARER.sub(r"\1 ***", _KEY.sub(r"\1\2***", text))
    return f"{type(error).__name__}: {' '.join(text.split())[:_LONGEST]}".rstrip(": ")
