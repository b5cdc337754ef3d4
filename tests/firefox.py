"""A real Firefox for tests that ask whether pages run there too."""

import json
import shutil
from pathlib import Path

import pytest

from ravine.plots.bundle import node

NAMES = ("firefox", "firefox-esr")


def in_firefox(script: str, *addresses: str) -> list[dict]:
    """What a script returns (`answer`) in each page, and what the page complained of; skips without a Firefox."""
    if not (firefox := next(filter(None, map(shutil.which, NAMES)), None)):
        pytest.skip("there is no Firefox: install it (Debian: apt-get install firefox-esr)")
    runner = Path(__file__).with_name("firefox.mjs")
    done = node(runner, firefox, *addresses, input=script, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
