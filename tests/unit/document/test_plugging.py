"""A standard that names what plugins offer: bound where it is there, refused with the cause where it is not, and decided with."""

# a source stays on one line

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import ModuleType

import pytest

import servstd
from servstd.conditions import Plugin, compile_state
from servstd.decide import Decision
from servstd.errors import PluginError, Problem, StandardError
from servstd.hookspecs import PluginContext, implements
from servstd.host import Host
from servstd.protocols import Finding
from servstd.registry import Component, Registry
from servstd.standard import Standard
from tests.contracts.distributions import HEAD

TEXT = """\
format: 1
standard: desk
version: "1"
effective_from: 2026-01-01
time_zone: UTC
attributes:
  area: {kind: number, default: 0}
  hour: {kind: number, default: 0}
  vip: {kind: bool, default: false}
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
sla:
  policies:
    - name: night
      when: {condition: {night_shift: {from: 22}}}
      calendar: always
      targets: {resolution: 1h}
    - {name: all, default: true, calendar: office, targets: {resolution: 4h}}
"""
SOURCED = TEXT.replace("office: {hours", "site: {label: Site, source: {ical: {file: x.ics}}}\n  office: {hours")
AT = "2026-01-05T10:00:00Z"
OPENED = {"case": "1", "at": AT, "kind": "opened", "data": {"hour": 23}}
NOW = "2026-01-05T10:30:00Z"


class NightShift:
    """A condition that remembers how often it was asked."""

    name, summary, reads = "night_shift", "Holds at night.", ("hour",)
    asked = 0

    def holds(self, attributes: Mapping[str, object], args: Mapping[str, object], /) -> bool:
        type(self).asked += 1
        hour, first = attributes.get("hour"), args["from"]
        assert isinstance(first, int)
        return isinstance(hour, (int, float)) and hour >= first


class Offering:
    """A plugin that offers given parts of one kind."""

    def __init__(self, kind: str, *parts: object) -> None:
        def hook(ctx: PluginContext) -> list[object]:
            return list(parts)

        self.hook = getattr(implements, kind)(hook)


def hosting(kind: str, *parts: object) -> Host:
    return Host.empty().with_plugin(Offering(kind, *parts), name="acme")


def broken(reason: str = "KeyError('shift table')") -> Host:
    """Return a host of which the only plugin, called `night_shift`, failed."""
    from servstd.host.loading import load_part
    from servstd.host.merging import merge
    from servstd.host.operations import Operations
    from servstd.host.records import PluginRecord
    from servstd.host.settings import Surroundings

    module = ModuleType("night_shift")
    exec(compile(f"{HEAD}@implements.conditions\ndef conditions(ctx): raise {reason}\n", "shifts.py", "exec"), module.__dict__)
    record = load_part(PluginRecord("night_shift"), module, Operations(), Surroundings({}), "en")
    records, registry, _ = merge(PluginRecord("servstd"), (record,), Operations())
    return Host(records, registry=registry, surroundings=Surroundings({}))


def refused(text: str, host: Host | None) -> Problem:
    with pytest.raises(StandardError) as error:
        servstd.loads(text, "desk.yaml", host=host)
    (problem,) = [problem for problem in error.value.problems if problem.severity == "error"]
    return problem


# ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_condition_of_a_plugin_decides() -> None:
    standard = servstd.loads(TEXT, host=hosting("conditions", NightShift()))
    (clock,) = standard.decide([OPENED], now=NOW).clocks
    assert clock.policy == "night"
    (clock,) = standard.decide([{**OPENED, "data": {"hour": 3}}], now=NOW).clocks
    assert clock.policy == "all"


def test_it_is_asked_again_only_when_what_it_reads_has_changed() -> None:
    host = hosting("conditions", NightShift())
    history: list[dict[str, object]] = [OPENED]
    counts: list[int] = []
    for minute, data in ((1, {"area": 1}), (2, {"vip": True}), (3, {"hour": 1}), (4, {"area": 2})):
        history.append({"case": "1", "at": f"2026-01-05T10:0{minute}:00Z", "kind": "changed", "data": data})
        standard = servstd.loads(TEXT, host=host)
        NightShift.asked = 0
        standard.decide(history, now=NOW)
        counts.append(NightShift.asked)
    assert counts == [1, 1, 2, 2]


def test_a_plugins_condition_names_what_it_reads() -> None:
    assert Plugin("x").reads == ()
    assert Plugin("x", part=NightShift()).reads == ("hour",)
    assert compile_state(Plugin("x"))({}) is False


