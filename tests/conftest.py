"""What tests of several folders share."""

import pytest

from tests.browser import chromium


@pytest.fixture(scope="session")
def browser():
    """A Chromium from which every other host is out of reach: one for each process, for Playwright allows no second."""
    with chromium() as running:
        yield running
