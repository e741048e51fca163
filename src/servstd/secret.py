"""A value that must not be printed.

*Rule:* it prints as `***` wherever it lands: in a log, a traceback, a `repr`, a JSON document. Only `reveal()` gives it away.

Example:
    >>> token = Secret("s3cr3t")
    >>> print(token, repr(token), f"{token}", token.reveal())
    *** *** *** s3cr3t
"""

from __future__ import annotations

from hmac import compare_digest

__all__ = ["Secret"]


class Secret:
    """A password, token or key that was read from the environment or a file."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself, to be used at once and kept nowhere."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    def __str__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not pickled: read it again where it is needed")
