"""Plugins that do harm, as source: what each file does wrong is its name, and its first line says which problem must name it.

*Rule:* these modules are never imported here; a test installs them as distributions of their own, all at once.

Example:
    >>> "half_way" in SOURCES
    True
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["CODES", "SOURCES"]

SOURCES: dict[str, str] = {file.stem: file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.txt"))}
"""The plugin's name -> its module's source."""
CODES: dict[str, str] = {name: source.splitlines()[0].removeprefix("# ") for name, source in SOURCES.items()}
"""The plugin's name -> the code of the problem that names it."""
