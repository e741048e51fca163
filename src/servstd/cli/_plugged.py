"""What plugins add to the command line: commands of their own.

*Rule:* plugins are asked only for a name servstd does not know; what a plugin's command raises is told with the plugin's name.

Example:
    >>> plugin_command("no-such-command") is None
    True
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import cast

import click

from servstd.errors import PluginError, spell_error
from servstd.host.scanning import find_plugins
from servstd.protocols import Command, ReportFormat
from servstd.registry import KINDS, Component

__all__ = ["plugin_command", "write_report"]


def plugin_command(name: str) -> click.Command | None:
    """Return the command a plugin offers under a name; None: none does.

    Args:
        name: As it was called.
    """
    if not find_plugins():
        return None
    from servstd.host import Host

    with redirect_stdout(sys.stderr):  # what plugins print while they are loaded is no result
        component = Host.discover(complete=False).registry.find("commands", name)
    if component is None:
        return None

    def call(arguments: tuple[str, ...]) -> int:
        return _run(component, arguments)

    # whatever stands after the name is the command's own, `--help` included
    settings: dict[str, object] = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}
    parameter = click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)
    return click.Command(name, callback=call, params=[parameter], context_settings=settings)


def _run(component: Component, arguments: tuple[str, ...]) -> int:
    try:
        code: object = cast(Command, component.part).run(arguments)
    except SystemExit as error:  # how argparse ends a call; the code is the command's answer
        code = error.code
    except Exception as error:
        raise _failed(component, spell_error(error)) from error
    if isinstance(code, str):  # exit("words"): the words are told, and the call failed
        print(code, file=sys.stderr)
        return 1
    return code if isinstance(code, int) and not isinstance(code, bool) else 0


def write_report(component: Component, report: Mapping[str, object], locale: str) -> bytes:
    """Return a report in a plugin's format.

    Args:
        component: The report format.
        report: What `servstd report --format json` prints.
        locale: `zh` or `en`.

    Raises:
        PluginError: PLG036 the plugin failed, or returned something else than bytes.
    """
    try:
        content = cast(object, cast(ReportFormat, component.part).write(report, locale))
    except (Exception, SystemExit) as error:
        raise _failed(component, spell_error(error)) from error
    if not isinstance(content, bytes):
        raise _failed(component, f"it returned {type(content).__name__}, not bytes")
    return content


def _failed(component: Component, found: str) -> PluginError:
    title = KINDS[component.kind].title
    return PluginError("PLG036", plugin=component.plugin, title_en=title[0], title_zh=title[1], name=component.name, what=found)
