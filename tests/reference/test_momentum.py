"""The momentum reference against hand-computed steps, PyTorch, the differential equation and numerical minimisation;
its misconceptions against each other; and right answers in many styles."""

import json
import operator
from importlib.util import find_spec

import numpy as np
import pytest

from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import rows
from ravine.problems import BlackBox, Himmelblau, Quadratic
from solutions.reference import momentum as reference
from solutions.reference.momentum.edge_of_stability import EDGES
from tests.traces import record_torch

RECORDED = json.loads(record_torch.TRACES.read_text())
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}


# --- by hand


def test_ball_step_by_hand():
    x, v = reference.ball_step(np.array([1.0]), np.array([4.0]), np.array([8.0]), mass=4.0, friction=2.0, dt=0.5)
    assert v == 4 + 0.5 / 4 * (-8 - 2 * 4) == 2
    assert x == 1 + 0.5 * 2


def test_momentum_from_ball_by_hand():
    assert reference.momentum_from_ball(mass=8.0, friction=1.0, dt=2.0) == (0.5, 0.75)


def test_momentum_step_by_hand():
    w, v = reference.momentum_step(np.array([1.0]), np.array([8.0]), np.array([4.0]), lr=0.5, beta=0.75)
    assert (v, w) == (4, 5)


def test_optimal_heavy_ball_by_hand():
    assert reference.optimal_heavy_ball(1.0, 9.0) == (0.25, 0.25)


def test_nesterov_step_by_hand():
    """Look ahead to 1 + 0.5·4 = 3, where the slope of w² is 6: v = 0.5·4 − 0.5·6."""
    w, v = reference.nesterov_step(np.array([1.0]), np.array([4.0]), lambda w: 2 * w, lr=0.5, beta=0.5)
    assert (v, w) == (-1, 0)


def test_nesterov_step_rewritten_by_hand():
    u, v = reference.nesterov_step_rewritten(np.array([3.0]), np.array([4.0]), np.array([6.0]), lr=0.5, beta=0.5)
    assert (v, u) == (-1, 3 + 0.5 * -1 - 0.5 * 6)


# --- PyTorch


def recorded_steps(setting):
    """(weights, velocity, gradient, new weights, new velocity, lr, β), with the velocity v = −lr·b."""
    lr, beta = record_torch.SETTINGS[setting]["lr"], record_torch.SETTINGS[setting]["momentum"]
    w, b = (np.array(RECORDED["traces"][setting][name]) for name in "wb")
    for t, grad in enumerate(RECORDED["gradients"]):
        yield w[t], -lr * b[t], np.array(grad), w[t + 1], -lr * b[t + 1], lr, beta


def assert_close_to_the_step(got, expected, before):
    """Equal within rounding: 1e-14 of the numbers that were added up."""
    scale = np.abs(expected).max() + np.abs(before).max()
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-14 * scale)


@pytest.mark.parametrize("setting", [s for s in record_torch.SETTINGS if s.startswith("momentum")])
def test_momentum_step_is_pytorch_sgd(setting):
    for w, v, grad, w_new, v_new, lr, beta in recorded_steps(setting):
        w_got, v_got = reference.momentum_step(w, v, grad, lr, beta)
        assert_close_to_the_step(v_got, v_new, v)
        assert_close_to_the_step(w_got, w_new, w)


@pytest.mark.parametrize("setting", [s for s in record_torch.SETTINGS if s.startswith("nesterov")])
def test_nesterov_step_rewritten_is_pytorch_sgd_with_nesterov(setting):
    for u, v, grad, u_new, v_new, lr, beta in recorded_steps(setting):
        u_got, v_got = reference.nesterov_step_rewritten(u, v, grad, lr, beta)
        assert_close_to_the_step(v_got, v_new, v)
        assert_close_to_the_step(u_got, u_new, u)


