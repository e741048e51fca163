"""The command line: one module a command.

*Rule:* a command reads files, calls the library and prints; it decides nothing itself. No traceback reaches the user unless
`--debug` asks for it; files are written whole or not at all. Exit codes: 0 fine or warnings only, 1 problems, 2 wrong usage.

Example:
    >>> from servstd.cli import run
    >>> run(["--version"])
    servstd 0.1.0
    0
"""

from __future__ import annotations

from servstd.cli._run import main, run

__all__ = ["main", "run"]
