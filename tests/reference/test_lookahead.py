"""The lookahead reference against hand calculation, algebra, optax and torch_optimizer; its misconceptions against each
other; and right answers in many styles."""

import json
from importlib.util import find_spec

import numpy as np
import pytest
import sympy as sp

from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import rows
from ravine.problems import HeavyBall, QuadraticForm, Rosenbrock
from solutions.reference import lookahead as reference
from tests.traces import record_lookahead

RECORDED = json.loads(record_lookahead.TRACES.read_text())
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}


# --- by hand


def test_lookahead_by_hand():
    """Two halvings of 16 make 4, and a quarter of the way there is 13; two of 13 make 3.25, and 10.5625."""
    slow = reference.lookahead(lambda w: w / 2, np.array([16.0]), k=2, alpha=0.25, rounds=2)
    np.testing.assert_array_equal(slow, [[16.0], [13.0], [10.5625]])


def test_fit_quadratic_by_hand():
    assert reference.fit_quadratic(3.0, 1.0, 2.0) == (4, -6, 3)


@pytest.mark.parametrize(
    "a, b, low, high, expected",
    [
        (4.0, -6.0, 0.0, 1.0, 0.75),
        (1.0, -4.0, 0.0, 1.0, 1.0),
        (1.0, 3.0, 0.25, 0.75, 0.25),
        (-1.0, 3.0, 0.0, 1.0, 0.0),
        (-4.0, 3.0, 0.0, 1.0, 1.0),
        (0.0, 1.0, 0.2, 0.8, 0.2),
        (0.0, -1.0, 0.2, 0.8, 0.8),
        (-2.0, 2.0, 0.0, 1.0, 1.0),
        (0.0, 0.0, 0.0, 1.0, 1.0),
    ],
)
def test_best_alpha_by_hand(a, b, low, high, expected):
    assert reference.best_alpha(a, b, low, high) == expected


def test_lookahead_fitted_by_hand():
    """½w² from 2 to −1: losses 2 and ½, slope (−1)(−3) = 3. So a = 4½, b = −6, α = ⅔, and the round ends at 0."""
    slow, alphas = reference.lookahead_fitted(
        lambda w: 0.5 * w @ w, lambda w: w, lambda w: -w / 2, np.array([2.0]), k=1, rounds=1
    )
    np.testing.assert_allclose(alphas, [2 / 3])
    np.testing.assert_allclose(slow, [[2], [0]], atol=1e-15)


# --- algebra


def test_fit_is_the_only_solution_of_the_three_conditions():
    loss0, loss1, slope1, a, b, c, x = sp.symbols("loss0 loss1 slope1 a b c x")
    parabola = a * x**2 + b * x + c
    conditions = (
        parabola.subs(x, 0) - loss0,
        parabola.subs(x, 1) - loss1,
        sp.diff(parabola, x).subs(x, 1) - slope1,
    )
    (solution,) = sp.linsolve(conditions, (a, b, c))
    assert [sp.simplify(s - r) for s, r in zip(solution, reference.fit_quadratic(loss0, loss1, slope1))] == [0, 0, 0]


def test_fitted_alpha_on_any_quadratic_is_the_exact_line_search():
    """In symbols, for a general symmetric 2 × 2 matrix: the fit reproduces ½ d·Ad and ∇L(start)·d."""
    p, q, r, *points = sp.symbols("p q r s1 s2 f1 f2")
    A, start, finish = sp.Matrix([[p, q], [q, r]]), sp.Matrix(points[:2]), sp.Matrix(points[2:])

    def loss(w):
        return (w.T * A * w)[0] / 2

    d = finish - start
    a, b, c = reference.fit_quadratic(loss(start), loss(finish), (A * finish).dot(d))
    assert sp.expand(a - (d.T * A * d)[0] / 2) == 0
    assert sp.expand(b - (A * start).dot(d)) == 0
    assert sp.expand(c - loss(start)) == 0


