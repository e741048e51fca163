"""`servstd tiers`: assign customers to tiers, explain it, look back, record what they ask, try a change, compare.

*Rule:* the day is always named, so that the same call gives the same answer tomorrow; what is wrong in a file is told, and then nothing
is written.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "asign"])
    2
"""

from __future__ import annotations

from importlib import import_module

import click

from servstd.cli._command import LOCALES, Commands

__all__ = ["COMMAND"]


def _of(module: str, name: str = "COMMAND") -> click.Command:
    command: click.Command = getattr(import_module(f"servstd.cli._tiers_{module}"), name)
    return command


COMMAND = Commands(
    "tiers",
    {
        "assign": lambda: _of("assign"),
        "explain": lambda: _of("explain"),
        "simulate": lambda: _of("simulate"),
        "parity": lambda: _of("parity"),
        "history": lambda: _of("history", "HISTORY_COMMAND"),
        "request": lambda: _of("history", "REQUEST_COMMAND"),
    },
    # read before parsing, as the program's own; here so that they may stand between `tiers` and its command
    params=[
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)
