"""Effects: keys that never change, instants, plain data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from servstd.effects import Effect, Order

MISSED = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=1_767_574_800_000_000)
WARNED = Effect("threshold", case="42", metric="resolution", cycle_id="e1", at_us=1_767_574_800_000_000, threshold="50%", tenant="acme")


@pytest.mark.parametrize(("effect", "key"), [(MISSED, "|42|resolution|e1|missed"), (WARNED, "acme|42|resolution|e1|threshold 50%")])
def test_the_key_names_tenant_case_metric_cycle_and_what_happened(effect: Effect, key: str) -> None:
    assert effect.key == key


def test_the_key_does_not_depend_on_when() -> None:
    assert Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0).key == MISSED.key


def test_the_instant_is_aware() -> None:
    assert MISSED.at == datetime(2026, 1, 5, 1, tzinfo=UTC)


def test_plain_data_says_the_threshold_only_where_there_is_one() -> None:
    assert MISSED.as_dict() == {
        "key": MISSED.key, "kind": "missed", "at": "2026-01-05T01:00:00Z", "case": "42", "metric": "resolution", "cycle_id": "e1",
    }  # fmt: skip
    assert WARNED.as_dict()["threshold"] == "50%"


def test_a_notice_is_keyed_by_what_caused_it_its_name_and_to_whom() -> None:
    order = Order("late", audience="customer", recipient="c1", via=("sms",), reason="missed", text="T", facts={"case": "42"})
    told = Effect("notice", case="42", metric="resolution", cycle_id="e1", at_us=0, order=order)
    changed = Effect("notice", case="42", metric="resolution", cycle_id="e1", at_us=0, cause="e7", threshold="50%", order=order)
    plain = Effect("notice", case="42", cycle_id="e1", at_us=0, order=order)
    assert told.key == "|42|resolution|e1|notice|late||c1"
    assert changed.key == "|42|resolution|e1|notice 50%|late|e7|c1"
    assert plain.key == "|42||e1|notice|late||c1"
    assert plain.as_dict() == {
        "key": plain.key, "kind": "notice", "at": "1970-01-01T00:00:00Z", "case": "42", "cycle_id": "e1", "notice": "late",
        "reason": "missed", "to": "c1", "via": ["sms"],
    }  # fmt: skip