def test_pytorch_without_nesterov_is_not_the_rewritten_step():
    """The comparison can fail: the two recordings differ from the first step on."""
    u, v, grad, u_new, *_v, lr, beta = next(recorded_steps("momentum"))
    assert np.abs(reference.nesterov_step_rewritten(u, v, grad, lr, beta)[0] - u_new).max() > 0.01


def test_recorded_with_the_version_that_the_pages_name():
    assert RECORDED["torch"].startswith("2.13.0")


if find_spec("torch"):  # elsewhere the recorded traces stand for PyTorch

    @pytest.mark.parametrize("setting", record_torch.SETTINGS)
    def test_traces_are_what_pytorch_does(setting):
        for name, values in record_torch.trace(setting).items():
            np.testing.assert_allclose(values, RECORDED["traces"][setting][name], rtol=1e-13, atol=1e-15)


def test_recorded_gradients_are_those_of_the_script():
    np.testing.assert_allclose(RECORDED["gradients"], record_torch.gradients(), rtol=1e-13)


# --- the differential equation


def exact_oscillator(x, v, stiffness, mass, friction, t):
    """Position and velocity at time t of m·x″ = −kx − γx′, by the eigenvalues of the system's matrix."""
    values, vectors = np.linalg.eig(np.array([[0, 1], [-stiffness / mass, -friction / mass]], dtype=complex))
    return (vectors @ (np.exp(values * t) * np.linalg.solve(vectors, np.array([x, v], dtype=complex)))).real


def rolled(steps, stiffness, mass, friction, t):
    x, v = np.array([1.0]), np.array([0.5])
    for _ in range(steps):
        x, v = reference.ball_step(x, v, stiffness * x, mass, friction, t / steps)
    return np.array([x[0], v[0]])


