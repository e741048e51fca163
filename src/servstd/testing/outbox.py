"""A notifier that keeps its notices in memory, and answers what a test scripts.

*Rule:* it sends nothing and never fails by itself. Without a script every notice is sent.

Example:
    >>> outbox = Outbox()
    >>> outbox.answer(Receipt.retryable("rate_limited", after=30.0))
    >>> notice = Notice("k", case="42", reason="missed", text="Late.")
    >>> outbox.send(notice).status, outbox.send(notice).status, len(outbox.notices)
    ('retryable', 'sent', 2)
"""

from __future__ import annotations

from collections import deque
from threading import Lock

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import Addressing, AsyncNotifier, Limit, Notice, Notifier, Receipt

__all__ = ["Outbox"]


class Outbox:
    """A notifier in memory.

    Attributes:
        name: What `via:` calls it.
        addressing: `room`, so that nobody needs an address; `person` to see who is written to.
        contact: The contact key it reads.
        limit: What the host cuts to.
        notices: What it was given, in order, the refused ones included.
    """

    def __init__(
        self, name: str = "outbox", *, addressing: Addressing = "room", contact: str = "outbox", limit: Limit | None = None
    ) -> None:
        self.name = name
        self.summary = "Keeps notices in memory, for tests."
        self.addressing: Addressing = addressing
        self.contact = contact
        self.limit = limit or Limit()
        self.notices: list[Notice] = []
        self._script: deque[Receipt] = deque()
        self._lock = Lock()

    def send(self, notice: Notice, /) -> Receipt:
        """Return the next scripted receipt, else that the notice was sent."""
        with self._lock:
            self.notices.append(notice)
            return self._script.popleft() if self._script else Receipt.sent(provider_id=str(len(self.notices)))

    def answer(self, *receipts: Receipt) -> None:
        """Script what the next notices are answered, one receipt each."""
        self._script.extend(receipts)

    @property
    def plugin(self) -> object:
        """Return a plugin that offers this notifier, for `Host.with_plugin`."""
        return _OutboxPlugin(self)

    def __repr__(self) -> str:
        return f"<Outbox {self.name}: {len(self.notices)} notices>"


class _OutboxPlugin:
    def __init__(self, outbox: Outbox) -> None:
        @implements.notifiers
        def notifiers(ctx: PluginContext) -> list[Notifier | AsyncNotifier]:
            del ctx
            return [outbox]

        self.notifiers = notifiers
