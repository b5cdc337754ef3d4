"""The reference after the lectures against the libraries, step by step from the recorded states, and against the
definitions: norms, singular values, samples, roots."""

import numpy as np
import pytest

from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from ravine.problems import Polar
from solutions.reference import after as reference
from tests.traces import record_after, record_race

T = np.load(record_after.TRACES)
RACE = np.load(record_race.TRACES)
GRADIENTS, START = T["gradients"], T["start"]
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}
MUON = record_after.MUON


def close(got, wanted, most=1e-12):
    """Equal to within 1e-12 of the largest number."""
    np.testing.assert_allclose(got, wanted, rtol=0, atol=most * np.abs(wanted).max())


# --- the steps of the libraries, each from the recorded state


@pytest.mark.parametrize("library", ["torch.AdamW", "optax.adamw"])
def test_adamw_step_is_the_libraries(library):
    w, m, v = (RACE[f"{library} as adamw: {key}"] for key in "wmv")
    m, v = (np.concatenate([np.zeros((1, 3)), state]) for state in (m, v))
    h = {key: record_race.H[key] for key in ("lr", "decay", "beta1", "beta2")}
    for i, grad in enumerate(RACE["gradients"]):
        got = reference.adamw_step(w[i], m[i], v[i], i + 1, grad, **h, eps=1e-8)
        for mine, theirs in zip(got, (w, m, v)):
            close(mine, theirs[i + 1])


@pytest.mark.parametrize("library", ["keras.Lion", "optax.lion"])
def test_lion_step_is_the_libraries(library):
    w, m = (RACE[f"{library} as lion: {key}"] for key in "wm")
    m, h = np.concatenate([np.zeros((1, 3)), m]), record_race.H
    for i, grad in enumerate(RACE["gradients"]):
        decay = 0.2
        got = reference.lion_step(w[i], m[i], grad, h["lr"], decay, beta1=h["beta1"], beta2=h["beta2"])
        close(got[0], w[i + 1])
        close(got[1], m[i + 1])


def sums(beta):
    """The course's buffer before each step and after the last: the sum of what PyTorch averages."""
    buffers = [np.zeros(record_after.SHAPE)]
    for grad in GRADIENTS:
        buffers.append(beta * buffers[-1] + grad)
    return buffers


def muon_steps(path, orthogonalise):
    """(what muon_step makes of each recorded state, the recorded state after it)."""
    for i, B in enumerate(sums(MUON["beta"])[:-1]):
        yield reference.muon_step(path[i], B, GRADIENTS[i], orthogonalise, **MUON)[0], path[i + 1]


def floored(weight):
    """Newton and Schulz as PyTorch does: ε is the least that it divides by, and is not added."""

    def orthogonalise(M):
        M = M * weight  # an average's length, beside which ε has its size
        return reference.newton_schulz(M / max(np.linalg.norm(M), 1e-7), eps=0.0)

    return orthogonalise


def test_muon_step_is_pytorchs_with_its_iteration_in_double_precision():
    """PyTorch averages where the course sums; the iteration divides by the length, so that the steps are the same."""
    for got, theirs in muon_steps(T["torch.Muon in float64: W"], floored(1 - MUON["beta"])):
        close(got, theirs)
    close((1 - MUON["beta"]) * np.array(sums(MUON["beta"])), T["torch.Muon: B"])


def test_pytorchs_own_iteration_is_rounded_to_eight_bits():
    steps = [np.abs(a - b).max() for a, b in muon_steps(T["torch.Muon: W"], floored(1 - MUON["beta"]))]
    assert 1e-5 < max(steps) < 0.05 * MUON["lr"]


def test_muon_step_is_keras_without_its_scale():
    """Keras sums, and has no factor for the shape where `rms_rate` is None; it takes the norm's root in float32."""
    scale = np.sqrt(4 / 3)
    for got, theirs in muon_steps(T["keras.Muon: W"], lambda M: reference.newton_schulz(M) / scale):
        close(got, theirs, 1e-8)


def optax_average(i):
    """What optax orthogonalises: Adam's two corrections, in Nadam's form."""
    beta, t = MUON["beta"], i + 1
    mean = (1 - beta) * sums(beta)[i + 1]
    return beta * mean / (1 - beta ** (t + 1)) + (1 - beta) * GRADIENTS[i] / (1 - beta**t)


