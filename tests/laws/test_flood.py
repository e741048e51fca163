"""Laws of flood control: nothing is lost, nothing goes twice, the order is kept, and no contact ever gets more than a quota admits.

*Rule:* every law is tried on random quotas, windows and arrivals; counting in plain loops is the oracle.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servstd.durations import Span
from servstd.escalation.digesting import Item, gather, release_us
from servstd.escalation.model import Quota, Throttle
from servstd.escalation.throttling import Throttler, next_allowed

QUOTAS = st.lists(
    st.builds(lambda count, per, smooth: Quota(count, per=Span(per), smooth=smooth), st.integers(1, 5), st.integers(1, 40), st.booleans()),
    max_size=3,
)
ARRIVALS = st.lists(st.integers(0, 200), max_size=30).map(sorted)


def admits(quotas: list[Quota], sent: list[int]) -> bool:
    """Return whether no window of any quota holds more than it admits."""
    return all(sum(at <= other < at + quota.per.us for other in sent) <= quota.count for quota in quotas for at in sent)


@given(QUOTAS, ARRIVALS)
def test_never_more_than_count_in_any_per_and_in_order(quotas: list[Quota], arrivals: list[int]) -> None:
    sent: list[int] = []
    for at in arrivals:
        allowed = next_allowed(quotas, sent, at)
        assert allowed >= at
        sent.append(allowed)
    assert sent == sorted(sent)
    assert admits(quotas, sent)


@given(QUOTAS, ARRIVALS)
def test_nobody_waits_without_need(quotas: list[Quota], arrivals: list[int]) -> None:
    plain = [Quota(quota.count, per=quota.per) for quota in quotas]
    sent: list[int] = []
    for at in arrivals:
        allowed = next_allowed(plain, sent, at)
        first = max([at, *sent[-1:]])
        assert all(not admits(plain, [*sent, earlier]) for earlier in range(first, allowed))
        sent.append(allowed)


@given(st.lists(QUOTAS.filter(bool), max_size=2), st.lists(st.tuples(st.integers(0, 200), st.booleans()), max_size=30))
def test_a_throttler_keeps_every_quota_for_what_is_not_urgent(rules: list[list[Quota]], arrivals: list[tuple[int, bool]]) -> None:
    throttler = Throttler([Throttle(quotas=tuple(quotas)) for quotas in rules])
    sent: list[int] = []
    for at, urgent in sorted(arrivals):
        wait = throttler.wait_us("sms", "wang", at, urgent=urgent)
        assert wait >= 0
        if urgent:
            assert wait == 0
        sent.append(at + wait)
    if not any(urgent for _, urgent in arrivals):
        assert sent == sorted(sent)
        assert all(admits(quotas, sent) for quotas in rules)


@given(ARRIVALS, st.integers(1, 50), st.none() | st.integers(-60, 0))
def test_digests_lose_nothing_double_nothing_and_keep_the_order(arrivals: list[int], window: int, last: int | None) -> None:
    items = [Item(str(i), at_us=at) for i, at in enumerate(arrivals)]
    bundles = gather(items, window, last_us=last)
    assert [key for bundle in bundles for key in bundle.keys] == [item.key for item in items]
    came = {item.key: item.at_us for item in items}
    before = last
    for bundle in bundles:
        assert before is None or bundle.at_us >= before + window
        assert all(bundle.at_us - window <= came[key] <= bundle.at_us for key in bundle.keys)
        assert bundle.at_us == release_us(before, window, came[bundle.keys[0]])
        before = bundle.at_us
    assert all(a.at_us < b.at_us for a, b in pairwise(bundles))


@given(ARRIVALS, st.integers(1, 50), st.integers(0, 30))
def test_digests_do_not_depend_on_where_a_history_is_split(arrivals: list[int], window: int, at: int) -> None:
    items = [Item(str(i), at_us=us) for i, us in enumerate(arrivals)]
    whole = gather(items, window)
    done = [bundle for bundle in whole if bundle.at_us <= at * 7]
    rest = [item for item in items if item.key not in {key for bundle in done for key in bundle.keys}]
    assert [*done, *gather(rest, window, last_us=done[-1].at_us if done else None)] == whole
