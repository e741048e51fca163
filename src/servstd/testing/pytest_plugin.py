"""The fixtures, found by pytest through the entry point `servstd`; `-p no:servstd` turns them off.

*Rule:* pytest loads this module in every project where servstd is installed, so it imports pytest and nothing else: each fixture
loads what it needs when a test asks for it. They are `servstd_host`, `clock`, `outbox`, `standard` and `run_case`.

Example:
    >>> def test_paused(standard, run_case, clock):
    ...     mine = standard('''
    ...         format: 1
    ...         ...
    ...     ''')
    ...     decision = run_case(mine, [{"at": "2026-01-05 09:00", "kind": "opened", "by": "customer"}], now=clock.step("2h"))
    ...     assert decision.clock("resolution").state == "running"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from servstd.decide import Decision
    from servstd.standard import Standard
    from servstd.testing.clock import SteppedClock
    from servstd.testing.hosting import HostMaker
    from servstd.testing.outbox import Outbox

__all__ = ["clock", "outbox", "run_case", "servstd_host", "standard"]


@pytest.fixture
def servstd_host() -> Iterator[HostMaker]:
    """Return what makes hosts: `servstd_host(plugin, operations={...})`. Nothing installed is looked for; each is closed at the end."""
    from servstd.testing.hosting import HostMaker

    with HostMaker() as maker:
        yield maker


@pytest.fixture
def clock() -> SteppedClock:
    """Return a clock that stands still until it is stepped: `clock.now`, `clock.step("2h")`, `clock.set("2026-03-02T09:00:00+08:00")`."""
    from servstd.testing.clock import SteppedClock

    return SteppedClock()


@pytest.fixture
def outbox() -> Outbox:
    """Return a notifier that keeps its notices: `outbox.notices`; `outbox.answer(Receipt...)` says what it answers next."""
    from servstd.testing.outbox import Outbox

    return Outbox()


@pytest.fixture
def standard() -> Callable[..., Standard]:
    """Return what loads a standard from an indented text; what is wrong with it is the failure's text."""
    from servstd.testing.cases import dedented_standard

    return dedented_standard


@pytest.fixture
def run_case() -> Callable[..., Decision]:
    """Return what decides one case: `run_case(standard, events, now=...)`, events as scenarios write them."""
    from servstd.testing.cases import run_case

    return run_case
