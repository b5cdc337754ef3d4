"""The rounds on singular values are those of the reference on the matrix, and the reach is as the page says."""

from itertools import islice

import numpy as np
import pytest

from ravine.plots import NewtonSchulz
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.after import newton_schulz
from tests.plots.computed import computed, drawn


@pytest.mark.parametrize("matrix, columns", [("wide", 64), ("square", 32)])
def test_singular_values_after_rounds_are_those_of_the_matrix(matrix, columns):
    M = np.array(list(islice(normal_numbers(1), 32 * columns))).reshape(32, columns)
    (found,) = computed([NewtonSchulz(matrix=matrix)], "orbits", "before")
    np.testing.assert_allclose(found["before"], np.linalg.svd(M / np.linalg.norm(M), compute_uv=False), rtol=1e-12)
    for rounds in (0, 1, 5):
        after = np.linalg.svd(newton_schulz(M, rounds, eps=0), compute_uv=False)
        np.testing.assert_allclose(
            np.sort([orbit[rounds] for orbit in found["orbits"]])[::-1], after, rtol=0, atol=1e-12
        )


def test_the_reach_is_where_the_polynomial_comes_to_the_band():
    (found,) = computed([NewtonSchulz()], "reaches")
    starts = np.geomspace(1e-5, 1, 4001)
    for rounds in (1, 3, 5):
        x = starts
        for _ in range(rounds):
            x = 3.4445 * x - 4.775 * x**3 + 2.0315 * x**5
        lowest = starts[np.flatnonzero(x < 0.68)[-1] + 1]
        assert found["reaches"][rounds] == pytest.approx(lowest, rel=0.01)


def test_a_polynomial_that_is_too_large_is_said_to_run_away():
    (picture,) = drawn([NewtonSchulz(coefficients="own", a=5.0, b=0.0, c=3.0)])
    assert "run away" in picture["html"]
