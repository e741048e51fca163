"""What contracts of pure functions share: what was read, what was changed, what reached outside.

*Rule:* a name counts as read when it is asked for; a part may walk over a whole mapping, and then only must not depend on the rest.

Example:
    >>> facts = Watched({"a": 1, "b": [2]})
    >>> facts.get("a"), facts.asked, facts.changed
    (1, {'a'}, False)
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from servstd.testing.contracts._guard import guarded
from servstd.testing.contracts._rules import broken, name_of
from servstd.testing.contracts._samples import ODD_VALUES

__all__ = ["Watched", "check_apart", "check_asked", "odd_mappings"]

T = TypeVar("T")


class Watched(Mapping[str, object]):
    """A mapping that notes which names it is asked for; it cannot be written to."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._data = copy.deepcopy(dict(data))
        self._before = repr(self._data)
        self._walked = False
        self._asked: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self._asked.add(name)
        return self._data[name]

    def __iter__(self) -> Iterator[str]:
        self._walked = True
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    @property
    def asked(self) -> set[str]:
        """Return the names asked for; none when all were walked over, for what was asked then says nothing."""
        return set() if self._walked else self._asked

    @property
    def changed(self) -> bool:
        """Return whether a value inside was changed."""
        return repr(self._data) != self._before


def odd_mappings(samples: Sequence[Mapping[str, object]], reads: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield mappings a part must cope with: each name it reads missing, or something odd; and nothing at all."""
    yield "nothing at all", {}
    for sample in samples:
        for name in reads:
            yield f"no `{name}`", {key: value for key, value in sample.items() if key != name}
            for what, odd in ODD_VALUES.items():
                yield f"{what} as `{name}`", {**sample, name: odd}


def check_asked(part: object, watched: Watched, reads: Sequence[str], what: str) -> None:
    """Check that a part asked for nothing but what it declares, and changed nothing."""
    __tracebackhide__ = True
    undeclared = sorted(watched.asked - set(reads))
    if undeclared:
        names = ", ".join(f"`{name}`" for name in undeclared)
        broken(
            f"{name_of(part)} asked for {names}, which `reads` does not name",
            rule=f"`reads` names every one of the {what} it looks at: it is not asked again when another one changes",
            mend=f"add {names} to `reads`, or do not look",
        )
    if watched.changed:
        broken(
            f"{name_of(part)} changed the {what} it was given", rule=f"the {what} are only looked at", mend="copy before sorting or adding"
        )


def check_apart(part: object, call: Callable[[], T]) -> T:
    """Return what a call gives, after checking that it reached for nothing outside."""
    __tracebackhide__ = True
    with guarded() as seen:
        try:
            found: list[T] = [call()]
        except Exception as error:
            if not seen:
                raise AssertionError(
                    f"{name_of(part)} raised {type(error).__name__}: {error}\n  rule: a good sample raises nothing\n  mend: see above"
                ) from error
            found = []
    if seen:
        broken(
            f"{name_of(part)} reached outside: {seen[0]}",
            rule="it is a function of what it is given: no files, no network, no processes, no printing",
            mend="read what it needs once, when the plugin is loaded, into its settings; or make it a fact",
        )
    return found[0]
