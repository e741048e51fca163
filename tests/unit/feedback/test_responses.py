"""Responses: every answer has a status, and one of an invitation counts."""

from __future__ import annotations

from datetime import UTC
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.events import Event
from servstd.feedback.anonymity import anonymise, hidden_cells, hidden_together
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Feedback, Instrument, Question
from servstd.feedback.responses import Response, read_responses
from servstd.instants import DAY_US, SECOND_US, read_instant

SENT = read_instant("2026-01-05T10:00:00Z")
SECTION = Feedback(
    instruments={
        "after": Instrument("after", kind="csat", scale=(1, 5), satisfied=(4, 5), version="2"),
        "battery": Instrument(
            "battery", kind="battery", scale=(1, 5), questions=(Question("speed"), Question("care", scale=(1, 7))), method="mean"
        ),
    }
)


def entry(invitation: str = "k1", **fields: Any) -> LedgerEntry:
    told = {"at_us": SENT, "customer": "c7", "instrument": "after", "case": "1", "expires_us": SENT + 7 * DAY_US, **fields}
    return LedgerEntry("sent", invitation=invitation, **told)


def answer(
    seconds: float = 60, score: object = 5, *, case: str = "1", by: object = "customer", kind: str = "answered", **data: Any
) -> Event:
    said = {"instrument": "after", "invitation": "k1", **data}
    if score is not None:
        said["score"] = score
    return Event(kind, case=case, at=SENT + int(seconds * SECOND_US), by=by, data=said, id=f"{case}-{seconds}-{score}")  # type: ignore[arg-type]  # as callers give it


def read(*events: Event, ledger: ContactLedger | None = None) -> list[tuple[str, str, int]]:
    found = read_responses(SECTION, events, ledger=ContactLedger([entry()]) if ledger is None else ledger)
    return [(response.status, response.why, response.number) for response in found]


def test_an_answer_in_time_counts_and_knows_its_version() -> None:
    (response,) = read_responses(SECTION, [answer()], ledger=ContactLedger([entry()]))
    assert (response.counts, response.version, response.number, response.score) == (True, "2", 1, 5)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (answer(instrument="x"), ("refused", "unknown_instrument")),
        (answer(version="1"), ("refused", "other_version")),
        (answer(invitation="k9"), ("refused", "unknown_invitation")),
        (answer(case="2"), ("refused", "other_case")),
        (answer(instrument="battery", **{"answers.speed": 3, "answers.care": 7}), ("refused", "other_case")),
        (answer(score="five"), ("refused", "no_number")),
        (answer(score=4.5), ("refused", "no_number")),
        (answer(score=float("nan")), ("refused", "no_number")),
        (answer(score=True), ("refused", "no_number")),
        (answer(score=6), ("refused", "off_scale")),
        (answer(score=0), ("refused", "off_scale")),
        (answer(8 * 86_400), ("late", "expired")),
        (answer(1), ("suspected_bot", "too_soon")),
        (answer(by="bot"), ("suspected_bot", "by_a_machine")),
        (answer(partial=True), ("partial", "broken_off")),
        (answer(score=None), ("partial", "broken_off")),
        (answer(kind="dismissed", score=None), ("dismissed", "")),
    ],
)
def test_what_does_not_count_says_why(event: Event, expected: tuple[str, str]) -> None:
    assert read(event) == [(*expected, 0)]


def test_a_whole_score_written_as_a_decimal_is_a_score() -> None:
    assert read(answer(score=5.0)) == [("counted", "", 1)]


def test_an_edit_is_a_version_and_the_same_again_is_none() -> None:
    assert read(answer(60, 2), answer(90, 2), answer(120, 5)) == [
        ("superseded", "edited", 1),
        ("duplicate", "same_again", 0),
        ("counted", "", 2),
    ]


def test_ten_clicks_a_second_are_one_answer() -> None:
    assert [status for status, _, _ in read(*(answer(60 + i / 10, 5) for i in range(10)))] == ["counted"] + ["duplicate"] * 9


def test_who_clicks_every_score_at_once_is_a_machine() -> None:
    clicks = [answer(60 + i / 10, i + 1) for i in range(5)]
    assert read(*clicks, answer(600, 4)) == [("suspected_bot", "clicked_everything", 0)] * 5 + [("counted", "", 1)]


def test_without_an_invitation_one_answer_of_a_case_counts() -> None:
    in_person = [answer(60, 3, invitation=""), answer(90, 4, invitation=""), answer(90, 4, case="2", invitation="")]
    assert [status for status, _, _ in read(*in_person)] == ["superseded", "counted", "counted"]


def test_without_a_ledger_an_invitation_is_believed() -> None:
    assert [response.status for response in read_responses(SECTION, [answer(invitation="k9")])] == ["counted"]


