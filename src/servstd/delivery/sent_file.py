"""The file of what was sent: one JSON object a line, appended before and after each notice.

*Rule:* a line is written whole and reaches the disk before anything else happens. The line `sending` stands before a notice goes out, so
that a program killed in between leaves one notice in doubt, and that one is not sent again by itself.

    {"after": "2026-01-05T01:00:00Z"}                                              the instant the service went live
    {"key": "|42||e1|notice welcome", "status": "sending", "at": "..."}             it is about to go out
    {"key": "|42||e1|notice welcome", "status": "sent", "notifier": "sms", ...}     what became of it

Example:
    >>> lines = ['{"after": "2026-01-05T01:00:00Z"}', '{"key": "k", "status": "sending", "at": "2026-01-05T02:00:00Z"}']
    >>> sent = read_lines(lines, "sent.jsonl")
    >>> sent.entries["k"].status, sent.after_us
    ('ambiguous', 1767574800000000)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

import attrs

from servstd.delivery.builtin import append_line
from servstd.errors import Problem, UsageError
from servstd.escalation.flood import Sending
from servstd.instants import SECOND_US, instant_text, to_us
from servstd.notices import ReceiptStatus

if TYPE_CHECKING:
    from servstd.delivery.outcome import Delivery

__all__ = ["Entry", "SentFile", "locked", "read_lines", "read_sent"]

_STATUSES = frozenset((*get_args(ReceiptStatus), "overtaken"))
_DONE = frozenset({"sent", "delivered", "overtaken"})
_REACHED = frozenset({"sent", "delivered", "ambiguous"})
_NOT_CALLED = frozenset({"no_contact", "no_notifier", "paced", "hung_before", "throttled", "gathered"})
_HEAD = '{"after": "'


@attrs.frozen
class Entry:
    """The newest that is known of one key.

    Attributes:
        code: Why not, `interrupted` for one that was being sent when the program was stopped.
        at_us: When.
        retry_us: Not before this instant; None: at once.
        used: Notifiers that were called.
        sending: For flood control: whom of the staff it reached; None: nobody.
    """

    status: ReceiptStatus | Literal["overtaken"]
    code: str = attrs.field(default="", kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    retry_us: int | None = attrs.field(default=None, kw_only=True)
    used: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    sending: Sending | None = attrs.field(default=None, kw_only=True)

    @property
    def is_done(self) -> bool:
        """Return whether there is nothing left to do: the notice went out, or was overtaken."""
        return self.status in _DONE

    @property
    def reached(self) -> bool:
        """Return whether it went out, or may have: an end of the matter is told to whom it reached."""
        return self.status in _REACHED


@attrs.frozen
class SentFile:
    """What a file tells.

    Attributes:
        file: Its name.
        after_us: The go-live instant; None: the file tells none yet.
        entries: By key.
        broken_end: The last line is not whole.
        whole: Bytes up to the end of the last whole line; None: the file ends as it should.
    """

    file: str
    after_us: int | None = attrs.field(default=None, kw_only=True)
    entries: Mapping[str, Entry] = attrs.field(factory=dict[str, Entry], kw_only=True)
    broken_end: bool = attrs.field(default=False, kw_only=True)
    whole: int | None = attrs.field(default=None, kw_only=True)

    @property
    def is_new(self) -> bool:
        """Return whether nothing was ever recorded."""
        return self.after_us is None and not self.entries

    def closed(self, now_us: int, again: Iterable[str] = ()) -> set[str]:
        """Return the keys that are not sent now: done, failed for good, in doubt, or too early to try again."""
        wanted = set(again)
        return {key for key, entry in self.entries.items() if key not in wanted and not _is_open(entry, now_us)}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is odd about the file."""
        return (Problem("DLV042", params={"file": self.file}),) if self.broken_end else ()

    def begin(self, after_us: int) -> None:
        """Write the go-live instant."""
        self._append({"after": instant_text(after_us)})

    def mend(self) -> None:
        """Take a line back that was not written to its end, so that the next one stands alone."""
        if self.whole is not None:
            os.truncate(self.file, self.whole)
            if self.whole and not Path(self.file).read_bytes().endswith(b"\n"):
                append_line(self.file, "", sync=True)

    def sending(self, key: str, at_us: int) -> None:
        """Write that a notice is about to go out."""
        self._append({"key": key, "status": "sending", "at": instant_text(at_us)})

    def received(self, delivery: Delivery, at_us: int) -> None:
        """Write what became of a notice."""
        after = delivery.after
        retry = {} if after is None else {"retry": instant_text(at_us + round(after * SECOND_US))}
        told = {name: value for name, value in delivery.as_dict().items() if name != "problems"}
        codes = [problem.code for problem in delivery.problems]
        self._append({**told, "at": instant_text(at_us), **retry, **({"problems": codes} if codes else {})})

    def _append(self, data: Mapping[str, object]) -> None:
        append_line(self.file, json.dumps(data, ensure_ascii=False), sync=True)


