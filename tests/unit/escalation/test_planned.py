"""Lines of an escalation as plain data."""

from __future__ import annotations

from servstd.escalation.planned import PlannedNotice


def test_a_line_says_what_there_is_and_leaves_out_what_is_not() -> None:
    line = PlannedNotice(at_us=3_600_000_000, chain="late", step="1", recipient="wang", via=("sms", "wecom"), key="k")
    assert line.as_dict() == {
        "at": "1970-01-01T01:00:00Z", "chain": "late", "round": 0, "step": "1", "kind": "step", "recipient": "wang", "notifier": "sms",
        "via": ["sms", "wecom"], "status": "told", "urgency": "normal", "key": "k",
    }  # fmt: skip


def test_a_line_that_was_held_says_since_when_and_one_that_is_not_told_says_why() -> None:
    held = PlannedNotice(at_us=7_200_000_000, since_us=3_600_000_000, chain="late", step="1", status="not_told", why="nobody")
    assert (held.as_dict()["since"], held.as_dict()["why"], held.as_dict()["notifier"]) == ("1970-01-01T01:00:00Z", "nobody", None)
    assert (held.told, held.at.hour) == (False, 2)
