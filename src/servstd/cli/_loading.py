"""Loading what a command line names, and telling a standard and a mapping apart when they are mixed up.

*Rule:* whoever gives one where the other belongs is told that in one line, not by every key that does not fit.

Example:
    >>> load_standard(Session("check"), "no-such-standard.yaml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: ...
"""

from __future__ import annotations

import sys
from collections.abc import Mapping as Table
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from servstd.cli._session import Session
from servstd.document import read_source
from servstd.errors import Problem, StandardError, UsageError
from servstd.mapping import Mapping, load_mapping
from servstd.messages.labels import label
from servstd.standard import Standard, load

if TYPE_CHECKING:
    from servstd.host import Host, PluginRecord
    from servstd.host.operations import OperationsLike

__all__ = ["find_host", "load_host", "load_rules", "load_standard"]

_OF_A_MAPPING = frozenset({"mapping", "shape"})
_OF_A_STANDARD = frozenset({"standard", "effective_from", "sla"})
_TOLD_BY_CHECK = frozenset({"PLG026", "PLG028", "PLG030", "PLG031"})
"""Problems of the operations file that reading the standard tells, too."""
_UNSET = frozenset({"PLG023", "PLG024"})
"""Values kept elsewhere that are not there; work that sends nothing goes on without them, and says so."""


def find_host(session: Session, file: OperationsLike, *, complete: bool) -> Host:
    """Return the plugins a call wants, whatever became of them; what they print meanwhile is no result, and goes to standard error."""
    from servstd.host import Host

    wants = session.plugins
    with redirect_stdout(sys.stderr):
        return Host.discover(file, modules=wants.modules, installed=wants.installed, complete=complete, locale=session.locale)


def load_host(session: Session, file: OperationsLike, *, complete: bool, quiet: bool = False) -> Host:
    """Return the plugins a call wants, with the instances a standard's operations make; those that could not be loaded are named.

    Args:
        session: The call.
        file: The standard or operations file; None: no instances.
        complete: Whether every secret must be there.
        quiet: Whether plugins that were left out were told already.

    Raises:
        StandardError: PLG038 a plugin could not be loaded, or a built-in notifier's settings are wrong, and the call is strict.
    """
    wants = session.plugins
    host = find_host(session, file, complete=complete)
    refused = [record for record in host.failures if wants.strict or record.target in wants.modules]  # those named by hand are wanted
    if refused:
        raise StandardError([_refusal(record) for record in refused])
    for record in () if quiet else host.failures:
        problem = _refusal(record)
        session.aside(problem.message(session.locale), {"problem": problem.as_dict(session.locale)})
    own = [problem for problem in host.problems if problem.code not in _TOLD_BY_CHECK]
    errors = [problem for problem in own if problem.severity == "error"]
    if errors and wants.strict:
        raise StandardError(errors)
    unset = [problem for record in (host.builtin, *host.plugins) for problem in record.problems if problem.code in _UNSET]
    for problem in () if quiet else (*own, *(problem for problem in unset if problem.severity == "warning")):
        session.warn(problem)
    return host


def _refusal(record: PluginRecord) -> Problem:
    """Return why a plugin was left out, in one problem."""
    reason = record.reason
    params: dict[str, object] = {"plugin": record.name}
    own = reason is not None and "plugin" in reason.params  # what names the plugin need not be introduced
    for locale in ("en", "zh"):
        params[f"status_{locale}"] = label("plugin", record.status, locale)
        place = f"{reason.place}: " if reason is not None and reason.place is not None else ""
        params[f"why_{locale}"] = "" if reason is None else ("" if own else f"{record.title}: ") + place + reason.message(locale)
    return Problem("PLG038", params=params)


def load_standard(session: Session, file: str, *, today: date | None = None, host: Host | None = None, quiet: bool = False) -> Standard:
    """Return the standard of a file or folder.

    Args:
        session: The call, which says which plugins are wanted.
        file: As the command line names it.
        today: For problems that depend on the date; None: these are left out.
        host: The plugins; None: those the call wants, for work that sends nothing.
        quiet: Whether plugins that were left out were told already.

    Raises:
        UsageError: CLI023 it is a mapping.
        StandardError: it is a standard with errors.
    """
    try:
        return load(file, host=host or load_host(session, file, complete=False, quiet=quiet), today=today)
    except StandardError as error:
        keys = _keys(file)
        if keys & _OF_A_MAPPING and not keys & _OF_A_STANDARD:
            raise UsageError("CLI023", file=file) from error
        raise


def load_rules(file: str) -> Mapping:
    """Return the mapping of a file.

    Raises:
        UsageError: CLI024 it is a standard; MAP109 it cannot be opened.
        StandardError: it is a mapping with errors.
    """
    try:
        return load_mapping(file)
    except StandardError as error:
        keys = _keys(file)
        if keys & _OF_A_STANDARD and not keys & _OF_A_MAPPING:
            raise UsageError("CLI024", file=file) from error
        raise


def _keys(file: str) -> frozenset[object]:
    path = Path(file)
    data = read_source(path.read_bytes(), path.name).data if path.is_file() else None
    return frozenset(cast("Table[object, object]", data)) if isinstance(data, dict) else frozenset()
