"""Fixtures for the tests of servstd itself.

*Rule:* a test that needs shared data says so when it is absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SHARED, has_shared, why_without


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the shared data, or skip the test with the reason."""
    if not has_shared():
        pytest.skip(why_without())
    return SHARED
