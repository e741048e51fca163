"""A standard's tiers at work: the edition of the day judges, and what cannot be judged is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import servstd
from servstd.document import read_editions
from servstd.errors import UsageError
from servstd.instants import instant_text
from servstd.standard import Standard
from servstd.tiers.history import TierHistory
from tests.support import REPOSITORY

HEAD = 'format: 1\nstandard: shop\nversion: "{}"\neffective_from: {}\ntime_zone: Asia/Shanghai\nlanguage: zh\n'
TIERS = """tiers:
  ladder: [standard, {vip: 核心客户}]
  criteria:
    level: {weight: 100%, missing: lowest, rule: {lookup: {field: level, values: {a: 0, b: 70, c: 100}}}}
  levels: {vip: {enter: 60, leave: 50}}
"""
STRICT = TIERS.replace("60", "90")


def standard(*texts: str) -> Standard:
    starts = ("2026-01-01", "2026-07-01")
    return Standard(read_editions([(f"{i}.yaml", HEAD.format(i, starts[i]) + text) for i, text in enumerate(texts)]))


def test_a_customer_is_assigned_and_told_why() -> None:
    desk = standard(TIERS).tiers
    given = desk.assign({"customer": "K1", "level": "b"}, on=date(2026, 3, 1))
    assert (given.customer, given.tier, given.score, given.changed, given.record.edition) == ("K1", "vip", 70.0, True, "0")
    explanation = desk.explain({"customer": "K1", "level": "b"}, on="2026-03-01")
    assert explanation.as_dict()["tier"] == "vip"
    assert "核心客户" in explanation.text("zh")
    assert repr(desk) == "<TierDesk standard < vip>"


def test_the_same_again_with_its_history_changes_nothing() -> None:
    desk = standard(TIERS).tiers
    facts = {"customer": "K1", "level": "b"}
    first = desk.assign(facts, on="2026-03-01")
    history = TierHistory()
    history.append(first.record)
    again = desk.assign(facts, history, on="2026-03-01")
    assert (again.tier, again.changed, again.record) == ("vip", False, first.record)
    assert desk.explain(facts, history, on="2026-03-01").as_dict() == first.record.explanation


def test_the_edition_of_the_day_judges() -> None:
    desk = standard(TIERS, STRICT).tiers
    facts = {"customer": "K1", "level": "b"}
    days = {"2025-06-01": "0", "2026-06-30": "0", "2026-07-01": "1"}
    assert {day: desk.edition_on(day).version for day in days} == days
    assert [desk.assign(facts, on=day).tier for day in days] == ["vip", "vip", "standard"]
    assert desk.model.ladder[1].enter == 90


NOTICED = TIERS + "  review: {every: quarter, downgrade: one_level, notice: 30 days}\n"


def falling() -> tuple[TierHistory, dict[str, object]]:
    """Return what makes customer K1 fall on 1 May: the history of a VIP, and facts too low for one."""
    history = TierHistory()
    history.take(standard(NOTICED).tiers.assign({"customer": "K1", "level": "b"}, on="2026-01-05"))
    return history, {"customer": "K1", "level": "a"}


def test_days_begin_in_the_standards_zone() -> None:
    history, facts = falling()
    given = standard(NOTICED).tiers.assign(facts, history, on="2026-04-01")
    assert [instant_text(effect.at_us) for effect in given.effects] == ["2026-03-31T16:00:00Z"]


def test_an_explanation_tells_what_is_to_come() -> None:
    history, facts = falling()
    desk = standard(NOTICED).tiers
    given = desk.assign(facts, history, on="2026-04-01")
    told = desk.explain(facts, history, on="2026-04-01")
    assert given.upcoming == told.upcoming == ("standard", date(2026, 5, 1))
    assert given.next_review == told.next_review is not None
    assert "1 May 2026" in told.text("en")


def test_a_standard_without_tiers_says_so() -> None:
    with pytest.raises(UsageError) as told:
        _ = standard(TIERS, "").tiers
    assert (told.value.problem.code, told.value.problem.params["version"]) == ("TIR094", "1")
    desk = standard("", TIERS).tiers
    with pytest.raises(UsageError) as told:
        desk.assign({"customer": "K1"}, on="2026-02-01")
    assert (told.value.problem.code, told.value.problem.params["version"]) == ("TIR094", "0")


def test_a_plugins_rule_that_is_not_at_hand_is_not_guessed() -> None:
    desk = standard(TIERS.replace("lookup: {field: level, values: {a: 0, b: 70, c: 100}}", "rfm: {}")).tiers
    with pytest.raises(UsageError) as told:
        desk.assign({"customer": "K1"}, on="2026-02-01")
    assert (told.value.problem.code, told.value.problem.params["criterion"]) == ("TIR095", "level")
    assert "插件" in told.value.problem.message("zh")


@pytest.mark.parametrize("on", ["soon", "2026-02-30", "20260301", datetime(2026, 3, 1, tzinfo=UTC)])
def test_a_day_is_a_day(on: str | date) -> None:
    with pytest.raises(UsageError) as told:
        standard(TIERS).tiers.assign({"customer": "K1"}, on=on)
    assert (told.value.problem.code, told.value.problem.path_text) == ("DOC042", "on")


def test_the_sample_assigns_as_its_override_says(shared: Path) -> None:
    desk = servstd.load(shared / "samples" / "renovation.yaml").tiers
    facts = {"customer": "K0917", "paid_12m": {"amount": 0, "currency": "CNY"}, "referral_level": "无", "homes_planned": 0}
    assert [desk.assign(facts, on=day).tier for day in ("2026-06-30", "2026-07-01")] == ["vip", "standard"]
    assert desk.assign({**facts, "customer": "K1"}, on="2026-06-30").tier == "standard"


def test_an_assignment_carries_its_explanation() -> None:
    standard = servstd.load(REPOSITORY / "examples" / "tiers" / "standard.yaml")
    assigned = standard.tiers.assign({"customer": "c-new"}, on=date(2026, 4, 1))
    assert assigned.explanation == assigned.record.explanation
    assert assigned.explanation["customer"] == "c-new"


def test_what_is_no_history_is_refused() -> None:
    standard = servstd.load(REPOSITORY / "examples" / "tiers" / "standard.yaml")
    with pytest.raises(UsageError) as error:
        standard.tiers.assign({"customer": "c-new"}, [], on=date(2026, 4, 1))  # type: ignore[arg-type]
    problem = error.value.problem
    assert (problem.code, problem.path_text, problem.params["found"]) == ("TIR158", "history", "list")
    assert "TierHistory.read(lines)" in problem.hint()
