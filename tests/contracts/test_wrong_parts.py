"""Every test of every contract can fail: for each, a part that breaks one rule, and the words in which it is told.

*Rule:* a wrong part is a sound one spoilt in one place, and each test of a contract has at least one.
"""
# ruff: noqa: E501  # a table: one spoilt part a line

from __future__ import annotations

import asyncio
import logging
import random
import socket
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from servstd.hookspecs import implements
from servstd.people import Person
from servstd.protocols import Finding, InboundRefused, Limit, Receipt, Score
from servstd.testing import Answer, Outbox
from tests.contracts import parts, test_sound_parts

PAGER = test_sound_parts.TestPager
ASYNC = test_sound_parts.TestAsyncPager
FORM = test_sound_parts.TestForm
SPENDING = test_sound_parts.TestSpending
ABROAD = test_sound_parts.TestAbroad
SHOP = test_sound_parts.TestShop
STAFF = test_sound_parts.TestStaff
TERMS = test_sound_parts.TestTerms
TOPICS = test_sound_parts.TestTopics
LABELS = test_sound_parts.TestLabels
CSV = test_sound_parts.TestCsv
HELLO = test_sound_parts.TestHello
COUNTER = test_sound_parts.TestCounter
PLUGIN = test_sound_parts.TestPagerPlugin
MODULE = test_sound_parts.TestPluginThatIsAModule
PARTS: Mapping[type, type] = {
    ASYNC: parts.AsyncPager, FORM: parts.Form, SPENDING: parts.Spending, ABROAD: parts.Abroad, SHOP: parts.Shop, STAFF: parts.Staff,
    TERMS: parts.Terms, TOPICS: parts.Topics, LABELS: parts.Labels, CSV: parts.Csv, HELLO: parts.Hello, COUNTER: parts.Counter, PLUGIN: parts.PagerPlugin, PAGER: parts.Pager,
}  # fmt: skip


def raises(error: BaseException) -> Any:
    def function(*args: object) -> Any:
        raise error

    return function


def gives(value: object) -> Any:
    return lambda *args: value


def always(status: str) -> Any:
    """A notifier that judges whatever the provider answers in one way."""
    return lambda self, http, headers, content: Receipt(status, code="x")  # type: ignore[arg-type]


def swinging(*values: Any) -> Any:
    """Something that gives another value each time, then the last."""
    rest = list(values)

    def function(*args: object) -> Any:
        return rest.pop(0) if len(rest) > 1 else rest[0]

    return function


def reads_everything(self: Any, facts: Mapping[str, object], settings: object) -> Score:
    return Score(float(sum(1 for _ in facts.values() if _ is not None)))


def tries_thrice(self: Any, notice: Any) -> Receipt:
    receipts = [parts.Pager.send(self, notice) for _ in range(3)]
    return receipts[-1]


def sleeps_first(self: Any, notice: Any) -> Receipt:
    time.sleep(5)
    return parts.Pager.send(self, notice)


def sticks(self: Any, notice: Any) -> Receipt:
    self.gone = getattr(self, "gone", None) or parts.Pager.send(self, notice)
    return self.gone


def only_one_at_a_time(self: Any, notice: Any) -> Receipt:
    self.running = getattr(self, "running", 0) + 1
    try:
        return parts.Pager.send(self, notice) if self.running == 1 else Receipt.retryable("running")
    finally:
        self.running -= 1


async def async_only_one(self: Any, notice: Any) -> Receipt:
    self.running = getattr(self, "running", 0) + 1
    try:
        await asyncio.sleep(0)
        return Receipt.sent() if self.running == 1 else Receipt.retryable("running")
    finally:
        self.running -= 1


async def async_bad(self: Any, notice: Any) -> Any:
    return None


def opens_a_file(self: Any, *args: object) -> Any:
    return Score(float(len(Path("prices.csv").read_text(encoding="utf-8"))))


def asks_the_network(self: Any, *args: object) -> Any:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=0.1).close()
    except Exception:  # noqa: BLE001  # a plugin that swallows everything is caught as well
        return False
    return True


def logs(self: Any, *args: object) -> Any:
    print("looked at", args)
    return Score(1.0)


