"""Why a file cannot be written, told by what would mend it.

*Rule:* a missing folder, missing rights and a full disk are three problems; each is told with its own way out.

Example:
    >>> cannot_write("out/clocks.csv", FileNotFoundError(2, "No such file or directory")).problem.code
    'CLI019'
"""

from __future__ import annotations

import errno
from pathlib import Path

from servstd.errors import UsageError

__all__ = ["cannot_write"]

_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def cannot_write(file: str, error: OSError) -> UsageError:
    """Return the error that tells why a file cannot be written: CLI019 its folder is missing, CLI020 no rights, else CLI007.

    Args:
        file: As the caller named it.
        error: What the system said.
    """
    reason = error.strerror or str(error)
    if error.errno == errno.ENOENT:
        return UsageError("CLI019", file=file, folder=str(Path(file).parent), reason=reason)
    return UsageError("CLI020" if error.errno in _RIGHTS else "CLI007", file=file, reason=reason)
