"""`servstd feedback`: report on answers, on themes, and say who would be asked.

*Rule:* an answer that cannot be counted is told with its reason; nothing is ranked and nothing too small is shown.

Example:
    >>> from servstd.cli import run
    >>> run(["feedback", "reprt"])
    2
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import click

from servstd.cli._command import LOCALES, Commands

__all__ = ["COMMAND"]


def _of(module: str, name: str = "COMMAND") -> Callable[[], click.Command]:
    def load() -> click.Command:
        command: click.Command = getattr(import_module(module), name)
        return command

    return load


_MAKERS: dict[str, Callable[[], click.Command]] = {
    "report": _of("servstd.cli._feedback_report", "REPORT_COMMAND"),
    "themes": _of("servstd.cli._feedback_report", "THEMES_COMMAND"),
    "invite": _of("servstd.cli._feedback_invite"),
}

COMMAND = Commands(
    "feedback",
    _MAKERS,
    # read before parsing, as the program's own; here so that they may stand between `feedback` and its command
    params=[
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)