def sorts_in_place(key: str, result: Any) -> Any:
    def function(self: Any, data: Mapping[str, Any], *args: object) -> Any:
        value = data.get(key)
        if isinstance(value, list):
            value.append("more")
        elif isinstance(value, dict):
            value["more"] = 1
        return result

    return function


def more_days_on_the_edge(self: Any, args: object, first: date, last: date) -> Any:
    return {**parts.Shop().calendar({}, first, last), "hours": {"mon-fri": [f"{first.month:02}:00-18:00"]}}


def takes_out(self: Any, args: Any, first: date, last: date) -> Any:
    args.pop("shop", None)
    return parts.Shop().calendar({}, first, last)


def connects(self: Any, name: str, settings: Any) -> Any:
    socket.create_connection(("127.0.0.1", 9), timeout=0.1)


class Careless:
    """A plugin that looks at its settings without a class."""

    @property
    def hook(self) -> object:
        @implements.notifiers
        def notifiers(ctx: Any) -> Any:
            return [Outbox(ctx.settings.get("room", "desk"))]

        return notifiers


def other_each_time() -> Any:
    names = iter(f"n{number}" for number in range(100))
    return lambda self, name, settings: parts.Pager(settings.url, name=next(names))


def changes_the_decision(self: Any, decision: Any) -> None:
    decision.case = "another"


def generator(self: Any, inbound: Any) -> Iterator[Any]:
    yield from parts.Form.receive(self, inbound)


