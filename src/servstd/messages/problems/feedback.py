"""Problems of feedback (FBKnnn), merged from the parts in which they are written.

*Rule:* one number, one problem. 001-029 are about figures and charts, 030-079 about the section `feedback:` of a document,
080-109 about invitations, 110-139 about answers, 140-169 about complaints, 170-199 about reports and commands.

Example:
    >>> ENTRIES["FBK001"].severity
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
    names = sorted(module.name for module in pkgutil.iter_modules(problems.__path__) if module.name.startswith("_fb_"))
    merged: dict[str, Entry] = {}
    for name in names:
        merged |= import_module(f"servstd.messages.problems.{name}").ENTRIES
    return dict(sorted(merged.items()))


ENTRIES: Mapping[str, Entry] = _merge()
