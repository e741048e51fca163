"""Quotations: what would be promised to a case before it exists."""

from __future__ import annotations

import json

import pendulum
import pytest

from tests.unit.explanation.support import STANDARD

NOW = "2026-01-07T10:00:00+08:00"


def test_a_quotation_as_people_read_it() -> None:
    assert str(STANDARD.quote({"matter": "complaint", "tier": "vip"}, at=NOW, locale="zh")) == (
        "若于 1月7日（周三）10:00 提出\n"
        "  首次响应（承诺）  1月7日（周三）10:10 前，10 分钟内，按自然时间计算，节假日照算\n"
        "  解决（承诺）      1月10日（周六）10:00 前，72 小时内，按自然时间计算，节假日照算\n"
        "  答复（承诺）      1月9日（周五）10:00 前，48 小时内，按自然时间计算，节假日照算"
    )
    assert STANDARD.quote({}, at=NOW, locale="en").text == (
        "If this were raised Wed 7 Jan 10:00\n  resolution (Promised)  by Mon 12 Jan 18:00, within 3 working days, "
        "by the end of that day, counted in office hours"
    )


def test_where_nothing_is_promised_it_says_so_in_the_standards_own_language() -> None:
    found = STANDARD.quote({"tags": ["spam"]}, at=NOW)
    assert (found.promises, found.text) == ((), "若于 1月7日（周三）10:00 提出\n  没有承诺时限")


def test_internal_targets_and_paused_clocks_promise_nothing() -> None:
    assert [item.metric for item in STANDARD.quote({"matter": "complaint", "status": "待主材到货"}, at=NOW).promises] == ["answer"]
    internal = STANDARD.quote({"matter": "complaint", "team": "works"}, at=NOW)
    assert "works" not in [item.metric for item in internal.promises]


def test_instants_come_in_the_type_of_the_instant_asked() -> None:
    at = pendulum.datetime(2026, 1, 7, 10, tz="Asia/Shanghai")
    (promise,) = STANDARD.quote({}, at=at).promises
    assert isinstance(promise.due_at, pendulum.DateTime)
    assert promise.due_at == pendulum.datetime(2026, 1, 12, 18, tz="Asia/Shanghai")
    assert (promise.policy, promise.target, promise.commitment, promise.provisional, promise.label) == (
        "rest",
        "3wd",
        "promise",
        False,
        "解决（承诺）",
    )


def test_plain_data() -> None:
    data = STANDARD.quote({"matter": "no such"}, at=NOW, locale="en").as_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["promises"][0]["due_at"] == "2026-01-12T18:00:00+08:00"  # type: ignore[index]
    assert [problem["code"] for problem in data["problems"]] == ["EVT014"]  # type: ignore[index,union-attr]


@pytest.mark.parametrize("metric", ["resolution", "answer"])
def test_a_quotation_is_what_the_case_gets(metric: str) -> None:
    opened = {"case": "1", "at": NOW, "kind": "opened", "by": "customer", "data": {"matter": "complaint"}}
    clock = STANDARD.decide([opened], now=NOW).clock(metric)
    quoted = {item.metric: item.due_at for item in STANDARD.quote({"matter": "complaint"}, at=NOW).promises}
    assert clock is not None
    assert quoted[metric] == clock.due_at
