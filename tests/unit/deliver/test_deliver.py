"""Delivering: what is sent, through which notifier, and what becomes of notifiers that misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import attrs
import pytest

import servstd
from servstd.delivery import Deliverer, StaffRoom, check_templates
from servstd.delivery.attempting import attempt, detail_of
from servstd.effects import Effect
from servstd.errors import Problem, UsageError
from servstd.notices import Action, Limit, Notice, Receipt
from servstd.registry import Failure
from tests.unit.deliver.support import Fake, hanging, host_of, notice_effect, raising

NOTICE = Notice("k", case="42", reason="opened", text="t")
NOW = datetime(2026, 1, 9, 3, 0, tzinfo=UTC)


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_done_must_be_told() -> None:
    with pytest.raises(UsageError, match="DLV001"):
        servstd.deliver([], host_of())
    with pytest.raises(UsageError, match="DLV002"):
        servstd.deliver([], host_of(), sent="key")


def test_a_notice_is_sent_once() -> None:
    sms = Fake()
    first, second = notice_effect(key="e1"), notice_effect(key="e2")
    (delivery,) = servstd.deliver([first, second, second], host_of(sms), sent=[first.key])
    assert (delivery.key, delivery.status, delivery.notifier, delivery.ok, delivery.at) == (second.key, "sent", "sms", True, None)
    assert [notice.key for notice in sms.got] == [second.key]
    assert (delivery.text, delivery.subject, delivery.recipient, delivery.case) == ("HJ-7", "事项 HJ-7：已受理", "c7", "HJ-7")


def test_only_what_is_later_than_the_go_live_and_not_later_than_now() -> None:
    effects = [notice_effect(key=str(us), at_us=us) for us in (0, 10, 20, 30)]
    at = [datetime.fromtimestamp(0, UTC) + timedelta(microseconds=us) for us in (10, 20)]
    deliveries = servstd.deliver(effects, host_of(Fake()), after=at[0], now=at[1])
    assert [(d.key, d.at) for d in deliveries] == [(effects[2].key, at[1])]


def test_thresholds_and_misses_go_to_the_staff_room_only() -> None:
    effects = [
        Effect("threshold", case="42", metric="resolution", cycle_id="e1", at_us=1_767_925_200_000_000, threshold="50%"),
        Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=1_767_925_200_000_000),
    ]
    group = Fake("group")
    assert servstd.deliver(effects, host_of(group), sent=[]) == []
    room = StaffRoom("group", language="zh", time_zone="Asia/Shanghai", labels={"resolution": "解决"})
    deliveries = servstd.deliver(effects, host_of(group), sent=[], staff=room)
    assert [d.text for d in deliveries] == [
        "事项 42：解决已到预警点 50%（1月9日（周五）10:20）。",
        "事项 42：解决已超时，时限为 1月9日（周五）10:20。",
    ]
    assert [(notice.urgency, notice.locale, notice.recipients) for notice in group.got] == [("normal", "zh", ()), ("high", "zh", ())]
    (english,) = servstd.deliver(effects[1:], host_of(group), sent=[], staff="group")
    assert english.text == "Case 42: resolution was missed; it was due Fri 9 Jan 02:20."


def test_the_staff_room_is_a_room_that_is_there() -> None:
    with pytest.raises(UsageError, match="DLV004"):
        servstd.deliver([], host_of(Fake("sms", addressing="person")), sent=[], staff="sms")
    with pytest.raises(UsageError, match="PLG030"):
        servstd.deliver([], host_of(Fake("sms")), sent=[], staff="smss")
    with pytest.raises(UsageError, match="DLV005"):
        Deliverer(host_of()).deliver(Effect("missed", case="42", cycle_id="e1", at_us=0))


@pytest.mark.parametrize(
    ("case", "language", "label", "url"),
    [
        ("42", "en", "Open the case", "https://crm.example/cases/42?tab=sla#42"),
        ("投诉/7 ?&{x}", "zh", "打开事项", "https://crm.example/cases/%E6%8A%95%E8%AF%89%2F7%20%3F%26%7Bx%7D"),
        ("\ud800", "zh-CN", "打开事项", "https://crm.example/cases/%3F"),
    ],
)
def test_staff_are_led_to_the_case_and_customers_are_not(case: str, language: str, label: str, url: str) -> None:
    group, sms = Fake("group"), Fake()
    missed = Effect("missed", case=case, metric="resolution", cycle_id="e1", at_us=0)
    room, pattern = StaffRoom("group", language=language), "https://crm.example/cases/{case}" + ("?tab=sla#{case}" if case == "42" else "")
    servstd.deliver([missed, notice_effect()], host_of(group, sms), sent=[], staff=room, case_url=pattern)
    assert [notice.actions for notice in (*group.got, *sms.got)] == [(Action(label, url=url),), ()]
    servstd.deliver([missed], host_of(group), sent=[], staff=room)
    assert group.got[-1].actions == ()


@pytest.mark.parametrize(
    "url",
    [
        "", "crm.example/{case}", "ftp://crm.example/{case}", "javascript:alert({case})", "https:///{case}", "https://{case}.example/",
        "https://crm.example/cases", "https://crm.example/{id}", "https://crm.example/{case}/{id}", "https://crm.example/{case",
        "https://crm.example/a b/{case}", "https://crm.example/\n{case}", "https://客服.example/{case}", "https://[crm/{case}",
    ],
)  # fmt: skip
def test_where_cases_are_found_is_a_web_address_of_a_case(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        servstd.deliver([], host_of(), sent=[], case_url=url)
    assert (caught.value.problem.code, caught.value.problem.params["found"]) == ("DLV006", url)


def test_a_dry_run_sends_nothing() -> None:
    sms = Fake(addressing="person")
    (delivery,) = servstd.deliver([notice_effect(via=("nobody", "sms"), contacts={"sms": "1"})], host_of(sms), sent=[], dry_run=True)
    assert (delivery.status, delivery.notifier, delivery.text, sms.got) == ("planned", "sms", "HJ-7", [])
    assert [a.receipt.code for a in delivery.attempts] == ["no_notifier"]


# ── fallbacks ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (Receipt.sent(), Receipt.sent(), ("sent", "a", 1)),
        (Receipt.delivered(), Receipt.sent(), ("delivered", "a", 1)),
        (Receipt.ambiguous("x"), Receipt.sent(), ("ambiguous", "a", 1)),
        (Receipt.retryable("x"), Receipt.sent(), ("sent", "b", 2)),
        (Receipt.permanent("x"), Receipt.sent(), ("sent", "b", 2)),
        (Receipt.permanent("x"), Receipt.permanent("y"), ("permanent", "b", 2)),
        (Receipt.retryable("x"), Receipt.permanent("y"), ("retryable", "a", 2)),
        (Receipt.permanent("x"), Receipt.ambiguous("y"), ("ambiguous", "b", 2)),
    ],
)
def test_fallbacks(first: Receipt, second: Receipt, outcome: tuple[str, str, int]) -> None:
    host = host_of(Fake("a", lambda n: first), Fake("b", lambda n: second))
    (delivery,) = servstd.deliver([notice_effect(via=("a", "b"))], host, sent=[])
    assert (delivery.status, delivery.notifier, len(delivery.attempts)) == outcome


def test_the_earliest_next_try_counts() -> None:
    host = host_of(
        *(Fake(name, lambda n, after=after: Receipt.retryable("x", after=after)) for name, after in (("a", 5.0), ("b", 60.0), ("c", None)))
    )
    (delivery,) = servstd.deliver([notice_effect(via=("a", "b", "c"))], host, sent=[])
    assert (delivery.notifier, delivery.after) == ("c", 5.0)
    assert delivery.as_dict()["after"] == 5.0
    assert "text" not in delivery.as_dict()


def test_a_notice_without_a_way_is_never_sent() -> None:
    (delivery,) = servstd.deliver([notice_effect(via=())], host_of(Fake()), sent=[])
    assert (delivery.status, delivery.notifier, delivery.receipt) == ("permanent", "", None)
    assert [problem.code for problem in delivery.problems] == ["DLV030"]


def test_a_broken_plugin_is_quoted() -> None:
    broken = Failure("acme", reason=Problem("DLV002", params={"found": "x"}), offers=frozenset({("notifiers", "pager")}))
    (delivery,) = servstd.deliver([notice_effect(via=("pager",))], host_of(failures=(broken,)), sent=[])
    assert (delivery.status, delivery.attempts[0].receipt.code) == ("permanent", "no_notifier")
    assert "acme" in delivery.problems[0].message("zh")
    assert "acme" in delivery.attempts[0].receipt.detail


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_addresses_come_from_the_order_then_from_the_contacts() -> None:
    sms = Fake(addressing="person")
    asked: list[str] = []

    def look_up(recipient: str) -> dict[str, str]:
        asked.append(recipient)
        return {"sms": "2"}

    for contacts, own, address in ((None, {"sms": "1"}, "1"), ({"c7": {"sms": "2"}}, {"mail": "x"}, "2"), (look_up, {}, "2")):
        (delivery,) = servstd.deliver([notice_effect(contacts=own)], host_of(sms), sent=[], contacts=contacts)
        assert (delivery.status, sms.got[-1].recipients[0].address, sms.got[-1].recipients[0].key) == ("sent", address, "c7")
    assert asked == ["c7"]


def test_without_an_address_the_next_is_tried() -> None:
    group = Fake("group")
    host = host_of(Fake(addressing="person"), group)
    (delivery,) = servstd.deliver([notice_effect(via=("sms", "group"))], host, sent=[], contacts={"c8": {"sms": "1"}})
    assert [(a.notifier, a.receipt.status, a.receipt.code) for a in delivery.attempts] == [
        ("sms", "permanent", "no_contact"),
        ("group", "sent", ""),
    ]
    assert [problem.code for problem in delivery.problems] == ["DLV031"]
    assert group.got[0].recipients[0].address == ""


def test_a_look_up_that_fails_and_members_that_lie() -> None:
    def fails(recipient: str) -> dict[str, str]:
        raise LookupError("down")

    (delivery,) = servstd.deliver([notice_effect()], host_of(Fake(addressing="person")), sent=[], contacts=fails)
    assert (delivery.status, delivery.attempts[0].receipt.detail) == ("retryable", "LookupError: down")
    for bad in (Fake(limit="none"), Fake(contact=None), Fake(addressing="all")):  # type: ignore[arg-type]
        (delivery,) = servstd.deliver([notice_effect()], host_of(bad), sent=[])
        assert [p.code for p in delivery.problems] == ["DLV032"]


# ── notifiers that misbehave ─────────────────────────────────────────────────────────────────────────────────────


class ReadTimeout(Exception):
    pass


class ConnectTimeout(TimeoutError):
    pass


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def _wrapped(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def _reasoned(cause: object) -> Exception:
    error = OSError("urlopen error")
    error.reason = cause  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "status", "code", "detail"),
    [
        (ValueError("no"), "retryable", "raised", "ValueError: no"),
        (SystemExit(3), "retryable", "raised", "SystemExit: 3"),
        (GeneratorExit(), "retryable", "raised", "GeneratorExit"),
        (TimeoutError("late"), "ambiguous", "timed_out", "TimeoutError: late"),
        (ReadTimeout("late"), "ambiguous", "timed_out", "ReadTimeout: late"),
        (ConnectTimeout("late"), "retryable", "raised", "ConnectTimeout: late"),
        (_wrapped(RuntimeError("x"), TimeoutError()), "ambiguous", "timed_out", "RuntimeError: x"),
        (_reasoned(TimeoutError()), "ambiguous", "timed_out", "OSError: urlopen error"),
        (_reasoned("refused"), "retryable", "raised", "OSError: urlopen error"),
        (Unspeakable(), "retryable", "raised", "Unspeakable"),
        (ValueError("x" * 900), "retryable", "raised", "ValueError: " + "x" * 200),
        (
            ValueError("POST https://u:p@qy.example.com/cgi/send?key=abc-1 token=t0p, Authorization: Bearer abcdefgh"),
            "retryable",
            "raised",
            "ValueError: POST https://qy.example.com/*** token=*** Authorization: Bearer ***",
        ),
    ],
)
def test_what_send_raises(error: BaseException, status: str, code: str, detail: str) -> None:
    receipt = attempt(Fake(answer=raising(error)), NOTICE)
    assert (receipt.status, receipt.code, receipt.detail) == (status, code, detail)


def test_an_error_that_is_its_own_cause() -> None:
    error = ValueError("x")
    assert attempt(Fake(answer=raising(_wrapped(error, _wrapped(ValueError("y"), error)))), NOTICE).code == "raised"


def test_an_interrupt_passes() -> None:
    with pytest.raises(KeyboardInterrupt):
        attempt(Fake(answer=raising(KeyboardInterrupt())), NOTICE)


@pytest.mark.parametrize("answer", [None, True, "ok", {"errcode": 0}, Receipt("okay")])  # type: ignore[arg-type]
def test_what_is_no_receipt_is_in_doubt(answer: object) -> None:
    assert (attempt(Fake(answer=lambda n: answer), NOTICE).status, attempt(Fake(answer=lambda n: answer), NOTICE).code) == (
        "ambiguous",
        "no_receipt",
    )
    assert attempt(object(), NOTICE).code == "raised"


@pytest.mark.parametrize("after", [-1.0, float("nan"), float("inf"), "30"])
def test_a_wait_that_is_none_is_left_out(after: float) -> None:
    assert attempt(Fake(answer=lambda n: Receipt.retryable("x", after=after)), NOTICE) == Receipt.retryable("x")


def test_a_receipt_is_taken_as_it_is() -> None:
    odd = Receipt("sent", code="errcode_45009", detail="?")
    assert attempt(Fake(answer=lambda n: odd), NOTICE) == odd


def test_a_notifier_that_hangs_is_asked_once() -> None:
    gate = Event()
    stuck, group = Fake("stuck", hanging(gate)), Fake("group")
    try:
        effects = [notice_effect(key="1", via=("stuck", "group")), notice_effect(key="2", via=("stuck", "group"))]
        first, second = servstd.deliver(effects, host_of(stuck, group), sent=[], patience=0.05)
    finally:
        gate.set()
    assert (first.status, first.attempts[0].receipt.code, len(first.attempts)) == ("ambiguous", "hung", 1)
    assert (second.status, [a.receipt.code for a in second.attempts]) == ("sent", ["hung_before", ""])
    assert (len(stuck.got), len(group.got)) == (1, 1)


def _coroutine(behaviour: Callable[[], object]) -> Callable[[Notice], object]:
    async def send(notice: Notice) -> object:
        await asyncio.sleep(0)
        return behaviour()

    return send


def test_asynchronous_notifiers() -> None:
    def late() -> object:
        raise TimeoutError("late")

    assert attempt(Fake(answer=_coroutine(Receipt.sent)), NOTICE) == Receipt.sent()
    assert attempt(Fake(answer=_coroutine(late)), NOTICE).code == "timed_out"
    assert attempt(Fake(answer=_coroutine(lambda: None)), NOTICE).code == "no_receipt"


def test_an_asynchronous_notifier_that_hangs_is_ended() -> None:
    ended = Event()

    async def send(notice: Notice) -> object:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    assert attempt(Fake(answer=send), NOTICE, patience=0.05).code == "hung"
    assert ended.wait(10)


def test_inside_a_running_loop_it_works_too() -> None:
    async def main() -> Receipt:
        return attempt(Fake(answer=_coroutine(Receipt.sent)), NOTICE)

    assert asyncio.run(main()).ok


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_texts_are_cut_for_each_notifier() -> None:
    short = Fake("short", lambda n: Receipt.permanent("x"), limit=Limit(30, unit="bytes", subject=6))
    long = Fake("long")
    (delivery,) = servstd.deliver(
        [notice_effect("您的事项{{case}}已经受理，请放心等候", via=("short", "long"))], host_of(short, long), sent=[]
    )
    assert (short.got[0].text, short.got[0].subject) == ("您的事项HJ-7已经…", "事项 HJ…") or len(short.got[0].text.encode()) <= 30
    assert "HJ-7" in short.got[0].text
    assert delivery.text == long.got[0].text == "您的事项HJ-7已经受理，请放心等候"


def test_what_is_too_much_waits_without_being_sent() -> None:
    sms, group = Fake(limit=Limit(per_second=2, per_minute=3)), Fake("group")
    effects = [notice_effect(key=str(i), via=("sms", "group")) for i in range(5)]
    deliveries = servstd.deliver(effects, host_of(sms, group), sent=[], now=NOW)
    assert [(d.status, d.after) for d in deliveries] == [("sent", None)] * 2 + [
        ("retryable", 1.0),
        ("retryable", 60.0),
        ("retryable", 60.0),
    ]
    assert (len(sms.got), len(group.got)) == (2, 0)
    assert deliveries[2].attempts[0].receipt.code == "paced"


def test_what_is_urgent_does_not_wait_for_its_turn() -> None:
    sms, group = Fake(limit=Limit(per_minute=1)), Fake("group")
    effects = [notice_effect(key=str(i), via=("sms", "group"), urgency="high") for i in range(2)]
    assert [d.notifier for d in servstd.deliver(effects, host_of(sms, group), sent=[])] == ["sms", "group"]


def test_a_clock_is_read_before_every_notice_and_earlier_calls_count() -> None:
    ticks = iter(NOW + timedelta(seconds=10 * i) for i in range(100))
    deliverer = Deliverer(
        host_of(Fake(limit=Limit(per_minute=2))), now=lambda: next(ticks), used=[("sms", int(NOW.timestamp()) * 1_000_000)]
    )
    first, second = (deliverer.deliver(notice_effect(key=key)) for key in "12")
    assert (first.status, second.status) == ("sent", "retryable")
    assert second.after is not None
    assert 0 < second.after < 60


# ── rendering and Jinja2 ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_failing_template_is_told_with_the_delivery() -> None:
    (delivery,) = servstd.deliver([notice_effect("{{ next_update }}")], host_of(Fake()), sent=[])
    assert (delivery.status, delivery.fallback_text, [p.code for p in delivery.problems]) == ("sent", True, ["DLV020"])
    plain = delivery.as_dict("zh")
    assert (plain["fallback_text"], plain["to"]) == (True, "c7")
    (delivery,) = servstd.deliver([notice_effect("{{case}}{{ level }}")], host_of(Fake()), sent=[], now=NOW)
    assert (delivery.missing, delivery.as_dict()["missing"], delivery.as_dict()["at"]) == (("level",), ["level"], "2026-01-09T03:00:00Z")


def test_without_jinja2_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in ("servstd.delivery.rendering", "servstd.delivery.templates"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("servstd.delivery.templates", raising=False)
    monkeypatch.delattr("servstd.delivery.rendering", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match=r'pip install "servstd\[deliver\]"'):
        servstd.deliver([notice_effect()], host_of(Fake()), sent=[])
    (problem,) = check_templates([(("notices",), "{{ a }}")])
    assert (problem.code, problem.severity) == ("DLV003", "warning")


def test_deliveries_are_values() -> None:
    (delivery,) = servstd.deliver([notice_effect()], host_of(Fake()), sent=[])
    assert delivery == attrs.evolve(delivery)
    assert "HJ-7：" not in repr(delivery)


# ── receipts and notifiers that lie ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [[], {}, None, 3])
def test_a_status_of_no_kind_is_in_doubt(status: object) -> None:
    receipt = attempt(Fake(answer=lambda n: Receipt(status)), NOTICE)  # type: ignore[arg-type]
    assert (receipt.status, receipt.code) == ("ambiguous", "no_receipt")


@pytest.mark.parametrize(
    ("after", "told"), [(10**400, 86_400.0), (1e300, 86_400.0), (30, 30.0), (True, None), ([], None), (float("nan"), None)]
)
def test_a_wait_is_a_number_of_at_most_a_day(after: object, told: float | None) -> None:
    assert attempt(Fake(answer=lambda n: Receipt("retryable", after=after)), NOTICE).after == told  # type: ignore[arg-type]


def test_what_a_receipt_says_can_be_written_down() -> None:
    odd = Receipt("sent", code=[1], detail=object(), provider_id=7012)  # type: ignore[arg-type]
    assert attempt(Fake(answer=lambda n: odd), NOTICE) == Receipt.sent(provider_id="7012")


@pytest.mark.parametrize(
    "text",
    [
        "https://user:s3cr3t@example.com failed",
        "smtp://user:s3cr3t@mail.example.com:25/ failed",
        "https://u:s3cr3t@example.com/hook failed",
        "redis://:s3cr3t@10.0.0.1",
    ],
)
def test_a_password_in_an_address_is_not_told(text: str) -> None:
    told = detail_of(ValueError(text))
    assert "s3cr3t" not in told
    assert "***" in told


@pytest.mark.parametrize("leaves", [SystemExit(3), GeneratorExit(), TypeError("x")])
def test_a_notifier_that_leaves_when_it_is_asked_ends_nothing(leaves: BaseException) -> None:
    class Leaving:
        name = "sms"

        @property
        def addressing(self) -> str:
            raise leaves

    (delivery,) = servstd.deliver([notice_effect()], host_of(Leaving()), sent=[])
    assert (delivery.status, [problem.code for problem in delivery.problems]) == ("retryable", ["DLV032"])


def test_an_interrupt_while_it_is_asked_passes() -> None:
    def interrupted(recipient: str) -> dict[str, str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        servstd.deliver([notice_effect()], host_of(Fake(addressing="person")), sent=[], contacts=interrupted)