TERM = parts.Terms().agreements()[0]
SPOILT: list[tuple[type, str, dict[str, Any], str]] = [
    # ── notifiers ──
    (PAGER, "test_it_has_every_member", {"send": 3}, "`send` is a method"),
    (PAGER, "test_it_has_every_member", {"send": async_bad}, "is asynchronous"),
    (PAGER, "test_it_says_what_it_is", {"summary": ""}, "one sentence"),
    (PAGER, "test_it_says_what_it_is", {"summary": "One. Two."}, "one sentence"),
    (PAGER, "test_it_says_whom_it_addresses", {"addressing": "group"}, "`person`"),
    (PAGER, "test_it_says_whom_it_addresses", {"contact": ""}, "the key under which"),
    (PAGER, "test_its_limit_is_dated", {"limit": None}, "`limit` is a Limit"),
    (PAGER, "test_its_limit_is_dated", {"limit": Limit(20)}, "where it was read, and when"),
    (PAGER, "test_it_returns_a_receipt", {"send": gives(None)}, "returned None"),
    (PAGER, "test_it_returns_a_receipt", {"send": gives(Receipt("fine"))}, "a status is one of"),  # type: ignore[arg-type]
    (PAGER, "test_it_returns_a_receipt", {"send": gives(Receipt.permanent("no"))}, "is sent"),
    (PAGER, "test_it_takes_odd_texts", {"key": lambda self, notice: notice.text.encode("latin-1").decode()}, "raised UnicodeEncodeError"),
    (PAGER, "test_it_takes_a_notice_to_nobody", {"key": lambda self, notice: notice.recipients[0].key}, "raised IndexError"),
    (PAGER, "test_the_same_notice_has_the_same_key", {"key": lambda self, notice: random.random().hex()}, "made of `notice.key`"),
    (PAGER, "test_a_refused_connection_is_retryable", {"send": raises(ConnectionRefusedError("no"))}, "raises nothing"),
    (PAGER, "test_a_refused_connection_is_retryable", {"send": gives(Receipt.retryable(""))}, "has a code"),
    (PAGER, "test_bad_credentials_are_permanent", {"judge": always("retryable")}, "will not mend them"),
    (
        PAGER,
        "test_bad_credentials_are_permanent",
        {"judge": lambda self, *args: Receipt.permanent("http_401", detail=f"token {self.token.reveal()} refused")},
        "shows a secret: .*<the secret>",
    ),
    (PAGER, "test_a_busy_provider_is_retryable_after_what_it_asked", {"judge": always("permanent")}, "try later"),
    (PAGER, "test_a_busy_provider_is_retryable_after_what_it_asked", {"judge": always("retryable")}, "Retry-After"),
    (PAGER, "test_a_busy_provider_is_retryable_after_what_it_asked", {"send": sleeps_first}, "slept for 5 s"),
    (PAGER, "test_a_broken_provider_is_not_final", {"judge": always("permanent")}, "an error of the provider's own"),
    (PAGER, "test_a_broken_provider_is_not_final", {"send": tries_thrice}, "tried 3 times"),
    (PAGER, "test_a_dropped_connection_is_not_final", {"unclear": gives(Receipt.permanent("x"))}, "nobody knows"),
    (PAGER, "test_silence_is_not_final", {"unclear": gives(Receipt.sent())}, "nobody knows"),
    (PAGER, "test_an_error_inside_a_success_is_no_success", {"judge": always("sent")}, "an error code inside"),
    (PAGER, "test_it_can_be_used_after_a_failure", {"send": sticks}, "used again after a failure"),
    (PAGER, "test_its_repr_shows_no_secret", {"__repr__": lambda self: f"<Pager {self.token.reveal()}>"}, "shows a secret: <Pager <the secret>>"),
    (PAGER, "test_several_can_be_sent_at_once", {"send": only_one_at_a_time}, "at the same time"),
    (PAGER, "test_several_can_be_sent_at_once", {"send": raises(RuntimeError("busy"))}, "RuntimeError"),
    (ASYNC, "test_it_has_every_member", {"send": gives(None)}, "is not asynchronous"),
    (ASYNC, "test_it_returns_a_receipt", {"send": async_bad}, "returned None"),
    (ASYNC, "test_several_can_be_sent_at_once", {"send": async_only_one}, "at the same time"),
    # ── channels ──
    (FORM, "test_it_has_every_member", {"receive": None}, "`receive` is a method"),
    (FORM, "test_it_says_what_it_is", {"name": ""}, "not empty"),
    (FORM, "test_it_makes_events", {"events": gives([])}, "at least one event"),
    (FORM, "test_it_makes_events", {"trusts": gives(False)}, "refused it"),
    (FORM, "test_it_makes_events", {"receive": generator}, "a list of Event"),
    (
        FORM,
        "test_the_same_payload_makes_the_same_events",
        {"events": lambda self, data: parts.Form.events(self, {**data, "id": random.random()})},
        "the same ids",
    ),
    (FORM, "test_what_it_does_not_understand_is_refused", {"receive": lambda self, inbound: [inbound.body[0]]}, "InboundRefused for what it does"),
    (FORM, "test_what_it_does_not_understand_is_refused", {"receive": raises(InboundRefused(""))}, "a refusal has a code"),
    (FORM, "test_what_was_changed_on_the_way_is_refused", {"trusts": gives(True)}, "verify the signature"),
    (
        FORM,
        "test_what_comes_too_late_is_refused",
        {"receive": lambda self, inbound: parts.Form.receive(self, attrs.evolve(inbound, received_us=parts.SENT_US))},
        "a day late",
    ),
    (FORM, "test_its_repr_shows_no_secret", {"key": parts.Secret("k3y!"), "__repr__": lambda self: "<Form k3y!>"}, "shows a secret"),
    # ── scoring rules ──
    (SPENDING, "test_it_has_every_member", {"score": None}, "`score` is a method"),
    (SPENDING, "test_it_says_what_it_is", {"name": " x"}, "without blanks around it"),
    (SPENDING, "test_its_version_reads_and_range_are_told", {"version": ""}, "`version` is a text"),
    (SPENDING, "test_its_version_reads_and_range_are_told", {"reads": "spent"}, "letter by letter"),
    (SPENDING, "test_its_version_reads_and_range_are_told", {"range": (5, 0)}, "the least score"),
    (SPENDING, "test_the_same_facts_give_the_same_score", {"score": lambda *args: Score(random.random())}, "the same facts give the same score"),
    (SPENDING, "test_it_copes_with_missing_and_odd_facts", {"score": lambda self, facts, _: Score(float(facts["spent"]))}, "a rule is total"),
    (SPENDING, "test_it_copes_with_missing_and_odd_facts", {"score": gives(3.0)}, "returns a Score"),
    (SPENDING, "test_it_stays_within_its_range", {"range": (0.0, 1.0)}, "a number within `range`"),
    (SPENDING, "test_it_stays_within_its_range", {"score": gives(Score(float("nan")))}, "scored nan"),
    (SPENDING, "test_it_stays_within_its_range", {"score": gives(Score(True))}, "scored True"),
    (SPENDING, "test_its_evidence_is_plain_data", {"score": gives(Score(1.0, evidence={"on": date(2026, 1, 5)}))}, "written as JSON"),
    (SPENDING, "test_its_evidence_is_plain_data", {"score": gives(Score(1.0, evidence={"x": float("nan")}))}, "written as JSON"),
    (SPENDING, "test_its_evidence_is_plain_data", {"score": gives(Score(1.0, evidence={1: "x"}))}, "JSON does not keep"),  # type: ignore[dict-item]
    (SPENDING, "test_its_evidence_is_plain_data", {"score": gives(Score(1.0, evidence=["x"]))}, "is a mapping"),  # type: ignore[arg-type]
    (SPENDING, "test_it_reads_what_it_says", {"score": lambda self, facts, _: Score(float(len(str(facts.get("name")))))}, "asked for `name`"),
    (SPENDING, "test_it_reads_what_it_says", {"score": reads_everything}, "depends on the facts in `reads` alone"),
    (SPENDING, "test_it_changes_no_fact", {"score": lambda self, facts, _: facts.pop("spent")}, "not written to"),
    (SPENDING, "test_it_changes_no_fact", {"score": sorts_in_place("tags", Score(1.0))}, "changed the facts"),
    (SPENDING, "test_it_reaches_for_nothing_outside", {"score": opens_a_file}, "reached outside: open"),
    (SPENDING, "test_it_reaches_for_nothing_outside", {"score": logs}, "reached outside: printed"),
    (SPENDING, "test_it_reaches_for_nothing_outside", {"score": raises(ZeroDivisionError("x"))}, "a good sample raises nothing"),
    (SPENDING, "test_many_scores_are_the_scores_of_each", {"score_many": gives([])}, "in the order of its rows"),
    # ── conditions ──
    (ABROAD, "test_it_has_every_member", {"holds": None}, "`holds` is a method"),
    (ABROAD, "test_it_says_what_it_is", {"summary": 3}, "one sentence"),
    (ABROAD, "test_its_reads_are_told", {"reads": ["a", "a"]}, "each once"),
    (ABROAD, "test_it_answers_true_or_false", {"holds": gives("yes")}, "answers True or False"),
    (ABROAD, "test_the_same_case_gets_the_same_answer", {"holds": swinging(True, False)}, "get the same answer"),
    (ABROAD, "test_it_copes_with_missing_and_odd_attributes", {"holds": lambda self, case, _: case["country"] > "D"}, "raised KeyError"),
    (ABROAD, "test_it_reads_what_it_says", {"holds": lambda self, case, _: "tags" in case}, "asked for `tags`"),
    (ABROAD, "test_it_reads_what_it_says", {"holds": lambda self, case, _: "x" in list(case.values())}, "in `reads` alone"),
    (ABROAD, "test_it_changes_nothing", {"holds": sorts_in_place("tags", True)}, "changed the attributes"),
    (ABROAD, "test_it_reaches_for_nothing_outside", {"holds": asks_the_network}, "reached outside: socket"),
    # ── calendars ──
    (SHOP, "test_it_has_every_member", {"calendar": None}, "`calendar` is a method"),
    (SHOP, "test_it_says_what_it_is", {"summary": "No stop"}, "one sentence"),
    (SHOP, "test_its_calendar_is_plain_data", {"calendar": gives({"holidays": [date(2026, 1, 1)]})}, "is no plain data"),
    (SHOP, "test_its_calendar_can_be_read", {"calendar": gives({"hours": {"mon-fri": ["9-18"]}})}, "made a calendar with problems"),
    (SHOP, "test_its_calendar_can_be_read", {"calendar": gives(None)}, "in the form a standard writes it"),
    (SHOP, "test_one_day_can_be_asked_for", {"calendar": lambda self, args, first, last: {"x": 1 // (last - first).days}}, "ZeroDivisionError"),
    (SHOP, "test_the_same_days_give_the_same_calendar", {"hours": lambda *args: [random.random().hex()]}, "give the same calendar"),
    (SHOP, "test_more_days_change_none_in_between", {"calendar": more_days_on_the_edge}, "exact from the first day"),
    (SHOP, "test_it_changes_no_argument", {"calendar": takes_out}, "only looked at"),
    (SHOP, "test_its_repr_shows_no_secret", {"key": parts.Secret("k3y!"), "__repr__": lambda self: "<Shop k3y!>"}, "shows a secret"),
    # ── directories ──
    (STAFF, "test_it_has_every_member", {"people": ()}, "`people` is a method"),
    (STAFF, "test_it_says_what_it_is", {"name": "a\nb"}, "without line breaks"),
    (STAFF, "test_it_tells_of_people", {"people": gives([])}, "told of nobody"),
    (STAFF, "test_it_tells_of_people", {"people": gives(["li"])}, "returns Person values"),
    (STAFF, "test_each_person_is_told_once_and_in_full", {"people": gives([Person("li"), Person("li")])}, "twice"),
    (STAFF, "test_each_person_is_told_once_and_in_full", {"people": gives([Person("li", time_zone="Mars")])}, "whose time zone"),
    (STAFF, "test_each_person_is_told_once_and_in_full", {"people": gives([Person("li", language="zh-CN")])}, "whose language"),
    (STAFF, "test_managers_are_known_and_above", {"people": gives([Person("li", manager="x")])}, "does not tell of 'x'"),
    (STAFF, "test_managers_are_known_and_above", {"people": gives([Person("a", manager="b"), Person("b", manager="a")])}, "in a circle"),
    (STAFF, "test_it_can_be_asked_again", {"people": swinging([Person("a")], [])}, "the same people"),
    (STAFF, "test_its_repr_shows_no_secret", {"key": parts.Secret("k3y!"), "__repr__": lambda self: "<Staff k3y!>"}, "shows a secret"),
    # ── sources of agreements ──
    (TERMS, "test_it_has_every_member", {"agreements": ()}, "`agreements` is a method"),
    (TERMS, "test_it_says_what_it_is", {"summary": "No stop"}, "one sentence"),
    (TERMS, "test_it_knows_agreements", {"agreements": gives([])}, "gave nothing"),
    (TERMS, "test_it_knows_agreements", {"agreements": gives(["K1"])}, "each agreement is a mapping"),
    (TERMS, "test_it_knows_agreements", {"agreements": raises(KeyError("x"))}, "raised KeyError"),
    (TERMS, "test_its_rows_are_plain_data", {"agreements": gives([{**TERM, "from": date(2026, 1, 1)}])}, "is no plain data"),
    (TERMS, "test_its_rows_can_be_read", {"agreements": gives([TERM, {**TERM, "from": "soon"}])}, "a wrong row, number 2:\nfrom: "),
    (TERMS, "test_its_rows_can_be_read", {"agreements": gives([{**TERM, "calender": "x"}])}, "number 1:\ncalender: "),
    (TERMS, "test_it_can_be_asked_again", {"agreements": swinging([TERM], [])}, "the same agreements"),
    (TERMS, "test_its_repr_shows_no_secret", {"key": parts.Secret("k3y!"), "__repr__": lambda self: "<Terms k3y!>"}, "shows a secret"),
    # ── theme classifiers ──
    (TOPICS, "test_it_has_every_member", {"themes": ()}, "`themes` is a method"),
    (TOPICS, "test_it_says_what_it_is", {"summary": "No stop"}, "one sentence"),
    (TOPICS, "test_it_has_a_version", {"version": 1}, "version is 1"),
    (TOPICS, "test_it_finds_a_theme", {"themes": gives([])}, "found nothing"),
    (TOPICS, "test_it_finds_a_theme", {"themes": gives([""])}, "names of a text's themes"),
    (TOPICS, "test_it_finds_a_theme", {"themes": gives([3])}, "names of a text's themes"),
    (TOPICS, "test_it_takes_any_text", {"themes": lambda self, text, language: [text[0]]}, "raised IndexError"),
    (TOPICS, "test_it_says_the_same_again", {"themes": lambda self, text, language: [random.random().hex()]}, "other themes"),
    (TOPICS, "test_its_repr_shows_no_secret", {"key": parts.Secret("k3y!"), "__repr__": lambda self: "<Topics k3y!>"}, "shows a secret"),
    # ── checks, report formats, commands, observers ──
    (LABELS, "test_it_has_every_member", {"check": None}, "`check` is a method"),
    (LABELS, "test_it_says_what_it_is", {"name": None}, "not empty"),
    (LABELS, "test_it_returns_findings", {"check": gives(["wrong"])}, "Finding values"),
    (LABELS, "test_it_returns_findings", {"check": gives([Finding("")])}, "has a message"),
    (LABELS, "test_it_finds_what_is_bad", {"check": gives([])}, "finds what it is for"),
    (LABELS, "test_the_same_standard_gets_the_same_findings", {"check": swinging([Finding("a")], [])}, "the same findings"),
    (LABELS, "test_it_copes_with_a_standard_that_is_not_finished", {"check": lambda self, source, _: source["title"]}, "half written"),
    (LABELS, "test_it_changes_nothing", {"check": sorts_in_place("sla", [])}, "changed the data of the standard"),
    (CSV, "test_it_has_every_member", {"write": None}, "`write` is a method"),
    (CSV, "test_it_says_what_it_is", {"name": ""}, "not empty"),
    (CSV, "test_it_writes_bytes_in_both_languages", {"write": gives("text")}, "returned str"),
    (CSV, "test_it_writes_bytes_in_both_languages", {"write": gives(b"")}, "never empty"),
    (CSV, "test_it_writes_the_same_again", {"write": swinging(b"a", b"b")}, "the same bytes"),
    (CSV, "test_it_changes_nothing", {"write": sorts_in_place("tables", b"x")}, "changed the report"),
    (HELLO, "test_it_has_every_member", {"run": None}, "`run` is a method"),
    (HELLO, "test_it_says_what_it_is", {"summary": ""}, "one sentence"),
    (HELLO, "test_it_succeeds", {"run": gives(1)}, "a good call returns 0"),
    (HELLO, "test_it_succeeds", {"run": gives(None)}, "returns 0 \\(fine\\)"),
    (HELLO, "test_it_refuses_what_it_does_not_know", {"run": gives(0)}, "returns 2"),
    (HELLO, "test_it_refuses_what_it_does_not_know", {"run": raises(SystemExit(2))}, "does not end the program"),
    (COUNTER, "test_it_has_every_member", {"decided": None}, "`decided` is a method"),
    (COUNTER, "test_it_says_what_it_is", {"summary": ""}, "one sentence"),
    (COUNTER, "test_it_takes_every_decision", {"decided": lambda self, decision: decision.clocks[0]}, "raised IndexError"),
    (COUNTER, "test_it_takes_every_decision", {"decided": changes_the_decision}, "changed a decision"),
    # ── plugins ──
    (PLUGIN, "test_it_can_be_loaded", {"part": gives(object())}, "could not be loaded"),
    (PLUGIN, "test_it_offers_what_it_says", {"part": gives(parts.Pager("", name="other"))}, "it offers \\{'notifiers': \\['duty'\\]\\}"),
    (PLUGIN, "test_every_part_says_what_it_is", {"part": gives(type("Spoilt", (parts.Pager,), {"summary": "No stop"})("", name="duty"))}, "one sentence"),
    (PLUGIN, "test_it_can_be_loaded_again", {"part": other_each_time()}, "the same parts"),
    (
        PLUGIN,
        "test_nothing_shows_a_secret",
        {"part": gives(type("Spoilt", (parts.Pager,), {"__repr__": lambda self: parts.TOKEN})("", name="duty"))},
        "shows a secret",
    ),
    (PLUGIN, "test_loading_says_nothing_and_connects_to_nothing", {"part": connects}, "reached outside: socket"),
]  # fmt: skip


@pytest.mark.parametrize(("contract", "method", "members", "told"), SPOILT, ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_rule_is_told(contract: type, method: str, members: dict[str, Any], told: str) -> None:
    kind = type("Spoilt", (PARTS[contract],), members)
    if contract is PAGER:
        given: dict[str, Any] = {"make_at": lambda self, url: kind(url)}
    elif contract in (SPENDING, ABROAD):
        tags = {"tags": ["b", "a"]}
        samples = [{**row, **tags} if contract is SPENDING else ({**row[0], **tags}, row[1]) for row in contract().samples()]
        given = {"make": lambda self: kind(), "samples": lambda self: samples}
    else:
        given = {"make": lambda self: kind()}
    if contract is SHOP:
        given["args"] = lambda self: {"shop": "north"}
    mine = type("TestSpoilt", (contract,), given)()
    with pytest.raises(AssertionError, match=told) as failure:
        getattr(mine, method)()
    assert "\n  rule: " in str(failure.value)
    assert "\n  mend: " in str(failure.value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("print('loaded')", "printed: loaded"),
        ("raise SystemExit(3)", "ended with 3"),
        ("import os; os.environ['X_Y'] = '1'", "changed the environment"),
    ],
)
def test_an_import_that_does_something_is_told(source: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loud_plugin.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    mine = type("TestLoud", (MODULE,), {"make": lambda self: ModuleType("loud_plugin")})()
    with pytest.raises(AssertionError, match=f"`import loud_plugin` {told}"):
        mine.test_importing_it_does_nothing()


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("test_settings_it_does_not_know_are_refused", "took `.*` at plugins.careless.settings\n  rule: a key nobody knows is refused"),
        ("test_a_missing_secret_is_told", "was loaded though PAGER_TOKEN is not set"),
    ],
)
def test_a_plugin_that_does_not_check_its_settings_is_told(method: str, told: str) -> None:
    class TestCareless(PLUGIN):  # type: ignore[misc, valid-type]
        name = "careless"
        operations = {"plugins": {"careless": {"settings": {"room": "front"}}}}  # noqa: RUF012  # as an author would write it

        def make(self) -> Any:
            return Careless()

    with pytest.raises(AssertionError, match=told):
        getattr(TestCareless(), method)()


def test_every_test_of_every_contract_can_fail() -> None:
    alone = ("test_importing_it_does_nothing", "test_settings_it_does_not_know_are_refused", "test_a_missing_secret_is_told")
    seen = {(contract, method) for contract, method, _, _ in SPOILT} | {(PLUGIN, method) for method in alone}
    for contract in PARTS:
        if contract is ASYNC:
            continue  # the tests are those of NotifierContract
        tests = {name for name in dir(contract) if name.startswith("test_")}
        assert tests == {method for kind, method in seen if kind is contract}


@pytest.mark.parametrize("contract", PARTS)
def test_a_contract_without_its_part_says_what_to_write(contract: type) -> None:
    bare = type("TestBare", (contract.__mro__[1],), {})()
    with pytest.raises(AssertionError, match=r"TestBare has no `make`\n  rule: .*\n  mend: define `def make\(self\)"):
        next(getattr(bare, name) for name in dir(bare) if name.startswith("test_it_"))()


@pytest.mark.parametrize(("contract", "sample"), [(FORM, "payloads"), (SPENDING, "samples"), (ABROAD, "samples")])
def test_a_contract_without_samples_says_so(contract: type, sample: str) -> None:
    for given in (lambda self: [], getattr(contract.__mro__[1], sample)):
        bare = type("TestBare", (contract,), {sample: given})()
        method = {FORM: "test_it_makes_events", SPENDING: "test_it_changes_no_fact", ABROAD: "test_it_changes_nothing"}[contract]
        with pytest.raises(AssertionError, match=f"TestBare has no `{sample}`"):
            getattr(bare, method)()


def test_a_class_instead_of_an_object_is_told() -> None:
    mine = type("TestClass", (STAFF,), {"make": lambda self: type("Nothing", (), {})})()
    with pytest.raises(AssertionError, match="Nothing has no `name`, `people`, `summary`"):
        mine.test_it_has_every_member()


def test_a_log_line_counts_as_printing(caplog: pytest.LogCaptureFixture) -> None:
    from servstd.testing.contracts._guard import guarded

    with guarded() as seen:
        logging.getLogger("quiet").addHandler(logging.NullHandler())
        print("x", end="")
    assert seen == ["printed 'x'"]


def test_an_asynchronous_notifier_that_waits_is_told() -> None:
    class Waiting(parts.AsyncPager):
        async def send(self, notice: Any, /) -> Receipt:
            await asyncio.sleep(60)
            return Receipt.retryable("busy", after=7.0)

    class TestWaiting(ASYNC):  # type: ignore[misc, valid-type]
        def make_failing(self, failure: str) -> Any:
            return Waiting()

    with pytest.raises(AssertionError, match="slept for 60 s"):
        TestWaiting().test_a_busy_provider_is_retryable_after_what_it_asked()


def test_the_success_a_provider_means_can_be_told() -> None:
    class TestOther(PAGER):  # type: ignore[misc, valid-type]
        taken = Answer(200, body='{"ok": false, "error": "muted"}')

    with pytest.raises(AssertionError, match="set `taken`"):
        TestOther().test_it_returns_a_receipt()
