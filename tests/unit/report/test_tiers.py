"""Pictures of tiers: the same numbers in a terminal and on a page that stands alone."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import attrs
import pytest

from servstd.report._table import text_width
from servstd.report.tiers import labels_of, parity_html, render_parity, render_simulation, simulation_html
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Criterion, Level, Review, RuleUse, Tiers
from servstd.tiers.outcome import TierRecord
from servstd.tiers.parity import Parity, ParityTally, parity
from servstd.tiers.simulating import Simulation, simulate

DAY = date(2026, 4, 1)
PAST = date(2026, 1, 1)
STEPS = [{"from": 0, "points": 0}, {"from": 10, "points": 50}, {"from": 20, "points": 100}]
PAID = Criterion(
    "paid", rule=RuleUse("thresholds", settings={"field": "paid", "steps": STEPS}), weight=1.0, missing="fail", label={"zh": "贡献"}
)
LADDER = (Level("low", label={"en": "Low", "zh": "普通客户"}), Level("high", enter=40.0, leave=30.0, label={"zh": "重点客户"}))
OLD = Tiers(LADDER, criteria=(PAID,), review=Review())
NEW = attrs.evolve(OLD, ladder=(LADDER[0], attrs.evolve(LADDER[1], enter=60.0)))


@pytest.fixture(name="found")
def _found() -> Simulation:
    rows = [{"customer": f"<K{i}>", "paid": i} for i in range(30)] + [{"customer": "empty"}]
    periods = [(date(2026, 1, 1), {f"<K{i}>": {"paid": 30 - i} for i in range(30)})]
    return simulate(
        OLD, NEW, rows, on=DAY, periods=periods, volumes={"low": 1, "high": 3}, costs={"low": 10.0}, floor_violations=(0, 2), examples=4
    )


@pytest.fixture(name="compared")
def _compared() -> Parity:
    made = ParityTally(["low", "high"])
    for i in range(100):
        made.add("low", "first_response", "met" if i < 60 else "missed", target="30m")
        made.add("high", "first_response", "met" if i < 95 else "missed", target="10m")
    made.add("low", "lonely", "running")
    made.add(None, "first_response", "met")
    made.add_answer("low", True)
    made.add_answer("high", True)
    return made.parity()


class Reader(HTMLParser):
    """Checks that tags close in order, and keeps the text and what is named from outside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.outside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "onload") or tag in ("script", "link")]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [f"{name}={value}" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_page_is_whole_and_stands_alone(found: Simulation, compared: Parity, locale: str) -> None:
    labels = labels_of(OLD, NEW, locale=locale)
    for text in (simulation_html(found, locale, labels=labels), parity_html(compared, locale, labels=labels)):
        reader = Reader(text)
        assert reader.open == []
        assert reader.outside == []
        assert "http" not in text
        assert "url(" not in text
        assert "@import" not in text
        assert f'<html lang="{"zh-CN" if locale == "zh" else "en"}">' in text
        assert "prefers-color-scheme: dark" in text


def test_data_are_escaped(found: Simulation) -> None:
    text = simulation_html(found)
    assert "<K" not in text
    assert "&lt;K" in text


def test_terminal_and_page_show_the_same_matrix(found: Simulation) -> None:
    words = Reader(simulation_html(found, "zh", labels=labels_of(OLD, locale="zh"))).texts
    printed = render_simulation(found, "zh", labels=labels_of(OLD, locale="zh"))
    for count in found.matrix.values():
        assert str(count) in words
        assert re.search(rf"\b{count}\b", printed)
    for line in (
        "分级试算：新旧标准对比（2026年4月1日）",
        "低于底线的承诺：旧标准 0 处，新标准 2 处",
        "“重点客户”的界线变了",
        "近 2 期的反复升降",
    ):
        assert line in printed
    assert "资料不足未能评分：旧标准 1 位，新标准 1 位" in printed


def test_columns_line_up_in_chinese(found: Simulation, compared: Parity) -> None:
    for text in (render_simulation(found, "zh", labels=labels_of(OLD, locale="zh")), render_parity(compared, "zh", labels={"low": "普通"})):
        for block in text.split("\n\n"):
            lines = block.split("\n")
            rule = next((line for line in lines if set(line) == {"-", " "}), None)
            if rule is not None:
                assert all(text_width(line) <= text_width(rule) for line in lines)


def test_nobody_moves(found: Simulation) -> None:
    same = simulate(OLD, OLD, [{"customer": "a", "paid": 1}], on=DAY)
    assert "nobody would move" in render_simulation(same)
    assert "Customers by tier" in render_simulation(same)
    assert "Why they move" not in simulation_html(same)
    none = simulate(OLD, NEW, [], on=DAY)
    assert "0 customers" in render_simulation(none)
    assert "0 customers" in simulation_html(none)
    assert "load" in render_simulation(found)


def test_a_level_that_is_no_more() -> None:
    record = TierRecord("a", tier="high", valid_from=PAST, recorded_on=PAST, cause="first", computed="high", reached_on=PAST)
    other = attrs.evolve(OLD, ladder=(LADDER[0], Level("gold", enter=40.0, leave=30.0)))
    found = simulate(OLD, other, [{"customer": "a", "paid": 15}], on=DAY, history=TierHistory([record]))
    assert "1 customers hold a tier that is not on the new ladder" in render_simulation(found)
    assert "the ladder has other levels" in simulation_html(found)


def test_a_mover_without_data_has_no_score() -> None:
    lenient = attrs.evolve(OLD, criteria=(attrs.evolve(PAID, missing="lowest"),))
    found = simulate(OLD, lenient, [{"customer": "a"}], on=DAY)
    assert "- → 0.0" in render_simulation(found)
    assert "what a lack of data means" in simulation_html(found)


def test_parity_says_what_may_be_said(compared: Parity) -> None:
    text = render_parity(compared, "en")
    assert "real; promised differently by design" in text
    assert "too few cases" in text
    assert "(Holm); below 30 cases nothing is claimed" in text
    assert "1 results have no tier" in text
    assert "满意率" in render_parity(compared, "zh")
    page = parity_html(compared, "zh", labels={"low": "普通客户"})
    assert "确有差异；承诺本就不同" in page
    assert "普通客户" in page


def test_parity_of_nothing() -> None:
    assert "there is nothing to compare yet" in render_parity(parity([]))
    assert "暂无可对比的结果" in parity_html(parity([]), "zh")
    undecided = ParityTally()
    undecided.add("a", "m", "running")
    undecided.add("b", "m", "running")
    for text in (render_parity(undecided.parity()), parity_html(undecided.parity())):
        assert "too few cases" in text
