"""Looking at plain data without trusting it.

*Rule:* a mapping or a list is either found to be one or it is None; text is never taken for a list of letters.

Example:
    >>> as_list("mon"), as_list(("mon",)), as_mapping({"a": 1})
    (None, ['mon'], {'a': 1})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

__all__ = ["as_list", "as_mapping", "by_text"]


def as_mapping(data: object) -> dict[object, object] | None:
    """Return a mapping as a dict, or None when it is no mapping."""
    return dict(cast("Mapping[object, object]", data)) if isinstance(data, Mapping) else None


def as_list(data: object) -> list[object] | None:
    """Return a sequence that is no text as a list, or None when it is none."""
    return list(cast("Sequence[object]", data)) if isinstance(data, Sequence) and not isinstance(data, str | bytes) else None


def by_text(data: Mapping[object, object]) -> dict[str, object]:
    """Return a mapping with its keys as text."""
    return {str(key): value for key, value in data.items()}
