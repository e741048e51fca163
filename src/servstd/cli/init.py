"""`servstd init`: a first standard with scenarios and events that run at once.

*Rule:* nothing that exists is replaced.

Example:
    >>> COMMAND.name
    'init'
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

import click

from servstd.cli._command import make
from servstd.cli._files import whole_file
from servstd.cli._session import Session
from servstd.errors import UsageError
from servstd.mapping.writing import cannot_write

__all__ = ["COMMAND", "init"]


def init(session: Session, folder: str, lang: Literal["en", "zh"] | None) -> int:
    """Write the first standard of a language into a folder."""
    template = files("servstd.standards").joinpath(f"init_{lang or session.locale}")
    sources = sorted((item for item in template.iterdir() if item.is_file() and not item.name.startswith("__")), key=lambda item: item.name)
    target = Path(folder)
    taken = [item.name for item in sources if target.joinpath(item.name).exists()]
    if taken:
        raise UsageError("CLI013", folder=folder, files=", ".join(taken))
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    written: list[str] = []
    for item in sources:
        place = target / item.name
        with whole_file(str(place)) as part:
            part.write_bytes(item.read_bytes())
        written.append(str(place))
    standard, events = str(target / "standard.yaml"), str(target / "events.jsonl")
    commands = [f"servstd check {standard}", f"servstd test {standard}", f"servstd report {standard} --events {events}"]
    if session.json:
        session.emit({"folder": folder, "files": written, "try": commands})
    else:
        session.say(session.phrase("init.made", folder=folder))
        for command in commands:
            session.say(f"  {command}")
    return 0


_FOLDER = click.Argument(["folder"], metavar="[DIR]", required=False, default="first-standard")
_LANG = click.Option(["--lang"], type=click.Choice(["en", "zh"]), default=None)
COMMAND = make("init", init, [_FOLDER, _LANG])
