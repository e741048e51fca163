"""The contract of directories.

*Rule:* a directory tells of everybody once, in the same way each time, and names as managers only people it knows.

Example:
    >>> from servstd.testing import DirectoryContract
    >>> class TestStaff(DirectoryContract):
    ...     def make(self): ...
"""

from __future__ import annotations

from collections.abc import Sequence

from servstd.errors import UsageError
from servstd.instants import read_zone
from servstd.people import Person
from servstd.plain import is_map
from servstd.protocols import Directory
from servstd.testing.contracts._rules import broken, called, check_members, check_name, check_no_secret, must_override, name_of

__all__ = ["DirectoryContract"]


class DirectoryContract:
    """What every directory keeps. Subclass it as `Test...` and give `make`: a directory that knows somebody.

    Attributes:
        secrets: Secrets the directory holds in another form than `Secret`; those are found by themselves.
    """

    secrets: Sequence[str] = ()

    def make(self) -> Directory:
        """Return the directory."""
        must_override(self, "make", "a directory")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Directory, "people")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_tells_of_people(self) -> None:
        directory = self.make()
        if not self._people(directory):
            broken(
                f"{name_of(directory)}.people told of nobody",
                rule="the contract's directory knows somebody, else nothing can be checked",
                mend="let `make` return one that reads a sample of yours",
            )

    def test_each_person_is_told_once_and_in_full(self) -> None:
        directory = self.make()
        keys: set[str] = set()
        for person in self._people(directory):
            wrong = _wrong(person)
            if wrong:
                broken(
                    f"{name_of(directory)} told of {person!r}, whose {wrong}",
                    rule="a person's key and names are texts, contacts map texts to texts, the language is zh or en, the zone is known",
                    mend="leave out what is not known: each has a default",
                )
            if person.key in keys:
                broken(
                    f"{name_of(directory)} told of {person.key!r} twice",
                    rule="each key is told once",
                    mend="use the key that is theirs alone, such as the number, not the name",
                )
            keys.add(person.key)

    def test_managers_are_known_and_above(self) -> None:
        directory = self.make()
        managers = {person.key: person.manager for person in self._people(directory)}
        for key, manager in managers.items():
            if manager is not None and manager not in managers:
                broken(
                    f"{name_of(directory)} says that {manager!r} manages {key!r}, and does not tell of {manager!r}",
                    rule="a manager is one of the people told of",
                    mend="tell of the manager, too, or leave `manager` out",
                )
            above, seen = manager, {key}
            while above is not None and above not in seen:
                seen.add(above)
                above = managers.get(above)
            if above is not None:
                broken(
                    f"{name_of(directory)} leads from {key!r} upwards to {above!r} in a circle",
                    rule="nobody is above themselves",
                    mend="let the topmost person have no manager",
                )

    def test_it_can_be_asked_again(self) -> None:
        directory = self.make()
        first, second, other = self._people(directory), self._people(directory), self._people(self.make())
        if not first == second == other:
            broken(
                f"{name_of(directory)} told of {len(first)} people, then of {len(second)}, and a new one of {len(other)}, or of others",
                rule="it tells the same people in the same order each time, as long as nothing changed",
                mend="return a tuple, not a generator that was used up; sort what comes without an order",
            )

    def test_its_repr_shows_no_secret(self) -> None:
        check_no_secret(self.make(), self.secrets)

    def _people(self, directory: Directory) -> list[Person]:
        __tracebackhide__ = True
        mend = "return Person(key, name=...) for each; what is read from a service is read with its own time-out"
        what = f"{name_of(directory)}.people"
        found: list[object] = called(lambda: list(directory.people()), what, rule="`people` returns everybody", mend=mend)
        for person in found:
            if not isinstance(person, Person):
                broken(f"{what} told of {person!r}"[:200], rule="`people` returns Person values", mend=mend)
        return [person for person in found if isinstance(person, Person)]


def _wrong(person: Person) -> str:
    contacts: object = person.contacts
    roles: object = person.roles
    checks = {
        "key": bool(person.key) and _text(person.key) and person.key == person.key.strip(),
        "name": _text(person.name),
        "roles": not isinstance(roles, str) and all(_text(role) for role in person.roles),
        "team": person.team is None or _text(person.team),
        "contacts": is_map(contacts) and all(_text(key) and _text(value) and bool(value) for key, value in contacts.items()),
        "language": person.language in (None, "zh", "en"),
        "time zone": person.time_zone is None or _known_zone(person.time_zone),
    }
    return next((name for name, fine in checks.items() if not fine), "")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _known_zone(name: str) -> bool:
    try:
        read_zone(name)
    except UsageError:
        return False
    return True
