"""What stands in a template for an order's facts: labels, instants, things with parts, names without a value.

*Rule:* a stand-in writes itself as people write it, compares as what it is, and leads to nothing but the parts it was given. One without
a value notes that it was asked for; a due without a value is an error.

Example:
    >>> missing = []
    >>> clock = Facts("resolution", "Resolution", {"due": Moment("5 Jan 17:00", 1)}, missing)
    >>> str(clock), str(clock.get("due")), str(clock.get("state")), missing
    ('Resolution', '5 Jan 17:00', '', ['resolution.state'])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import attrs

__all__ = ["DUES", "Facts", "Labelled", "Missing", "Moment", "NoValue", "Value"]

DUES = frozenset({"due", "previous_due", "next_update"})
"""Names whose value must be known where they are written."""


class NoValue(Exception):
    """A template writes a due that is not known, or looks into something that has no parts; `name` is what it wrote."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class Labelled(str):
    """A value that is written as its label and equals its own word as well: `{% if matter == "complaint" %}`."""

    code: str

    def __new__(cls, text: str, code: str) -> Labelled:
        """Return the label of a value."""
        made = super().__new__(cls, text)
        made.code = code
        return made

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) or self.code == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class Moment(str):
    """An instant: written as people write it, compared as what it is."""

    us: int

    def __new__(cls, text: str, us: int) -> Moment:
        """Return an instant with its text."""
        made = super().__new__(cls, text)
        made.us = us
        return made

    def __lt__(self, other: str) -> bool:
        return self.us < _us(other)

    def __le__(self, other: str) -> bool:
        return self.us <= _us(other)

    def __gt__(self, other: str) -> bool:
        return self.us > _us(other)

    def __ge__(self, other: str) -> bool:
        return self.us >= _us(other)


def _us(other: object) -> int:
    if isinstance(other, Moment):
        return other.us
    raise TypeError("an instant is compared with an instant")


@attrs.frozen(eq=False)
class Missing:
    """A name that has no value: nothing when written, and noted; an error where it is a due."""

    name: str
    seen: list[str] = attrs.field(repr=False)
    strict: bool = False

    def get(self, name: str) -> Missing:
        """Return the part of it that is named, missing too."""
        return Missing(f"{self.name}.{name}", self.seen, name in DUES)

    def __str__(self) -> str:
        if self.strict:
            raise NoValue(self.name)
        if self.name not in self.seen:
            self.seen.append(self.name)
        return ""

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Value]:
        str(self)
        return iter(())

    def __len__(self) -> int:
        return 0


@attrs.frozen(eq=False)
class Facts:
    """Something with parts: a clock, a person, a mapping among an event's data. Only `parts` can be reached from a template."""

    name: str
    text: Value = attrs.field(repr=False)
    parts: Mapping[str, Value] = attrs.field(repr=False)
    seen: list[str] = attrs.field(repr=False)

    def get(self, name: str) -> Value:
        """Return a part."""
        found = self.parts.get(name)
        return Missing(f"{self.name}.{name}", self.seen, name in DUES) if found is None else found

    def __str__(self) -> str:
        return str(self.text)

    def __eq__(self, other: object) -> bool:
        return self.text == other

    def __hash__(self) -> int:
        return hash(self.name)


Value: TypeAlias = "str | bool | int | float | tuple[Value, ...] | Facts | Missing"
