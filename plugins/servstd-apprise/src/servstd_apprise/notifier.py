"""One notifier for every service that Apprise knows.

*Rule:* what Apprise says is passed on as far as it can be believed. Four services are known to report success when the provider
refused inside HTTP 200: their success is `ambiguous`. Apprise's waits, retries and log lines, which may hold the address, are turned off.

Example:
    >>> from servstd.secret import Secret
    >>> notifier = AppriseNotifier("ops", settings=AppriseSettings(url=Secret("json://127.0.0.1:1/hook")))
    >>> notifier.addressing, sorted(UNVERIFIED)
    ('room', ['dingtalk', 'feishu', 'lark', 'wecombot'])
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, cast

import attrs

from servstd.protocols import Limit, Notice, Receipt
from servstd.secret import Secret

if TYPE_CHECKING:
    from apprise import NotifyBase

__all__ = ["UNVERIFIED", "AppriseNotifier", "AppriseSettings"]

UNVERIFIED = frozenset({"dingtalk", "feishu", "lark", "wecombot"})
"""Schemas whose success says nothing: Apprise 2.2.0 looks at the HTTP status alone. Measured 2026-11; use servstd-chat for these."""

_CHATTY = ("apprise", "urllib3.connectionpool")  # both log addresses, the second at DEBUG with the path
_HTTP_ERROR = re.compile(r"\berror[=: ]+([0-9]{3})\b")
_NEVER_CONNECTED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|connect timeout|Connection refused", re.IGNORECASE
)
_CONNECTION = re.compile(r"connection error|socket exception|timed out", re.IGNORECASE)
_CREDENTIALS = frozenset({"401", "403", "404", "410"})


@attrs.frozen(kw_only=True)
class AppriseSettings:
    """What a user writes under `notifiers:`.

    Attributes:
        url: The service's Apprise URL, `discord://...`: `{env: NAME}` or `{file: PATH}`.
        title: Whether the notice's subject goes along as the title.
    """

    url: Secret
    title: bool = True


_SENDING: ContextVar[bool] = ContextVar("servstd_apprise_sending", default=False)  # Apprise hands its context on to threads of its own


def _is_not_ours(record: logging.LogRecord) -> bool:
    """Return whether a line comes from somebody else's use of the same loggers."""
    del record
    return not _SENDING.get()


@contextmanager
def _hushed() -> Generator[None]:
    for name in _CHATTY:
        logging.getLogger(name).addFilter(_is_not_ours)  # once: a filter that is there is not added again
    token = _SENDING.set(True)
    try:
        yield
    finally:
        _SENDING.reset(token)


class _Lines(logging.Handler):
    """Keeps what a service logs about one notice: the only place where Apprise says why it failed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class AppriseNotifier:
    """A service of Apprise's; a `Notifier`. Each notice gets a service object of its own: Apprise's are not made for threads."""

    summary = "Sends by any service that Apprise knows."
    addressing: Literal["room"] = "room"
    limit = Limit()

    def __init__(self, name: str, *, settings: AppriseSettings, contact: str = "") -> None:
        """Make a notifier; the URL is looked at when the first notice is sent.

        Args:
            name: What `via:` calls it.
            settings: What the user wrote.
            contact: The contact key; empty: `apprise`. The URL alone says where notices go.
        """
        self.name = name
        self.contact = contact or "apprise"
        self._settings = settings

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice; raises nothing, tries once. It blocks until the service has answered or timed out."""
        title = notice.subject if self._settings.title else ""
        text = "\n".join([*([notice.text] if notice.text.strip() else []), *(f"{action.label}: {action.url}" for action in notice.actions)])
        if not title and not text:
            return Receipt.permanent("empty")
        said = _Lines()
        with _hushed():
            service = self._service(said)
            if service is None:
                return Receipt.permanent("bad_url", detail="Apprise does not understand the URL, or lacks what the service needs")
            try:
                taken = _notify(service, title, text)
            except Exception as error:  # noqa: BLE001  # the services are many; the text of an error may hold the address
                return Receipt.ambiguous("raised", detail=type(error).__name__)
        if taken:
            return (
                Receipt.ambiguous("unverified", detail="Apprise does not look at this provider's answer")
                if _lies(service)
                else Receipt.sent()
            )
        return _failed(said.lines)

    def _service(self, said: _Lines) -> NotifyBase | None:
        """Return a new service object that waits for nothing, tries once and logs to `said` alone; None: the URL is not understood."""
        from apprise import Apprise, AppriseAsset

        asset = AppriseAsset(async_mode=False, secure_logging=True, http_redirects=False, storage_mode="memory")
        try:
            service = Apprise.instantiate(self._settings.url.reveal(), asset=asset)  # pyright: ignore[reportUnknownMemberType]  # a bare dict
        except Exception:  # noqa: BLE001  # a URL may make a service raise anything
            return None
        if service is None:
            return None
        logger = logging.Logger("servstd_apprise", logging.DEBUG)  # not in the tree of loggers: its lines reach `said` and nobody else
        logger.addHandler(said)
        for name, value in {"logger": logger, "request_rate_per_sec": 0, "retry": 0, "redirects": False}.items():
            setattr(service, name, value)
        return service


def _notify(service: NotifyBase, title: str, text: str) -> bool:
    from apprise import Apprise, NotifyFormat

    sender = Apprise(asset=service.asset)
    sender.add(service)  # pyright: ignore[reportUnknownMemberType]  # its annotations have a bare dict
    result = sender.notify(body=text, title=title, body_format=NotifyFormat.TEXT)  # pyright: ignore[reportUnknownMemberType]
    return bool(result)


def _lies(service: NotifyBase) -> bool:
    """Return whether the service is one whose success says nothing, whichever form of URL it was made from."""
    schemas: set[str] = set()
    for name in ("protocol", "secure_protocol"):
        found: object = getattr(service, name, None)
        if isinstance(found, str):
            schemas.add(found)
        elif isinstance(found, (tuple, list)):
            schemas |= {str(one) for one in cast("Sequence[object]", found)}
    return bool(schemas & UNVERIFIED)


def _failed(lines: list[str]) -> Receipt:
    """Return the receipt for a failure by what Apprise logged; when that says nothing, the notice may be tried again.

    The words are those of Apprise 2.2.0: "error=404" for a status, "Socket Exception: ..." with the text of urllib3's error.
    """
    said = "\n".join(lines)
    status = _HTTP_ERROR.search(said)
    if status is not None:
        code = status[1]
        return (
            Receipt.permanent(f"http_{code}")
            if code in _CREDENTIALS
            else Receipt.retryable("rate_limited" if code == "429" else f"http_{code}")
        )
    if _NEVER_CONNECTED.search(said):
        return Receipt.retryable("unreachable")
    return Receipt.ambiguous("connection_lost") if _CONNECTION.search(said) else Receipt.retryable("not_sent")
