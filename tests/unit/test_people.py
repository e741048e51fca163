"""A person is a frozen value; the addresses are not printed."""

from __future__ import annotations

import attrs
import pytest

from servstd.people import Person


def test_a_person_has_a_key_and_may_have_the_rest() -> None:
    person = Person("li")
    assert (person.name, person.roles, person.team, person.manager, person.contacts, person.language, person.time_zone) == (
        "", (), None, None, {}, None, None,
    )  # fmt: skip


def test_addresses_are_not_printed() -> None:
    assert "13800000000" not in repr(Person("li", name="李雷", contacts={"sms": "13800000000"}))


def test_a_person_does_not_change_and_only_the_key_goes_by_position() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Person("li").name = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Person("li", "李雷")  # type: ignore[misc]
