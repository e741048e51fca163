"""Addresses that stand in the environment are read when a notice is sent, and never shown."""

from __future__ import annotations

import attrs
import pytest

import servstd
from servstd.delivery.addresses import Addresses, missing_variable
from servstd.effects import Effect
from tests.unit.deliver.support import Fake, host_of, notice_effect


def effect_with(secrets: dict[str, str], **more: object) -> Effect:
    effect = notice_effect(**more)  # type: ignore[arg-type]
    assert effect.order is not None
    return attrs.evolve(effect, order=attrs.evolve(effect.order, secrets=secrets))


def test_what_the_order_holds_counts_first() -> None:
    addresses = Addresses({"sms": "1", "wecom": ""}, {"sms": "A", "wecom": "B", "mail": "C"}, {"A": "2", "B": "3", "C": ""})
    assert dict(addresses) == {"sms": "1", "wecom": "3"}
    assert (len(addresses), "mail" in addresses, addresses.get("other")) == (2, False, None)
    assert "1" not in repr(addresses)
    assert "A" not in repr(addresses).removeprefix("Addresses")


def test_a_variable_is_missing_only_where_one_is_named() -> None:
    addresses = Addresses({"wecom": "w"}, {"sms": "A", "mail": "B"}, {"B": "m"})
    assert [missing_variable(addresses, key) for key in ("wecom", "sms", "mail", "other")] == [None, "A", None, None]
    assert missing_variable({}, "sms") is None


def test_the_variable_is_read_when_the_notice_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    sms = Fake(addressing="person")
    effect = effect_with({"sms": "PHONE_WANG"})
    monkeypatch.setenv("PHONE_WANG", "13800138000")
    (delivery,) = servstd.deliver([effect], host_of(sms), sent=[])
    assert (delivery.status, sms.got[0].recipients[0].address) == ("sent", "13800138000")
    monkeypatch.setenv("PHONE_WANG", "13900139000")
    servstd.deliver([effect], host_of(sms), sent=[])
    assert sms.got[1].recipients[0].address == "13900139000"


def test_a_variable_that_is_not_set_is_said_and_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHONE_WANG", raising=False)
    effect = effect_with({"sms": "PHONE_WANG"}, via=("sms", "group"))
    (delivery,) = servstd.deliver([effect], host_of(Fake(addressing="person"), Fake("group")), sent=[])
    assert [(one.notifier, one.receipt.status, one.receipt.code) for one in delivery.attempts] == [
        ("sms", "permanent", "no_contact"),
        ("group", "sent", ""),
    ]
    (problem,) = delivery.problems
    assert (problem.code, "PHONE_WANG" in problem.message("en"), "环境变量 PHONE_WANG" in problem.message("zh")) == ("DLV033", True, True)


def test_the_look_up_of_the_caller_may_know_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHONE_WANG", raising=False)
    sms = Fake(addressing="person")
    (delivery,) = servstd.deliver([effect_with({"sms": "PHONE_WANG"})], host_of(sms), sent=[], contacts={"c7": {"sms": "5"}})
    assert (delivery.status, sms.got[0].recipients[0].address) == ("sent", "5")


def test_a_dry_run_shows_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHONE_WANG", "13800138000")
    (delivery,) = servstd.deliver([effect_with({"sms": "PHONE_WANG"})], host_of(Fake(addressing="person")), sent=[], dry_run=True)
    assert delivery.status == "planned"
    assert "13800138000" not in repr(delivery)
