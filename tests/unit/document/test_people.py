"""People as read and bound: the document's, the operations file's, those of directories; and what the lints say of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import cast

import attrs
import pytest

import servstd
from servstd.calendars import ALWAYS
from servstd.conditions import Test
from servstd.document import Edition, check_edition, read_source
from servstd.document._directories import ask_directories
from servstd.document.binding_people import needs_of
from servstd.errors import Problem, Report
from servstd.hookspecs import implements
from servstd.messages import entries
from servstd.people import Person, QuietHours
from servstd.registry import Component, Failure, Registry
from tests.docs.test_problem_examples import problems_of
from tests.unit.document import lints
from tests.unit.document.lints import edition, found, whole

NOTIFIERS = "notifiers: {wecom: {type: console, contact: wecom}, sms: {type: console, contact: sms}}\n"
LADDER = "escalation: {ladder: [specialist, supervisor], chains: [{name: late, trigger: {event: opened}, steps: [%s]}]}\n"


def people(*lines: str, head: str = "") -> str:
    """Return a fragment with these people."""
    return head + "people:\n" + "".join(f"  {line}\n" for line in lines)


def told(fragment: str) -> list[Problem]:
    return [problem for problem in lints.told(fragment) if problem.code not in ("DOC103", "DOC104")]


def codes(fragment: str) -> list[str]:
    return sorted(problem.code for problem in told(fragment) if "040" <= problem.code[3:] < "060" and problem.code.startswith("ESC"))


# ── bound ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_standard_without_people_has_none() -> None:
    assert edition("").people == {}


def test_a_person_with_everything() -> None:
    made = edition(
        people(
            "wang: {name: {en: Wang, zh: 王芳}, label: L, note: N, clause: '1', roles: [supervisor, boss, boss], team: desk, manager: qian,"
            " contacts: {wecom: wangfang, sms: {env: PHONE_WANG}}, language: zh, time_zone: Europe/London, calendar: office,"
            ' quiet_hours: {outside: {mon-sun: ["08:00-22:00"]}, then: hold, unless: {priority: high}, urgent: hold},'
            " prefers: {high: [sms, wecom], low: [wecom]}, topics: {late: [sms]}}",
            "qian: {}",
            head=NOTIFIERS + lints.OFFICE + "attributes: {priority: {values: [low, high]}}\n" + LADDER % "{notify: [wang]}",
        )
    )
    assert list(made.people) == ["wang", "qian"]
    wang, quiet = made.people["wang"], made.people["wang"].quiet
    assert (wang.name, wang.roles, wang.team, wang.manager) == ("Wang", ("supervisor", "boss"), "desk", "qian")
    assert (wang.contacts, wang.secrets) == ({"wecom": "wangfang"}, {"sms": "PHONE_WANG"})
    assert (wang.language, wang.time_zone, wang.calendar) == ("zh", "Europe/London", "office")
    assert quiet is not None
    assert (quiet.unless, quiet.urgent_passes, set(quiet.hours.pattern.zones)) == (
        Test("priority", op="in", values=("high",)),
        False,
        {"Europe/London"},
    )
    assert wang.prefers["late"] == dict.fromkeys(("low", "normal", "high"), ("sms",))
    assert wang.prefers[""] == {"high": ("sms", "wecom"), "low": ("wecom",)}
    assert made.people["qian"] == Person("qian")
    assert ("people", "wang") in made.places


def test_quiet_hours_may_be_a_calendar_of_the_standard_or_all_cases() -> None:
    quiet = edition(people("li: {quiet_hours: {outside: office}}", head=lints.OFFICE)).people["li"].quiet
    assert quiet is not None
    assert (quiet.hours.name, quiet.unless, quiet.urgent_passes) == ("office", None, True)


def test_the_operations_file_counts_and_tells_no_editions_apart() -> None:
    def read(live: str) -> Edition:
        made, problems = check_edition(
            whole(people("li: {name: Li}", "wang: {name: W}", head="include: live.yaml\n")),
            "s.yaml",
            operations=read_source(live, "live.yaml"),
        )
        assert made is not None, [problem.render() for problem in problems]
        return made

    one, two = read("people: {li: {name: Lili}}\n"), read("people: {li: {name: Lulu}}\n")
    assert [person.name for person in one.people.values()] == ["Lili", "W"]
    assert one.fingerprint == two.fingerprint == read("people: {li: {quiet_hours: {outside: {mon-fri: ['09:00-17:00']}}}}\n").fingerprint
    bad = "people: {wang: desk, li: {contacts: {sms: 138}, quiet_hours: {outside: nights}, time_zone: Mars}}\n"
    made, problems = check_edition(whole("include: live.yaml\n"), "s.yaml", operations=read_source(bad, "live.yaml"))
    assert made is None
    assert {(problem.code, str(problem.place).partition(":")[0]) for problem in problems} == {
        (code, "live.yaml") for code in ("DOC034", "DOC039", "DOC061", "TIM003")
    }


@pytest.mark.parametrize(
    ("line", "code", "path"),
    [
        ("li: {time_zone: Mars/Olympus}", "TIM003", "people.li.time_zone"),
        ("li: {calendar: offcie}", "DOC061", "people.li.calendar"),
        ("li: {calendar: 24/7}", "DOC061", "people.li.calendar"),
        ("li: {quiet_hours: {outside: nights}}", "DOC061", "people.li.quiet_hours.outside"),
        ("li: {quiet_hours: {outside: office, unless: {event: opened}}}", "ESC007", "people.li.quiet_hours.unless"),
        ("li: {contacts: {sms: 13800138000}}", "DOC034", "people.li.contacts.sms"),
        ("li: {contacts: {sms: {env: 'PHONE LI'}}}", "DOC048", "people.li.contacts.sms.env"),
        ("li: {rolls: [boss]}", "DOC030", "people.li.rolls"),
        ("customer: {name: Li}", "ESC055", "people.customer"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(line: str, code: str, path: str) -> None:
    problem = next(problem for problem in told(people(line, head=lints.OFFICE)) if problem.severity == "error")
    assert (problem.code, problem.path_text) == (code, path)
    assert problem.place is not None
    assert problem.place.line > 1


def test_who_a_notice_names_is_among_the_people() -> None:
    standard = servstd.loads(
        whole(
            people("li: {name: 李雷}", "wang: {}")
            + "attributes: {owner: {kind: person}}\n"
            + 'customer_notices: {notices: [{trigger: {event: opened}, text: "{{owner.name}}"}]}\n'
        )
    )
    for owner, name in (("li", "李雷"), ("wang", "wang"), ("zhao", "zhao")):
        event = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": {"owner": owner}}
        (effect,) = standard.decide([event], now="2026-01-05T09:00:00Z").effects
        assert effect.order is not None
        assert effect.order.facts["persons"] == {"owner": {"key": owner, "name": name}}


# ── what notifiers need ──────────────────────────────────────────────────────────────────────────────────────────────


class Raising:
    @property
    def contact(self) -> str:
        raise RuntimeError("down")


@attrs.frozen
class Part:
    addressing: object
    contact: object


def test_what_a_notifier_needs_is_written_or_known_of_it() -> None:
    parts = {"mail": Part("person", "email"), "group": Part("room", "x"), "odd": Part("person", 3), "down": Raising()}
    registry = Registry(tuple(Component(name, kind="notifiers", plugin="p", part=part) for name, part in parts.items()))
    written: dict[str, object] = {
        "sms": {"type": "acme", "contact": "sms"}, "screen": {"type": "console"}, "file": {"type": "jsonl"},
        **{name: {"type": "acme"} for name in (*parts, "gone")},
    }  # fmt: skip
    known = {"sms": "sms", "screen": "", "file": "", "mail": "email", "group": "", "odd": None, "down": None, "gone": None}
    assert needs_of(written, registry) == known
    assert needs_of({"mail": {"type": "acme"}}, None) == {"mail": None}
    assert edition(NOTIFIERS).notifier_needs == {"wecom": "wecom", "sms": "sms"}


# ── directories ──────────────────────────────────────────────────────────────────────────────────────────────────────


@attrs.frozen
class Staff:
    """A directory that gives what it is told to."""

    give: Callable[[], Iterable[object]]
    name: str = "hr"
    summary: str = "Staff."

    def people(self) -> Iterable[Person]:
        return cast("Iterable[Person]", self.give())


def offered(*given: object, name: str = "hr") -> Registry:
    return Registry((Component(name, kind="directories", plugin="acme", part=Staff(lambda: given, name=name)),))


def ask(registry: Registry | None, *names: str) -> tuple[list[Person], list[Problem]]:
    report = Report()
    return ask_directories(names or ("hr",), {"office": ALWAYS}, registry, report), report.problems


def test_people_of_a_directory_are_added_and_the_document_counts() -> None:
    registry = offered(Person("li", name="L"), Person("wang", name="Wang", roles=("supervisor",), contacts={"sms": "1"}))
    text = whole(people("li: {name: Li, manager: wang}", head="directories: [hr]\n"))
    made, problems = check_edition(text, registry=registry)
    assert made is not None, problems
    assert [(person.key, person.name) for person in made.people.values()] == [("li", "Li"), ("wang", "Wang")]
    other, _ = check_edition(text, registry=offered(Person("wang", name="Wang", contacts={"sms": "2"})))
    assert other is not None
    assert made.fingerprint == other.fingerprint, "a directory changes daily"
    assert json.dumps(made.source, ensure_ascii=False).count("Wang") == 0


def test_the_operations_file_names_directories_too_and_each_is_asked_once() -> None:
    asked: list[str] = []

    def give() -> Iterable[object]:
        asked.append("hr")
        return [Person("wang")]

    registry = Registry((Component("hr", kind="directories", plugin="acme", part=Staff(give)),))
    live = read_source("directories: [hr]\n", "live.yaml")
    made, _ = check_edition(whole("include: live.yaml\ndirectories: [hr]\n"), operations=live, registry=registry)
    assert made is not None
    assert (list(made.people), asked, made.source["directories"]) == (["wang"], ["hr"], ["hr"])


GOOD = Person(
    "li", name="Li", roles=("boss",), team="desk", manager="wang", contacts={"sms": "1"}, secrets={"mail": "MAIL"}, language="zh",
    time_zone="Asia/Shanghai", calendar="office", quiet=QuietHours(ALWAYS), prefers={"": {"high": ("sms",)}},
)  # fmt: skip
BAD: Mapping[str, tuple[object, ...]] = {
    "key": ("", " li", 3, "owner", "customer", "\ud800"),
    "name": (None,),
    "roles": ("boss", (1,), None),
    "team": (1,),
    "manager": (1,),
    "contacts": ({"sms": 1}, {"sms": ""}, {1: "x"}, "x"),
    "secrets": ({"sms": 1},),
    "language": ("fr",),
    "time_zone": ("Mars", 3),
    "calendar": ("gone", 3),
    "quiet": ("nights", QuietHours(cast("object", "nights"))),  # type: ignore[arg-type]
    "prefers": ((), {"": ("sms",)}, {1: {}}, {"": {"loud": ()}}, {"": {"high": "sms"}}),
}


def test_a_sound_person_is_taken_as_given() -> None:
    assert ask(offered(GOOD, Person("wang"))) == ([GOOD, Person("wang")], [])


@pytest.mark.parametrize(("part", "value"), [(part, value) for part, values in BAD.items() for value in values])
def test_what_is_no_sound_person_is_told_with_the_plugins_name(part: str, value: object) -> None:
    changed = {field.name: getattr(GOOD, field.name) for field in attrs.fields(Person)} | {part: value}
    kept, problems = ask(offered(Person("wang"), Person(**changed)))
    assert kept == [Person("wang")]
    (problem,) = problems
    assert (problem.code, problem.params["wrong"], problem.params["number"]) == ("ESC050", part, 2)
    assert "acme" in problem.message("en")
    assert "acme" in problem.message("zh")


def test_something_else_than_a_person_and_addresses_that_are_not_shown() -> None:
    _, (problem,) = ask(offered({"key": "li", "sms": "13800138000"}))
    assert (problem.code, problem.params["found"], problem.params["wrong"]) == ("ESC050", "dict", "type")
    assert "13800138000" not in repr(problem)


def test_a_key_told_twice_by_one_directory_or_by_two() -> None:
    kept, problems = ask(offered(Person("li", name="a"), Person("li", name="b")))
    assert ([person.name for person in kept], [problem.code for problem in problems]) == (["a"], ["ESC051"])
    two = Registry((*offered(Person("li")).components, *offered(Person("li"), name="crm").components))
    _, (problem,) = ask(two, "hr", "crm")
    assert (problem.code, problem.path) == ("ESC051", ("directories", 1))


def test_a_directory_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servstd.document._directories.MOST_PEOPLE", 2)

    def forever() -> Iterable[object]:
        number = 0
        while True:
            number += 1
            yield Person(f"p{number}")

    registry = Registry((Component("hr", kind="directories", plugin="acme", part=Staff(forever)),))
    kept, (problem,) = ask(registry)
    assert (len(kept), problem.code, problem.params["most"]) == (2, "ESC052", 2)


def test_a_directory_that_fails_is_not_there_or_has_no_host() -> None:
    def fails() -> Iterable[object]:
        raise ValueError("no connection")

    _, (problem,) = ask(Registry((Component("hr", kind="directories", plugin="acme", part=Staff(fails)),)))
    assert (problem.code, problem.params["what"]) == ("PLG036", "no connection")
    broken = Failure("acme", reason=Problem("DLV002", params={"found": "x"}), offers=frozenset({("directories", "hr")}))
    for registry in (Registry(), Registry(failures=(broken,))):
        _, (problem,) = ask(registry)
        assert (problem.code[:3], problem.path) == ("PLG", ("directories", 0))
    _, (problem,) = ask(None)
    assert problem.code == "ESC053"
    assert found("directories: [hr]\n", "ESC053").path_text == "directories[0]"


def test_what_is_wrong_with_people_of_a_directory_is_told_at_the_directory() -> None:
    made, problems = check_edition(whole("directories: [hr]\n"), registry=offered(Person("li", manager="gone")))
    assert made is None
    assert [(problem.code, problem.path_text) for problem in problems] == [("ESC040", "directories")]


# ── the lints ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", [code for code, entry in entries("ESC").items() if "ESC040" <= code <= "ESC059" and entry.bad])
def test_every_example_shows_it_and_its_mended_form_is_clean(code: str) -> None:
    entry = entries("ESC")[code]
    shown = next(problem for problem in problems_of(entry.bad) if problem.code == code)
    for locale in ("en", "zh"):
        assert shown.render(locale)
    ours = [problem for problem in problems_of(entry.good) if problem.severity == "error" or "ESC040" <= problem.code <= "ESC059"]
    assert ours == []


def test_a_circle_of_managers_is_told_once_as_the_circle() -> None:
    fragment = people("a: {manager: b}", "b: {manager: c}", "c: {manager: b}", "d: {manager: d}", "e: {manager: a}", "f: {}")
    circles = [(problem.path_text, problem.params["cycle"]) for problem in told(fragment)]
    assert circles == [("people.b.manager", "b → c → b"), ("people.d.manager", "d → d")]


def test_a_contact_nobody_reads_is_told_once_and_only_where_it_is_known() -> None:
    two = people("li: {contacts: {smss: '1', sms: '2'}}", "wang: {contacts: {smss: {env: X}}}", head=NOTIFIERS)
    assert codes(two) == ["ESC042"]
    assert found(two, "ESC042").path_text == "people.li.contacts.smss"
    assert codes(people("li: {contacts: {smss: '1'}}")) == []
    assert codes(people("li: {contacts: {smss: '1'}}", head="notifiers: {screen: {type: console}}\n")) == []
    unknown, _ = check_edition(
        whole(people("li: {contacts: {x: '1'}}", head="notifiers: {a: {type: acme}, b: {type: console, contact: b}}\n"))
    )
    assert unknown is not None
    assert [problem.code for problem in unknown.problems if problem.code == "ESC042"] == []


def test_names_and_teams() -> None:
    head = "attributes: {team: {values: [desk]}}\n"
    assert codes(people("a: {name: Li, team: desk}", "b: {name: Li, team: works}", "c: {}", head=head)) == ["ESC049", "ESC054"]
    assert codes(people("a: {team: works}", head="attributes: {team: {label: Team}}\n")) == []


def test_levels_and_owners_nobody_is() -> None:
    head = "owner: {role: boss, team: desk, person: li}\nescalation: {ladder: [specialist, {supervisor: Chief}]}\n"
    assert codes(people("li: {roles: [specialist, boss], team: desk}", head=head)) == ["ESC044"]
    assert found(people("li: {roles: [specialist, boss], team: desk}", head=head), "ESC044").path_text == "escalation.ladder[1]"
    assert codes(people("wang: {}", head="owner: {role: boss, team: desk, person: li}\n")) == ["ESC045"] * 3
    assert codes(people("wang: {}", head="owner: Somebody\n")) == []
    assert codes(head) == []  # who the people are is not known here


def test_preferences_are_told_where_they_are_written() -> None:
    head = NOTIFIERS + LADDER % "{notify: [li]}"
    one = people(
        "li: {roles: [specialist, supervisor], contacts: {sms: '1'}, prefers: {high: [smss, sms], low: [sms], normal: [wecom]},"
        " topics: {late: [wecmo], lat: [sms]}}",
        head=head,
    )
    assert [(p.code, p.path_text) for p in told(one) if p.code.startswith("ESC")] == [
        ("ESC048", "people.li.prefers"),
        ("ESC046", "people.li.prefers.high[0]"),
        ("ESC046", "people.li.topics.late[0]"),
        ("ESC047", "people.li.topics.lat"),
    ]
    assert codes(people("li: {prefers: [pager]}")) == []  # a standard without notifiers may have any


# ── who cannot be reached ────────────────────────────────────────────────────────────────────────────────────────────


def reach(steps: str, *lines: str, more: str = "") -> list[tuple[str, object, object]]:
    fragment = people(*lines, head=NOTIFIERS + LADDER % steps + more)
    return [(p.path_text, p.params["urgency_en"], p.params["step"]) for p in told(fragment) if p.code == "ESC043"]


LI, WANG, SUN = "li: {roles: [specialist], team: desk, manager: wang}", "wang: {roles: [supervisor], contacts: {sms: {env: P}}}", "sun: {}"


@pytest.mark.parametrize(
    ("steps", "unreached"),
    [
        ("{level: specialist, via: [sms]}", ["li"]),
        ("{level: supervisor, via: [sms]}", []),
        ("{level: supervisor, via: [wecom]}", ["wang"]),
        ("{level: supervisor}", []),
        ("{notify: [{role: specialist}]}", ["li"]),
        ("{notify: [{team: desk}]}", ["li"]),
        ("{notify: [sun]}", ["sun"]),
        ("{notify: [{manager_of: li}], via: [wecom]}", ["wang"]),
        ("{notify: [{manager_of: owner}, owner, customer, {room: sms}], via: [wecom]}", []),
        ("{notify: [{round_robin: [sun, wang]}], via: [sms]}", ["sun"]),
        ("{notify: [{manager_of: wang}]}", []),
    ],
)
def test_whoever_a_step_may_tell_must_be_reached(steps: str, unreached: list[str]) -> None:
    assert [path.split(".")[1] for path, _, _ in reach(steps, LI, WANG, SUN)] == unreached


def test_each_is_told_once_for_an_urgency() -> None:
    steps = "{notify: [sun]}, {notify: [sun], after: 1h}, {notify: [sun, sun], after: 1h, urgency: high, name: loud}"
    assert reach(steps, LI, WANG, SUN) == [("people.sun", "normal", "1"), ("people.sun", "high", "loud")]
    assert codes(people(SUN, head=LADDER % "{notify: [sun]}")) == ["ESC044", "ESC044"]  # without notifiers nothing is known


def test_everyone_on_a_rota_and_its_fallback() -> None:
    rotas = (
        "rotas:\n"
        "  desk: {shifts: {day: '00:00-24:00'}, pattern: [day], people: [sun], from: 2026-01-05, fallback: {rota: night}}\n"
        "  night: {shifts: {day: '00:00-24:00'}, pattern: [day], people: [wang], from: 2026-01-05, fallback: [{rota: desk}, li]}\n"
    )
    assert [path for path, _, _ in reach("{notify: [{rota: desk}], via: [sms]}", LI, WANG, SUN, more=rotas)] == ["people.li", "people.sun"]


def test_a_person_of_a_directory_is_told() -> None:
    class Plugin:
        @implements.directories
        def directories(self, ctx: object) -> list[Staff]:
            return [Staff(lambda: [Person("wang", roles=("supervisor",), secrets={"sms": "PHONE_WANG"})])]

    host = servstd.Host.empty().with_plugin(Plugin())
    text = whole("directories: [hr]\n" + NOTIFIERS + LADDER % "{level: supervisor}")
    event = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    (effect,) = servstd.loads(text, host=host).decide([event], now="2026-01-05T09:00:00Z").effects
    assert effect.order is not None
    assert (effect.order.recipient, effect.order.via, effect.order.secrets) == ("wang", ("sms",), {"sms": "PHONE_WANG"})
