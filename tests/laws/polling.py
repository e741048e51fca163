"""A history decided step by step, by somebody who looks now and then, keeps the state as text, and goes on from what was seen.

What the laws about splits and polling compare with the decision made at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

import servstd
from servstd.decide import Decision
from servstd.events import Event
from tests.laws.strategies import instant_of

__all__ = ["decide_by_looking"]


def decide_by_looking(
    standard: servstd.Standard, events: Sequence[Event], minutes: Sequence[int], now: int, data: st.DataObject
) -> Decision:
    """Return the decision at `now` after the events, looked at in between.

    Args:
        standard: By which.
        events: In order.
        minutes: Of each event, when it happened.
        now: The minute at which it ends.
        data: Draws when somebody looks, and what is kept.
    """
    state = standard.start()
    for event, here, after in zip(events, minutes, [*minutes[1:], now], strict=True):
        state = standard.advance(state, event)
        for _ in range(data.draw(st.integers(0, 2))):
            looked = standard.settle(state, now=instant_of(data.draw(st.integers(here, after) | st.just(after))))
            if data.draw(st.booleans()):
                state = looked.state
        if data.draw(st.booleans()):
            again = standard.read_state(state.to_json())
            assert again == state
            state = again
    return standard.settle(state, now=instant_of(now))
