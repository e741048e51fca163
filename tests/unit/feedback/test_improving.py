"""Improvement items: opened when a theme repeats, checked by comparison."""

from __future__ import annotations

from datetime import date

import pytest

from servstd.durations import Period
from servstd.errors import UsageError
from servstd.feedback.improving import check_improvement, check_improvements, find_improvements
from servstd.feedback.model import Feedback, Loop, LoopTrigger, Theme
from servstd.feedback.themes import Remark
from servstd.instants import DAY_US, read_instant
from servstd.people import Addressee

START = read_instant("2026-01-05T10:00:00+08:00")
THEME = Theme("水电返工", words={"": ("返工", "漏水")})


def section(**fields: object) -> Feedback:
    trigger = LoopTrigger("theme", name="水电返工", at_least=3, within=Period(30, "day"))
    loop = Loop("rework", trigger=trigger, improvement=True, owner=Addressee("role", name="service_manager"), **fields)  # type: ignore[arg-type]  # fields of each test
    others = (
        Loop("case", trigger=trigger, opens={"matter": "complaint"}),
        Loop("answer", trigger=LoopTrigger("response", name="after"), improvement=True),
        Loop("gone", trigger=LoopTrigger("theme", name="gone"), improvement=True),
    )
    return Feedback(themes={"水电返工": THEME}, loops=(loop, *others))


def said(day: float, text: str, case: str = "") -> Remark:
    return Remark(text, at_us=START + int(day * DAY_US), case=case or f"c{day}", id=f"e{day}")


BEFORE = [said(-40, "漏水"), said(0, "漏水"), said(1, "很好"), said(5, "又返工"), said(9, "不错"), said(20, "漏水")]


def test_three_within_a_month_open_an_item_with_its_baseline() -> None:
    (item,) = find_improvements(section(target=0.1, due=Period(90, "day")), BEFORE, time_zone="Asia/Shanghai")
    assert (item.loop, item.theme, item.cases) == ("rework", "水电返工", ("c0", "c5", "c20"))
    assert (item.opened_us, item.due) == (START + 20 * DAY_US, date(2026, 4, 25))
    assert (item.baseline.value, item.baseline.n) == (0.6, 5)
    assert item.as_dict()["owner"] == "role service_manager"
    assert item.as_dict()["due"] == "2026-04-25"


def test_an_item_without_owner_target_or_day_says_so() -> None:
    loop = Loop("bare", trigger=LoopTrigger("theme", name="水电返工", at_least=2), improvement=True)
    (item,) = find_improvements(Feedback(themes={"水电返工": THEME}, loops=(loop,)), BEFORE[:3], time_zone="UTC")
    assert (item.as_dict()["owner"], item.as_dict()["due"], item.target) == (None, None, None)


def test_the_same_remarks_give_the_same_key() -> None:
    first, second = (find_improvements(section(), remarks, time_zone="UTC") for remarks in (BEFORE, list(reversed(BEFORE))))
    assert [item.key for item in first] == [item.key for item in second]


def test_whether_it_helped_is_a_comparison() -> None:
    many = [said(i / 100, "漏水" if i % 2 else "很好") for i in range(200)]
    item = find_improvements(section(target=0.2), many, time_zone="UTC")[-1]
    better = check_improvement(item, section(), [said(30 + i / 100, "很好") for i in range(200)])
    assert (better.effect, better.after.value) == ("better", 0)
    assert better.target is not None
    assert better.target.verdict == "met"
    worse = check_improvement(item, section(), [said(30 + i / 100, "漏水") for i in range(200)])
    assert worse.effect == "worse"
    nothing = check_improvement(item, section(), [])
    assert (nothing.effect, nothing.after.value) == ("undecided", None)


def test_measures_may_work_from_a_later_day_on() -> None:
    (item,) = find_improvements(section(), BEFORE, time_zone="UTC")
    remarks = [said(25, "漏水"), said(40, "很好")]
    assert check_improvement(item, section(), remarks).after.n == 2
    late = check_improvement(item, section(), remarks, since_us=START + 30 * DAY_US)
    assert (late.after.n, late.target) == (1, None)


def test_a_standard_without_the_theme_is_refused() -> None:
    (item,) = find_improvements(section(), BEFORE, time_zone="UTC")
    with pytest.raises(UsageError, match="FBK190"):
        check_improvement(item, Feedback(), [])


def test_items_are_checked_from_their_opening_or_from_when_measures_work() -> None:
    after = [said(day, "不错") for day in range(30, 60)]
    worse = [said(day, "漏水") for day in range(61, 63)]
    feedback = section(target=0.9)
    (plain,) = check_improvements(feedback, [*BEFORE, *after], time_zone="Asia/Shanghai")
    assert (plain.since_us, plain.check.effect, plain.check.after.n) == (plain.item.opened_us, "better", 30)
    data = plain.as_dict()
    assert (data["loop"], data["effect"], data["judgement"]["verdict"]) == ("rework", "better", "met")  # type: ignore[index]
    late = {"rework": START + 60 * DAY_US}
    (since,) = check_improvements(feedback, [*BEFORE, *after, *worse], time_zone="Asia/Shanghai", since=late)
    assert (since.since_us, since.check.effect, since.check.after.n) == (late["rework"], "undecided", 2)
    (early,) = check_improvements(section(), [*BEFORE, *after], time_zone="Asia/Shanghai", since={"rework": START})
    assert (early.since_us, early.as_dict()["judgement"]) == (early.item.opened_us, None)


@pytest.mark.parametrize("loop", ["answer", "case", "none"])
def test_since_names_a_loop_whose_theme_opens_an_improvement(loop: str) -> None:
    with pytest.raises(UsageError, match="FBK177") as caught:
        check_improvements(section(), BEFORE, time_zone="UTC", since={loop: START})
    assert caught.value.problem.params["expected"] == "rework, gone"
    with pytest.raises(UsageError, match="FBK177"):
        check_improvements(Feedback(), BEFORE, time_zone="UTC", since={loop: START})
