"""Nothing goes in or out: a guard for parts that must be functions of what they are given.

*Rule:* the interpreter's own audit events tell of files, sockets, processes and threads, whatever library asks for them. What is
imported meanwhile may open its source. The hook is installed once, when first needed, and is deaf outside a guarded block.

Example:
    >>> from contextlib import suppress
    >>> with guarded() as seen, suppress(OutsideWorld):
    ...     file = open("nowhere.txt")
    >>> seen
    ["open 'nowhere.txt'"]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from threading import local

__all__ = ["ALL", "OutsideWorld", "guarded"]

ALL = ("open", "os.", "shutil.", "socket.", "subprocess.", "urllib.", "http.", "smtplib.", "ftplib.", "sqlite3.", "builtins.input",
           "_thread.start_new_thread", "_posixsubprocess.", "ctypes.dlopen", "webbrowser.", "tempfile.")  # fmt: skip
"""What the audit events of files, sockets, processes and threads begin with (the table of audit events, Python 3.14)."""
_OF_IMPORTS = (".py", ".pyc", ".so", ".pyd", ".zip", "__pycache__")
_HARMLESS = ("os.listdir", "os.scandir", "os.fspath", "os.putenv", "os.unsetenv")  # the import system looks into folders


class OutsideWorld(Exception):
    """A guarded part reached for a file, a socket or a process."""


class _State(local):
    seen: list[str] | None = None
    events: tuple[str, ...] = ()


_state = _State()
_installed: list[bool] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    seen = _state.seen
    if seen is None or not event.startswith(_state.events) or event in _HARMLESS:
        return
    target = arguments[0] if arguments else ""
    if event == "open" and str(target).endswith(_OF_IMPORTS):
        return
    if event == "os.mkdir" and "__pycache__" in str(target):
        return
    _state.seen = None  # what follows must not ask the hook again
    try:
        told = f"{event} {target!r}"[:200]
    finally:
        _state.seen = seen
    seen.append(told)
    raise OutsideWorld(told)


@contextmanager
def guarded(events: tuple[str, ...] = ALL) -> Generator[list[str]]:
    """Yield the list of what the block reached for; printing counts, and is added when the block ends.

    Args:
        events: What the names of the audit events that count begin with.
    """
    if not _installed:
        sys.addaudithook(_hook)
        _installed.append(True)
    seen: list[str] = []
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        _state.seen, _state.events = seen, events
        try:
            yield seen
        finally:
            _state.seen = None
    if printed.getvalue():
        seen.append(f"printed {printed.getvalue()[:80]!r}")
