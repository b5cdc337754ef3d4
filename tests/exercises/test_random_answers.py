"""Draws are counted as if they were sorted."""

import numpy as np
import pytest

from ravine.exercises.kinds.random_answers import THRESHOLDS, below_thresholds

NEXT = [np.nextafter(THRESHOLDS, side) for side in (-np.inf, np.inf)]
EDGES = np.concatenate([THRESHOLDS, *NEXT, [-0.0, 5e-324, -5e-324, 1e300, -1e300]])


@pytest.mark.parametrize("scale", [2.0**power for power in range(-12, 7, 2)])
def test_as_many_draws_lie_below_each_threshold_as_in_their_order(scale):
    draws = np.concatenate([EDGES, np.random.default_rng(1).normal(0, scale, 3000)])
    assert below_thresholds(draws).tolist() == np.searchsorted(np.sort(draws), THRESHOLDS).tolist()


def test_a_matrix_of_short_numbers_is_counted_entry_by_entry():
    draws = np.arange(-6, 6, dtype=np.float32).reshape(3, 4).T
    assert below_thresholds(draws).tolist() == np.searchsorted(np.sort(draws, axis=None), THRESHOLDS).tolist()
