"""`servstd plugins`: what is installed, what became of it, what it offers and which settings it takes.

*Rule:* `list` imports no plugin; `show` loads all and tells one; `check` loads all, wants every secret and fails when one does not load.

Example:
    >>> from servstd.cli import run
    >>> run(["plugins", "lst"])
    2
"""

from __future__ import annotations

import os

import click

from servstd.cli._command import LOCALES, Commands, argument, make, option
from servstd.cli._loading import find_host
from servstd.cli._session import Session
from servstd.errors import UsageError
from servstd.host import Host, PluginRecord
from servstd.host.operations import read_operations
from servstd.host.scanning import SWITCH, find_plugins, settle_metadata
from servstd.messages.explaining import text_width
from servstd.messages.labels import label
from servstd.messages.nearest import did_you_mean
from servstd.registry import KINDS

__all__ = ["COMMAND", "check", "listing", "show"]


def listing(session: Session, operations: str | None) -> int:
    """Print every installed plugin as its metadata describe it; none is imported."""
    from servstd import __version__

    choice = os.environ.get(SWITCH) if session.plugins.installed else "none"
    good, settled = settle_metadata(find_plugins(), read_operations(operations), choice, __version__)
    records = sorted((*good, *settled), key=lambda record: record.name)
    if session.json:
        shown = [{**record.as_dict(session.locale), "status": _status(record, loaded=False)} for record in records]
        session.emit({"plugins": [{key: one[key] for key in one if key not in ("components", "settings")} for one in shown]})
        return 0
    for record in records:
        session.say(_line(session, record, _status(record, loaded=False)))
    if not records:
        session.say(session.phrase("plugins.none"))
    return 0


def show(session: Session, name: str, operations: str | None) -> int:
    """Print what is known of one plugin: its status with the reason, what it offers, the settings it takes."""
    host = find_host(session, operations, complete=True)
    record = _named(host, name)
    if session.json:
        session.emit(record.as_dict(session.locale))
    else:
        session.say(_line(session, record, record.status))
        for line in _details(session, record):
            session.say(line)
    return 1 if record in host.failures else 0


def check(session: Session, name: str | None, operations: str | None) -> int:
    """Load every plugin with its settings and secrets, and print what became of each; return 1 when one could not be loaded.

    Args:
        session: The call.
        name: The only plugin that counts; None: all of them.
        operations: The standard, folder or operations file with instances and settings.

    Raises:
        UsageError: CLI030 there is no plugin of this name.
    """
    host = find_host(session, operations, complete=True)
    records = host.plugins if name is None else (_named(host, name),)
    failed = [record for record in records if record in host.failures]
    errors = [problem for problem in host.problems if problem.severity == "error"]
    if session.json:
        problems = [problem.as_dict(session.locale) for problem in host.problems]
        session.emit({"plugins": [record.as_dict(session.locale) for record in records], "problems": problems})
    else:
        for record in records:
            session.say(_line(session, record, record.status))
            for problem in record.problems:
                session.say(_indented(problem.render(session.locale)))
        for problem in host.problems:
            session.say(problem.render(session.locale))
        counts = {status: sum(record.status == status for record in records) for status in ("active", "disabled")}
        session.say(session.phrase("plugins.counts", **counts, failed=len(failed)))
    return 1 if failed or errors else 0


def _named(host: Host, name: str) -> PluginRecord:
    record = host.plugin(name)
    if record is None:
        names = [known.name for known in host.plugins]
        raise UsageError("CLI030", name=name, expected=did_you_mean(name, names) or ", ".join(names) or "-")
    return record


def _status(record: PluginRecord, *, loaded: bool) -> str:
    return record.status if loaded or record.status != "active" else "found"


def _line(session: Session, record: PluginRecord, status: str) -> str:
    summary = f": {record.summary}" if record.summary else ""
    word = label("plugin", status, session.locale)
    return f"{word}{' ' * (12 - text_width(word))} {record.title}{summary}"


def _details(session: Session, record: PluginRecord) -> list[str]:
    lines = [_indented(problem.render(session.locale)) for problem in record.problems]
    position = 1 if session.locale.startswith("zh") else 0
    for component in record.components:
        try:
            summary = str(getattr(component.part, "summary", ""))
        except (Exception, SystemExit):  # noqa: BLE001  # it answered once, when it was vetted
            summary = "-"
        lines.append(f"  {KINDS[component.kind].title[position]} {component.name}: {summary}")
    for key in record.settings:
        where = f"notifiers.*.{key.key} (type: {key.type})" if key.type else f"plugins.{record.name}.settings.{key.key}"
        need = session.phrase("plugins.required" if key.required else "plugins.optional")
        lines.append(f"  {where}: {key.expects} ({need})")
    return lines


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _maker_of_new() -> click.Command:
    from servstd.cli.plugins_new import PLUGIN_KINDS, new

    kind = click.Option(["--kind"], type=click.Choice(PLUGIN_KINDS), default=PLUGIN_KINDS[0], show_default=True)
    into = click.Option(["--into"], metavar="FOLDER", default=".", show_default=True)
    author = click.Option(["--author"], metavar="NAME", default="")
    lang = click.Option(["--lang"], type=click.Choice(LOCALES), default=None)
    return make("plugins new", new, [argument("name"), kind, into, author, lang])


_OPERATIONS = option("--operations", metavar="FILE")
COMMAND = Commands(
    "plugins",
    {
        "list": lambda: make("plugins list", listing, [_OPERATIONS]),
        "show": lambda: make("plugins show", show, [argument("name"), _OPERATIONS]),
        "check": lambda: make("plugins check", check, [argument("name", required=False), _OPERATIONS]),
        "new": _maker_of_new,
    },
    # read before parsing, as the program's own; here so that they may stand between `plugins` and its command
    params=[
        click.Option(["--locale"], type=click.Choice(LOCALES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
    ],
)
