"""Protocols are kept by members, not by descent; what goes in and out are values."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

from servstd import protocols
from servstd.errors import ServstdError
from servstd.protocols import Finding, Inbound, InboundRefused, Score
from servstd.registry import KINDS
from tests.contracts import parts

SOUND = {
    "notifiers": parts.AsyncPager(), "channels": parts.Form(), "scoring_rules": parts.Spending(), "conditions": parts.Abroad(),
    "calendars": parts.Shop(), "directories": parts.Staff(), "entitlements": parts.Terms(), "classifiers": parts.Topics(),
    "standard_checks": parts.Labels(), "reports": parts.Csv(), "commands": parts.Hello(), "observers": parts.Counter(),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_part_keeps_the_protocol_of_its_kind_and_an_empty_object_does_not(kind: str) -> None:
    assert any(isinstance(SOUND[kind], protocol) for protocol in KINDS[kind].protocols)
    assert not any(isinstance(object(), protocol) for protocol in KINDS[kind].protocols)


def test_headers_are_found_whatever_their_case() -> None:
    inbound = Inbound(b"\xff", headers={"X-Signature": "abc"}, received_us=0)
    assert (inbound.headers["x-signature"], inbound.body) == ("abc", b"\xff")
    assert inbound.received_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert Inbound(b"", received_us=0).headers == {}


def test_a_refusal_has_a_code_and_may_have_words() -> None:
    assert str(InboundRefused("too_old")) == "too_old"
    assert str(InboundRefused("bad_signature", "no header")) == "bad_signature: no header"
    assert isinstance(InboundRefused("x"), ServstdError)


def test_a_score_without_facts_is_not_a_low_score() -> None:
    assert (Score(None).value, Score(0.0).value, Score(1.5).evidence) == (None, 0.0, {})


def test_a_finding_is_a_warning_about_the_whole_document_unless_told() -> None:
    finding = Finding("x")
    assert (finding.severity, finding.path, finding.fix, finding.zh, finding.fix_zh) == ("warning", (), "", "", "")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        finding.message = "y"  # type: ignore[misc]


def test_every_public_name_is_there() -> None:
    assert all(hasattr(protocols, name) for name in protocols.__all__)
