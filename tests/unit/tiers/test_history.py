"""Tier histories: what held when, what was known when, requests, and JSON Lines."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, cast

import attrs
import pytest

from servstd.errors import UsageError
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import Scored, TierAssignment, TierRecord
from servstd.tiers.requests import Answer, Outcome, RequestKind, TierRequest


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def record(tier: str, valid_from: str, recorded_on: str | None = None, **more: Any) -> TierRecord:
    since = day(valid_from)
    values: dict[str, Any] = {"cause": "first", "computed": tier, "reached_on": since, **more}
    return TierRecord("c7", tier=tier, valid_from=since, recorded_on=day(recorded_on or valid_from), **values)


FIRST = record("key", "01-05")
RISEN = record("vip", "02-10", cause="risen", score=61.5)
CORRECTED = record("standard", "02-10", "03-01", cause="kept", computed="key")


def refused(history: TierHistory, entry: TierRecord) -> str:
    before = list(history)
    with pytest.raises(UsageError) as caught:
        history.append(entry)
    assert list(history) == before, "nothing is partly applied"
    return caught.value.problem.code


# ── what held when ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_holds_until_the_next_begins() -> None:
    history = TierHistory([FIRST, RISEN])
    days = ("01-04", "01-05", "02-09", "02-10", "12-31")
    assert [history.tier_at("c7", day(on)) for on in days] == [None, "key", "key", "vip", "vip"]
    assert history.spans("c7") == (("key", day("01-05"), day("02-10")), ("vip", day("02-10"), None))
    assert (history.of("c8"), history.spans("c8"), history.last("c8"), history.at("c8", day("01-01"))) == ((), (), None, None)
    assert (history.customers, len(history), history.last("c7")) == (("c7",), 2, RISEN)


def test_a_correction_changes_what_is_known_not_what_was() -> None:
    history = TierHistory([FIRST, RISEN, CORRECTED])
    assert history.tier_at("c7", day("02-15")) == "standard"
    assert history.tier_at("c7", day("02-15"), day("02-28")) == "vip"
    assert history.tier_at("c7", day("02-15"), day("02-01")) == "key"
    assert history.log("c7") == (FIRST, RISEN, CORRECTED)
    assert history.of("c7") == (FIRST, CORRECTED)
    assert history.spans("c7", day("02-28"))[-1] == ("vip", day("02-10"), None)
    history.append(record("vip", "01-05", "03-02"))
    assert history.tier_at("c7", day("01-06")) == "vip"


def test_what_was_announced_takes_effect_without_a_record() -> None:
    told = record("vip", "04-01", cause="held", falls_to="key", falls_on=day("05-01"))
    history = TierHistory([told])
    assert (history.tier_at("c7", day("04-30")), history.tier_at("c7", day("05-01"))) == ("vip", "key")
    assert history.spans("c7") == (("vip", day("04-01"), day("05-01")), ("key", day("05-01"), None))
    history.append(record("vip", "04-20", cause="kept"))
    assert history.spans("c7") == (("vip", day("04-01"), None),)
    assert history.tier_at("c7", day("05-01"), day("04-10")) == "key"


def test_not_assigned_is_no_tier() -> None:
    history = TierHistory([record("", "01-05", cause="not_assigned"), RISEN])
    assert history.tier_at("c7", day("01-06")) is None
    assert history.spans("c7")[0] == ("", day("01-05"), day("02-10"))


def test_an_assignment_is_taken_in_when_it_is_new() -> None:
    scored = Scored("c7", on=day("01-05"), total=31.0)
    assignment = TierAssignment("c7", tier="key", on=day("01-05"), record=FIRST, changed=True, scored=scored)
    history = TierHistory()
    assert history.take(assignment) is True
    assert history.take(attrs.evolve(assignment, changed=False)) is False
    assert list(history) == [FIRST]


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (record("vip", "02-01", "02-01"), "TIR034"),
        (record("vip", "02-01", "03-01"), "TIR035"),
        (record("vip", "01-01", "03-01"), "TIR035"),
        (RISEN, "TIR036"),
        (record("standard", "02-10"), "TIR036"),
        (record("vip", "05-01", "04-01"), "TIR037"),
    ],
)
def test_overlaps_gaps_and_backdating_are_refused(entry: TierRecord, code: str) -> None:
    assert refused(TierHistory([FIRST, RISEN]), entry) == code


def test_the_refused_entry_of_a_list_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        TierHistory([FIRST, FIRST])
    assert caught.value.problem.path == ("history", 1)


# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

ASKED = TierRequest("r1", customer="c7", kind="objection", on=day("04-03"), text="My order is missing.")
ANSWERED = Answer("r1", on=day("04-09"), by="zhao", outcome="corrected", text="It counts now.")


def test_a_request_is_open_until_it_is_answered() -> None:
    history = TierHistory([ASKED])
    assert history.requests("c7") == (ASKED,)
    history.answer(ANSWERED)
    (request,) = history.requests("c7")
    assert (request.open, request.answer) == (False, ANSWERED)
    found = [len(history.requests("c7", open_on=day(on))) for on in ("04-02", "04-03", "04-08", "04-09")]
    assert found == [0, 1, 1, 0]
    assert history.requests("c8") == ()
    assert list(history) == [ASKED, ANSWERED]


def test_a_request_that_comes_with_its_answer_is_two_entries() -> None:
    assert list(TierHistory([ASKED.answered(ANSWERED)])) == [ASKED, ANSWERED]


def test_requests_that_cannot_be_are_refused() -> None:
    history = TierHistory([ASKED])
    for request, code in ((ASKED, "TIR038"), (attrs.evolve(ASKED, id="r2", kind=cast(RequestKind, "complaint")), "TIR040")):
        with pytest.raises(UsageError) as caught:
            history.ask(request)
        assert caught.value.problem.code == code
    answers = (
        (attrs.evolve(ANSWERED, request="r9"), "TIR039"), (attrs.evolve(ANSWERED, on=day("04-02")), "TIR039"),
        (attrs.evolve(ANSWERED, outcome=cast(Outcome, "ignored")), "TIR040"),
    )  # fmt: skip
    for answer, code in answers:
        with pytest.raises(UsageError) as caught:
            history.answer(answer)
        assert caught.value.problem.code == code
    history.answer(ANSWERED)
    with pytest.raises(UsageError, match="is answered"):
        history.answer(ANSWERED)


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lines_give_the_same_history_back() -> None:
    whole = record(
        "vip", "04-01", cause="override", earned="", reason="试点", approved_by="zhao", until=day("06-30"), explanation={"得分": [1, 2]},
        periods_below=1, below_since=day("04-01"), edition="2026.1",
    )  # fmt: skip
    history = TierHistory([record("", "01-05", cause="not_assigned"), ASKED, whole, ANSWERED])
    lines = list(history.lines())
    assert list(TierHistory.read([*lines, "\n", ""])) == list(history)
    assert "试点" in lines[2]
    assert "below_since" not in lines[0]
    assert json.loads(lines[0])["tier"] == ""


LINE = next(TierHistory([FIRST]).lines())


@pytest.mark.parametrize(
    ("line", "code", "path"),
    [
        ("{", "TIR041", ()),
        ("[]", "TIR041", ()),
        ('{"schema": 1, "entry": "gift"}', "TIR041", ()),
        ('{"schema": 1, "entry": ["tier"]}', "TIR041", ()),
        (LINE.replace("}", ', "score": NaN}'), "TIR041", ()),
        (LINE.replace('"schema": 1', '"schema": 2'), "TIR042", ("schema",)),
        (LINE.replace('"schema": 1', '"schema": true'), "TIR042", ("schema",)),
        (LINE.replace("computed", "calculated"), "TIR041", ("calculated",)),
        (LINE.replace('"computed": "key", ', ""), "TIR041", ("computed",)),
        (LINE.replace('"valid_from": "2026-01-05"', '"valid_from": "5 January"'), "TIR041", ("valid_from",)),
        (LINE.replace('"valid_from": "2026-01-05"', '"valid_from": 5'), "TIR041", ("valid_from",)),
        (LINE.replace('"first"', '"bribed"'), "TIR041", ("cause",)),
        (LINE.replace("}", ', "score": true}'), "TIR041", ("score",)),
        (LINE.replace("}", ', "score": "9"}'), "TIR041", ("score",)),
    ],
)
def test_a_line_that_is_no_entry_is_named(line: str, code: str, path: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        TierHistory.read(["", line])
    assert caught.value.problem.code == code
    assert caught.value.problem.path == ("line", 2, *path)
