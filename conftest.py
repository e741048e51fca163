"""Profiles and surroundings of every test, those of the plugins included.

*Rule:* in CI the same examples are tried every time (`derandomize`); at a desk they vary. `HYPOTHESIS_PROFILE=thorough` looks longer.
What happens to be installed beside servstd changes no test: those that want plugins say so.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(autouse=True)
def _no_installed_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVSTD_PLUGINS", "none")
