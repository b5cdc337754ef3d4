"""The pages are light: few bytes over the wire, and a phone can use the first plot soon."""

import pytest

LIMIT = 300 * 1024  # bytes of a page with all that it loads, its plots and fonts included, packed as hosts send them


@pytest.mark.slow
@pytest.mark.xdist_group("visits")
def test_every_page_is_light(visits):
    assert [name for name, seen in visits.items() if len(seen.bytes) <= 3] == []  # nothing was weighed
    weights = {name: sum(seen.bytes.values()) for name, seen in visits.items()}
    assert {name: weight for name, weight in weights.items() if weight > LIMIT} == {}
