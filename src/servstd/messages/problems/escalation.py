"""Problems of escalation (ESC0xx), merged from the parts in which they are written.

*Rule:* one number, one problem. 001-039 are about the section `escalation:` of a document, 040-059 about people and directories,
060-079 about plans, 080-099 about throttles and digests.

Example:
    >>> ENTRIES["ESC001"].severity
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
    folder = problems.__path__
    names = sorted(module.name for module in pkgutil.iter_modules(folder) if module.name.startswith("_esc_"))
    merged: dict[str, Entry] = {}
    for name in names:
        merged |= import_module(f"servstd.messages.problems.{name}").ENTRIES
    return dict(sorted(merged.items()))


ENTRIES: Mapping[str, Entry] = _merge()
