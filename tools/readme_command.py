"""Prints one of the commands the README gives, so that CI runs exactly what a newcomer would paste.

python tools/readme_command.py report | tests
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
MARKS = {"report": "servstd report ", "tests": "python -m pytest"}


def readme_command(name: str, text: str | None = None) -> str:
    """Return the one command line of the README's shell blocks that holds the mark of `name`."""
    blocks = re.findall(r"```sh\n(.*?)```", text or README.read_text("utf-8"), re.DOTALL)
    found = [line for block in blocks for line in block.splitlines() if MARKS[name] in line]
    if len(found) != 1:
        raise SystemExit(f"README.md should give one command with {MARKS[name]!r}; it gives {len(found)}")
    return found[0]


if __name__ == "__main__":
    print(readme_command(sys.argv[1]))
