"""Fixtures and profiles for every test.

*Rule:* in CI the same examples are tried every time (`derandomize`); at a desk they vary. `HYPOTHESIS_PROFILE=thorough` looks longer.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import SHARED, has_shared, why_without

settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the shared data, or skip the test with the reason."""
    if not has_shared():
        pytest.skip(why_without())
    return SHARED
