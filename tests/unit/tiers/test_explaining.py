"""Explanations: what adds up, what holds a level, and what staff and customers read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.durations import Period
from servstd.tiers.explaining import Explainer, TierExplanation, explain
from servstd.tiers.model import Override, Review, Tiers
from servstd.tiers.outcome import Part, Scored, TierRecord
from servstd.tiers.placing import place
from servstd.tiers.scoring import score_customer
from tests.unit.tiers._whatif_fakes import DAY, LADDER, REVIEW, criterion, ladder

NEXT = date(2026, 7, 1)


def told(tiers: Tiers, facts: Mapping[str, object], last: TierRecord | None = None, on: date = DAY) -> tuple[TierExplanation, TierRecord]:
    scored = score_customer(tiers, {"customer": "c7", **facts}, on)
    record, upcoming, review = place(tiers, scored, last, on)
    return explain(tiers, scored, record, last, upcoming=upcoming, next_review=review), record


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 50)), min_size=1, max_size=6))
def test_the_shares_told_add_up_to_the_score_told(given_parts: list[tuple[float, int]]) -> None:
    whole = sum(weight for _, weight in given_parts)
    parts = tuple(Part(f"c{i}", points=p, weight=w / whole, counted=w / whole) for i, (p, w) in enumerate(given_parts))
    total = sum(part.contribution for part in parts)
    scored = Scored("c7", on=DAY, total=round(total, 9), parts=parts)
    tiers = ladder(*(criterion(part.criterion, "lookup", {"field": "x", "values": {"a": 1}}, part.weight) for part in parts))
    record, _, _ = place(tiers, scored, None, DAY)
    explanation = explain(tiers, scored, record)
    shares = [Decimal(str(one.share)) for one in explanation.contributions]
    assert sum(shares) == Decimal(str(explanation.score_told))
    assert abs((explanation.score_told or 0) - total) <= 0.1 + 1e-6


def test_an_explanation_is_plain_data_with_stable_keys() -> None:
    explanation, _ = told(ladder(), {"paid": 60_000, "homes": 1, "known": "owner"})
    data = json.loads(json.dumps(explanation.as_dict(), ensure_ascii=False))
    assert list(data) == [
        "customer", "on", "tier", "since", "cause", "held", "computed", "score", "score_told", "contributions", "levels", "margin_up",
        "margin_down", "changes", "left_out", "reason", "approved_by", "until", "periods_below", "notice_on", "upcoming", "next_review",
        "edition",
    ]  # fmt: skip
    assert (data["tier"], data["score"], data["margin_up"], data["margin_down"]) == ("key", 48.0, 12.0, 23.0)
    assert [one["share"] for one in data["contributions"]] == [20.0, 10.0, 18.0]
    assert {change["direction"] for change in data["changes"]} == {"up"}
    assert data["left_out"] == []


def test_staff_read_numbers_and_the_customer_does_not() -> None:
    tiers = ladder()
    explanation, _ = told(tiers, {"paid": 220_000, "homes": 0})
    staff = explanation.text("en")
    assert "Customer c7: 重点客户" not in staff, "no English label: the name is used"
    assert "key since 1 Apr 2026" in staff
    assert "100 points x 50%; from paid 220,000" in staff
    assert "no data: counted as lowest" in staff
    assert "paid below 200,000 CNY (now 220,000 CNY)" in staff
    chinese = explanation.text("zh", audience="customer")
    assert chinese.startswith("您的客户等级为“重点客户”，自2026年4月1日起生效。")
    assert "其中对您的等级影响较大的是：贡献。" in chinese
    assert "尚无您在以下方面的资料：known" in chinese
    for word in ("50%", "分 ×", "100", "points", "c7"):
        assert word not in chinese
    assert "即可升为“核心客户”" in chinese


def test_a_held_level_says_until_when_and_how_to_keep_it() -> None:
    tiers = ladder()
    _, first = told(tiers, {"paid": 220_000, "homes": 0})
    held, _ = told(tiers, {"paid": 0, "homes": 1}, first, NEXT)
    assert (held.cause, held.held, held.computed, held.since) == ("held", "key", "standard", DAY)
    assert held.upcoming == ("standard", date(2026, 7, 31))
    assert [change.direction for change in held.keep] == ["keep", "keep", "keep"]
    assert held.down == ()
    staff = held.text("zh")
    for line in (
        "暂时保留：单按得分应为“普通客户”",
        "已于2026年7月1日通知客户",
        "2026年7月31日起降为“普通客户”",
        "低于“重点客户”退出线 7.0 分",
        "保级条件",
    ):
        assert line in staff
    customer = held.text("en", audience="customer")
    assert "By the latest figures it would be Standard; for now we keep your tier." in customer
    assert "We wrote to you about this on 1 Jul 2026. If nothing changes it becomes Standard on 31 Jul 2026." in customer
    assert "You would keep key, for example, with: " in customer


@pytest.mark.parametrize(
    ("review", "line"),
    [
        (Review(minimum_stay=Period(200, "day")), "minimum stay until 18 Oct 2026"),
        (Review(grace=Period(10, "day")), "grace until 11 Jul 2026"),
        (Review(every=Period(1, "quarter"), after_periods_below=3), "below at 1 of 3 reviews"),
    ],
)
def test_what_holds_a_level_is_named(review: Review, line: str) -> None:
    tiers = ladder(review=review)
    _, first = told(tiers, {"paid": 220_000})
    held, _ = told(tiers, {"paid": 0}, first, NEXT)
    assert held.cause == "held"
    assert line in held.text("en")
    assert "kept" in held.text("en", audience="customer") or review.after_periods_below == 3


def test_a_fall_is_told_from_the_record_alone() -> None:
    tiers = ladder(review=Review(notice=Period(30, "day")))
    _, first = told(tiers, {"paid": 220_000})
    scored = score_customer(tiers, {"customer": "c7", "paid": 0}, NEXT)
    record, upcoming, _ = place(tiers, scored, first, NEXT)
    assert explain(tiers, scored, record).upcoming == upcoming == ("standard", date(2026, 7, 31))


def test_an_override_names_the_approver_to_staff_only() -> None:
    override = Override("c7", tier="vip", reason="pilot", approved_by="zhao", until=date(2026, 8, 31))
    explanation, _ = told(ladder(overrides=(override,)), {"paid": 0, "homes": 0})
    assert (explanation.tier, explanation.held) == ("vip", "standard")
    assert "set until 31 Aug 2026, approved by zhao: pilot" in explanation.text("en")
    assert "Standard takes everybody" in explanation.text("en")
    customer = explanation.text("zh", audience="customer")
    assert "有效期至2026年8月31日" in customer
    assert "zhao" not in customer
    assert "pilot" not in customer
    assert "即可升为" not in customer


def test_no_tier_without_data() -> None:
    tiers = ladder(criterion("paid", "lookup", {"field": "x", "values": {"a": 1}}, 1.0, "fail"))
    explanation, _ = told(tiers, {})
    assert (explanation.tier, explanation.level, explanation.score_told, explanation.margin_up) == ("", None, None, None)
    assert explanation.as_dict()["tier"] is None
    assert "Customer c7: no tier" in explanation.text("en")
    assert "not enough data to judge" in explanation.text("en")
    assert "资料不足，未能评分" in explanation.text("zh")
    assert "We do not have enough data" in explanation.text("en", audience="customer")


def test_parts_without_usable_data_say_what_was_done() -> None:
    values = {"field": "known", "values": {"a": 50}}
    for missing, line in (("exclude", "data that cannot be used: left out"), ("lowest", "data that cannot be used: counted as lowest")):
        first = criterion("known", "lookup", values, 0.5, missing)  # type: ignore[arg-type]
        second = criterion("other", "lookup", {"field": "other", "values": {"b": 80}}, 0.5)
        explanation, _ = told(ladder(first, second), {"known": "odd", "other": "b"})
        assert line in explanation.text("en")
        assert explanation.contributions[0].left_out == (missing == "exclude")
    left, _ = told(ladder(first, attrs.evolve(second, missing="exclude")), {"known": "a"})
    assert "no data: left out, its weight is shared" in left.text("en")


def test_money_days_and_fine_margins_are_spelt() -> None:
    tiers = ladder(
        criterion("paid", "thresholds", {"field": "paid", "unit": "CNY", "steps": [{"from": 0, "points": 29.98}]}, 0.9),
        criterion("seen", "decay", {"field": "seen", "half_life": "90 days", "points": 30}, 0.1),
    )
    explanation, _ = told(tiers, {"paid": {"amount": 1200.5, "currency": "CNY"}, "seen": DAY})
    staff = explanation.text("zh")
    assert "paid 1,200.5 CNY" in staff
    assert "seen 2026年4月1日" in staff
    assert explanation.margin_up == pytest.approx(0.018)
    assert "还差 0.018 分" in staff
    assert "任何单项变化都不足以升级" in staff


def test_other_levels_margins_and_edition() -> None:
    explainer = Explainer(ladder())
    scored = score_customer(ladder(), {"customer": "c7", "paid": 300_000, "homes": 3}, DAY)
    record, _, _ = place(ladder(), scored, None, DAY, edition="2026.1")
    explanation = explainer.explain(scored, record)
    assert (explanation.above, explanation.margin_up) == (None, None)
    assert "edition 2026.1" in explanation.text("en")
    lower = explainer.explain(scored, attrs.evolve(record, tier="key"))
    assert "the score already reaches vip" in lower.text("en")
    fallen = explainer.explain(scored, attrs.evolve(record, cause="fallen"))
    assert "earlier tier could not be kept" in fallen.text("en", audience="customer")
    unscored = attrs.evolve(scored, total=None, parts=())
    kept = explainer.explain(unscored, attrs.evolve(record, cause="held", computed="", reason="no_data"))
    assert "by the score alone it would be unknown" in kept.text("en")
    assert "We look at" not in kept.text("en", audience="customer")
    assert [level.name for level in LADDER][-1] == kept.tier
    assert REVIEW.minimum_stay is not None


def test_a_customer_near_the_bottom_reads_what_would_not_lower_them() -> None:
    tiers = ladder(criterion("a", "lookup", {"field": "a", "values": {"x": 40}}, 1.0))
    explanation, _ = told(tiers, {"a": "x"})
    assert "no single fact would" in explanation.text("en")
    assert "任何单项变化都不会导致降级" in explanation.text("zh")
    data = explanation.as_dict()
    assert data["changes"] == []


def test_nested_evidence_becomes_plain() -> None:
    part = Part("c", points=1.0, weight=1.0, counted=1.0, evidence={"days": (DAY, True), "rows": {"a": None}})
    scored = Scored("c7", on=DAY, total=1.0, parts=(part,))
    tiers = ladder(criterion("c", "lookup", {"field": "x", "values": {"a": 1}}, 1.0))
    record, _, _ = place(tiers, scored, None, DAY)
    explanation = explain(tiers, scored, record)
    assert "1.0  1 points x 100%\n" in explanation.text("en"), "a rule that shows no facts is told without"
    (one,) = explanation.contributions
    assert one.as_dict()["evidence"] == {"days": ["2026-04-01", True], "rows": {"a": None}}