def _is_open(entry: Entry, now_us: int) -> bool:
    if entry.code == "no_notifier":  # the operations file or a plugin is at fault, and may be mended by now
        return True
    return entry.status == "retryable" and (entry.retry_us is None or entry.retry_us <= now_us)


def read_sent(file: str) -> SentFile:
    """Return what a file tells; one that is not there tells nothing.

    Args:
        file: Its name.

    Raises:
        UsageError: DLV043 a line that is not the last is none of ours.
        OSError: it cannot be read.
    """
    try:
        data = Path(file).read_bytes()
    except FileNotFoundError:
        return SentFile(file)
    lines = data.split(b"\n")
    sent = read_lines([line.decode("utf-8", "replace") for line in lines], file)
    if sent.broken_end:
        return attrs.evolve(sent, whole=len(data.rstrip()) - len(data.rstrip().rpartition(b"\n")[2]))
    return attrs.evolve(sent, whole=len(data)) if lines[-1] else sent


def read_lines(lines: Iterable[str], file: str) -> SentFile:
    """Return what the lines of a file tell.

    Args:
        lines: Without their ends.
        file: What to call it.

    Raises:
        UsageError: DLV043.
    """
    after_us: int | None = None
    entries: dict[str, Entry] = {}
    bad: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if bad is not None:
            raise UsageError("DLV043", file=file, line=bad[0])
        data = _object(line)
        found = None if data is None else _entry(data)
        if found is not None:
            entries[found[0]] = found[1]
        elif data is not None and (begun := _begun(data)) is not None:
            after_us = begun
        else:
            bad = (number, line)
    if bad is not None and not entries and after_us is None and not (_HEAD.startswith(bad[1]) or bad[1].startswith(_HEAD)):
        raise UsageError("DLV043", file=file, line=bad[0])  # another file altogether: it is not touched
    return SentFile(file, after_us=after_us, entries=entries, broken_end=bad is not None)


def _begun(data: Mapping[str, object]) -> int | None:
    after = data.get("after")
    return _instant(after) if "key" not in data else None


def _instant(text: object) -> int | None:
    try:
        return to_us(text) if isinstance(text, str) else None
    except UsageError:
        return None


def _object(line: str) -> Mapping[str, object] | None:
    try:
        data: object = json.loads(line)
    except ValueError:
        return None
    return cast("Mapping[str, object]", data) if isinstance(data, dict) else None


def _entry(data: Mapping[str, object]) -> tuple[str, Entry] | None:
    key, status, at_us = data.get("key"), data.get("status"), _instant(data.get("at"))
    if not isinstance(key, str) or at_us is None:
        return None
    if status == "sending":
        return key, Entry("ambiguous", code="interrupted", at_us=at_us)
    if status not in _STATUSES:
        return None
    found = data.get("attempts")
    attempts = (
        [cast("Mapping[str, object]", one) for one in cast("list[object]", found) if isinstance(one, dict)]
        if isinstance(found, list)
        else []
    )
    code = next((str(one.get("code") or "") for one in reversed(attempts) if one.get("notifier") == data.get("notifier")), "")
    used = tuple(str(one.get("notifier")) for one in attempts if one.get("code") not in _NOT_CALLED)
    known = cast('ReceiptStatus | Literal["overtaken"]', status)
    return key, Entry(known, code=code, at_us=at_us, retry_us=_instant(data.get("retry")), used=used, sending=_sending(data, key, at_us))


def _sending(data: Mapping[str, object], key: str, at_us: int) -> Sending | None:
    """Return what a line says for flood control."""
    notifier, contact, digest = data.get("notifier"), data.get("contact"), data.get("digest")
    if data.get("status") not in _REACHED or not isinstance(notifier, str) or not isinstance(contact, str):
        return None
    own = digest if isinstance(digest, str) else key
    return Sending(notifier, contact=contact, at_us=at_us, urgent=data.get("urgent") is True, key=own)


@contextmanager
def locked(file: str) -> Generator[None]:
    """Hold a file for this process alone; another one is refused at once. The system lets go when the process ends, however it ends.

    Args:
        file: The file of what was sent; the lock is the file of that name with `.lock` behind it.

    Raises:
        UsageError: DLV041 somebody else holds it.
    """
    name = f"{os.path.realpath(file)}.lock"  # one file under two names is one file
    if sys.platform == "win32":
        try:
            handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            extra = {"extra_en": f" If there is none, delete {name}.", "extra_zh": f"如果没有在运行的，请删除 {name}。"}
            raise UsageError("DLV041", file=file, **extra) from None
        try:
            yield
        finally:
            os.close(handle)
            os.unlink(name)
        return
    import fcntl

    handle = os.open(name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o640)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError("DLV041", file=file, extra_en="", extra_zh="") from None
        yield
    finally:
        os.close(handle)
