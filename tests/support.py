"""What several tests need: the repository's folders, and the data that may lie beside it.

*Rule:* samples, vectors and logs beside the repository are read in place, never copied; without them the tests that need
them are skipped and say so.

Example:
    >>> shared_path("vectors", "sla.json").name
    'sla.json'
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["REPOSITORY", "SHARED", "has_shared", "shared_path", "why_without"]

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SERVSTD_SHARED") or REPOSITORY.parent / "shared")


def shared_path(*parts: str) -> Path:
    """Return a path in the shared data; it may not exist: ask `has_shared` first, or use the fixture `shared`."""
    return SHARED.joinpath(*parts)


def has_shared(*parts: str) -> bool:
    """Return whether the shared data, or one file of it, is there."""
    return shared_path(*parts).exists()


def why_without(*parts: str) -> str:
    """Return the reason a test gives when it is skipped for want of shared data."""
    return f"needs {'/'.join(parts) or 'samples, vectors and logs'} of the shared data; set SERVSTD_SHARED to the folder that holds them"
