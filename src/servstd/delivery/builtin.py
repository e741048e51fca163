"""The notifiers that come with servstd: the screen, and a file of JSON Lines.

*Rule:* both address a room, so they need nobody's address. A line of the file is written at once or not at all.

Example:
    >>> notice = Notice("k1", case="42", reason="opened", subject="Case 42: received", text="We have it.")
    >>> ConsoleNotifier("screen").send(notice)
    [screen] Case 42: received
    We have it.
    Receipt(status='delivered', code='', detail='', provider_id=None, after=None)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import TextIO

import attrs

from servstd.notices import Addressing, Limit, Notice, Receipt

__all__ = ["ConsoleNotifier", "ConsoleSettings", "JsonLinesNotifier", "JsonLinesSettings", "append_line"]


@attrs.frozen
class ConsoleSettings:
    """What a `type: console` may set: nothing."""


@attrs.frozen
class JsonLinesSettings:
    """What a `type: jsonl` sets.

    Attributes:
        file: Where notices are appended, one JSON object a line; relative to the operations file.
        sync: Wait until the line is on the disk: slower, and safe against a loss of power.
    """

    file: str
    sync: bool = False


def _stdout() -> TextIO:
    return sys.stdout


@attrs.frozen
class ConsoleNotifier:
    """Prints notices: for trying a standard out, and for programs whose output somebody reads.

    Attributes:
        name: The instance's.
        contact: The contact key it stands in for; it needs no address.
        stream: Returns where to print.
    """

    name: str
    contact: str = attrs.field(default="console", kw_only=True)
    stream: Callable[[], TextIO] = attrs.field(default=_stdout, kw_only=True, eq=False, repr=False)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Prints notices."

    @property
    def addressing(self) -> Addressing:
        """Return `room`: whoever reads the screen."""
        return "room"

    @property
    def limit(self) -> Limit:
        """Return that there is none."""
        return Limit()

    def send(self, notice: Notice, /) -> Receipt:
        """Print a notice: the notifier and the subject, then the text."""
        stream = self.stream()
        to = ", ".join(recipient.key for recipient in notice.recipients)
        lines = (f"[{self.name}]{f' {to}:' if to else ''} {notice.subject}", notice.text, *(f"{a.label}: {a.url}" for a in notice.actions))
        print("\n".join(lines), file=stream, flush=True)
        return Receipt.delivered()


@attrs.frozen
class JsonLinesNotifier:
    """Appends notices to a file, for another program to take up.

    Attributes:
        name: The instance's.
        file: Where to; made if it is not there, its folder is not.
        contact: The contact key it stands in for; it needs no address.
        sync: Wait until the line is on the disk.
    """

    name: str
    file: str = attrs.field(kw_only=True)
    contact: str = attrs.field(default="jsonl", kw_only=True)
    sync: bool = attrs.field(default=False, kw_only=True)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Appends notices to a file of JSON Lines."

    @property
    def addressing(self) -> Addressing:
        """Return `room`: whoever reads the file."""
        return "room"

    @property
    def limit(self) -> Limit:
        """Return that there is none."""
        return Limit()

    def send(self, notice: Notice, /) -> Receipt:
        """Append a notice as one line."""
        line = json.dumps(attrs.asdict(notice), ensure_ascii=False)
        try:
            append_line(self.file, line, sync=self.sync)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
            return Receipt.permanent("cannot_write", detail=error.strerror or "")
        except OSError as error:
            return Receipt.retryable("cannot_write", detail=error.strerror or "")
        return Receipt.delivered()


def append_line(file: str, line: str, *, sync: bool = False) -> None:
    """Append one line to a file by a single write, so that lines of several programs do not mix.

    Args:
        file: The file; made, readable by its owner's group and no others, if it is not there.
        line: The line without its end; JSON.
        sync: Wait until it is on the disk.

    Raises:
        OSError: it cannot be written; half a line that was written is taken back.
    """
    # half a surrogate pair, which no UTF-8 can hold, is written as JSON spells it, and read back as it was
    data = line.encode("utf-8", "backslashreplace") + b"\n"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o640)
    try:
        before = os.fstat(handle).st_size
        written = os.write(handle, data)
        if written != len(data):
            os.ftruncate(handle, before)
            raise OSError(28, "No space left on device")
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)