@pytest.mark.parametrize("seed", range(5))
def test_fitted_alpha_is_the_lowest_point_of_the_line(seed):
    """On a convex quadratic no α of a fine grid over the range does better, inside the range and clipped to it."""
    rng = np.random.default_rng(seed)
    B = rng.normal(size=(3, 3))
    surface = QuadraticForm(tuple(map(tuple, B @ B.T + 0.1 * np.eye(3))))
    start, finish = rng.normal(size=(2, 3))
    for low, high in ((0.0, 1.0), (0.3, 0.6), (-1.0, 2.0)):
        slow, (alpha,) = reference.lookahead_fitted(
            surface.value, surface.gradient, lambda w: finish, start, k=1, rounds=1, low=low, high=high
        )
        grid = np.linspace(low, high, 201)[:, None]
        assert low <= alpha <= high
        assert surface.value(slow[1]) <= surface.value((1 - grid) * start + grid * finish).min() + 1e-12


def test_best_alpha_against_a_grid():
    rng = np.random.default_rng(0)
    for a, b in rng.normal(size=(300, 2)):
        low, high = np.sort(rng.uniform(-1, 2, 2))
        grid = np.linspace(low, high, 401)
        alpha = reference.best_alpha(a, b, low, high)
        assert low <= alpha <= high
        assert a * alpha**2 + b * alpha <= (a * grid**2 + b * grid).min() + 1e-12


def test_off_quadratics_the_fit_has_the_three_numbers_it_was_given():
    surface, start, finish = Rosenbrock(), np.array([-1.0, 1.5]), np.array([0.3, 0.4])
    beyond, before = (surface.value(start + (1 + h) * (finish - start)) for h in (1e-6, -1e-6))
    exact = surface.gradient(finish) @ (finish - start)
    assert exact == pytest.approx((beyond - before) / 2e-6, rel=1e-7)
    a, b, c = reference.fit_quadratic(surface.value(start), surface.value(finish), exact)
    assert (c, a + b + c, 2 * a + b) == pytest.approx((surface.value(start), surface.value(finish), exact))


def test_fixed_and_fitted_agree_where_the_fit_picks_the_fixed_alpha():
    """On ½λ|w|² every line leads to the minimum; the fit finds 1/(1 − Q) in every direction."""
    surface, step = QuadraticForm(((2.0, 0.0), (0.0, 2.0))), HeavyBall(((2.0, 0.0), (0.0, 2.0)), (0.0, 0.0), 0.8).step
    Q = (1 - 0.8 * 2) ** 3
    w0 = np.array([1.0, -2.0])
    slow, alphas = reference.lookahead_fitted(surface.value, surface.gradient, step, w0, k=3, rounds=1)
    assert alphas[0] == pytest.approx(1 / (1 - Q))
    np.testing.assert_allclose(slow, reference.lookahead(step, w0, 3, 1 / (1 - Q), 1), atol=1e-15)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("curvatures", [[0.3, 1.9], [1.0, 2.3], [2.4, 0.2, 2.2], [2.05]])
def test_the_largest_stable_alpha_parts_the_runs_that_come_in_from_those_that_do_not(curvatures, k):
    """On Lookahead itself, 400 rounds around gradient descent with the learning rate 1."""

    def distance(alpha):
        descent = QuadraticForm(tuple(map(tuple, np.diag(curvatures)))).gradient
        with np.errstate(all="ignore"):
            slow = reference.lookahead(lambda w: w - descent(w), np.ones(len(curvatures)), k, alpha, 400)
        return np.abs(slow[-1]).max()

    bound = reference.largest_stable_alpha(np.array(curvatures), 1.0, k)
    assert bound == 0 or distance(0.98 * bound) < 1
    assert bound == 1 or not distance(1.02 * bound + 0.05 * (bound == 0)) < 1


# --- what it asks, and how often


