"""The notifiers that can reach a person: the step's own, else the nearest of four levels, else every contact."""

from __future__ import annotations

import pytest

from servstd.escalation.reaching import can_reach, via_for
from servstd.people import Person, Preference

KNOWN = {"wecom": "wecom", "sms": "sms", "mail": "email", "board": "", "odd": None}
WANG = Person("wang", contacts={"wecom": "wangfang"}, secrets={"sms": "PHONE_WANG"})


def via(
    person: Person = WANG,
    step: tuple[str, ...] = (),
    topic: str = "late",
    chain: Preference | None = None,
    everyone: Preference | None = None,
) -> tuple[str, ...]:
    return via_for(person, step, topic, "high", chain or {}, everyone or {}, KNOWN)


@pytest.mark.parametrize(
    ("notifier", "reached"),
    [("wecom", True), ("sms", True), ("mail", False), ("board", True), ("odd", True), ("not of the standard", True)],
)
def test_a_contact_or_a_secret_is_needed_where_it_is_known_what_is(notifier: str, reached: bool) -> None:
    assert can_reach(WANG, notifier, KNOWN) is reached


def test_what_a_step_names_counts_alone_and_what_cannot_reach_is_left_out() -> None:
    assert via(step=("mail", "sms", "sms", "board")) == ("sms", "board")
    assert via(step=("mail",), everyone={"high": ("sms",)}) == ()


def test_the_nearest_level_decides() -> None:
    person = Person("w", contacts={"wecom": "w", "sms": "1", "email": "w@x"}, prefers={"late": {"high": ("sms",)}, "": {"high": ("mail",)}})
    chain: Preference = {"high": ("wecom",)}
    everyone: Preference = {"high": ("sms", "mail")}
    assert via(person, chain=chain, everyone=everyone) == ("sms",)  # person and topic
    assert via(person, topic="other", chain=chain, everyone=everyone) == ("wecom",)  # topic
    assert via(person, topic="other", everyone=everyone) == ("mail",)  # person
    assert via(Person("w", contacts=person.contacts), everyone=everyone) == ("sms", "mail")  # everyone


def test_a_level_that_reaches_nobody_or_says_nothing_of_the_urgency_is_passed_over() -> None:
    person = Person("w", contacts={"sms": "1"}, prefers={"late": {"high": ("mail",)}, "": {"low": ("sms",)}})
    assert via(person, everyone={"high": ("wecom", "sms")}) == ("sms",)


def test_where_nothing_is_preferred_every_contact_serves_and_no_room() -> None:
    assert via() == ("wecom", "sms")
    assert via_for(Person("nobody"), (), "late", "high", {}, {}, {"sms": "sms", "board": ""}) == ()


def test_where_no_contact_serves_what_may_serve_is_tried() -> None:
    nobody = Person("nobody")
    assert via(nobody) == ("odd",)  # its type knows what it needs
    assert via_for(nobody, (), "late", "high", {}, {}, {"board": "", "screen": ""}) == ("board", "screen")
    assert via_for(nobody, (), "late", "high", {}, {}, {}) == ("console",)
