"""Did you mean: the nearest known name to one that is not known.

*Rule:* a suggestion is made only where it is near; a wrong one is worse than none.

Example:
    >>> did_you_mean("resolutoin", ["resolution", "solution"])
    'resolution'
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, or an empty text when none is near (difflib ratio of at least 0.6)."""
    names = [str(item) for item in known]
    folded = {item.casefold().replace("-", "_"): item for item in names}
    hit = folded.get(name.casefold().replace("-", "_"))
    if hit is not None:
        return hit
    near = get_close_matches(name, names, n=1)
    return near[0] if near else ""