def test_an_invitation_of_a_campaign_is_bound_to_its_customer() -> None:
    ledger = ContactLedger([entry(case="")])
    opened = Event("opened", case="5", at=SENT, data={"customer": "c8"})
    assert read(opened, answer(case="5"), ledger=ledger)[-1][:2] == ("refused", "other_case")
    mine = Event("opened", case="6", at=SENT, data={"customer": "c7"})
    assert read(mine, answer(case="6"), ledger=ledger)[-1][:2] == ("counted", "")
    assert read(answer(case="7"), ledger=ledger)[-1][:2] == ("counted", "")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"answers.speed": 5, "answers.care": 7}, "counted"),
        ({"answers.speed": 5}, "partial"),
        ({"answers.speed": 6, "answers.care": 7}, "refused"),
        ({"answers.speed": True, "answers.care": 7}, "refused"),
        ({"answers.speed": 5, "answers.care": 7, "answers.smile": 1}, "refused"),
    ],
)
def test_a_battery_is_whole_or_partial(answers: dict[str, int], expected: str) -> None:
    event = answer(score=None, instrument="battery", invitation="", **answers)
    assert [status for status, _, _ in read(event)] == [expected]


def test_attribution_is_kept_at_answer_and_at_resolution() -> None:
    events = [
        Event("opened", case="1", at=SENT - DAY_US, data={"customer": "c7", "team": "desk", "owner": "li", "colour": "red"}),
        Event("resolved", case="1", at=SENT - 60),
        Event("assigned", case="1", at=SENT - 30, data={"owner": "chen"}),
        answer(),
    ]
    (response,) = read_responses(SECTION, events)
    assert response.at_answer == {"team": "desk", "owner": "chen"}
    assert response.at_resolution == {"team": "desk", "owner": "li"}
    assert response.customer == "c7"


@given(st.lists(st.tuples(st.integers(3, 900), st.integers(0, 6), st.sampled_from(["1", "2"])), max_size=12))
def test_nothing_is_lost_and_one_of_an_invitation_counts(given_: list[tuple[int, int, str]]) -> None:
    events = [
        Event("answered", case=case, at=SENT + seconds * SECOND_US, data={"instrument": "after", "score": score}, id=str(i))
        for i, (seconds, score, case) in enumerate(given_)
    ]
    found = read_responses(SECTION, events)
    assert sorted(response.id for response in found) == sorted(event.id or "" for event in events)
    counted = [response.case for response in found if response.counts]
    assert len(counted) == len(set(counted))
    assert [response.at_us for response in found] == sorted(response.at_us for response in found)


def test_an_anonymous_answer_leads_to_nobody() -> None:
    whole = Response(
        "e1", instrument="after", at_us=SENT, case="1", tenant="t", customer="c7", invitation="k1", score=5, comment="I, of Mill Lane",
        at_answer={"team": "desk", "owner": "li"}, at_resolution={"owner": "li"},
    )  # fmt: skip
    kept = anonymise(whole, ("team",), UTC)
    assert (kept.id, kept.case, kept.customer, kept.invitation, kept.comment) == ("", "", "", "", "")
    assert (kept.at_answer, kept.at_resolution, kept.score) == ({"team": "desk"}, {}, 5)
    assert kept.at_us == read_instant("2026-01-05T00:00:00Z")


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 5, "b": 9}, set()),
        ({"a": 2, "b": 9, "c": 7}, {"a", "c"}),
        ({"a": 2, "b": 1, "c": 7}, {"a", "b", "c"}),  # 10 minus 7 would tell the three
        ({"a": 4, "b": 1, "c": 7, "d": 0}, {"a", "b"}),
        ({"a": 2}, {"a"}),
        ({"a": 0, "b": 7}, set()),
    ],
)
def test_small_cells_are_hidden_and_not_told_by_subtraction(sizes: dict[str, int], expected: set[str]) -> None:
    assert hidden_cells(sizes, 5) == expected


def cells(spelled: str) -> list[str]:
    """Return the cell of each answer: `a3 b5` is three of a and then five of b."""
    return [word[0] for word in spelled.split() for _ in range(int(word[1:]))]


@pytest.mark.parametrize(
    ("team", "owner", "hidden"),
    [
        ("a12 b20", "x10 y22", {"x", "y"}),  # team a minus owner x leaves two
        ("a12 b20", "x14 y18", {"x", "y"}),  # owner x minus team a leaves two
        ("a12 b20", "x7 y7 z18", {"x", "z"}),  # x and y minus team a leave two
        ("a12 b20", "x6 y6 z20", set()),
        ("a12 b20", "x7 y13 z12", set()),
    ],
)
def test_nothing_small_is_told_by_subtraction_over_several_breakdowns(team: str, owner: str, hidden: set[str]) -> None:
    teams, owners = cells(team), cells(owner)
    found = hidden_together({"team": teams, "owner": owners}, 5)
    assert (found["team"], found["owner"]) == (set(), hidden)
    told = [
        len(some ^ others)
        for some in unions(teams, found["team"])
        for others in unions(owners, found["owner"])
        if some < others or others < some
    ]
    assert min(told, default=5) >= 5


def unions(labels: list[str], hidden: frozenset[str]) -> list[set[int]]:
    """Return the answers of every union of cells that are shown."""
    shown = sorted(set(labels) - hidden)
    picks = [pick for size in range(1, len(shown) + 1) for pick in combinations(shown, size)]
    return [{place for place, label in enumerate(labels) if label in pick} for pick in picks]
