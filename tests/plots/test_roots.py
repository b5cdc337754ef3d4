"""The roots plot: roots, motions and errors are those of the methods of the exercises."""

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from ravine.plots import Roots
from solutions.reference import momentum as reference
from tests.plots.computed import computed, drawn

PAIRS = [(1.2, 0.5), (0.3, 0.9), (2.9, 0.4), (3.2, 0.05), (3.9, 0.3), (0.02, 0.0), (4 / 1.1**2, (9 / 11) ** 2)]
CASES = [(method, lr, beta) for method in ("momentum", "nesterov", "minus") for lr, beta in PAIRS]
MOTIONS = {"creeps", "swings", "ripples", "flies"}


def step(method, curvatures, w, v, lr, beta):
    if method == "nesterov":
        return reference.nesterov_step(w, v, lambda at: curvatures * at, lr, beta)
    return reference.momentum_step(w, v, curvatures * w, lr, -beta if method == "minus" else beta)


def found(steps=40, **parameters):
    keep = ("curvatures", "roots", "errors", "rate", "motions")
    plots = [Roots(method=m, learning_rate=lr, beta=b, steps=steps, **parameters) for m, lr, b in CASES]
    return zip(CASES, computed(plots, *keep))


def test_errors_are_those_of_the_reference_to_1e_12():
    for (method, lr, beta), run in found():
        curvatures = np.array(run["curvatures"])
        w, v = np.ones(9), np.zeros(9)
        for t, errors in enumerate(run["errors"]):
            np.testing.assert_allclose(
                np.array(errors, float), w, rtol=1e-12, atol=1e-12 * max(1, np.abs(w).max()), err_msg=str(t)
            )
            w, v = step(method, curvatures, w, v, lr, beta)


def test_roots_are_the_eigenvalues_of_a_step():
    for (method, lr, beta), run in found():
        for curvature, roots in zip(run["curvatures"], run["roots"]):
            unit = np.eye(2)
            columns = [step(method, np.array([curvature]), unit[i, :1], unit[i, 1:], lr, beta) for i in (0, 1)]
            matrix = np.array([np.concatenate(column) for column in columns]).T
            ours = np.array([complex(*z) for z in roots])
            # of a double root an eigenvalue solver knows half the digits, of its polynomial all
            assert ours.sum() == pytest.approx(np.trace(matrix), abs=1e-12)
            assert ours.prod() == pytest.approx(np.linalg.det(matrix), abs=1e-12)
            expected = np.abs(np.linalg.eigvals(matrix))
            np.testing.assert_allclose(np.sort(np.abs(ours)), np.sort(expected), atol=1e-7)
        assert run["rate"] == pytest.approx(max(abs(complex(*z)) for roots in run["roots"] for z in roots))


def test_motions_are_seen_in_the_errors():
    """Whoever creeps keeps its side in the long run, whoever ripples changes it at every step."""
    seen = set()
    for _case, run in found(steps=60, condition_number=50.0):
        errors = np.array(run["errors"], dtype=float)
        for motion, roots, w in zip(run["motions"], run["roots"], errors.T):
            seen.add(motion)
            larger, smaller = (abs(complex(*z)) for z in roots)
            if smaller > 0.9 * larger or larger < 1e-4:
                continue  # the second root is forgotten too slowly, or nothing is left to see
            late = np.sign(w[40:][np.abs(w[40:]) > 1e-150])
            turns = np.mean(late[1:] != late[:-1])
            assert {"creeps": turns == 0, "ripples": turns == 1}.get(motion, True), (motion, roots)
            assert (motion == "flies") == (np.abs(w[-1]) >= np.abs(w[-11]))
    assert seen == MOTIONS


def test_the_transient_of_the_best_pair_is_said():
    """κ = 100, the best pair: 3.7 times the start, at step 4, as the page says."""
    lr, beta = reference.optimal_heavy_ball(0.01, 1.0)
    (picture,) = drawn([Roots(learning_rate=lr, beta=beta, condition_number=100.0)])
    assert "is 3.71 times its start, at step 4, for λ = 1." in picture["html"]


def test_the_minus_of_p4_is_a_known_misconception_and_makes_a_root_leave_the_circle():
    names = [m.name for m in exercise_of(reference.momentum_step).misconceptions]
    assert any("revers" in name or "minus" in name for name in names)
    (run,) = computed([Roots(method="minus", learning_rate=0.3, beta=0.9)], "rate", "motions")
    assert run["rate"] == pytest.approx(1.054, abs=5e-4) and "flies" in run["motions"]
