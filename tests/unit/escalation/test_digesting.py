"""Digests: what becomes one notice, and when it goes out."""

from __future__ import annotations

from servstd.durations import parse_span
from servstd.escalation.digesting import Bundle, Item, digest_for, gather, release_us
from servstd.escalation.model import Digest

TWO, TEN = parse_span("2m"), parse_span("10m")


def test_the_first_goes_at_once_and_the_others_at_the_end_of_the_window() -> None:
    items = [Item("a", at_us=0), Item("b", at_us=30), Item("c", at_us=120), Item("d", at_us=121), Item("e", at_us=500)]
    assert gather(items, 120) == [Bundle(0, ("a",)), Bundle(120, ("b", "c")), Bundle(240, ("d",)), Bundle(500, ("e",))]
    assert gather([], 120) == []


def test_what_comes_at_one_instant_is_one() -> None:
    assert gather([Item("a", at_us=7), Item("b", at_us=7)], 120) == [Bundle(7, ("a", "b"))]


def test_what_was_sent_before_opens_a_window() -> None:
    assert gather([Item("a", at_us=30), Item("b", at_us=40)], 120, last_us=0) == [Bundle(120, ("a", "b"))]
    assert (release_us(None, 120, 30), release_us(0, 120, 30), release_us(0, 120, 130)) == (30, 120, 130)


def test_a_digest_that_names_the_notifier_goes_before_one_that_names_none() -> None:
    named, any_ = Digest(via=("sms", "wecom"), window=TWO), Digest(window=TEN)
    assert digest_for((any_, named), "sms", is_room=False) is named
    assert digest_for((any_, named), "email", is_room=False) is any_
    assert digest_for((any_, Digest(window=TWO)), "email", is_room=False) is any_, "the first of two"
    assert digest_for((any_, named), "group", is_room=True) is None, "a room is gathered only where it is named"
    assert digest_for((any_, named), "wecom", is_room=True) is named
    assert digest_for((), "sms", is_room=False) is None
