"""The document about itself, the catalogue's own examples, and the sample as a service manager would read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from servstd.document import check_edition
from servstd.document.lint import lint
from servstd.document.lint._paths import clip
from servstd.document.lint._scope import Scope
from servstd.messages import Entry
from servstd.messages.problems.document_lint import ENTRIES as DOCUMENT
from servstd.messages.problems.sla import ENTRIES as SLA
from tests.unit.document.lints import codes, edition, everyone, found, told

TODAY = date(2026, 2, 1)


def test_the_review_date() -> None:
    problem = found("review_by: 2026-01-31\n" + everyone(), "DOC101", TODAY)
    assert problem.params["days"] == 1
    assert codes("review_by: 2026-01-31\n" + everyone()) == []
    assert codes("review_by: 2026-02-01\n" + everyone(), TODAY) == []
    assert codes("review_by: 2025-12-31\n" + everyone(), TODAY) == ["DOC102"]


def test_attributes_that_nobody_reads() -> None:
    assert found("attributes: {region: {values: [a]}}\n" + everyone(), "DOC104").severity == "note"
    assert codes("attributes: {tier: {values: [a]}}\n" + everyone()) == []
    told_of = 'customer_notices: {notices: [{trigger: {event: opened}, text: "in {{region}}"}]}\n'
    assert "DOC104" not in codes("attributes: {region: {values: [a]}}\n" + told_of + everyone())


EXAMPLES = [(code, entry) for catalogue in (SLA, DOCUMENT) for code, entry in catalogue.items()]


@pytest.mark.parametrize(("code", "entry"), EXAMPLES, ids=[code for code, _ in EXAMPLES])
def test_every_example_shows_its_problem_and_its_mending(code: str, entry: Entry) -> None:
    assert entry.bad.startswith("# fragment\n")
    assert code in codes(entry.bad, TODAY)
    for problem in told(entry.bad, TODAY):
        assert problem.render("en")
        assert problem.render("zh")
        assert problem.place is not None
        assert problem.place.line
    assert codes(entry.good, TODAY) == []


def test_the_lints_need_no_date() -> None:
    assert lint(edition(everyone())) == []


def test_a_path_is_clipped_to_what_is_written() -> None:
    source: Mapping[str, object] = {"a": [{"b": 1}]}
    assert clip(source, ("a", 0, "b", "c")) == ("a", 0, "b")
    assert clip(source, ("a", 1)) == ("a",)
    assert clip({}, ("a", 1)) == ("a", 1)


def test_a_scope_finds_nothing_where_nothing_is_written() -> None:
    scope = Scope(edition(everyone()), None)
    assert scope.find(("nothing",), "here") == ("nothing",)
    assert scope.find(("sla",), "when", "x") == ("sla",)


def test_the_sample_is_told_what_a_service_manager_wants_to_hear(shared: Path) -> None:
    made, problems = check_edition((shared / "samples" / "renovation.yaml").read_bytes(), "renovation.yaml", today=date(2026, 1, 5))
    assert made is not None
    # 16 hours of site time are two working days: legal, and shown with both dates.
    assert [(problem.code, problem.path_text) for problem in problems if problem.code != "DOC070"] == [
        ("SLA041", "sla.policies[2].targets.works_handling.within"),
        ("NOT003", "customer_notices.notices[0].text"),  # how to address a customer is no attribute there
        ("FBK051", "feedback.invitations[0]"),
        ("FBK050", "feedback.invitations[1]"),
        ("FBK051", "feedback.invitations[1]"),
    ]