def test_a_condition_nobody_offers_is_refused_at_its_place() -> None:
    problem = refused(TEXT, Host.empty())
    assert (problem.code, str(problem.place)) == ("PLG030", "desk.yaml:15:26")
    assert problem.message() == "there is no condition 'night_shift'"
    assert problem.message("zh") == "没有名为 'night_shift' 的条件"


def test_a_condition_of_a_broken_plugin_is_refused_with_its_own_failure() -> None:
    problem = refused(TEXT, broken())
    assert (problem.code, str(problem.place)) == ("PLG031", "desk.yaml:15:26")
    assert problem.message() == (
        "there is no condition 'night_shift'; a plugin that may offer it is not active: night_shift: plugin night_shift: "
        "the hook conditions failed: KeyError: 'shift table' (shifts.py:7)"
    )
    assert problem.message("zh").startswith(
        "没有名为 'night_shift' 的条件；可能提供它的插件未启用：night_shift: 插件 night_shift：钩子 conditions 出错"
    )
    assert problem.hint().startswith("Mend night_shift")


def test_without_a_host_a_condition_is_warned_of_and_never_holds() -> None:
    standard = servstd.loads(TEXT, "desk.yaml")
    (problem,) = [problem for problem in standard.problems if problem.code == "PLG040"]
    assert (problem.severity, str(problem.place)) == ("warning", "desk.yaml:15:26")
    assert problem.message() == "the condition 'night_shift' comes from a plugin, and there is none at hand: it never holds"
    assert problem.message("zh") == "条件 'night_shift' 来自插件，但目前没有可用的插件：它永远不成立"
    assert standard.decide([OPENED], now=NOW).clocks[0].policy == "all"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("raise KeyError('area')", "KeyError: 'area'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return 1", "it answered int, not bool"),
        ("return None", "it answered NoneType, not bool"),
        ("attributes['hour'] = 3", "TypeError: 'mappingproxy' object does not support item assignment"),
        ("args['from'] = 3", "TypeError: 'mappingproxy' object does not support item assignment"),
    ],
)
def test_a_condition_that_fails_stops_the_decision_and_names_the_plugin(body: str, what: str) -> None:
    scope: dict[str, object] = {}
    exec(f"def holds(self, attributes, args, /):\n    {body}\n", scope)
    part = type("Part", (), {"name": "night_shift", "summary": "x", "reads": ("hour",), "holds": scope["holds"]})()
    standard = servstd.loads(TEXT, host=hosting("conditions", part))
    with pytest.raises(PluginError) as error:
        standard.decide([OPENED], now=NOW)
    problem = error.value.problem
    assert problem.code == "PLG042"
    assert problem.message() == f"plugin acme: the condition 'night_shift' failed: {what}"
    assert problem.message("zh") == f"插件 acme：条件 'night_shift' 出错：{what}"
    assert pickle.loads(pickle.dumps(error.value)).problem == problem


@pytest.mark.parametrize(
    "where",
    [
        "any: [{vip: true}, {condition: {night_shift: {from: 22}}}]",
        "all: [{condition: {night_shift: {from: 22}}}]",
        "none: [{all: [{hour: {lt: 22}}, {none: [{condition: {night_shift: {from: 22}}}]}]}]",
    ],
)
def test_a_condition_inside_others_is_bound_too(where: str) -> None:
    standard = servstd.loads(TEXT.replace("condition: {night_shift: {from: 22}}", where), host=hosting("conditions", NightShift()))
    assert standard.decide([OPENED], now=NOW).clocks[0].policy == "night"


def test_a_condition_in_a_metric_and_in_answered_on_arrival_is_bound_too() -> None:
    text = TEXT.replace(
        "sla:\n",
        "sla:\n  answered_on_arrival: {condition: {night_shift: {from: 22}}}\n"
        "  metrics: {visit: {start: {becomes: {condition: {night_shift: {from: 22}}}}, stop: {event: x-arrived}}}\n",
    ).replace("office, targets: {resolution: 4h}", "office, targets: {resolution: 4h, first_response: 1h, visit: 2h}")
    host = hosting("conditions", NightShift())
    edition = servstd.loads(text, host=host).current
    assert isinstance(edition.answered_on_arrival, Plugin)
    assert edition.answered_on_arrival.plugin == "acme"
    refusals = [problem.path for problem in _problems(text, Host.empty()) if problem.code == "PLG030"]
    assert ("sla", "answered_on_arrival", "condition", "night_shift") in refusals
    assert ("sla", "metrics", "visit", "start", "becomes", "condition", "night_shift") in refusals


