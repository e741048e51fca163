"""Feeds: fetched when a standard is loaded, with the copy of the last time at hand for when the server is not.

*Rule:* a copy stands in only while it is younger than `max_age`, told by the instant recorded in it; then the feed is an error. A feed
is called by its name, or by its host: the rest of an address is often secret.

Example:
    >>> Feeds(addresses={"closures": Secret("https://example.com/private-1f3a/basic.ics")}).address("closures")
    ***
    >>> title_of("https://example.com/private-1f3a/basic.ics")
    'https://example.com/…'
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import attrs

from servstd.secret import Secret
from servstd_ical.errors import IcalError

if TYPE_CHECKING:
    from servstd.network import Resolve
    from servstd_ical.fetching import Answered

__all__ = ["Feeds", "title_of"]

_log = logging.getLogger("servstd_ical")
_FRESH = 60.0
"""Seconds in which a feed is not asked for again: several calendars of a standard see one and the same."""


def _none() -> Mapping[str, Secret]:
    return {}


@attrs.frozen
class _Copy:
    """A feed as it was the last time.

    Attributes:
        fetched_at: When its server last said that this is it, seconds since the epoch.
    """

    content: bytes = attrs.field(repr=False)
    fetched_at: float = attrs.field(kw_only=True)
    etag: str = attrs.field(default="", kw_only=True)
    last_modified: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Feeds:
    """Fetches feeds and keeps a copy of each.

    Attributes:
        folder: Where copies are kept, in `.feeds` below it.
        addresses: Name -> address, of feeds whose address is secret.
        max_age: How old a copy may be to stand in for a feed that cannot be fetched.
        timeout: The time for fetching one feed.
        allow_private: Whether addresses may lead into the company's own network, and on loopback be http.
        now: The clock: seconds since the epoch.
        resolve: The name service; None: the system's.
    """

    folder: str = "."
    addresses: Mapping[str, Secret] = attrs.field(factory=_none, kw_only=True)
    max_age: timedelta = attrs.field(default=timedelta(days=7), kw_only=True)
    timeout: timedelta = attrs.field(default=timedelta(seconds=20), kw_only=True)
    allow_private: bool = attrs.field(default=False, kw_only=True)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)
    resolve: Resolve | None = attrs.field(default=None, kw_only=True, repr=False)

    def address(self, name: str) -> Secret:
        """Return the address of a feed that is named in the settings.

        Raises:
            IcalError: There is none of this name.
        """
        if name not in self.addresses:
            known = ", ".join(self.addresses) or "none"
            raise IcalError(f"feed {name!r} is not in the settings of the plugin ical (feeds: {known})")
        return self.addresses[name]

    def read(self, address: str, title: str) -> bytes:
        """Return what a feed holds, now or when it could last be fetched.

        Args:
            address: Where it is.
            title: What it is called in messages.

        Raises:
            IcalError: It cannot be fetched, and there is no copy young enough.
        """
        try:
            from servstd_ical.fetching import FeedFailed, fetch
        except ModuleNotFoundError as error:
            raise IcalError(f"feeds need {error.name}: pip install 'servstd-ical[feeds]'", file=title) from None
        copy, now = self._copy(address), self.now()
        if copy is not None and abs(now - copy.fetched_at) < _FRESH:
            return copy.content
        given = {} if self.resolve is None else {"resolve": self.resolve}
        try:
            answered = fetch(
                address,
                seconds=self.timeout.total_seconds(),
                etag=copy.etag if copy else "",
                last_modified=copy.last_modified if copy else "",
                allow_private=self.allow_private,
                **given,
            )
        except FeedFailed as failed:
            if copy is None or failed.is_final:
                raise IcalError(str(failed), file=title) from None
            return self._standing_in(copy, now, str(failed), title)
        return self._kept(address, answered, copy, now, title)

    def _standing_in(self, copy: _Copy, now: float, reason: str, title: str) -> bytes:
        at = datetime.fromtimestamp(copy.fetched_at, UTC)
        # a copy from the future tells of a clock that was wrong: it is as old as it is early
        if abs(now - copy.fetched_at) > self.max_age.total_seconds():
            kept = f"the copy of {at:%Y-%m-%d %H:%M} UTC is older than max_age, {self.max_age / timedelta(days=1):g} days"
            raise IcalError(f"{reason}; {kept}", file=title)
        _log.warning("%s: %s; the copy of %s UTC is used", title, reason, f"{at:%Y-%m-%d %H:%M}")
        return copy.content

    def _kept(self, address: str, answered: Answered, copy: _Copy | None, now: float, title: str) -> bytes:
        if answered.content is not None:
            copy = _Copy(answered.content, fetched_at=now, etag=answered.etag, last_modified=answered.last_modified)
        elif copy is not None:
            copy = attrs.evolve(copy, fetched_at=now)
        else:
            raise IcalError("its server says it has not changed, and was not asked", file=title)
        try:
            self._write(address, copy)
        except OSError as error:  # what was fetched is good all the same
            _log.warning("%s: no copy could be kept: %s", title, error.strerror)
        return copy.content

    # ── copies: one line of JSON, then the feed ───────────────────────────────────────────────────────────────
    def _path(self, address: str) -> Path:
        return Path(self.folder, ".feeds", sha256(address.encode()).hexdigest()[:32] + ".copy")

    def _copy(self, address: str) -> _Copy | None:
        try:
            head, _, content = self._path(address).read_bytes().partition(b"\n")
            told = cast("dict[str, object]", json.loads(head))
            return _Copy(
                content,
                fetched_at=float(str(told["fetched_at"])),
                etag=str(told["etag"]),
                last_modified=str(told["last_modified"]),
            )
        except (OSError, ValueError, KeyError, TypeError):  # none, or none that can be used
            return None

    def _write(self, address: str, copy: _Copy) -> None:
        path = self._path(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {"fetched_at": copy.fetched_at, "etag": copy.etag, "last_modified": copy.last_modified}
        handle, made = tempfile.mkstemp(dir=path.parent)  # readable to nobody else
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(told).encode() + b"\n" + copy.content)
            Path(made).replace(path)  # at once: whoever reads meanwhile sees the one or the other
        except OSError:
            Path(made).unlink(missing_ok=True)
            raise


def title_of(address: str) -> str:
    """Return what an address that stands in a standard is called in messages: its host."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "url"
    return f"{parts.scheme}://{host}/…" if host else "url"
