"""What staff read of a complaint: its stage, round and attempts, and what is owed; the customer reads none of it."""

from __future__ import annotations

import json

import pytest

from servstd.decide.feedback_book import ComplaintState
from servstd.explanation.complaints import complaint_rows, limit_rows
from servstd.feedback.handling import StageLimit
from servstd.feedback.stages import TABLES
from servstd.messages.explaining import WORDS
from tests.unit.decide.feedback_support import desk, event
from tests.unit.decide.support import at

EVENTS = [
    event(9, "opened", id="o", matter="complaint", owner="li", team="desk", customer="k1"),
    event(10, "decision_notice", id="d"),
    event(11, "resolved", id="r"),
    event(12, "called_back", id="c", outcome="unreachable"),
]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "en",
            [
                ("Complaint", "Carried out; first handling"),
                ("", "call-backs that reached nobody: 1 of 3, on 1 of 2 days"),
                ("", "owed before closing: a call-back"),
            ],
        ),
        (
            "zh",
            [
                ("投诉", "已落实；首次处理"),
                ("", "回访未联系上：1 次（应满 3 次），分布在 1 天（应满 2 天）"),
                ("", "结案前还须：回访客户"),
            ],
        ),
    ],
)
def test_staff_read_where_a_complaint_stands(locale: str, expected: list[tuple[str, str]]) -> None:
    standard = desk()
    told = standard.explain(EVENTS, now=at(13), locale=locale)
    assert [(row.label, row.text) for row in told.rows[1:4]] == expected
    complaint = standard.decide(EVENTS, now=at(13)).complaint
    assert complaint is not None
    assert json.loads(json.dumps(told.as_dict()))["complaint"] == complaint.as_dict()
    customer = standard.explain(EVENTS, now=at(13), locale=locale, audience="customer")
    assert customer.complaint is None
    assert "complaint" not in customer.as_dict()
    assert expected[0][1] not in customer.text


def test_a_case_that_is_no_complaint_says_nothing_of_it() -> None:
    told = desk().explain([event(9, "opened", id="o", matter="repair")], now=at(13))
    assert "complaint" not in told.as_dict()
    assert "Complaint" not in told.text


@pytest.mark.parametrize(
    ("stage", "owed", "last"),
    [
        ("closed", ("decision_notice", "called_back"), "closed without: the decision told to the customer, a call-back"),
        ("closed", (), "call-backs that reached nobody: 1"),
        ("satisfied", (), "nothing is owed before closing"),
    ],
)
def test_what_is_owed_is_told_to_the_end(stage: str, owed: tuple[str, ...], last: str) -> None:
    state = ComplaintState(
        stage, round=2, attempts=1, attempts_owed=0, days=1, days_owed=1, told=True, reached=True, owed=owed, allowed=()
    )  # fmt: skip
    rows = complaint_rows(state, "en")
    assert rows[0].text.endswith("round 2 after the first handling")
    assert rows[-1].text == last


def test_everything_that_may_be_owed_has_a_name() -> None:
    assert {f"owed_{name}" for table in TABLES.values() for name in table.needs} <= set(WORDS)


def test_a_limit_says_where_its_figure_comes_from() -> None:
    limits = (
        StageLimit("notified", metric="complaint_answer", source="company practice, 2026"),
        StageLimit("actioned", metric="resolution"),
        StageLimit("nowhere", metric="resolution", source="a law"),
    )
    assert [row.text for row in limit_rows(limits, "en", str.upper)] == [
        "limit for “Decision given”: COMPLAINT_ANSWER; source: company practice, 2026"
    ]
    assert [row.text for row in limit_rows(limits, "zh", str.upper)] == ["“已答复”的时限：COMPLAINT_ANSWER；出处：company practice, 2026"]
