"""`servstd rota`: who is on duty, how well the time is covered, and rotas to and from other calendars.

*Rule:* the days are named, so that the same call gives the same answer tomorrow; rotas are those of the edition that takes effect last,
since who is on duty is live.

Example:
    >>> from servstd.cli import run
    >>> run(["rota", "shwo"])
    2
"""

from __future__ import annotations

from importlib import import_module

import click

from servstd.cli._command import LOCALES, Commands

__all__ = ["COMMAND"]


def _of(module: str, name: str) -> click.Command:
    command: click.Command = getattr(import_module(f"servstd.cli._rota_{module}"), name)
    return command


COMMAND = Commands(
    "rota",
    {
        "show": lambda: _of("show", "SHOW_COMMAND"),
        "coverage": lambda: _of("show", "COVERAGE_COMMAND"),
        "export": lambda: _of("files", "EXPORT_COMMAND"),
        "import": lambda: _of("files", "IMPORT_COMMAND"),
    },
    # read before parsing, as the program's own; here so that they may stand between `rota` and its command
    params=[
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)
