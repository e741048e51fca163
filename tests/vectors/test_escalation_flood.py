"""Examples from other systems' tests that concern floods: throttles, quotas, bundles, and what is sent after an outage.

*Rule:* every vector of these areas runs through our functions; where we chose otherwise on purpose, the test says so.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from servstd.delivery.catching_up import overtaken
from servstd.durations import parse_span
from servstd.effects import ChainStep, Effect, Order
from servstd.escalation.digesting import Item, digest_for, gather
from servstd.escalation.model import Digest, Quota
from servstd.escalation.throttling import next_allowed
from servstd.instants import MINUTE_US, SECOND_US
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "escalation.json")
AREAS = ("dedupe.", "throttle.", "bundle.", "quota.")
VECTORS: dict[str, dict[str, Any]] = {}
if has_shared(*FILE):
    loaded = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))
    VECTORS = {vector["id"]: vector for vector in loaded if vector["area"].startswith(AREAS)}

OTHER_CHOICE = {
    "E31": "there is no soft quota: it holds nothing back. A quota that is asked and not obeyed says the same",
}

pytestmark = pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))


def test_every_vector_of_these_areas_is_run() -> None:
    assert set(VECTORS) >= {"E11", "E16", "E29", "E31"}
    assert set(OTHER_CHOICE) <= set(VECTORS)


def test_after_an_outage_one_notice_goes_out() -> None:
    vector = VECTORS["E11"]

    def rule(contact: str, minute: int) -> Effect:
        place = ChainStep("policy", trigger="e1", step=str(minute), recipient=contact)
        order = Order("policy", audience="staff", recipient=contact, reason="escalated", text="")
        return Effect("notice", case="42", cycle_id="e1", at_us=minute * MINUTE_US, order=order, place=place)

    effects = [rule(*pair) for pair in vector["given"]["rules"]]
    gone = overtaken(effects, unsent=effects, told=())
    assert len(effects) - len(gone) == vector["expect"]["sent_when_back"]
    assert gone == {effects[0].key}, "the later rule goes out"


def test_a_burst_then_a_steady_rate() -> None:
    vector = VECTORS["E16"]
    quotas = [Quota(rule["count"], per=parse_span(rule["per"]), smooth=rule.get("smooth", False)) for rule in vector["given"]["rules"]]
    sent = [0 for _ in vector["given"]["sent"]]
    for expected in vector["expect"]["next_allowed"]:
        sent.append(next_allowed(quotas, sent, sent[-1]))
        assert sent[-1] == parse_span(expected.removeprefix("t+")).us


def test_text_messages_within_two_minutes_become_one() -> None:
    vector = VECTORS["E29"]
    digest = Digest(window=parse_span(vector["given"]["window"]))
    first, second = gather([Item("first", at_us=0), Item("second", at_us=30 * SECOND_US)], digest.window.us)
    assert (first.at_us, second.at_us) == (0, 2 * MINUTE_US)
    assert digest_for((digest,), vector["given"]["channel"], is_room=False) is digest
    assert digest_for((digest,), "chat", is_room=True) is None, vector["expect"]["chat channel"]


def test_a_hard_quota_refuses_and_a_soft_one_is_only_asked() -> None:
    given, expect = VECTORS["E31"]["given"], VECTORS["E31"]["expect"]
    hard, soft = Quota(given["hard"], per=parse_span("1h")), Quota(given["soft"], per=parse_span("1h"))
    sent: list[int] = []
    allowed, breached = [], []
    for number in range(1, given["sends"] + 1):
        allowed.append(next_allowed((hard,), sent, 0) == 0)
        if next_allowed((soft,), sent, 0) > 0:
            breached.append(number)
        if allowed[-1]:
            sent.append(0)
    assert allowed == expect["allowed"]
    assert breached[0] == expect["soft_breach_from"]
