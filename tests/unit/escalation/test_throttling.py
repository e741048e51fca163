"""Throttling: when a contact may get the next notice."""

from __future__ import annotations

from servstd.durations import parse_span
from servstd.escalation.flood import FloodRules, Sending, longest_us
from servstd.escalation.model import Digest, Quota, Throttle
from servstd.escalation.throttling import Throttler, next_allowed
from servstd.instants import MINUTE_US

M = MINUTE_US


def quota(count: int, per: str, *, smooth: bool = False) -> Quota:
    return Quota(count, per=parse_span(per), smooth=smooth)


BURST = quota(3, "15m")
STEADY = quota(18, "60m", smooth=True)


def test_without_a_quota_or_a_history_it_is_now() -> None:
    assert next_allowed((), [], 7) == 7
    assert next_allowed((BURST,), [], 7) == 7
    assert next_allowed((), [9], 7) == 9, "what was promised to others comes first"


def test_a_window_is_half_open() -> None:
    assert next_allowed((BURST,), [0, 0, 0], 15 * M - 1) == 15 * M
    assert next_allowed((BURST,), [0, 0, 0], 15 * M) == 15 * M


def test_a_smooth_quota_spreads_what_comes_after_the_burst() -> None:
    sent: list[int] = []
    for _ in range(6):
        sent.append(next_allowed((BURST, STEADY), sent, 0))
    assert [at // M for at in sent] == [0, 0, 0, 15, 18, 21]
    alone: list[int] = []
    for _ in range(4):
        alone.append(next_allowed((quota(4, "60m", smooth=True),), alone, 0))
    assert [at // M for at in alone] == [0, 15, 30, 45]
    assert next_allowed((BURST, quota(3, "60m", smooth=True)), [0], 0) == 20 * M, "a burst as large as the whole is none"


def test_several_quotas_hold_at_once() -> None:
    quotas = (quota(2, "1m"), quota(3, "10m"))
    sent: list[int] = []
    for _ in range(4):
        sent.append(next_allowed(quotas, sent, 0))
    assert [at // M for at in sent] == [0, 0, 1, 10]


def test_notifiers_named_together_share_a_limit_and_others_have_their_own() -> None:
    throttler = Throttler((Throttle(via=("sms", "voice"), quotas=(quota(1, "1m"),)), Throttle(quotas=(quota(1, "5m"),))))
    assert throttler.wait_us("sms", "wang", 0) == 0
    assert throttler.wait_us("sms", "li", 0) == 0, "a limit is one contact's"
    assert throttler.wait_us("voice", "wang", 0) == M, "it waits for the text message"
    assert throttler.wait_us("wecom", "wang", 0) == 0
    assert throttler.wait_us("wecom", "wang", 0) == 5 * M
    assert throttler.wait_us("sms", "wang", 0) == 5 * M, "one throttle says 1 minute, the other 5"


def test_what_is_urgent_passes_unless_it_is_limited_too_and_counts_either_way() -> None:
    passes = Throttler((Throttle(quotas=(quota(1, "1m"),)),))
    assert [passes.wait_us("sms", "wang", 0, urgent=True) for _ in range(3)] == [0, 0, 0]
    assert passes.wait_us("sms", "wang", 0) == M
    limited = Throttler((Throttle(quotas=(quota(1, "1m"),), urgent=True),))
    assert [limited.wait_us("sms", "wang", 0, urgent=True) for _ in range(2)] == [0, M]


def test_what_was_sent_before_counts_and_a_digest_counts_once() -> None:
    sendings = [Sending("sms", contact="wang", at_us=0, key="digest"), Sending("sms", contact="wang", at_us=0, key="digest")]
    assert Throttler((Throttle(quotas=(quota(2, "1m"),)),), sendings).wait_us("sms", "wang", 1) == 0
    nameless = [Sending("sms", contact="wang", at_us=0), Sending("sms", contact="wang", at_us=0)]
    assert Throttler((Throttle(quotas=(quota(2, "1m"),)),), nameless).wait_us("sms", "wang", 1) == M - 1


def test_how_long_what_was_sent_matters() -> None:
    assert longest_us(FloodRules()) == FloodRules().longest_us == 0
    rules = FloodRules(throttles=(Throttle(quotas=(BURST, STEADY)),), digests=(Digest(window=parse_span("2m")),))
    assert rules.longest_us == 60 * M
