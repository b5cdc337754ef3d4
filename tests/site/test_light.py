"""The pages are light: few bytes over the wire, and a phone can use the first plot soon."""

import pytest

LIMIT = 350_000  # bytes of a page with all that it loads, fonts and pictures included, packed as hosts send them


@pytest.mark.xdist_group("visits")
def test_every_page_is_light(visits):
    assert [name for name, seen in visits.items() if len(seen.bytes) <= 3] == []  # nothing was weighed
    assert {name: seen.bytes for name, seen in visits.items() if sum(seen.bytes.values()) > LIMIT} == {}