def test_a_round_costs_k_steps_two_losses_and_one_gradient_each_at_its_place():
    asked = {"loss": [], "grad": [], "step": []}

    def asking(name, function):
        def ask(w):
            asked[name].append(w.copy())
            return function(w)

        return ask

    surface = QuadraticForm(((1.0, 0.0), (0.0, 3.0)))
    step = asking("step", lambda w: w - 0.5 * surface.gradient(w))
    slow, _alphas = reference.lookahead_fitted(
        asking("loss", surface.value), asking("grad", surface.gradient), step, np.array([2.0, 1.0]), k=4, rounds=3
    )
    assert {name: len(places) for name, places in asked.items()} == {"loss": 6, "grad": 3, "step": 12}
    np.testing.assert_array_equal(asked["loss"][::2], slow[:-1])
    np.testing.assert_array_equal(asked["loss"][1::2], asked["grad"])
    np.testing.assert_array_equal(asked["step"][::4], slow[:-1])


# --- optax, torch_optimizer


def inner_step(setting):
    k, alpha, momentum = record_lookahead.SETTINGS[setting]
    return k, alpha, HeavyBall(record_lookahead.MATRIX, (0.0, 0.0), record_lookahead.LR, momentum).step


every_setting = pytest.mark.parametrize("setting", record_lookahead.SETTINGS)


@every_setting
def test_lookahead_is_optax_round_by_round(setting):
    """optax keeps the inner state, as the course does: its slow weights are the reference's."""
    recorded = np.array(RECORDED["traces"]["optax"][setting])
    k, alpha, step = inner_step(setting)
    rounds = record_lookahead.STEPS // k
    slow = reference.lookahead(step, np.array(record_lookahead.START), k, alpha, rounds)
    np.testing.assert_allclose(slow, recorded[: rounds * k + 1 : k], rtol=1e-12, atol=1e-13)


@every_setting
def test_torch_optimizer_anchors_one_step_late(setting):
    """Its first mixing, after one step, changes nothing; from there on it is Lookahead, started at that point."""
    recorded = np.array(RECORDED["traces"]["torch_optimizer"][setting])
    k, alpha, step = inner_step(setting)
    start = np.array(record_lookahead.START)
    first = step(start)
    rounds = (record_lookahead.STEPS - 1) // k
    slow = reference.lookahead(step, first, k, alpha, rounds)
    np.testing.assert_allclose(recorded[1 : rounds * k + 2 : k], slow, rtol=1e-12, atol=1e-13)
    assert np.abs(recorded[k] - np.array(RECORDED["traces"]["optax"][setting])[k]).max() > 0.01


def test_recorded_with_the_versions_that_the_page_names():
    assert RECORDED["versions"] == {"optax": "0.2.8", "torch_optimizer": "0.3.0"}


INSTALLED = [library for library in RECORDED["traces"] if find_spec(library)]

if INSTALLED:  # elsewhere the recorded traces stand for the libraries

    @every_setting
    @pytest.mark.parametrize("library", INSTALLED)
    def test_traces_are_what_the_library_does(library, setting):
        got = getattr(record_lookahead, f"{library}_trace")(setting)
        np.testing.assert_allclose(got, RECORDED["traces"][library][setting], rtol=1e-12)


# --- telling answers apart


def test_the_exercises_of_the_chapter():
    named = ["lookahead", "fit_quadratic", "best_alpha", "lookahead_fitted", "largest_stable_alpha"]
    assert list(EXERCISES) == named


@pytest.mark.parametrize("name", ["lookahead", "fit_quadratic", "best_alpha"])
def test_the_examples_can_be_done_by_hand(name):
    """Inputs and results are binary fractions of few digits, or thirds of them, and computed without rounding."""
    for row in rows(EXERCISES[name], EXERCISES[name].examples):
        for value in (row.expected.returned, *(v for v in row.case.inputs.values() if not callable(v))):
            scaled = np.asarray(value, dtype=float) * 3 * 4096
            np.testing.assert_array_equal(scaled, np.round(scaled))


# --- right answers
