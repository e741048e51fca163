"""Problems of rotas (ROT0xx), merged from the parts in which they are written.

*Rule:* one number, one problem. 001-029 are about who is on duty, 030-059 about the section `rotas:` of a document, 060-069 about the
commands and iCalendar files.

Example:
    >>> ENTRIES["ROT032"].severity
    'error'
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from servstd.messages import problems
from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]


def _merge() -> Mapping[str, Entry]:
    names = sorted(module.name for module in pkgutil.iter_modules(problems.__path__) if module.name.startswith("_rot_"))
    merged: dict[str, Entry] = {}
    for name in names:
        merged |= import_module(f"servstd.messages.problems.{name}").ENTRIES
    return dict(sorted(merged.items()))


ENTRIES: Mapping[str, Entry] = _merge()
