"""How a command is declared: a function, its parameters, and help in the caller's language.

*Rule:* a command is a function of a `Session` and its parameters that returns the exit code; the options every command has
are added here, once.

Example:
    >>> command = make("schema", lambda session: 0, [])
    >>> sorted(parameter.name for parameter in command.params)
    ['debug', 'format', 'locale', 'no_plugins', 'plugin', 'strict_plugins']
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from gettext import gettext
from typing import Any

import click

from servstd.cli._session import Format, Plugins, Session
from servstd.errors import UsageError
from servstd.messages.help import help_text
from servstd.messages.nearest import did_you_mean

__all__ = ["LOCALES", "Commands", "argument", "events_options", "locale_of", "make", "option", "standard"]

LOCALES = ("en", "zh")


def locale_of(arguments: Sequence[str]) -> str:
    """Return the language a command line asks for, before it is parsed: `--locale`, else SERVSTD_LOCALE, else English."""
    chosen = os.environ.get("SERVSTD_LOCALE", "en")
    for i, argument in enumerate(arguments):
        if argument == "--locale" and i + 1 < len(arguments):
            chosen = arguments[i + 1]
        elif argument.startswith("--locale="):
            chosen = argument.partition("=")[2]
    return "zh" if chosen.startswith("zh") else "en"


class _Command(click.Command):
    """A command whose help is found in the catalogue; `ctx.obj` is the language."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(help_text(self.name or "", "", ctx.obj))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            text = help_text(self.name or "", "help" if "--help" in parameter.opts else parameter.name or "", ctx.obj)
            if isinstance(parameter, click.Option):
                parameter.help = text
                record = parameter.get_help_record(ctx)
            else:
                record = (parameter.make_metavar(ctx), text)
            if record is not None:
                records.append(record)
        with formatter.section(gettext("Options")):
            formatter.write_dl(records)


class Commands(click.Group):
    """Commands by name, each made when it is asked for; help comes from the catalogue."""

    def __init__(self, name: str, makers: Mapping[str, Callable[[], click.Command]], params: Sequence[click.Parameter] = ()) -> None:
        super().__init__(name, params=list(params))
        self.makers = makers

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.makers)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        maker = self.makers.get(cmd_name)
        if maker is None:
            raise UsageError("CLI004", name=cmd_name, expected=did_you_mean(cmd_name, self.makers) or ", ".join(self.makers))
        return maker()

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(help_text(self.name or "", "", ctx.obj))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        inner = "" if self.name == "servstd" else f"{self.name} "
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text(inner + name, "", ctx.obj)) for name in self.makers])


def make(
    name: str, function: Callable[..., int], parameters: Sequence[click.Parameter], *, formats: Sequence[Format] = ("text", "json")
) -> click.Command:
    """Return the click command of a function.

    Args:
        name: As it is called; within a group with the group's name before it.
        function: Takes the session and the parameters by name; returns the exit code.
        parameters: Its own parameters.
        formats: What `--format` may be; the first is the default.
    """

    def call(*, format: Format, locale: str | None, plugin: tuple[str, ...], no_plugins: bool, strict_plugins: bool, **values: Any) -> int:
        if plugin and os.getcwd() not in sys.path:
            sys.path.append(os.getcwd())  # a module that is not installed lies where the command is called
        plugins = Plugins(plugin, installed=not no_plugins, strict=strict_plugins)
        session = Session(name, format=format, locale=locale or click.get_current_context().obj, plugins=plugins)
        return function(session, **values)

    common = [
        click.Option(["--format"], type=click.Choice(formats), default=formats[0], show_default=True),
        click.Option(["--locale"], type=click.Choice(LOCALES), default=None),
        click.Option(["--plugin"], metavar="MODULE", multiple=True),
        click.Option(["--no-plugins"], is_flag=True),
        click.Option(["--strict-plugins"], is_flag=True),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ]
    return _Command(name, callback=call, params=[*parameters, *common])


def argument(name: str, *, metavar: str | None = None, required: bool = True, many: bool = False) -> click.Argument:
    """Return a positional parameter."""
    return click.Argument([name], metavar=metavar or name.upper(), required=required, nargs=-1 if many else 1)


def option(flag: str, name: str | None = None, *, metavar: str | None = None, required: bool = False, many: bool = False) -> click.Option:
    """Return an option that holds text; `name` is the function's word for it."""
    return click.Option([flag, *([name] if name else [])], metavar=metavar, required=required, multiple=many)


def standard() -> click.Argument:
    """Return the argument that names the standard."""
    return argument("standard")


def events_options() -> list[click.Parameter]:
    """Return the options that name the cases: events, mapping, now."""
    return [option("--events", metavar="FILE", required=True), option("--mapping", metavar="FILE"), option("--now", metavar="INSTANT")]
