"""What is said of a file that cannot be used, or of arguments that mean nothing.

*Rule:* an error names the file, the event by its UID, what is wrong and what would be right.

Example:
    >>> str(IcalError("DTEND lies before DTSTART", file="closures.ics", uid="a1@example.com"))
    'closures.ics: event a1@example.com: DTEND lies before DTSTART'
"""

from __future__ import annotations

from servstd.errors import ServstdError

__all__ = ["IcalError"]


class IcalError(ServstdError, ValueError):
    """A file that cannot be used, or an argument that means nothing.

    Attributes:
        file: The file as the standard names it; empty: it is an argument that is wrong.
        uid: The UID of the event; empty: it is the file as a whole.
        reason: What is wrong.
    """

    def __init__(self, reason: str, *, file: str = "", uid: str = "") -> None:
        self.file = file
        self.uid = uid
        self.reason = reason
        super().__init__(reason, file, uid)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (self.reason, self.file, self.uid))

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, f"event {self.uid}" if self.uid else "", self.reason) if part)


def _rebuilt(reason: str, file: str, uid: str) -> IcalError:
    return IcalError(reason, file=file, uid=uid)
