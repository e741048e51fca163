"""`servstd escalation`: who is told what, when; and every chain in words.

*Rule:* nothing is sent: a plan says what would go out.

Example:
    >>> from servstd.cli import run
    >>> run(["escalation", "plna"])
    2
"""

from __future__ import annotations

from importlib import import_module

import click

from servstd.cli._command import LOCALES, Commands

__all__ = ["COMMAND"]


def _of(module: str) -> click.Command:
    command: click.Command = import_module(f"servstd.cli._escalation_{module}").COMMAND
    return command


COMMAND = Commands(
    "escalation",
    {"plan": lambda: _of("plan"), "show": lambda: _of("show")},
    # read before parsing, as the program's own; here so that they may stand between `escalation` and its command
    params=[
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)
