"""Tells the documentation's reader of docstrings that our `Example:` is what it calls `Examples:`, so that doctests are set as code."""

from __future__ import annotations

import re

import griffe


class OneExample(griffe.Extension):
    """Renames the section while the sources are read."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Change the docstring in memory."""
        if obj.docstring is not None:
            obj.docstring.value = re.sub(r"^(\s*)Example:$", r"\1Examples:", obj.docstring.value, flags=re.MULTILINE)
