"""The document: text in, an edition (data) or problems out.

*Rule:* everything that is wrong is told at once, in the file's order, with its place and the way to mend it; nothing is guessed.

Example:
    >>> from servstd.document import read_edition
    >>> text = 'format: 1\\nstandard: acme\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n'
    >>> read_edition(text).version
    '1'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.document.diff import diff_editions
    from servstd.document.edition import Edition, Scenario
    from servstd.document.json_schema import schema
    from servstd.document.reading import check_edition, read_edition, read_editions
    from servstd.document.reference import reference_page
    from servstd.document.source import Source, read_source

__all__ = [
    "Edition",
    "Scenario",
    "Source",
    "check_edition",
    "diff_editions",
    "read_edition",
    "read_editions",
    "read_source",
    "reference_page",
    "schema",
]

_HOMES = {
    "Edition": "edition",
    "Scenario": "edition",
    "Source": "source",
    "check_edition": "reading",
    "diff_editions": "diff",
    "read_edition": "reading",
    "read_editions": "reading",
    "read_source": "source",
    "reference_page": "reference",
    "schema": "json_schema",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