def _problems(text: str, host: Host) -> Sequence[Problem]:
    with pytest.raises(StandardError) as error:
        servstd.loads(text, host=host)
    return error.value.problems


def test_another_plugins_condition_does_not_stand_in() -> None:
    other = type("Other", (NightShift,), {"name": "day_shift"})()
    assert refused(TEXT, hosting("conditions", other)).code == "PLG030"
    assert refused(TEXT.replace("night_shift", "day_shfit"), hosting("conditions", other)).params["expected"] == "day_shift"


# ── states, pickles, observers ────────────────────────────────────────────────────────────────────────────────
def test_a_standard_with_plugins_is_pickled_and_its_states_go_round() -> None:
    standard = servstd.loads(TEXT, host=hosting("conditions", NightShift()))
    again: Standard = pickle.loads(pickle.dumps(standard))
    assert again.fingerprint == standard.fingerprint
    state = standard.advance(standard.start(), OPENED)
    there = again.read_state(state.to_json())
    assert again.settle(there, now=NOW).as_dict() == standard.decide([OPENED], now=NOW).as_dict()
    assert again.decide([OPENED], now=NOW).clocks[0].policy == "night"


class Watcher:
    """An observer that raises as often as it is told."""

    summary = "Watches."

    def __init__(self, name: str, error: BaseException | None = None) -> None:
        self.name = name
        self.seen: list[str | None] = []
        self._error = error

    def decided(self, decision: Decision, /) -> None:
        self.seen.append(decision.case)
        if self._error is not None:
            raise self._error


class Unspeakable(Exception):
    """An error that cannot say what it is."""

    def __str__(self) -> str:
        raise OSError


def test_observers_see_every_decision_and_break_nothing() -> None:
    watchers = [Watcher("a", KeyError("x")), Watcher("b", SystemExit(3)), Watcher("c", Unspeakable()), Watcher("d")]
    host = hosting("observers", *watchers)
    plain = TEXT.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}")
    standard, alone = servstd.loads(plain, host=host), servstd.loads(plain)
    other = {**OPENED, "case": "2"}
    assert standard.decide([OPENED], now=NOW).as_dict() == alone.decide([OPENED], now=NOW).as_dict()
    assert standard.settle(standard.advance(standard.start(), OPENED), now=NOW).case == "1"
    assert [decision.case for decision in standard.decide_many([OPENED, other], now=NOW)] == ["1", "2"]
    assert all(watcher.seen == ["1", "1", "1", "2"] for watcher in watchers)
    assert standard.observer_troubles == {"a": "KeyError: 'x'", "b": "SystemExit: 3", "c": "Unspeakable"}
    assert (alone.observer_troubles, pickle.loads(pickle.dumps(standard)).observer_troubles) == ({}, {})


# ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────
class Ical:
    """A calendar source that gives what it was told to."""

    name, summary = "ical", "Reads calendars."

    def __init__(self, gives: object) -> None:
        self._gives = gives
        self.asked: tuple[object, ...] = ()

    def calendar(self, args: Mapping[str, object], first: date, last: date, /) -> Mapping[str, object]:
        self.asked = (dict(args), first, last)
        if isinstance(self._gives, BaseException):
            raise self._gives
        return self._gives  # type: ignore[return-value]


SITE = {"hours": {"mon-fri": ["10:00-11:00"]}}
ON_SITE = SOURCED.replace("calendar: office, targets: {resolution: 4h}", "calendar: site, targets: {resolution: 1h}")


def test_a_calendar_of_a_plugin_is_used_and_asked_for_the_years_around_the_edition() -> None:
    source = Ical({**SITE, "label": "Told"})
    plain = ON_SITE.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}")
    standard = servstd.loads(plain, host=hosting("calendars", source))
    assert source.asked == ({"file": "x.ics"}, date(2025, 1, 1), date(2036, 12, 31))
    due = standard.decide([{**OPENED, "at": "2026-01-05T10:30:00Z"}], now=NOW).clocks[0].due_at
    assert due is not None
    assert due.isoformat() == "2026-01-06T10:30:00+00:00"
    other = servstd.loads(plain, host=hosting("calendars", Ical({"hours": {"mon-fri": ["10:00-12:00"]}})))
    assert other.fingerprint != standard.fingerprint


