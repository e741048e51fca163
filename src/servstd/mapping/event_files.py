"""Files of events in our own form: JSON Lines, or CloudEvents 1.0, one object a line, plain or gzipped.

*Rule:* a line that is no event says which line and which field; it is skipped only when the caller asks, and then counted.

Example:
    >>> list(read_events("no-such-file.jsonl"))
    Traceback (most recent call last):
    ...
    servstd.errors.UsageError: no-such-file.jsonl: MAP109: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import Literal, TypeAlias

from servstd.errors import Place, UsageError
from servstd.events import Event, read_event
from servstd.mapping._cells import Refused, usage_error
from servstd.mapping._rejects import RejectSink
from servstd.mapping._tables import kind_of
from servstd.mapping._text import json_lines, open_text
from servstd.mapping.log import Log

__all__ = ["OnBad", "read_event_log", "read_events"]

OnBad: TypeAlias = Literal["raise", "skip"]


def read_events(
    path: str | PathLike[str], *, on_bad: OnBad = "raise", refuse: Callable[[int, UsageError], None] | None = None
) -> Iterator[Event]:
    """Yield the events of a JSON Lines file, in its order, one line at a time.

    Args:
        path: UTF-8, one JSON object a line: our own form or CloudEvents 1.0; `.gz` is unzipped.
        on_bad: `raise` stops at the first line that is no event; `skip` goes on.
        refuse: With `skip`, is told (line number, error) of each line left out.

    Raises:
        UsageError: MAP1xx the file cannot be read; MAP213, EVT or TIM: a line is no event; the place has its number.
    """
    file = Path(fspath(path))
    for number, event in _events(file):
        if isinstance(event, Event):
            yield event
        elif on_bad == "raise":
            raise event
        elif refuse is not None:
            refuse(number, event)


def _events(file: Path) -> Iterator[tuple[int, Event | UsageError]]:
    if kind_of(file) != "jsonl":
        raise UsageError("MAP116", place=Place(file.name))
    with open_text(file, "utf-8") as stream:
        for number, data in json_lines(stream):
            place = Place(file.name, line=number, column=1)
            if isinstance(data, Refused):
                yield number, usage_error(data.problem, place)
                continue
            try:
                event = read_event(data)
            except UsageError as error:
                yield number, usage_error(error.problem, place)
                continue
            yield number, event


def read_event_log(file: Path, target: Path | None, on_bad: OnBad, locale: str) -> Log:
    """Return a file of events as a log; a case of a tenant is called `tenant/case`. See `read_log`."""
    groups: dict[str, list[Event]] = {}
    lines, last_us = 0, None
    with RejectSink(target, file.name, locale) as sink:
        sink.begin(())
        for number, event in _events(file):
            lines += 1
            if isinstance(event, Event):
                groups.setdefault(event.case if event.tenant is None else f"{event.tenant}/{event.case}", []).append(event)
                last_us = event.at_us if last_us is None else max(last_us, event.at_us)
            elif on_bad == "raise":
                raise event
            else:
                sink.refuse(file.name, number, event.problem)
    return Log(
        file.name,
        rows=lines,
        rejected=sink.count,
        rejects=tuple(sink.kept),
        case_ids=tuple(groups),
        last_us=last_us,
        make=groups.__getitem__,
    )
