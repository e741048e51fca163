"""Notices and receipts: frozen values that claim no more than they know and print no address."""

from __future__ import annotations

import attrs
import pytest

from servstd.notices import Action, Limit, Notice, Receipt, Recipient


@pytest.mark.parametrize(
    ("receipt", "status", "ok"),
    [
        (Receipt.sent(provider_id="m1"), "sent", True),
        (Receipt.delivered(provider_id="m1"), "delivered", True),
        (Receipt.retryable("rate_limited", after=30.0, detail="slow down"), "retryable", False),
        (Receipt.permanent("no_contact", detail="nobody there"), "permanent", False),
        (Receipt.ambiguous("no_answer", detail="time-out"), "ambiguous", False),
    ],
)
def test_a_receipt_says_what_became_of_a_notice(receipt: Receipt, status: str, ok: bool) -> None:
    assert (receipt.status, receipt.ok) == (status, ok)


def test_a_receipt_keeps_what_the_provider_said() -> None:
    assert Receipt.sent(provider_id="m1").provider_id == "m1"
    assert Receipt.sent().provider_id is None
    assert Receipt.delivered(provider_id="m2").provider_id == "m2"
    late = Receipt.retryable("rate_limited", after=30.0, detail="slow down")
    assert (late.code, late.after, late.detail) == ("rate_limited", 30.0, "slow down")
    assert Receipt.retryable("busy").after is None
    assert (Receipt.permanent("gone").code, Receipt.ambiguous("lost", detail="x").detail) == ("gone", "x")


def test_an_address_is_not_printed() -> None:
    notice = Notice(
        "k", case="42", reason="opened", text="hello", recipients=(Recipient("customer", name="王", address="13800000000"),),
        actions=(Action("open", url="https://example.com"),),
    )  # fmt: skip
    assert "13800000000" not in repr(notice)
    assert (notice.subject, notice.urgency, notice.locale, notice.tenant) == ("", "normal", "en", None)


def test_notices_do_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Notice("k", case="42", reason="opened", text="hello").text = "x"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Limit().length = 3  # type: ignore[misc]


def test_no_limit_is_known_unless_told() -> None:
    limit = Limit()
    assert (limit.length, limit.unit, limit.subject, limit.per_second, limit.per_minute) == (None, "characters", None, None, None)


@pytest.mark.parametrize(
    "wrong",
    [{"length": "10"}, {"length": 0}, {"subject": True}, {"per_minute": -1}, {"per_second": 0.5}, {"unit": "words"}],
)
def test_a_limit_is_a_whole_number(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"Limit: {next(iter(wrong))} is "):
        Limit(**wrong)  # type: ignore[arg-type]
