"""Plain data looked at with types: mappings and lists as they come from JSON, YAML or a caller.

*Rule:* a look changes nothing; what is something else is told apart, never converted.

Example:
    >>> is_map({"a": 1}), is_map([1]), is_list((1, 2)), is_list("ab")
    (True, False, True, False)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

__all__ = ["is_list", "is_map"]


def is_map(value: object) -> TypeGuard[Mapping[str, object]]:
    """Return whether a value is a mapping; keys that are no texts are the reader's to refuse."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Return whether a value is a list or a tuple."""
    return isinstance(value, (list, tuple))
