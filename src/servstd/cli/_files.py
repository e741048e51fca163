"""Writing files: whole, or not at all.

*Rule:* a file is written beside its name and moved there when it is complete; what stood there before stays until then.

Example:
    >>> with whole_file("no-such-folder/clocks.csv") as part:
    ...     pass
    Traceback (most recent call last):
    ...
    servstd.errors.UsageError: CLI019: no-such-folder/clocks.csv cannot be written: ...
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from servstd.errors import UsageError
from servstd.mapping.writing import cannot_write

__all__ = ["check_outputs", "whole_file"]


def check_outputs(names: Iterable[str | None], *, reads: Iterable[str | None] = ()) -> None:
    """Refuse to write what is read, or two things into one file; None is no file.

    Raises:
        UsageError: CLI010.
    """
    taken = {Path(name).resolve() for name in reads if name is not None}
    for name in names:
        if name is not None:
            if Path(name).resolve() in taken:
                raise UsageError("CLI010", file=name)
            taken.add(Path(name).resolve())


@contextmanager
def whole_file(name: str, *, reads: tuple[str | None, ...] = ()) -> Generator[Path]:
    """Give a path to write to, which becomes `name` when the block ends well and vanishes when it does not.

    Args:
        name: The file that is wanted.
        reads: Files that are being read; `name` must be none of them.

    Raises:
        UsageError: CLI007, CLI019, CLI020 it cannot be written; CLI010 it is one of those read.
    """
    path = Path(name)
    for other in reads:
        if other is not None and path.exists() and Path(other).exists() and path.samefile(other):
            raise UsageError("CLI010", file=name)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        raise cannot_write(name, error) from error
    finally:
        part.unlink(missing_ok=True)
