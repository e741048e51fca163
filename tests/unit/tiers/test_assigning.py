"""Assigning: score, place, explain and tell, as a pure function of facts, history and day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servstd.delivery.rendering import render
from servstd.durations import Period
from servstd.errors import UsageError
from servstd.instants import instant_text
from servstd.messages.tier_notices import tier_subject, tier_text
from servstd.tiers.assigning import Assigner, assign
from servstd.tiers.explaining import Explainer
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Criterion, Level, Override, Review, RuleUse, Tiers
from servstd.tiers.outcome import TierAssignment
from servstd.tiers.requests import Answer, TierRequest

LADDER = (
    Level("standard", label={"zh": "普通客户"}),
    Level("key", enter=30.0, leave=25.0),
    Level("vip", enter=60.0, leave=50.0, label={"en": "VIP"}),
)
PAID = Criterion(
    "paid", rule=RuleUse("lookup", settings={"field": "grade", "values": {"a": 100, "b": 40, "c": 0}}), weight=1.0, missing="exclude"
)
NOTICED = Review(every=Period(1, "quarter"), downgrade="one_level", notice=Period(30, "day"))


def section(*overrides: Override, review: Review = NOTICED) -> Tiers:
    return Tiers(LADDER, criteria=(PAID,), review=review, overrides=overrides)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def after(history: TierHistory, tiers: Tiers, grade: str | None, on: str, **more: Any) -> TierAssignment:
    """Return an assignment once it was taken into the history."""
    facts = {"customer": "c7"} if grade is None else {"customer": "c7", "grade": grade}
    assignment = assign(tiers, facts, history, on=day(on), **more)
    history.take(assignment)
    return assignment


def test_a_tier_with_its_score_record_and_explanation() -> None:
    assignment = assign(section(), {"customer": "c7", "grade": "b"}, on=day("01-05"), edition="2026.1")
    assert (assignment.tier, assignment.score, assignment.valid_from, assignment.next_review) == ("key", 40.0, day("01-05"), day("04-01"))
    assert (assignment.changed, assignment.effects, assignment.upcoming, assignment.objections) == (True, (), None, ())
    assert assignment.record.explanation["tier"] == "key"
    assert assignment.record.edition == "2026.1"


def test_asking_again_gives_the_same_and_appends_nothing() -> None:
    history = TierHistory()
    first = after(history, section(), "a", "01-05")
    again = after(history, section(), "a", "01-05")
    assert (again.changed, again.record, again.tier, len(history)) == (False, first.record, "vip", 1)
    assert assign(section(), {"customer": "c7", "grade": "a"}, history, on=day("01-06")).changed is False
    assert len(history) == 1, "assigning appends nothing"


def test_one_assigner_serves_many_customers() -> None:
    assigner = Assigner(section(), edition="2026.1")
    assert [assigner.assign({"customer": f"c{n}", "grade": g}, on=day("01-05")).tier for n, g in enumerate("abc")] == [
        "vip",
        "key",
        "standard",
    ]


def test_a_records_explanation_knows_what_is_to_come() -> None:
    history, tiers = TierHistory(), section()
    assert after(history, tiers, "a", "01-05").record.explanation["next_review"] == "2026-04-01"
    falling = after(history, tiers, "b", "04-01")
    assert falling.record.explanation == {
        **falling.record.explanation,
        "upcoming": {"tier": "key", "on": "2026-05-01"},
        "next_review": falling.next_review and falling.next_review.isoformat(),
    }


def test_rules_are_compiled_once_for_all_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Tiers] = []

    def counted(tiers: Tiers) -> Explainer:
        made.append(tiers)
        return Explainer(tiers)

    monkeypatch.setattr("servstd.tiers.assigning.Explainer", counted)
    assigner = Assigner(section())
    for number in range(3):
        assigner.assign({"customer": f"c{number}", "grade": "a"}, on=day("01-05"))
    assert len(made) == 1


def test_explanations_may_be_left_out() -> None:
    bare = Assigner(section(), explained=False).assign({"customer": "c7", "grade": "b"}, on=day("01-05"))
    assert (bare.tier, bare.changed, bare.record.explanation) == ("key", True, {})


def test_no_data_assigns_nothing_and_takes_nothing_away() -> None:
    history = TierHistory()
    assert (after(history, section(), None, "01-05").tier, history.tier_at("c7", day("01-05"))) == ("", None)
    assert after(history, section(), "b", "01-06").tier == "key"
    assert (after(history, section(), None, "04-01").tier, history.last("c7").reason) == ("key", "no_data")  # type: ignore[union-attr]


# ── effects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_coming_fall_and_a_change_are_effects_with_keys_that_stay() -> None:
    history = TierHistory()
    after(history, section(), "a", "01-05")
    told = after(history, section(), "b", "04-01", zone=ZoneInfo("Asia/Shanghai"))
    assert told.upcoming == ("key", day("05-01"))
    assert [(effect.key, instant_text(effect.at_us)) for effect in told.effects] == [
        ("|||tier:c7:2026-05-01:tier_falls:key|notice", "2026-03-31T16:00:00Z")
    ]
    fallen = after(history, section(), "b", "05-01")
    assert [effect.key for effect in fallen.effects] == [told.effects[0].key, "|||tier:c7:2026-05-01:tier_changed:key|notice"]
    assert after(history, section(), "b", "05-20").effects == fallen.effects


def test_without_notice_only_the_change_is_told() -> None:
    history, tiers = TierHistory(), section(review=Review(grace=Period(5, "day")))
    after(history, tiers, "a", "01-05")
    assert after(history, tiers, "b", "02-01").effects == ()
    assert [effect.cycle_id for effect in after(history, tiers, "b", "03-01").effects] == ["tier:c7:2026-02-06:tier_changed:key"]


def test_the_end_of_an_override_is_told_as_long_before_as_the_notice_says() -> None:
    pilot = Override("c7", tier="vip", reason="pilot", approved_by="zhao", since=day("02-01"), until=day("06-30"))
    history, tiers = TierHistory(), section(pilot)
    after(history, tiers, "c", "01-05")
    raised = after(history, tiers, "c", "02-01")
    assert [effect.cycle_id for effect in raised.effects] == ["tier:c7:2026-02-01:tier_changed:vip"]
    assert raised.upcoming == ("standard", day("07-01"))
    soon = after(history, tiers, "c", "06-01")
    assert [instant_text(effect.at_us) for effect in soon.effects] == ["2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z"]
    untold = Tiers(LADDER, criteria=(PAID,), overrides=(pilot,))
    assert len(assign(untold, {"customer": "c7", "grade": "c"}, history, on=day("06-20")).effects) == 1


def test_a_tier_that_is_not_assigned_any_more_is_not_told() -> None:
    pilot = Override("c7", tier="vip", reason="pilot", approved_by="zhao", until=day("02-28"))
    history = TierHistory()
    after(history, section(pilot), None, "02-20")
    assert after(history, section(pilot), None, "03-05").effects == ()


def test_a_fall_that_was_called_off_before_it_could_be_told_is_not_told() -> None:
    pilot = Override("c7", tier="vip", reason="pilot", approved_by="zhao", until=day("12-31"))
    history = TierHistory()
    after(history, section(pilot), "b", "01-05")
    after(history, section(), "b", "02-01")
    assert [effect.cycle_id for effect in after(history, section(), "b", "12-20").effects] == ["tier:c7:2026-02-01:tier_changed:key"]


@pytest.mark.parametrize(("language", "held", "tier"), [("en", "VIP", "key"), ("zh-CN", "VIP", "key"), ("zh", "VIP", "key")])
def test_with_notifiers_an_effect_carries_an_order(language: str, held: str, tier: str) -> None:
    history = TierHistory()
    after(history, section(), "a", "01-05")
    (effect,) = after(history, section(), "b", "04-01", via=("sms", "email"), language=language).effects
    assert effect.order is not None
    assert (effect.order.via, effect.order.recipient, effect.order.audience, effect.order.reason) == (
        ("sms", "email"),
        "c7",
        "customer",
        "tier_falls",
    )
    assert effect.order.text == tier_text("tier_falls", language, tier=tier, held=held, day="2026-05-01")
    assert effect.order.subject == tier_subject("tier_falls", language)
    rendered = render(effect.order)
    assert (rendered.text, rendered.subject, rendered.problems) == (effect.order.text, effect.order.subject, ())


def test_labels_in_the_readers_language_or_any_there_is() -> None:
    history = TierHistory()
    after(history, section(), "b", "01-05")
    (effect,) = after(history, section(), "c", "04-01", via=("sms",), language="zh-CN").effects
    assert effect.order is not None
    assert "普通客户" in effect.order.text


# ── objections, joining, overrides ───────────────────────────────────────────────────────────────────────────────────


def test_an_open_objection_marks_assignments_until_it_is_answered() -> None:
    history = TierHistory()
    after(history, section(), "b", "01-05")
    history.ask(TierRequest("r1", customer="c7", kind="explanation", on=day("01-06")))
    history.ask(TierRequest("r2", customer="c7", kind="objection", on=day("01-06")))
    disputed = after(history, section(), "a", "01-10")
    assert (disputed.objections, disputed.record.explanation["objections"]) == (("r2",), ["r2"])
    history.answer(Answer("r2", on=day("01-12"), by="zhao", outcome="upheld"))
    assert after(history, section(), "a", "04-01").objections == ()


@pytest.mark.parametrize("joined", [date(2024, 2, 29), "2024-02-29", datetime(2024, 2, 29, 8, tzinfo=UTC)])
def test_anniversaries_count_from_joining(joined: object) -> None:
    tiers = section(review=Review(every=Period(1, "year"), qualification="anniversary"))
    assert assign(tiers, {"customer": "c7", "grade": "a", "joined": joined}, on=day("01-05")).next_review == day("02-28")


def test_a_day_of_joining_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        assign(section(), {"customer": "c7", "grade": "a", "joined": "last spring"}, on=day("01-05"))
    assert (caught.value.problem.code, caught.value.problem.path) == ("TIR043", ("joined",))


def test_an_override_by_the_customers_own_owner_is_refused() -> None:
    pilot = Override("c7", tier="vip", reason="r", approved_by="li", until=day("06-30"), path=("tiers", "overrides", 0))
    tiers = section(Override("c8", tier="vip", reason="r", approved_by="li", until=day("06-30")), pilot)
    with pytest.raises(UsageError) as caught:
        assign(tiers, {"customer": "c7", "grade": "b", "owner": "li"}, on=day("01-05"))
    assert (caught.value.problem.code, caught.value.problem.path) == ("TIR033", ("tiers", "overrides", 0, "approved_by"))
    assert assign(tiers, {"customer": "c7", "grade": "b", "owner": "zhao"}, on=day("01-05")).tier == "vip"
