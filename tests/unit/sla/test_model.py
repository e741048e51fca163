"""The values a standard's promises are made of, and what their tables ask and give."""

from __future__ import annotations

import attrs
import pytest

from servstd.durations import parse_amount
from servstd.sla.model import Attribute, Lookup, Policy, Statuses, Target, Threshold, lookup_names, lookup_values

H1, H2, H4 = (parse_amount(text) for text in ("1h", "2h", "4h"))
TABLE = Lookup(
    "tier", rows={"gold": H1, "silver": Lookup("priority", rows={"high": H2})}, otherwise=Lookup("channel", rows={}, otherwise=H4)
)


def test_a_table_asks_for_every_attribute_in_it() -> None:
    assert lookup_names(TABLE) == {"tier", "priority", "channel"}
    assert lookup_names(H1) == lookup_names(None) == lookup_names("office") == set()


def test_a_table_gives_every_plain_value_in_it() -> None:
    assert list(lookup_values(TABLE)) == [H1, H2, H4]
    assert list(lookup_values("office")) == ["office"]
    assert list(lookup_values(H1)) == [H1]
    assert list(lookup_values(None)) == list(lookup_values(7)) == []


def test_a_policy_finds_the_target_it_names_for_a_metric() -> None:
    first, second = Target("resolution", within=H4), Target("solution")
    policy = Policy("p", targets=(first, second))
    assert (policy.target("resolution"), policy.target("solution"), policy.target("first_response")) == (first, second, None)


def test_what_is_not_said_has_one_meaning() -> None:
    target, policy = Target("resolution"), Policy("p")
    assert (target.within, target.until, target.commitment, target.warn, target.end_of_day) == (None, None, "promise", (), False)
    assert (policy.on_change, policy.exempt, policy.default) == ("carry", False, False)
    assert (Statuses().otherwise, dict(Statuses().categories)) == ("refuse", {})
    assert (Attribute("a").kind, Attribute("a").values, Attribute("a").required) == ("text", None, False)


@pytest.mark.parametrize("value", [Target("m"), Policy("p"), Threshold("50%", kind="percent", percent=(1, 2)), Attribute("a"), TABLE])
def test_they_are_values_that_never_change(value: object) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.name = "other"  # type: ignore[attr-defined]
