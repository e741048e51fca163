"""A standard's feedback at work: answers read by the edition's instruments, and what cannot be asked for is refused."""

from __future__ import annotations

import attrs
import pytest

import servstd
from servstd.errors import StandardError, UsageError
from servstd.events import Event
from servstd.feedback.model import Feedback, Instrument
from servstd.hookspecs import PluginContext, implements
from servstd.host import Host
from servstd.protocols import ThemeClassifier
from servstd.standard import Standard

HEAD = 'format: 1\nstandard: shop\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n'
SAID = {"kind": "answered", "case": "1", "at": "2026-01-05T09:00:00Z", "by": "customer", "data": {"instrument": "after", "score": 5}}


@pytest.fixture
def standard() -> Standard:
    """Return a standard with one instrument."""
    section = Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5))})
    return Standard((attrs.evolve(servstd.loads(HEAD).current, feedback=section),))


def test_a_standard_without_the_section_says_so() -> None:
    with pytest.raises(UsageError, match="FBK170"):
        _ = servstd.loads(HEAD).feedback


def test_answers_come_with_their_status(standard: Standard) -> None:
    desk = standard.feedback
    event = Event("answered", case="2", at="2026-01-05T10:00:00Z", by="bot", data={"instrument": "after", "score": 5})
    assert [(one.status, one.version) for one in desk.responses([SAID, event])] == [("counted", "1"), ("suspected_bot", "1")]
    assert repr(desk) == "<FeedbackDesk after>"


def test_a_campaign_is_asked_for_on_a_day(standard: Standard) -> None:
    assert standard.feedback.campaign_occasions([], on="2026-03-01") == []
    with pytest.raises(UsageError, match="DOC042"):
        standard.feedback.campaign_occasions([], on="soon")


