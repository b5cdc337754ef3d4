"""What tests of several folders share."""

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import chromium

# The same examples in every run, however slow the machine is.
settings.register_profile(
    "ravine", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ravine")


@pytest.fixture(scope="session")
def browser():
    """A Chromium from which every other host is out of reach: one for each process, for Playwright allows no second."""
    with chromium() as running:
        yield running