@pytest.mark.parametrize(
    ("gives", "what"),
    [
        (ValueError("no such file: x.ics"), "no such file: x.ics"),
        (ValueError(), "ValueError"),
        (KeyError("DTSTART"), "KeyError: 'DTSTART'"),
        (SystemExit(1), "SystemExit: 1"),
        (None, "NoneType, not a calendar"),
        ([], "list, not a calendar"),
    ],
)
def test_a_source_that_fails(gives: object, what: str) -> None:
    problem = refused(SOURCED.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}"), hosting("calendars", Ical(gives)))
    assert (problem.code, str(problem.place)) == ("PLG036", "desk.yaml:11:38")
    assert problem.message() == f"plugin acme: its calendar source 'ical' failed: {what}"
    assert problem.message("zh") == f"插件 acme：日历来源 'ical' 出错：{what}"


def test_a_calendar_that_is_none_is_told_where_the_source_is_named() -> None:
    host = hosting("calendars", Ical({"hours": {"mon-fri": ["25:00-26:00"]}}))
    problem = refused(SOURCED.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}"), host)
    assert problem.place is not None
    assert problem.place.line == 11


@pytest.mark.parametrize(
    ("host", "code", "column", "message"),
    [
        (None, "PLG039", 31, "the calendar comes from the source 'ical', and there is no plugin at hand"),
        (Host.empty(), "PLG030", 32, "there is no calendar source 'ical'"),
        (broken(), "PLG031", 32, "there is no calendar source 'ical'; a plugin that may offer it is not active: night_shift: "),
    ],
)
def test_a_source_nobody_offers(host: Host | None, code: str, column: int, message: str) -> None:
    problem = refused(SOURCED.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}"), host)
    assert problem.code == code
    assert problem.message().startswith(message)
    assert problem.message("zh")
    assert str(problem.place) == f"desk.yaml:11:{column}"


@pytest.mark.parametrize("written", ["ical", "{}", "{ical: {}, other: {}}"])
def test_a_source_that_is_not_one_name(written: str) -> None:
    text = SOURCED.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}").replace("{ical: {file: x.ics}}", written)
    codes = {problem.code for problem in _problems(text, Host.empty())}
    assert "PLG041" in codes
    problem = next(problem for problem in _problems(text, Host.empty()) if problem.code == "PLG041")
    assert (problem.message(), problem.message("zh")) == ("a source has one name with its settings", "来源应为一个名称及其设置")


def test_the_window_of_a_standard_without_a_date() -> None:
    source = Ical(SITE)
    for written, year in (('effective_from: "x"', 2000), ("effective_from: 9999-01-01", 9000)):
        _problems(
            SOURCED.replace("effective_from: 2026-01-01", written).replace("time_zone: UTC", "time_zone: X"), hosting("calendars", source)
        )
        assert source.asked[1] == date(year - 1, 1, 1)


# ── types of notifiers, open secrets ──────────────────────────────────────────────────────────────────────────
PLAIN = TEXT.replace("{condition: {night_shift: {from: 22}}}", "{vip: true}")


def test_a_type_nobody_offers() -> None:
    problem = refused(PLAIN + "notifiers: {a: {type: consle}}\n", Host.empty())
    assert (problem.code, str(problem.place), problem.params["expected"]) == ("PLG030", "desk.yaml:19:23", "console")
    assert refused(PLAIN + "notifiers: {a: {type: wecom}}\n", broken()).code == "PLG031"
    assert servstd.loads(PLAIN + "notifiers: {a: {type: console}}\n", host=Host.empty()).name == "desk"


@pytest.mark.parametrize("host", [None, Host.empty()])
@pytest.mark.parametrize(
    ("written", "key"),
    [("password: hunter2", "password"), ("tls: {Client_Secret: x}", "Client_Secret"), ("密码: x", "密码"), ("API_KEY: x", "API_KEY")],
)
def test_a_secret_written_in_a_standard_is_warned_of_at_its_place(host: Host | None, written: str, key: str) -> None:
    standard = servstd.loads(f"{PLAIN}notifiers:\n  a: {{type: console, {written}}}\n", "desk.yaml", host=host)
    (problem,) = [problem for problem in standard.problems if problem.code == "PLG035"]
    assert (problem.severity, problem.place.line if problem.place else 0) == ("warning", 20)
    assert problem.message() == f"{key} looks like a secret that is written in the open"
    assert problem.message("zh") == f"{key} 像是直接写出来的机密"


@pytest.mark.parametrize("written", ["password: {env: SMTP}", "token: {file: t}", "room: hunter2", "token: 5"])
def test_what_is_no_open_secret(written: str) -> None:
    standard = servstd.loads(f"{PLAIN}notifiers:\n  a: {{type: console, {written}}}\n", host=Host.empty())
    assert [problem for problem in standard.problems if problem.code == "PLG035"] == []


