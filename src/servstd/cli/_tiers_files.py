"""The file of a tier history: looked up customer by customer without being held in memory, and added to whole or not at all.

*Rule:* of each customer only the place of the record that begins last is kept, some 150 bytes; so a million fit. What is added appears
when the run has ended well, and only if nobody else changed the file meanwhile.

Example:
    >>> read_tier_history("no-such-history.jsonl")
    Traceback (most recent call last):
    ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no-such-history.jsonl'
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from servstd.cli._files import whole_file
from servstd.errors import Place, UsageError
from servstd.mapping._cells import usage_error
from servstd.tiers._lines import read_line
from servstd.tiers.history import Entry, TierHistory
from servstd.tiers.outcome import TierRecord
from servstd.tiers.requests import Answer, TierRequest

__all__ = ["HistoryFile", "appending", "read_tier_history", "request_ids"]

_EVERY = 50_000
_BITS = 22
"""Days of the proleptic calendar fit: 31 December 9999 is day 3,652,059."""
_HEAD = re.compile(
    rb'\{"schema": 1, "entry": "tier", "customer": "([^"\\]+)", "tier": "[^"\\]*", '
    rb'"valid_from": "(\d{4}-\d\d-\d\d)", "recorded_on": "(\d{4}-\d\d-\d\d)", .*\}\s*$'
)
"""How servstd itself begins the line of a record; any other line is read whole."""


class HistoryFile:
    """A tier history on file, indexed by customer.

    Args:
        path: The file; need not be there.
        tell: Is told how many lines were read, now and then.

    Raises:
        UsageError: TIR034-TIR042, with file and line: it is no history, or contradicts itself.
    """

    def __init__(self, path: Path, tell: Callable[[int], None] = lambda _lines: None) -> None:
        self._path = path
        self._slots: dict[str, int] = {}
        self._asked: dict[str, list[Entry]] = {}
        self._stream: BinaryIO | None = None
        if path.exists():
            self._stream = path.open("rb")
            try:
                self._scan(self._stream, tell)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()

    def of(self, customer: str) -> TierHistory | None:
        """Return what counts for the next assignment: the record that begins last, and the customer's requests; None: nothing is known."""
        slot = self._slots.get(customer)
        asked = self._asked.get(customer, ())
        if slot is None or self._stream is None:
            return TierHistory(asked) if asked else None
        self._stream.seek(slot >> 2 * _BITS)
        return TierHistory([read_line(self._stream.readline().decode()), *asked])

    def _scan(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        days: dict[bytes, int] = {}
        twisted: set[str] = set()
        whose: dict[str, str] = {}
        offset = 0
        mask = (1 << _BITS) - 1
        for number, line in enumerate(stream, 1):
            if number % _EVERY == 0:
                tell(number)
            head = _HEAD.match(line)
            if head is not None:
                customer = head[1].decode()
                for text in (head[2], head[3]):
                    if text not in days:
                        days[text] = _day(text, self._path, number)
                begins, recorded = days[head[2]], days[head[3]]
            else:
                entry = _entry(line, self._path, number)
                if isinstance(entry, TierRecord):
                    customer, begins, recorded = entry.customer, entry.valid_from.toordinal(), entry.recorded_on.toordinal()
                else:
                    self._keep(entry, whose, number)
                    offset += len(line)
                    continue
            slot = self._slots.get(customer)
            if begins > recorded or (slot is not None and (begins <= (slot >> _BITS) & mask or recorded < slot & mask)):
                twisted.add(customer)  # a correction or a contradiction: which, all its lines will tell
            if slot is None or begins >= (slot >> _BITS) & mask:
                self._slots[customer] = offset << 2 * _BITS | begins << _BITS | recorded
            offset += len(line)
        if twisted or self._asked:
            read_tier_history(self._path, {*twisted, *self._asked})

    def _keep(self, entry: TierRequest | Answer | None, whose: dict[str, str], number: int) -> None:
        """Keep a request, or the answer to one, with the customer it is of."""
        if isinstance(entry, TierRequest):
            whose[entry.id] = entry.customer
            self._asked.setdefault(entry.customer, []).append(entry)
        elif isinstance(entry, Answer):
            if entry.request not in whose:
                place = Place(self._path.name, line=number)
                raise UsageError("TIR039", place=place, found=entry.request, expected=", ".join(list(whose)[:5]) or "-")
            self._asked[whose[entry.request]].append(entry)


def _day(text: bytes, path: Path, number: int) -> int:
    try:
        return date.fromisoformat(text.decode()).toordinal()
    except ValueError:
        raise UsageError("TIR041", place=Place(path.name, line=number), found=text.decode(), expected="2026-01-31") from None


def _entry(line: bytes, path: Path, number: int) -> Entry | None:
    place = Place(path.name, line=number)
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise UsageError("TIR157", place=place) from error
    if not text.strip():
        return None
    try:
        return read_line(text)
    except UsageError as error:
        raise usage_error(error.problem, place) from error


def read_tier_history(path: str | Path, customers: Collection[str] | None = None) -> TierHistory:
    """Return a tier history, or what it says of some customers; lines of others cost time but no memory.

    Args:
        path: The file.
        customers: Whose; None: everybody's.

    Raises:
        UsageError: TIR034-TIR042, with file and line.
        OSError: the file cannot be read.
    """
    history, file = TierHistory(), Path(path)
    kept: set[str] = set()
    for number, entry in _entries(file, customers):
        try:
            if isinstance(entry, TierRecord):
                history.append(entry)
            elif isinstance(entry, Answer):
                if customers is None or entry.request in kept:
                    history.answer(entry)
            elif customers is None or entry.customer in customers:
                kept.add(entry.id)
                history.ask(entry)
        except UsageError as error:
            raise usage_error(error.problem, Place(file.name, line=number)) from error
    return history


def request_ids(path: str | Path) -> set[str]:
    """Return the ids of every customer's requests; the lines of records cost time but no memory.

    Args:
        path: The file.

    Raises:
        UsageError: TIR041, TIR042, TIR157, with file and line.
        OSError: the file cannot be read.
    """
    return {entry.id for _, entry in _entries(Path(path), ()) if isinstance(entry, TierRequest)}


def _entries(file: Path, customers: Collection[str] | None) -> Iterator[tuple[int, Entry]]:
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            head = None if customers is None else _HEAD.match(line)
            if head is not None and customers is not None and head[1].decode() not in customers:
                continue
            entry = _entry(line, file, number)
            if entry is not None and (not isinstance(entry, TierRecord) or customers is None or entry.customer in customers):
                yield number, entry


@contextmanager
def appending(name: str) -> Generator[Callable[[str], None]]:
    """Give a function that adds a line to a file; the file is replaced by the longer one when the block ends well, else it stays as it was.

    Args:
        name: The file; need not be there.

    Raises:
        UsageError: CLI007, CLI019, CLI020 it cannot be written; TIR153 somebody else changed it meanwhile.
    """
    path = Path(name)
    before = _stamp(path)
    with whole_file(name) as part:
        if before is not None:
            shutil.copyfile(path, part)
        with part.open("r+b") as stream:
            if stream.seek(0, os.SEEK_END):
                stream.seek(-1, os.SEEK_END)
                if stream.read(1) != b"\n":
                    stream.write(b"\n")
            yield lambda line: _ignore(stream.write(line.encode() + b"\n"))
            stream.flush()
            os.fsync(stream.fileno())
        if _stamp(path) != before:
            raise UsageError("TIR153", file=name)


def _ignore(_count: int) -> None:
    return None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file does; None: it is not there."""
    if not path.exists():
        return None
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
