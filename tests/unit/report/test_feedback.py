"""What is drawn of feedback: limits, signals, gaps and re-basing are there, and nothing that the data do not tell."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

import servstd
from servstd.errors import Problem
from servstd.estimates import Estimate, proportion
from servstd.events import Event
from servstd.feedback._report_building import Order, build_report
from servstd.feedback._versions import Section
from servstd.feedback.charts import Rebase, p_chart, xmr_chart
from servstd.feedback.model import Feedback, Instrument, Question, Theme
from servstd.feedback.reporting import AskedRow, FeedbackReport, Scope
from servstd.feedback.teams import team_table
from servstd.instants import read_instant
from servstd.messages.feedback import WORDS, feedback_words, say_attribute, say_reason
from servstd.report._charts_html import svg_chart, svg_funnel
from servstd.report._charts_terminal import chart_span, draw_chart
from servstd.report._feedback_terminal import cells_of
from servstd.report.feedback import feedback_html, labels_of, render_feedback, render_themes

CHART = p_chart(
    [9, 9, 8, 9, 1, 0, 9, 9], [10] * 5 + [0] + [10] * 2, baseline=3, labels=[f"2026-0{i}" for i in range(1, 9)],
    rebase=[Rebase(6, reason="new <routine> " + "x" * 60, by="qian")],
)  # fmt: skip


def test_a_chart_of_characters_shows_value_signal_gap_and_new_limits() -> None:
    lines = draw_chart(CHART, "share", "en")
    field = "\n".join(lines[:12])
    assert (field.count("X"), field.count("o"), lines[0].count("|")) == (1, 6, 2)
    told = "\n".join(lines)
    for part in ("no data, or too few to show: 2026-06", "2026-05: 10.0%, WE1 one point outside", "limits anew from 2026-07", "(qian)"):
        assert part in told
    assert "2026-05：10.0%，WE1 一个点超出控制限" in "\n".join(draw_chart(CHART, "share", "zh"))


def test_without_limits_nothing_is_said_of_signals() -> None:
    told = "\n".join(draw_chart(xmr_chart([3.0, None]), "mean", "en"))
    assert "no limits" in told
    assert "signals" not in told
    assert draw_chart(p_chart([0], [0]), "share", "zh") == ["无数据"]
    assert svg_chart(p_chart([0], [0]), "share", "en") == "<p>no data</p>"
    assert chart_span(p_chart([0], [0])) == (0.0, 1.0)
    assert "upper limit" not in svg_chart(xmr_chart([3.0, None]), "mean", "en")


def test_a_long_chart_shows_its_last_points_and_says_so() -> None:
    lines = draw_chart(xmr_chart([float(i % 3) for i in range(30)]), "mean", "en")
    assert "the last 18 of 30 periods are drawn" in lines
    assert max(len(line) for line in lines[:13]) <= 80


def test_a_jump_is_told_by_its_own_rule() -> None:
    told = "\n".join(draw_chart(xmr_chart([10.0, 10.1, 10.0, 10.1, 10.0, 13.0], baseline=5), "mean", "zh"))
    assert "WR 与前一点的差超出极差上限" in told


def test_a_picture_has_a_mark_for_every_signal_and_escapes_what_is_written() -> None:
    drawn = svg_chart(CHART, "share", "en", title="a & b")
    assert drawn.count('class="mark"') == 1
    assert drawn.count('class="dot"') == 6
    assert drawn.count('class="rebase"') == 1
    assert "WE1" in drawn
    assert "new &lt;routine&gt;" in drawn
    assert "<routine>" not in drawn
    assert drawn.count('class="base"') == 2
    early = p_chart([9, 9, 1, 9, 9, 9], [10] * 6, baseline=2, rebase=[Rebase(1, reason="early")])
    assert 'text-anchor="start">early' in svg_chart(early, "share", "en")
    assert "n 10" in svg_chart(early, "share", "en")


def test_a_funnel_keeps_the_order_given_and_leaves_small_teams_out() -> None:
    table = team_table({"b": (190, 200), "a" * 30: (150, 200), "few": (1, 2), "none": (0, 0)})
    drawn = svg_funnel(table, ["b", "a" * 30, "few", "none"])
    assert drawn.index(">b<") < drawn.index("aaa")
    assert "few" not in drawn
    assert drawn.count('class="mark"') == 2
    assert svg_funnel(team_table({"few": (1, 2)}), ["few"]) == ""


def test_numbers_without_data_or_interval() -> None:
    assert cells_of(proportion(0, 0), "zh") == ("无数据", "-", "0")
    bare = Estimate(1.0, low=None, high=None, n=1, method="none", unit="mean")
    assert cells_of(bare, "en") == ("1.00", "unknown", "1")


def events() -> list[Event]:
    out: list[Event] = []
    for i in range(120):
        day, team = f"2026-0{1 + i % 4}-{5 + i % 20:02}", ("north", "south")[i % 2]
        good = team == "north" or i % 3 == 0
        out.append(Event("opened", case=f"{i}", at=f"{day}T08:00:00Z", data={"team": team, "matter": "repair"}))
        out.append(Event("surveyed", case=f"{i}", at=f"{day}T09:00:00Z", data={"instrument": "after"}))
        said: dict[str, Any] = {"instrument": "after", "score": 5 if good else 1, "comment": "" if good else "a <leak>"}
        out.append(Event("answered", case=f"{i}", at=f"{day}T10:00:00Z", by="customer", data=said))
        battery: dict[str, Any] = {"instrument": "quality", "answers.polite": 4}
        out.append(Event("answered", case=f"{i}", at=f"{day}T11:00:00Z", by="customer", data=battery))
    return [*out, Event("answered", case="0", at="2026-01-09T10:00:00Z", by="customer", data={"instrument": "x", "score": 1})]


@pytest.fixture(scope="module")
def report() -> FeedbackReport:
    """Return a report with everything in it."""
    instruments = {
        "after": Instrument("after", kind="csat", scale=(1, 5), satisfied=(4, 5), target=0.9),
        "quality": Instrument("quality", kind="battery", scale=(1, 5), questions=(Question("polite"),)),
        "secret": Instrument("secret", kind="nps", scale=(0, 10), anonymous=True, least=5),
    }
    section = Section(0, feedback=Feedback(instruments=instruments, themes={"leaks": Theme("leaks", words={"": ("leak",)})}))
    begin, end = read_instant("2026-01-01T00:00:00Z"), read_instant("2026-05-01T00:00:00Z")
    scope = Scope(by=("team",), period="month", from_us=begin, to_us=end, minimum=30, baseline=3)
    order = Order("shop", sections=[section], now_us=end, time_zone="UTC", scope=scope)
    said = [Event("answered", case="0", at="2026-01-09T11:00:00Z", by="customer", data={"instrument": "secret", "score": 9})]
    wrong = Problem("FBK172", params={"case": "9", "kind": "x-rebased"})
    made = build_report(order, [*events(), *said])
    return attrs.evolve(made, left_out=(wrong,))


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_both_pictures_say_the_same(report: FeedbackReport, locale: str) -> None:
    text, page = render_feedback(report, locale), feedback_html(report, locale)
    for word in ("funnel_note", "asked_unsure", "nobody_asked", "anonymous"):
        told = feedback_words(word, locale, minimum=30)
        assert told in text
        assert told in page
    assert feedback_words("hidden", locale, least=5) in text
    assert "FBK172" in text
    assert "FBK172" in page
    assert "a <leak>" not in page
    assert re.search(r"<script|https?://(?!www\.w3\.org)", page) is None
    for figure in re.findall(r"\d+\.\d% … \d+\.\d%", text):
        assert figure in page


def test_themes_alone(report: FeedbackReport) -> None:
    text = render_themes(report, "en", labels={"leaks": "Leaks again"})
    assert "Leaks again" in text
    assert "== All instruments ==" in text


def test_labels_come_from_the_editions() -> None:
    head = 'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
    edition = servstd.loads(head + "attributes: {team: {values: {north: {en: north end, zh: 北区}}}}\n").current
    named = {"en": "Polite", "zh": "礼貌"}
    instrument = Instrument("q", kind="battery", scale=(1, 5), label={"zh": "品质"}, questions=(Question("polite", label=named),))
    section = Feedback(instruments={"q": instrument}, themes={"late": Theme("late", label={"en": "Late", "zh": "迟到"})})
    labels = labels_of((edition, attrs.evolve(edition, feedback=section)), "zh-CN")
    assert {"q": "品质", "q.polite": "礼貌", "late": "迟到", "team=north": "北区"}.items() <= labels.items()


def test_who_was_not_asked_is_told(report: FeedbackReport) -> None:
    row = AskedRow({}, answered=proportion(0, 0), partly=proportion(0, 0), outcomes={"not_sent": 2}, not_sent={"budget": 2})
    one = attrs.evolve(report, instruments=(attrs.evolve(report.instruments[0], asked=(row,), themes=()),))
    for told in (render_feedback(one, "zh"), feedback_html(one, "zh")):
        assert "次数已满 2" in told


def test_words_take_the_same_values_in_both_languages() -> None:
    for english, chinese in WORDS.values():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese)), english
    assert (say_reason("ours", "zh"), say_attribute("region", "en"), say_attribute("team", "zh")) == ("ours", "region", "班组")