@pytest.mark.parametrize("friction", [0.0, 0.4, 5.0], ids=["no friction", "swinging", "crawling"])
def test_ball_step_tends_to_the_exact_motion_with_order_one(friction):
    """Half the time step, half the error: the order, measured over five halvings, is 1."""
    ball = {"stiffness": 3.0, "mass": 1.7, "friction": friction, "t": 2.0}
    exact = exact_oscillator(1.0, 0.5, **ball)
    errors = [np.linalg.norm(rolled(200 * 2**k, **ball) - exact) for k in range(6)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert np.all(np.diff(errors) < 0)
    np.testing.assert_allclose(orders, 1, atol=0.05)
    assert errors[-1] < 2e-3


def test_ball_step_keeps_the_energy_of_a_ball_without_friction_and_explicit_euler_does_not():
    """Semi-implicit Euler keeps ½mv² + ½kx² − ½Δt·k·x·v exactly, and so the energy within a bound, for ever."""
    m, k, dt = 1.5, 2.0, 0.1
    explicit = next(c.answer for c in EXERCISES["ball_step"].misconceptions if c.name == "old_velocity")

    def energies(step, steps=2000):
        x, v = np.array([1.0]), np.array([0.0])
        for _ in range(steps):
            yield 0.5 * m * v[0] ** 2 + 0.5 * k * x[0] ** 2 - 0.5 * dt * k * x[0] * v[0], x, v
            x, v = step(x, v, k * x, m, 0.0, dt)

    kept = np.array([e for e, _x, _v in energies(reference.ball_step)])
    np.testing.assert_allclose(kept, kept[0], rtol=1e-12)
    fed = np.array([0.5 * m * v[0] ** 2 + 0.5 * k * x[0] ** 2 for _e, x, v in energies(explicit)])
    assert np.all(np.diff(fed) > 0)


@pytest.mark.parametrize("seed", range(5))
def test_the_ball_is_the_momentum_step_with_velocity_measured_in_steps(seed):
    rng = np.random.default_rng(seed)
    x, v, grad = rng.normal(size=(3, 4))
    mass, friction, dt = rng.uniform(0.2, 3, 3)
    x_ball, v_ball = reference.ball_step(x, v, grad, mass, friction, dt)
    lr, beta = reference.momentum_from_ball(mass, friction, dt)
    w, step = reference.momentum_step(x, dt * v, grad, lr, beta)
    np.testing.assert_allclose(w, x_ball, rtol=0, atol=1e-13 * (1 + beta**2) * 10)
    np.testing.assert_allclose(step, dt * v_ball, rtol=0, atol=1e-13 * (1 + beta**2) * 10)


# --- Nesterov and rewritten


@pytest.mark.parametrize("surface", [Quadratic(30, 20), Himmelblau()], ids=["quadratic", "Himmelblau"])
def test_both_forms_of_nesterov_agree_step_by_step(surface):
    """From every state of the path: one step of each, u = w + βv before and after, and the same velocity."""
    lr, beta = (0.05, 0.9) if isinstance(surface, Quadratic) else (0.003, 0.9)
    w, v = np.array([-1.5, 1.0]), np.zeros(2)
    for _ in range(100):
        u = w + beta * v
        u_new, v_rewritten = reference.nesterov_step_rewritten(u, v, surface.gradient(u), lr, beta)
        w, v = reference.nesterov_step(w, v, surface.gradient, lr, beta)
        np.testing.assert_allclose(v_rewritten, v, rtol=0, atol=1e-14)
        np.testing.assert_allclose(u_new, w + beta * v, rtol=0, atol=1e-14 * 10)


def test_nesterov_asks_once_and_at_the_look_ahead_point():
    asked = []

    def grad_fn(w):
        asked.append(w.copy())
        return 2 * w

    reference.nesterov_step(np.array([1.0, 2.0]), np.array([4.0, -2.0]), grad_fn, lr=0.1, beta=0.5)
    np.testing.assert_array_equal(asked, [[3.0, 1.0]])


# --- the best heavy ball of a ravine


def spectral_radius(lr, beta, eigenvalues):
    """The largest |eigenvalue| of (w, v) → momentum_step(w, v, λw), over these λ: the step applied to unit vectors."""
    radii = []
    for eigenvalue in eigenvalues:
        columns = [
            reference.momentum_step(w, v, eigenvalue * w, lr, beta)
            for w, v in ((np.array(1.0), np.array(0.0)), (np.array(0.0), np.array(1.0)))
        ]
        radii.append(np.abs(np.linalg.eigvals(np.array(columns).T)).max())
    return max(radii)


@pytest.mark.parametrize("mu, L", [(1.0, 1.5), (1.0, 10.0), (0.3, 60.0)])
def test_optimal_heavy_ball_has_the_smallest_spectral_radius(mu, L):
    """No pair of a fine grid over all stable ones does better, and the best of the grid lies beside the formula's."""
    lr, beta = reference.optimal_heavy_ball(mu, L)
    ends = (mu, L)
    best = spectral_radius(lr, beta, ends)
    assert best == pytest.approx((np.sqrt(L / mu) - 1) / (np.sqrt(L / mu) + 1), abs=2e-7)  # a double root
    betas = np.linspace(0, 0.99, 67)
    rates = np.linspace(0.02, 1, 61) * 4 / L
    grid = np.array([[spectral_radius(a, b, ends) for a in rates] for b in betas])
    assert grid.min() >= best - 2e-7
    row, column = np.unravel_index(grid.argmin(), grid.shape)
    assert grid.min() < best + 0.04
    assert abs(betas[row] - beta) < 0.08 and abs(rates[column] - lr) * L < 0.3


@pytest.mark.parametrize("mu, L", [(1.0, 10.0), (0.3, 60.0)])
def test_nothing_beside_the_optimal_heavy_ball_does_better(mu, L):
    lr, beta = reference.optimal_heavy_ball(mu, L)
    best = spectral_radius(lr, beta, (mu, L))
    for angle in np.linspace(0, 2 * np.pi, 60, endpoint=False):
        for size in (1e-3, 1e-2):
            near = spectral_radius(lr * (1 + size * np.cos(angle)), beta * (1 + size * np.sin(angle)), (mu, L))
            assert near > best


def test_eigenvalues_inside_the_range_shrink_as_fast():
    lr, beta = reference.optimal_heavy_ball(1.0, 25.0)
    inside = [spectral_radius(lr, beta, [e]) for e in np.linspace(1, 25, 49)[1:-1]]
    np.testing.assert_allclose(inside, np.sqrt(beta), rtol=1e-12)


def step_of(method, lr, beta):
    """The methods of the black boxes as this chapter's functions write them, on w²."""
    return {
        "heavy ball": lambda w, v: reference.momentum_step(w, v, 2 * w, lr, beta),
        "nesterov": lambda w, v: reference.nesterov_step(w, v, lambda u: 2 * u, lr, beta),
        "averaged": lambda w, v: reference.momentum_step(w, v, 2 * w, (1 - beta) * lr, beta),
        "reversed": lambda w, v: reference.momentum_step(w, v, 2 * w, lr, -beta),
    }[method]


@pytest.mark.parametrize("method", EDGES)
def test_a_black_box_does_what_the_chapter_does(method):
    w, v, box = np.ones(1), np.zeros(1), BlackBox(method, 2.0, 0.7)
    for steps in range(12):
        assert box.distance(0.3, steps) == pytest.approx(abs(w.item()), rel=1e-9)
        w, v = step_of(method, 0.3, 0.7)(w, v)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("method", EDGES)
def test_the_edge_of_a_black_box_is_where_an_eigenvalue_leaves_the_unit_circle(method, beta):
    box, edge = BlackBox(method, 2.0, beta), EDGES[method](beta) / 2
    below, beyond = (np.abs(np.linalg.eigvals(box.step_matrix(share * edge))).max() for share in (0.999, 1.001))
    assert below < 1 < beyond
    if edge < 20:
        assert reference.edge_of_stability(box.distance) == pytest.approx(edge, rel=1e-4)


@pytest.mark.parametrize("lr", [0.1, 0.9, 3.0, 1e200])
@pytest.mark.parametrize("method", EDGES)
def test_a_black_box_takes_the_power_that_numpy_takes(method, lr):
    box = BlackBox(method, 2.0, 0.7)
    for steps in (0, 1, 2, 3, 10, 1000, 12345):
        with np.errstate(all="ignore"):
            expected = abs(np.linalg.matrix_power(box.step_matrix(lr), steps)[0, 0])
        assert box.distance(lr, steps) == pytest.approx(expected if expected == expected else np.inf, rel=1e-9)
    with pytest.raises(ValueError, match="nobody takes -1 steps"):
        box.distance(lr, -1)


def test_an_unknown_black_box_is_refused():
    with pytest.raises(ValueError, match="no black box holds 'adam'"):
        BlackBox("adam")


# --- telling answers apart

by_name = operator.attrgetter("name")
every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def test_the_exercises_of_the_chapter():
    assert list(EXERCISES) == [
        "ball_step",
        "momentum_from_ball",
        "momentum_step",
        "optimal_heavy_ball",
        "nesterov_step",
        "nesterov_step_rewritten",
        "edge_of_stability",
    ]


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.name != "edge_of_stability"], ids=by_name)
def test_the_examples_can_be_done_by_hand(exercise):
    """Inputs, results and the points asked for are binary fractions of few digits, and computed without rounding."""
    for row in rows(exercise, exercise.examples):
        numbers = [*row.expected.returned, *(v for v in row.case.inputs.values() if not callable(v))]
        for value in numbers:
            scaled = np.asarray(value, dtype=float) * 64
            np.testing.assert_array_equal(scaled, np.round(scaled))
            assert np.abs(scaled).max() < 64 * 100


# --- right answers
