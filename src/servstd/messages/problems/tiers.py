"""Problems of customer tiers and agreements (TIR0xx), merged from the parts in which they are written.

*Rule:* one number, one problem. 001-029 are about facts and rules, 030-059 about placing and history, 060-099 about the section
`tiers:` of a document, 100-129 about agreements, 130-149 about what-if, 150-169 about the commands.

Example:
    >>> ENTRIES["TIR061"].severity
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
    names = sorted(module.name for module in pkgutil.iter_modules(folder) if module.name.startswith("_tiers_"))
    merged: dict[str, Entry] = {}
    for name in names:
        merged |= import_module(f"servstd.messages.problems.{name}").ENTRIES
    return dict(sorted(merged.items()))


ENTRIES: Mapping[str, Entry] = _merge()
