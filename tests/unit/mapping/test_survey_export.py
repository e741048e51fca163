"""An export of a survey tool becomes answers: scores are numbers, and a row whose score is none is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from servstd.errors import StandardError
from servstd.mapping import load_mapping, read_log, read_mapping
from tests.support import REPOSITORY

HERE = REPOSITORY / "examples" / "feedback"
KINDS = """
mapping: survey
shape: activities
time: {zone: UTC}
case: case
at: answered at
by: customer
opened: {at: first_row, by: customer}
activity: what
kinds:
  sent: {surveyed: {instrument: after}}
  answered: {answered: {instrument: after, score: {column: score, type: number}, comment: {column: comment}}}
"""


def test_the_example_gives_answers_with_numbers() -> None:
    log = read_log(HERE / "survey.csv", load_mapping(HERE / "survey-mapping.yaml"))
    answered = [event for event in log.events if event.kind == "answered"]
    assert (len(answered), log.rejected) == (39, 1)
    assert {type(event.data["score"]) for event in answered} == {int}
    assert {event.data["instrument"] for event in answered} == {"relationship"}
    assert log.rejects[0].problem.code == "MAP211"


def test_activities_give_answers_too(tmp_path: Path) -> None:
    rows = "case,answered at,what,score,comment\n1,2026-01-05T09:00,sent,,\n1,2026-01-06T09:00,answered,4.5,fine\n"
    (tmp_path / "s.csv").write_text(rows + "1,2026-01-07T09:00,answered,,\n", encoding="utf-8")
    log = read_log(tmp_path / "s.csv", read_mapping(KINDS))
    told = [(event.kind, dict(event.data)) for event in log.events]
    assert told[1:] == [
        ("surveyed", {"instrument": "after"}),
        ("answered", {"instrument": "after", "score": 4.5, "comment": "fine"}),
        ("answered", {"instrument": "after", "score": None, "comment": None}),
    ]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("{column: score, type: numbre}", "MAP004"),
        ("{value: 3, type: number}", "MAP003"),
        ("{type: number}", "MAP003"),
        ("{column: score, value: 3}", "MAP003"),
    ],
)
def test_what_a_score_is_must_be_said_once(form: str, code: str) -> None:
    with pytest.raises(StandardError) as caught:
        read_mapping(KINDS.replace("{column: score, type: number}", form))
    assert [problem.code for problem in caught.value.problems] == [code]
