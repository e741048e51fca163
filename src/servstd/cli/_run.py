"""The way in: commands found by name, errors told in one way, exit codes.

*Rule:* whoever is at fault is told in their language, in the form of a problem; nobody sees a traceback unless they ask for it
with `--debug`.

Example:
    >>> run(["chek"])
    2
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise
from typing import NoReturn

import attrs
import click

from servstd import __version__
from servstd.cli._command import LOCALES, Commands, locale_of
from servstd.cli._session import Session
from servstd.errors import PluginError, Problem, StandardError, UsageError
from servstd.mapping.writing import cannot_write
from servstd.messages.nearest import did_you_mean

__all__ = ["COMMANDS", "main", "run"]

COMMANDS = (
    "init",
    "check",
    "test",
    "decide",
    "explain",
    "quote",
    "diff",
    "schema",
    "report",
    "notify",
    "tiers",
    "rota",
    "escalation",
    "feedback",
    "plugins",
)
_OF_USE = (*range(1, 14), 15, *range(18, 22), 23, 24, 30, 31, *range(40, 45))
_OF_TIERS = ("TIR094", "TIR151", "DOC042")
_OF_FEEDBACK = ("FBK080", "FBK088", "FBK097", "FBK170", "FBK173", "FBK174", "FBK176", "FBK177", "FBK178")
_OF_ROTAS = ("ROT060", "ROT061", "ROT062", "ROT066", "ROT067", "ROT068", "ROT069", "ROT070")
_OF_PLANS = ("ESC060", "ESC061", "ESC062", "ESC063", "ESC064", "ESC065", "ESC066")
_OF_NOTIFY = ("DLV004", "DLV006", "DLV040", "DLV041", "DLV043", "DLV044", "DLV045")
_WRONG_USAGE = frozenset(
    [f"CLI{number:03d}" for number in _OF_USE]
    + ["DOC090", "MAP109", "MAP115", "MAP116", "MAP117", *_OF_NOTIFY, *_OF_PLANS, *_OF_ROTAS, *_OF_TIERS, *_OF_FEEDBACK]
)
"""Codes of a command line that cannot be followed, rather than of a document or data at fault."""
_STOPPED = 130
_QUOTED = re.compile("'(.*)' ", re.DOTALL)
"""How click begins the message on a value that is none of the choices."""


class _Program(Commands):
    """The commands; each module is imported when its command is called. What servstd does not know a plugin may."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.makers:
            from servstd.cli._plugged import plugin_command

            found = plugin_command(cmd_name)
            if found is not None:
                return found
        return super().get_command(ctx, cmd_name)


def _maker(name: str) -> Callable[[], click.Command]:
    def load() -> click.Command:
        command: click.Command = import_module(f"servstd.cli.{name}").COMMAND
        return command

    return load


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        print(f"servstd {__version__}")
        ctx.exit()


_PROGRAM = _Program(
    "servstd",
    {name: _maker(name) for name in COMMANDS},
    params=[
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version),
        # Read before parsing (`locale_of`, `run`), so that they may also stand before the command and speak in usage errors.
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)


def main() -> NoReturn:
    """Run the command line of this process, and leave it with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese shows question marks rather than an error.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    try:
        if sys.stdout is not None:  # None: the caller closed it
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        _forget_output()
        Session("servstd", locale=locale_of(sys.argv[1:])).tell(_problems(error))
        code = 2
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Return the exit code of one call; what it has to say is printed.

    Args:
        arguments: The command line without the program's name.
    """
    wants_json = ("--format", "json") in pairwise(arguments) or "--format=json" in arguments
    session = Session("servstd", format="json" if wants_json else "text", locale=locale_of(arguments))
    try:
        code = _PROGRAM.main(list(arguments), prog_name="servstd", standalone_mode=False, obj=session.locale)
        return code if isinstance(code, int) else 0
    except (BrokenPipeError, SystemExit):  # click leaves by SystemExit when who read the output has gone
        _forget_output()
        return 0
    except (KeyboardInterrupt, click.Abort):
        session.progress_end()
        return _STOPPED
    except click.exceptions.NoArgsIsHelpError as error:
        session.note(error.format_message())
        return 2
    except Exception as error:  # noqa: BLE001  # the last resort: whatever was not foreseen is told in one line
        if "--debug" in arguments:
            import traceback

            session.note(traceback.format_exc())
        session.progress_end()
        problems = _problems(error)
        if isinstance(error, OSError) and error.filename is None:  # standard output itself failed, and can tell nothing more
            _forget_output()
            session = attrs.evolve(session, format="text")
        session.tell(problems)
        return 2 if problems[0].code in _WRONG_USAGE else 1


def _problems(error: Exception) -> tuple[Problem, ...]:
    if isinstance(error, StandardError):
        return error.problems
    if isinstance(error, (UsageError, PluginError)):
        return (error.problem,)
    if isinstance(error, click.UsageError):
        return (_usage_problem(error),)
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        return (cannot_write("stdout", error).problem,)
    if isinstance(error, OSError) and error.filename is not None:
        file = str(error.filename)
        if isinstance(error, FileNotFoundError):
            return (Problem("CLI006", params={"file": file}),)
        return (Problem("CLI018", params={"file": file, "reason": error.strerror}),)
    return (Problem("CLI099", params={"kind": type(error).__name__, "reason": str(error), "version": __version__}),)


def _usage_problem(error: click.UsageError) -> Problem:
    command = error.ctx.command_path if error.ctx is not None else "servstd"
    if isinstance(error, click.NoSuchOption):
        known = [flag for parameter in error.ctx.command.params for flag in parameter.opts] if error.ctx is not None else []
        expected = did_you_mean(error.option_name, known) or ", ".join(flag for flag in known if flag.startswith("--"))
        return Problem("CLI001", params={"name": error.option_name, "expected": expected})
    if isinstance(error, click.MissingParameter):
        return Problem("CLI002", params={"name": _spell(error.param), "command": command})
    if isinstance(error, click.BadOptionUsage):
        return Problem("CLI002", params={"name": error.option_name, "command": command})
    if isinstance(error, click.BadParameter) and error.param is not None and isinstance(error.param.type, click.Choice):
        choices = ", ".join(str(choice) for choice in error.param.type.choices)
        found = _QUOTED.match(error.message)
        params = {"name": _spell(error.param), "expected": choices, **({"found": found[1]} if found is not None else {})}
        return Problem("CLI003", params=params)
    return Problem("CLI005", params={"reason": error.format_message(), "command": command})


def _spell(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return " ".join([parameter.opts[0], parameter.metavar or ""]).strip()
    return str(parameter.metavar) if isinstance(parameter, click.Argument) else ""


def _forget_output() -> None:
    """Point standard output nowhere: who read it has gone, and the flush at exit would fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # lives as long as the process
