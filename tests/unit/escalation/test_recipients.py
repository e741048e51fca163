"""An addressee becomes people: by owner, key, role within the team, manager, rota with its fallback, round robin, markers."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import attrs
import pytest

from servstd.escalation.model import Chain, ChainTrigger, Escalation, Step
from servstd.escalation.recipients import CUSTOMER, Found, Marker, Roster
from servstd.escalation.rotas.model import Rota
from servstd.people import Addressee, Person


@attrs.frozen
class Duty:
    """A rota that is asked: the same people at any instant."""

    rota: Rota
    keys: tuple[str, ...]

    def who(self, us: int) -> tuple[str, ...]:
        return self.keys if us >= 0 else ()


def duty(name: str, *keys: str, fallback: tuple[Addressee, ...] = ()) -> Duty:
    return Duty(Rota(name, time_zone="UTC", fallback=fallback), keys)


PEOPLE = {
    person.key: person
    for person in (
        Person("li", roles=("specialist",), team="desk", manager="wang", contacts={"wecom": "lilei"}),
        Person("wang", roles=("supervisor",), team="desk", manager="qian", contacts={"wecom": "wangfang"}, secrets={"sms": "PHONE_WANG"}),
        Person("zhou", roles=("supervisor", "pm", "pm"), team="works", manager="nobody"),
        Person("qian", roles=("manager",)),
    )
}
ROTAS = {
    "desk": duty("desk", "li", "gone", "li"),
    "night": duty("night", fallback=(Addressee("rota", name="desk"), Addressee("person", name="li"), Addressee("room", name="li"))),
    "empty": duty("empty"),
    "a": duty("a", fallback=(Addressee("rota", name="b"),)),
    "b": duty("b", fallback=(Addressee("rota", name="a"),)),
}
CHAIN = Chain("late", trigger=ChainTrigger("by_hand"), steps=(Step("1"),), prefers={"high": ("sms", "wecom")})


def roster(people: Mapping[str, Person] = PEOPLE, prefers: Mapping[str, tuple[str, ...]] | None = None) -> Roster:
    escalation = Escalation(chains=(CHAIN,), prefers=prefers or {})  # type: ignore[arg-type]
    return Roster(people, escalation, ROTAS, {"wecom": "wecom", "sms": "sms", "board": ""})


def ask(
    kind: str,
    name: str = "",
    at_us: int = 0,
    round: int = 0,
    names: tuple[str, ...] = (),
    turn: str | None = None,
    case: Mapping[str, object] | None = None,
) -> Found:
    addressee = Addressee(kind, name=name, names=names, turn=turn)  # type: ignore[arg-type]
    return roster().resolve(addressee, case or {}, at_us, case="42", round=round)


def keys(found: Found) -> list[str]:
    return [one.key for one in found.people]


@pytest.mark.parametrize(
    ("kind", "name", "attributes", "people", "role"),
    [
        ("owner", "", {"owner": "li"}, ["li"], "owner"),
        ("owner", "", {"owner": "gone"}, [], "owner"),
        ("owner", "", {"owner": 3}, [], "owner"),
        ("owner", "", {}, [], "owner"),
        ("person", "qian", {}, ["qian"], "person qian"),
        ("person", "gone", {}, [], "person gone"),
        ("team", "desk", {}, ["li", "wang"], "team desk"),
        ("team", "gone", {}, [], "team gone"),
        ("manager_of", "owner", {"owner": "li"}, ["wang"], "manager of owner"),
        ("manager_of", "owner", {}, [], "manager of owner"),
        ("manager_of", "wang", {}, ["qian"], "manager of wang"),
        ("manager_of", "qian", {}, [], "manager of qian"),
        ("manager_of", "zhou", {}, [], "manager of zhou"),
        ("role", "supervisor", {}, ["wang", "zhou"], "role supervisor"),
        ("role", "supervisor", {"team": "works"}, ["zhou"], "role supervisor"),
        ("role", "supervisor", {"team": "works", "owner": "li"}, ["zhou"], "role supervisor"),
        ("role", "supervisor", {"owner": "li"}, ["wang"], "role supervisor"),
        ("role", "supervisor", {"team": "sales", "owner": "li"}, ["wang"], "role supervisor"),
        ("role", "supervisor", {"owner": "qian"}, ["wang", "zhou"], "role supervisor"),
        ("role", "manager", {"team": "desk"}, ["qian"], "role manager"),
        ("role", "gone", {"team": "desk"}, [], "role gone"),
        ("level", "pm", {}, ["zhou"], "level pm"),
    ],
)
def test_people_are_found(kind: str, name: str, attributes: dict[str, object], people: list[str], role: str) -> None:
    found = ask(kind, name, case=attributes)
    assert (keys(found), found.role, found.fallback) == (people, role, False)


def test_the_customer_and_a_room_are_markers() -> None:
    assert ask("customer") == Found((CUSTOMER,), role="customer")
    assert ask("room", "board") == Found((Marker("room", key="board"),), role="room board")


def test_who_is_on_duty_is_asked_for_the_instant_and_each_is_told_once() -> None:
    assert (keys(ask("rota", "desk")), ask("rota", "desk").role) == (["li"], "rota desk")
    assert keys(ask("rota", "desk", at_us=-1)) == []
    assert keys(ask("rota", "gone")) == []


def test_a_rota_without_anybody_falls_back_and_never_for_ever() -> None:
    found = ask("rota", "night")
    assert (keys(found), found.role, found.fallback) == (["li", "li"], "rota desk, person li, room li", True)
    assert found.people[1] == Marker("room", key="li")  # a room that is called like a person is another recipient
    for name in ("empty", "a", "b"):
        assert ask("rota", name) == Found((), role=f"rota {name}")


def test_a_round_robin_goes_by_the_attribute_then_by_the_case() -> None:
    names = ("li", "wang", "qian")
    digest = crc32(b"42")
    assert keys(ask("round_robin", names=names, turn="n", case={"n": 1})) == ["wang"]
    assert keys(ask("round_robin", names=names, turn="n", case={"n": 1}, round=2)) == ["li"]
    values: tuple[object, ...] = (True, "1", None)
    for n in values:
        assert keys(ask("round_robin", names=names, turn="n", case={"n": n})) == [names[digest % 3]]
    assert keys(ask("round_robin", names=names, round=1)) == [names[(digest + 1) % 3]]
    assert ask("round_robin", names=("gone",)) == Found((), role="round robin")


def test_a_case_may_be_called_anything() -> None:
    addressee = Addressee("round_robin", names=("li", "wang"))
    assert len(roster().resolve(addressee, {}, 0, case="\ud800工单", round=0).people) == 1


# ── by what ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_roster_knows_topics_and_everyones_preference() -> None:
    one = roster(prefers={"low": ("sms",)})
    wang = one.people["wang"]
    assert one.via(wang, (), "late", "high") == ("sms", "wecom")
    assert one.via(wang, (), "late", "high") == ("sms", "wecom")  # as it was found before
    assert one.via(wang, (), "late", "low") == ("sms",)
    assert one.via(wang, (), "other", "high") == ("wecom", "sms")
    assert one.via(wang, ("board",), "late", "high") == ("board",)


def test_a_customer_is_asked_for_with_the_contacts_of_the_case_and_not_remembered() -> None:
    one = roster()
    assert one.via(Person("customer", contacts={"sms": "13800138000"}), (), "late", "low") == ("sms",)
    assert one.via(Person("customer"), (), "late", "low") == ()
    assert one.via(Person("wang", contacts={"sms": "1"}), (), "late", "low") == ("sms",)
    assert one.via(one.people["wang"], (), "late", "low") == ("wecom", "sms")


def test_a_room_is_its_own_and_the_marker_of_the_customer_has_no_contacts() -> None:
    assert roster().via(Marker("room", key="board"), ("sms",), "late", "high") == ("board",)
    assert roster().via(CUSTOMER, ("sms",), "late", "high") == ()