def test_the_time_of_a_report_is_half_open_and_now_is_its_end(standard: Standard) -> None:
    desk = standard.feedback
    seen = {
        bounds: desk.report([SAID], now="2026-02-01T00:00:00Z", start=bounds[0], end=bounds[1]).instruments[0].statuses
        for bounds in ((None, None), ("2026-01-05T09:00:00Z", None), (None, "2026-01-05T09:00:00Z"))
    }
    assert list(seen.values()) == [{"counted": 1}, {"counted": 1}, {}]
    assert desk.report([SAID], now="2026-01-01T00:00:00Z").cases == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": ["customer"]}, "FBK173"),
        ({"minimum": 0}, "FBK174"),
        ({"baseline": 1}, "FBK174"),
        ({"baseline": 2.5}, "FBK174"),
        ({"start": "2026-01-02T00:00:00Z", "end": "2026-01-02T00:00:00Z"}, "CLI015"),
        ({"now": "2026-01-02"}, "TIM"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(standard: Standard, asked: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError, match=code):
        standard.feedback.report([SAID], **{"now": "2026-02-01T00:00:00Z", **asked})  # type: ignore[arg-type]


def test_an_event_that_cannot_be_read_is_named_by_its_place(standard: Standard) -> None:
    with pytest.raises(UsageError, match="EVT") as caught:
        standard.feedback.responses([SAID, {**SAID, "kind": "anwered"}])
    assert caught.value.problem.path[:2] == ("events", 1)


TALK = """
people: {chen: {roles: [boss]}}
feedback:
  instruments:
    after: {kind: csat, scale: 5}
    quiet: {kind: csat, scale: 5, anonymous: true, least: 5}
  themes:
    rude: {classifier: tone}
    late: {words: [waited]}
  loops:
    - name: waits
      owner: {role: boss}
      trigger: {theme: late, at_least: 2, within: 30 days}
      open: {improvement: true, target: 5%, due: 90 days}
"""


class Tone:
    """A classifier of these tests."""

    name, summary, version = "tone", "Tells shouting.", "1"

    def themes(self, text: str, language: str) -> list[str]:
        return ["rude"] if text.endswith("!") else []


class ToneOnly:
    """A plugin that offers it."""

    @implements.classifiers
    def classifiers(self, ctx: PluginContext) -> list[ThemeClassifier]:
        return [Tone()]


def remark(case: str, comment: str, instrument: str = "after") -> Event:
    data = {"instrument": instrument, "score": 2, "comment": comment}
    return Event("answered", case=case, at=f"2026-01-0{case}T09:00:00Z", by="customer", data=data)


def test_themes_and_improvements_come_from_answers_that_count() -> None:
    standard = servstd.loads(HEAD + TALK, host=Host.empty().with_plugin(ToneOnly()))
    events = [remark("1", "I waited!"), remark("2", "I waited"), remark("3", "I waited", "quiet"), remark("4", "fine")]
    rude, late = standard.feedback.themes(events)
    assert (rude.estimate.value, late.estimate.value, late.estimate.n, late.cases) == (1 / 3, 2 / 3, 3, ("1", "2"))
    (item,) = standard.feedback.improvements(events)
    assert (item.loop, item.cases, item.target, str(item.due)) == ("waits", ("1", "2"), 0.05, "2026-04-02")


def test_a_classifier_nobody_offers_is_an_error_with_a_host_and_a_warning_without() -> None:
    with pytest.raises(StandardError, match="FBK073"):
        servstd.loads(HEAD + TALK, host=Host.empty())
    assert "FBK073" in [problem.code for problem in servstd.loads(HEAD + TALK).problems]


def test_only_an_improvement_has_a_target_and_a_day() -> None:
    text = TALK.replace("{improvement: true, target: 5%, due: 90 days}", "{matter: complaint, target: 5%, due: 90 days}")
    with pytest.raises(StandardError) as caught:
        servstd.loads(HEAD + text)
    assert [problem.path_text for problem in caught.value.problems if problem.code == "FBK040"] == [
        "feedback.loops[0].open.target", "feedback.loops[0].open.due",
    ]  # fmt: skip


def test_whether_an_improvement_helped_and_what_came_again() -> None:
    standard = servstd.loads(HEAD + TALK, host=Host.empty().with_plugin(ToneOnly()))
    events = [remark("1", "I waited!"), remark("2", "I waited"), remark("4", "fine")]
    (item,) = standard.feedback.check_improvements(events, since={"waits": "2026-01-03T00:00:00Z"})
    assert (item.check.effect, item.check.after.n, item.item.loop) == ("undecided", 1, "waits")
    assert standard.feedback.recurrences(events) == ()


@pytest.mark.parametrize(
    ("within", "expected"), [(", recurrence: {within: 30 days}", [["1", "2"]]), (", recurrence: {within: 3 days}", []), ("", [])]
)
def test_complaints_of_one_customer_about_the_same_come_again(within: str, expected: list[list[str]]) -> None:
    head = HEAD + "attributes: {matter: {values: {complaint: C, repair: R}}}\n"
    desk = servstd.loads(head + "feedback: {complaints: {when: {matter: complaint}" + within + "}}\n").feedback
    rows = [
        ("1", "01-05", "complaint", "k1"),
        ("2", "01-20", "complaint", "k1"),
        ("3", "01-21", "repair", "k1"),
        ("4", "01-22", "complaint", "k2"),
    ]
    rows.append(("5", "01-23", "complaint", ""))
    events = [
        Event("opened", case=case, at=f"2026-{day}T09:00:00Z", data={"matter": matter, **({"customer": customer} if customer else {})})
        for case, day, matter, customer in rows
    ]
    assert [[row.case for row in group.rows] for group in desk.recurrences(events)] == expected
    found = desk.report(events, now="2026-02-01T00:00:00Z").complaints
    assert found is not None
    assert (None if found.recurring is None else found.recurring.basis["k"]) == (sum(len(one) - 1 for one in expected) if within else None)