def test_muon_step_is_optaxs_but_for_the_average():
    path = T["optax.Muon: W"]
    for i, B in enumerate(sums(MUON["beta"])[:-1]):
        given = optax_average(i)
        got = reference.muon_step(
            path[i], B, GRADIENTS[i], lambda _M, given=given: reference.newton_schulz(given), **MUON
        )
        close(got[0], path[i + 1])


@pytest.mark.parametrize("i", range(3))
def test_newton_schulz_is_the_libraries(i):
    G = T[f"matrix {i}"]
    close(reference.newton_schulz(G), T[f"optax.orthogonalised {i}"])
    close(floored(1.0)(G), T[f"torch.orthogonalised {i}"])


def test_schedule_free_step_is_optaxs():
    """optax keeps y; x follows from it and z. The recorded gradients stand for those at y."""
    beta, lr = record_after.FREE["beta"], record_after.FREE["lr"]
    y, z = T["optax.schedule_free: y"], T["optax.schedule_free: z"]
    x = (y - (1 - beta) * z) / beta
    asked = []
    for i, grad in enumerate(GRADIENTS):
        got = reference.schedule_free_step(x[i], z[i], i + 1, lambda at: asked.append(at) or grad, lr, beta)  # noqa: B023
        close(got[0], x[i + 1])
        close(got[1], z[i + 1])
    close(np.array(asked), y[:-1])


def schedule_free_adamw(view=False):
    """Keras's y by the rule; `view`: as on PyTorch, where the old z has been overwritten when x is recovered."""
    lr, beta = record_after.FREE["lr"], record_after.FREE["beta"]
    x = z = y = START[0]
    v, path = 0 * x, [y]
    for t, grad in enumerate(GRADIENTS[:, 0], 1):
        v = 0.99 * v + 0.01 * grad**2
        new = z - lr * grad / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
        x = (y - (1 - beta) * (new if view else z)) / beta
        x, z = x + (new - x) / t, new
        y = (1 - beta) * z + beta * x
        path.append(y)
    return np.array(path)


def test_keras_schedule_free_is_right_on_jax_and_wrong_on_pytorch():
    right, wrong = T["keras.schedule_free: y"], T["keras on torch.schedule_free: y"]
    close(schedule_free_adamw(), right)
    close(schedule_free_adamw(view=True), wrong)
    assert np.abs(right - wrong).max() > 0.01


@pytest.mark.parametrize(
    "name, grad, limit", [("long", (3, 4), 1.0), ("just", (3, 4), 5.0), ("tiny", (3e-6, 4e-6), 1e-6)]
)
def test_clip_by_global_norm_is_optaxs(name, grad, limit):
    (got,), _norm = reference.clip_by_global_norm([np.array(grad, dtype=float)], limit)
    close(got, T[f"optax.clipped {name}"])


def test_schedules_are_the_libraries():
    """To single precision, in which optax computes its cosine."""
    whole = [reference.warmup_cosine(step, 1.0, 0, 4) for step in range(12)]
    close(whole, T["optax.cosine_decay_schedule"], 1e-7)
    close(whole[:5], T["torch.CosineAnnealingLR"][:5])
    warm = [reference.warmup_cosine(step, 1.0, 3, 9) for step in range(12)]
    close(warm[3:], T["optax.warmup_cosine_decay_schedule"][3:], 1e-7)
    close([reference.warmup_cosine(step, 1.0, 4, 99) for step in range(4)], T["torch.LambdaLR from 1"][:4])
    joined = [reference.warmup_stable_decay(step, 1.0, 4, 4, 10, 0.2) for step in range(12)]
    close(joined, T["optax.join_schedules"])


# --- the definitions


@pytest.mark.parametrize("norm", EXERCISES["steepest_direction"].parts and ("euclid", "max", "one", "spectral"))
def test_no_direction_is_steeper(norm):
    from ravine.exercises.kinds.steepest import NORMS

    rng = np.random.default_rng(0)
    grad = rng.normal(size=(3, 5))
    d, dual = reference.steepest_direction(grad, norm)
    assert NORMS[norm](d) == pytest.approx(1, abs=1e-12)
    assert np.sum(grad * d) == pytest.approx(-dual, abs=1e-12)
    others = rng.normal(size=(2000, 3, 5))
    assert max(np.sum(grad * other) / NORMS[norm](other) for other in others) < dual