# ── checks ────────────────────────────────────────────────────────────────────────────────────────────────────
class House:
    """A check that finds what it was told to."""

    name, summary = "house", "Checks house rules."

    def __init__(self, *found: object) -> None:
        self._found = found
        self.today: date | None = None

    def check(self, source: Mapping[str, object], today: date | None, /) -> Iterable[Finding]:
        self.today = today
        for found in self._found:
            if isinstance(found, BaseException):
                raise found
            yield found  # type: ignore[misc]


def findings(*found: object) -> list[Problem]:
    standard = servstd.loads(PLAIN, "desk.yaml", host=hosting("standard_checks", House(*found)))
    return [problem for problem in standard.problems if problem.code.startswith("PLG")]


def test_what_a_check_finds_is_told_at_its_place_in_both_languages() -> None:
    path = ("sla", "policies", 1, "targets", "resolution")
    full = Finding("Four hours is too long.", path=path, fix="Promise two.", zh="四小时太长。", fix_zh="请改为两小时。", severity="note")
    first, second = findings(full, Finding("No title."))
    assert sorted((problem.message(), problem.severity) for problem in (first, second)) == [
        ("Four hours is too long. (a check of plugin acme)", "note"),
        ("No title. (a check of plugin acme)", "warning"),
    ]
    told = next(problem for problem in (first, second) if problem.severity == "note")
    plain = next(problem for problem in (first, second) if problem.severity == "warning")
    assert (told.message("zh"), told.hint(), told.hint("zh")) == ("四小时太长。（插件 acme 的检查）", "Promise two.", "请改为两小时。")
    assert (plain.message("zh"), plain.path) == ("No title.（插件 acme 的检查）", ())
    assert told.place is not None
    assert told.place.line == 18


def test_a_check_may_refuse_a_standard() -> None:
    problem = refused(PLAIN, hosting("standard_checks", House(Finding("No.", severity="error"))))
    assert (problem.code, problem.message()) == ("PLG037", "No. (a check of plugin acme)")


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (KeyError("nme"), "KeyError: 'nme'"),
        (SystemExit(), "SystemExit"),
        ("text", "str, not a Finding of texts and a path"),
        (Finding(5), "Finding, not a Finding of texts and a path"),  # type: ignore[arg-type]
        (Finding("x", path="sla"), "Finding, not a Finding of texts and a path"),  # type: ignore[arg-type]
        (Finding("x", path=(None,)), "Finding, not a Finding of texts and a path"),  # type: ignore[arg-type]
        (Finding("x", severity="fatal"), "Finding, not a Finding of texts and a path"),  # type: ignore[arg-type]
    ],
)
def test_a_check_that_fails_is_warned_of_and_harms_nothing_else(found: object, what: str) -> None:
    (problem,) = findings(found)
    assert (problem.code, problem.severity) == ("PLG036", "warning")
    assert problem.message() == f"plugin acme: its standard check 'house' failed: {what}"
    assert problem.message("zh") == f"插件 acme：标准检查 'house' 出错：{what}"


def test_a_check_is_given_the_date_and_cannot_change_the_standard() -> None:
    class Spoiler(House):
        def check(self, source: Mapping[str, object], today: date | None, /) -> Iterable[Finding]:
            source["sla"]["policies"].clear()  # type: ignore[index]
            return super().check(source, today)

    spoiler = Spoiler()
    standard = servstd.loads(PLAIN, host=hosting("standard_checks", spoiler), today=date(2026, 1, 5))
    assert spoiler.today == date(2026, 1, 5)
    assert len(standard.current.source["sla"]["policies"]) == 2  # type: ignore[index, call-overload]


def test_the_registry_is_all_that_is_needed() -> None:
    class Bare:
        registry = Registry((Component("night_shift", kind="conditions", plugin="p", part=NightShift()),))

    assert servstd.loads(TEXT, host=Bare()).decide([OPENED], now=NOW).clocks[0].policy == "night"


def test_a_check_that_never_ends_is_stopped() -> None:
    class Endless(House):
        def check(self, source: Mapping[str, object], today: date | None, /) -> Iterable[Finding]:
            while True:
                yield Finding("Again.")

    standard = servstd.loads(PLAIN, host=hosting("standard_checks", Endless()))
    assert sum(problem.code == "PLG037" for problem in standard.problems) == 1_000
