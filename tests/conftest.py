"""What tests of several folders share."""

import ast
from pathlib import Path

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


@pytest.fixture(scope="session")
def names_of_tests():
    """The names of all test functions."""
    sources = Path(__file__).parent.rglob("test_*.py")
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources)
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}