def test_newton_schulz_acts_on_the_singular_values_alone():
    sigma = np.geomspace(0.0015, 1, 400)
    for _round in range(5):
        sigma = 3.4445 * sigma - 4.7750 * sigma**3 + 2.0315 * sigma**5
    assert 0.679 < sigma.min() and sigma.max() < 1.2025
    one = reference.newton_schulz(np.diag([3.0, 4.0]))
    np.testing.assert_allclose(one, np.diag([0.722876, 1.119204]), atol=1e-6)


def test_muon_is_the_sign_on_a_diagonal_and_the_normalised_gradient_on_a_column():
    O = Polar().orthogonalise  # noqa: E741 (its name in the formula)
    for grad, wanted in (
        (np.diag([3.0, -0.2]), np.diag([1.0, -1.0])),
        (np.array([[3.0], [4.0]]), np.array([[0.6], [0.8]])),
    ):
        W, _B = reference.muon_step(0 * grad, 0 * grad, grad, O, lr=1.0)
        np.testing.assert_allclose(-W, wanted, atol=1e-12)


def test_the_factor_of_the_shape():
    """A row of four outputs gets 2, a column of four inputs 1."""
    for shape, factor in (((1, 4), 2), ((4, 1), 1)):
        grad = np.ones(shape)
        W, _B = reference.muon_step(0 * grad, 0 * grad, grad, Polar().orthogonalise, lr=1.0)
        assert np.linalg.norm(W) == pytest.approx(factor)


def test_expected_loss_is_the_mean_of_many_runs():
    rng, rates = np.random.default_rng(1), np.array([0.5, 0.5, 0.2, 0.05])
    h, s = np.array([1.0, 0.3]), np.array([2.0, 1.0])
    w = np.tile([2.0, -3.0], (200_000, 1))
    for lr in rates:
        w = w - lr * (h * w + rng.normal(size=w.shape) * np.sqrt(s))
    losses = np.sum(h * w**2, axis=1) / 2
    error = losses.std() / np.sqrt(len(losses))
    assert reference.expected_loss(rates, h, s, np.array([2.0, -3.0]))[-1] == pytest.approx(
        losses.mean(), abs=4 * error
    )


def test_noise_scale_of_many_draws():
    draws = np.random.default_rng(0).normal((1.0, -2.0, 0.5), 3.0, (100_000, 3))
    assert reference.noise_scale(draws) == pytest.approx(27 / 5.25, rel=0.03)


def largest_root(method, beta, x):
    """The size of the largest root of a method's recursion at αλ = x."""
    polynomials = {
        "gradient descent": [1, x - 1],
        "momentum": [1, x - 1 - beta, beta],
        "nesterov": [1, -(1 + beta) * (1 - x), beta * (1 - x)],
        "averaging": [1, (1 - beta) * x - 1 - beta, beta],
    }
    return np.abs(np.roots(polynomials[method])).max()


@pytest.mark.parametrize("beta", [0.3, 0.9])
@pytest.mark.parametrize("method", ["gradient descent", "momentum", "nesterov", "averaging"])
def test_beyond_the_limit_a_root_leaves_the_unit_circle(method, beta):
    limit = reference.stability_limit(4.0, method, beta) * 4.0
    assert largest_root(method, beta, 0.999 * limit) < 1 < largest_root(method, beta, 1.001 * limit)


def test_the_limits_of_the_page():
    assert reference.stability_limit(1.0, "averaging", 0.9) == pytest.approx(38)
    assert reference.stability_limit(1.0, "averaging", 0.95) == pytest.approx(78)
    assert reference.stability_limit(1.0, "averaging", 0.5) == pytest.approx(6)


# --- the exercises


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
@pytest.mark.filterwarnings("ignore")
def test_each_misconception_is_named_at_home(exercise):
    public = rows(exercise, exercise.examples)
    assert len(exercise.misconceptions) >= 5
    for wrong in exercise.misconceptions:
        judgement = judge(exercise, wrong.answer, public)
        assert judgement.misconception and judgement.misconception.name == wrong.name


SHAPELESS = {
    "a number": (0.0, "a tuple"),
    "another shape": ((np.zeros(3), 1.0), "should have shape"),
    "not finite": ((np.full((2, 2), np.nan), 1.0), "not a matrix of finite numbers"),
}


@pytest.mark.parametrize("returned, words", SHAPELESS.values(), ids=list(SHAPELESS))
def test_a_direction_that_is_no_matrix_is_told(returned, words):
    exercise = EXERCISES["steepest_direction"]
    judgement = judge(exercise, lambda grad, norm: returned, rows(exercise, exercise.examples[:1]))
    assert words in judgement.failures[0].difference.sentence()
