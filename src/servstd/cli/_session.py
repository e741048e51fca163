"""What a command knows of the person who called it: language, format, screen; and how it speaks.

*Rule:* results go to standard output, everything else to standard error; JSON on standard output is one document, or one a
line where a command says so.

Example:
    >>> Session("check", locale="zh").phrase("test.passed")
    '通过'
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from servstd.errors import Problem
from servstd.messages.phrases import phrase

__all__ = ["Format", "Plugins", "Session"]

Format: TypeAlias = Literal["text", "json", "github", "lines"]


@attrs.frozen
class Plugins:
    """Which plugins a call wants.

    Attributes:
        modules: Modules that are plugins without being installed as such.
        installed: Whether installed ones are looked for.
        strict: Whether a plugin that cannot be loaded is a failure.
    """

    modules: tuple[str, ...] = ()
    installed: bool = attrs.field(default=True, kw_only=True)
    strict: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Session:
    """One call of a command.

    Attributes:
        command: Its name.
        format: How its result is printed.
        locale: `en` or `zh`.
        plugins: Which plugins are wanted.
    """

    command: str
    format: Format = attrs.field(default="text", kw_only=True)
    locale: str = attrs.field(default="en", kw_only=True)
    plugins: Plugins = attrs.field(factory=Plugins, kw_only=True)

    @property
    def json(self) -> bool:
        """Return whether the result is JSON."""
        return self.format == "json"

    @property
    def width(self) -> int | None:
        """Return the columns of the terminal; None: the output does not go to one."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def phrase(self, key: str, **values: object) -> str:
        """Return a phrase in the session's language."""
        return phrase(key, self.locale, **values)

    def say(self, text: str) -> None:
        """Print a part of the result."""
        print(text)

    def emit(self, data: Mapping[str, object], *, indent: int | None = 2) -> None:
        """Print a JSON document; `indent` None: on one line."""
        print(json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False))

    def note(self, text: str) -> None:
        """Tell something that is not the result."""
        print(text, file=sys.stderr)

    def aside(self, text: str, data: Mapping[str, object]) -> None:
        """Tell something that is not the result: as text, or as a line of JSON on standard error where JSON is asked for."""
        self.note(json.dumps(data, ensure_ascii=False) if self.json else text)

    def warn(self, problem: Problem) -> None:
        """Tell a problem beside the result, on standard error."""
        self.aside(problem.render(self.locale), {"problem": problem.as_dict(self.locale)})

    def tell(self, problems: Iterable[Problem]) -> None:
        """Tell problems: as JSON where that is asked for, else one after the other on standard error."""
        told = list(problems)
        if self.json:
            self.emit({"problems": [problem.as_dict(self.locale) for problem in told]})
            return
        for problem in told:
            self.note(problem.render(self.locale))

    def progress(self, key: str, **values: object) -> None:
        """Show how far the work is, on one line of a terminal; nothing where standard error is no terminal."""
        if sys.stderr.isatty():
            print(f"\r\x1b[2K{self.phrase(key, **values)}", end="", file=sys.stderr, flush=True)

    def progress_end(self) -> None:
        """Clear the line of progress."""
        if sys.stderr.isatty():
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
