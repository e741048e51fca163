"""A line of a plan as a value: when it is told, by what it is tried first, and its data without empty fields."""

from __future__ import annotations

from servstd.escalation.planned import PlannedNotice


def line(**fields: object) -> PlannedNotice:
    return PlannedNotice(case="7", at_us=0, chain="late", step="1", **fields)  # type: ignore[arg-type]  # fields of each test


def test_empty_fields_are_left_out() -> None:
    bare = line().as_dict()
    assert not {"since", "metric", "recipient", "why", "key"} & set(bare)
    assert (bare["notifier"], bare["via"], bare["status"]) == (None, [], "told")


def test_what_is_known_is_told() -> None:
    data = line(since_us=1_000_000, metric="resolution", recipient="li", via=("wecom",), status="not_told", why="nobody", key="k").as_dict()
    assert (data["since"], data["metric"], data["recipient"], data["why"], data["key"]) == (
        "1970-01-01T00:00:01Z", "resolution", "li", "nobody", "k",
    )  # fmt: skip
    assert data["notifier"] == "wecom"
