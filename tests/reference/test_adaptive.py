"""The adaptive reference against PyTorch's recorded steps and Keras's and optax's formulas, and its misconceptions.

Every step starts from the recorded state and gradient, so that a difference belongs to that step and does not grow.
Formulas of Keras 3.15.1 and optax 0.2.8 are written anew from their documentation and source, weight by weight in plain
Python: another author's order of operations. (optax's RProp is left out: it returns the step before.)
"""

import math
from importlib.util import find_spec

import numpy as np
import pytest

from ravine.exercises.kinds.gradient_sequences import last_step
from solutions.reference import adaptive as reference
from solutions.reference.adaptive.radam_step import _rho
from tests.traces import record_adaptive
from tests.traces.record_adaptive import STEPS, TRACES

TRACE = dict(np.load(TRACES))
GRADIENTS = TRACE["grad"]
EXACT = 1e-12  # of the step's norm


def recorded(method, *states):
    """(t, weights, states, gradient, what PyTorch made of them) of every recorded step."""
    w, *kept = (TRACE[f"{method}.{name}"] for name in ("w", *states))
    for t in range(1, STEPS + 1):
        yield t, w[t - 1], [s[t - 1] for s in kept], GRADIENTS[t - 1], (w[t], *(s[t] for s in kept))


def assert_same_step(w, got, expected, where):
    """Weights agree to 1e-12 of the step's norm, each state to 1e-12 of its own."""
    scales = [np.linalg.norm(expected[0] - w), *(np.linalg.norm(state) for state in expected[1:])]
    for name, ours, theirs, scale in zip(("w", "first state", "second state"), got, expected, scales):
        assert np.linalg.norm(ours - theirs) <= EXACT * scale, f"{where}: {name} {ours} is not {theirs}"


# --- PyTorch


def test_recorded_with_the_version_that_the_pages_name():
    assert str(TRACE["version"]).startswith("2.13.0")


if find_spec("torch"):  # elsewhere the recorded traces stand for PyTorch

    @pytest.mark.parametrize("method", record_adaptive.METHODS)
    def test_traces_are_what_pytorch_does(method):
        for name, values in record_adaptive.trace(method).items():
            np.testing.assert_allclose(values, TRACE[f"{method}.{name}"], rtol=1e-12, atol=1e-300)


def test_adagrad_of_pytorch():
    """PyTorch's sum starts at ε and adds no other: √(ε + Σg²) is the exercise's root."""
    for t, w, (total,), grad, (w_new, total_new) in recorded("adagrad", "g2"):
        got = reference.adagrad_step(w, total - 1e-4, grad, lr=0.1, eps=1e-4)
        assert_same_step(w, got, (w_new, total_new - 1e-4), t)


def test_rmsprop_of_pytorch():
    """Without ε, where it stands makes no difference."""
    for t, w, (g2,), grad, expected in recorded("rmsprop", "g2"):
        assert_same_step(w, reference.rmsprop_step(w, g2, grad, lr=0.01, rho=0.9, eps=0.0), expected, t)


def test_adadelta_of_pytorch():
    for t, w, state, grad, expected in recorded("adadelta", "g2", "d2"):
        assert_same_step(w, reference.adadelta_step(w, *state, grad), expected, t)


def test_adam_of_pytorch():
    for t, w, state, grad, expected in recorded("adam", "m", "v"):
        assert_same_step(w, reference.adam_step(w, *state, t, grad, 0.01, 0.9, 0.99, 1e-3), expected, t)


def test_adamax_of_pytorch():
    """Without ε, which PyTorch adds to |g|."""
    for t, w, state, grad, expected in recorded("adamax", "m", "u"):
        assert_same_step(w, reference.adamax_step(w, *state, t, grad, 0.01, 0.9, 0.99), expected, t)


def test_nadam_of_pytorch():
    """With a schedule that has ended before the first step, so that μ_t = β₁."""
    for t, w, state, grad, expected in recorded("nadam", "m", "v"):
        assert_same_step(w, reference.nadam_step(w, *state, t, grad, 0.01, 0.9, 0.99, 1e-3), expected, t)


def test_radam_of_pytorch():
    """Without ε, which PyTorch adds to √v before its correction; the step between the thresholds 4 and 5 differs."""
    differing = []
    for t, w, state, grad, expected in recorded("radam", "m", "v"):
        got = reference.radam_step(w, *state, t, grad, 0.01, 0.9, 0.99, 0.0)
        if 4 < _rho(t, 0.99)[1] <= 5:
            differing.append(t)
            m_hat = got[1] / (1 - 0.9**t)
            got = (w - 0.01 * m_hat, *got[1:])
        assert_same_step(w, got, expected, t)
    assert differing == [5]


def test_rprop_of_pytorch():
    """iRprop−: where the sign turned, PyTorch's weight rests; where the product is 0, its step length stays.

    It remembers a zero for the gradient of a weight that rested, and so must the adapter.
    """
    previous, seen = None, {"held": 0, "turned": 0, "zero": 0}
    for _t, w, (step,), grad, (w_new, step_new) in recorded("rprop", "step"):
        ours, our_step = reference.rprop_step(w, step, grad, previous, down=0.5)
        product = np.zeros(3) if previous is None else grad * previous
        held, turned, zero = product > 0, product < 0, product == 0
        np.testing.assert_allclose(ours[held], w_new[held], rtol=EXACT)
        np.testing.assert_allclose(our_step[held | turned], step_new[held | turned], rtol=EXACT)
        np.testing.assert_array_equal(w_new[turned], w[turned])
        np.testing.assert_array_equal(step_new[zero], step[zero])
        if previous is not None:
            np.testing.assert_allclose(our_step[zero], np.maximum(0.5 * step[zero], 1e-6), rtol=EXACT)
        for name, mask in (("held", held), ("turned", turned), ("zero", zero)):
            seen[name] += mask.sum()
        previous = np.where(turned, 0.0, grad)
    assert min(seen.values()) > 50


# --- Keras and optax, weight by weight


def each_weight(rule):
    """A rule for one weight, numbers in and numbers out, as a function of arrays."""

    def step(*arrays, **settings):
        results = [rule(*(float(a[i]) for a in arrays), **settings) for i in range(len(arrays[0]))]
        return tuple(np.array(column) for column in zip(*results))

    return step


def random_walk(n_states, seed=3):
    """200 recorded states and gradients of many sizes: (t, w, states ≥ 0, gradient)."""
    rng = np.random.default_rng(seed)
    for t in range(1, STEPS + 1):
        scale = 10 ** rng.uniform(-5, 2)
        states = [rng.uniform(0.1, 2, 4) * scale**2 for _ in range(n_states)]
        yield t, rng.normal(size=4) * scale, states, rng.normal(size=4) * scale


@each_weight
def keras_adagrad(w, accumulator, gradient, *, lr, eps):
    accumulator += math.pow(gradient, 2)
    return w - (lr * gradient) / math.sqrt(accumulator + eps), accumulator


@each_weight
def keras_rmsprop(w, velocity, gradient, *, lr, rho, eps):
    velocity = (rho * velocity) + (1 - rho) * math.pow(gradient, 2)
    return w - (lr * gradient) / math.sqrt(velocity + eps), velocity


@each_weight
def optax_rmsprop(w, nu, gradient, *, lr, rho, eps):
    nu = (1 - rho) * (gradient * gradient) + rho * nu
    return w + -lr * ((1 / math.sqrt(nu + eps)) * gradient), nu


@each_weight
def keras_adadelta(w, accumulated_grad, accumulated_delta, gradient, *, lr, rho, eps):
    accumulated_grad = rho * accumulated_grad + (1 - rho) * gradient**2
    delta = -(math.sqrt(accumulated_delta + eps) * gradient) / math.sqrt(accumulated_grad + eps)
    return w + lr * delta, accumulated_grad, rho * accumulated_delta + (1 - rho) * delta**2


@each_weight
def keras_adam(w, m, v, gradient, *, t, lr, beta1, beta2, eps):
    m += (gradient - m) * (1 - beta1)
    v += (gradient**2 - v) * (1 - beta2)
    alpha = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - m * alpha / (math.sqrt(v) + eps), m, v


@each_weight
def keras_adamax(w, m, u, gradient, *, t, lr, beta1, beta2, eps):
    m += (gradient - m) * (1 - beta1)
    u = max(beta2 * u, abs(gradient))
    return w - (lr * m) / ((1 - beta1**t) * (u + eps)), m, u


@each_weight
def optax_nadam(w, mu, nu, gradient, *, t, lr, beta1, beta2, eps):
    mu = (1 - beta1) * gradient + beta1 * mu
    nu = (1 - beta2) * gradient**2 + beta2 * nu
    mu_hat = beta1 * (mu / (1 - beta1 ** (t + 1))) + (1 - beta1) * (gradient / (1 - beta1**t))
    return w + -lr * (mu_hat / (math.sqrt(nu / (1 - beta2**t)) + eps)), mu, nu


@each_weight
def optax_radam(w, mu, nu, gradient, *, t, lr, beta1, beta2, eps, threshold):
    ro_inf = 2.0 / (1.0 - beta2) - 1.0
    power = beta2**t
    ro = ro_inf - 2 * t * power / (1 - power)
    mu = (1 - beta1) * gradient + beta1 * mu
    nu = (1 - beta2) * gradient**2 + beta2 * nu
    mu_hat, nu_hat = mu / (1 - beta1**t), nu / (1 - power)
    if ro < threshold:
        return w + -lr * mu_hat, mu, nu
    r = math.sqrt((ro - 4.0) * (ro - 2.0) * ro_inf / ((ro_inf - 4.0) * (ro_inf - 2.0) * ro))
    return w + -lr * (r * mu_hat / (math.sqrt(nu_hat) + eps)), mu, nu


@each_weight
def lectures_rprop(w, length, gradient, previous, *, up, down):
    sign = math.copysign(1, gradient) if gradient else 0
    length *= up if sign * previous > 0 else down
    length = min(max(length, 1e-6), 50.0)
    return w - length * sign, length


@pytest.mark.parametrize("eps", (1e-8, 1e-7, 1e-3))
def test_adagrad_of_keras(eps):
    for t, w, (g2,), grad in random_walk(1):
        got = reference.adagrad_step(w, g2, grad, 0.1, eps)
        assert_same_step(w, got, keras_adagrad(w, g2, grad, lr=0.1, eps=eps), t)


@pytest.mark.parametrize("theirs", (keras_rmsprop, optax_rmsprop))
@pytest.mark.parametrize("eps", (1e-8, 1e-7, 1e-3))
def test_rmsprop_of_keras_and_optax(theirs, eps):
    for t, w, (g2,), grad in random_walk(1):
        got = reference.rmsprop_step(w, g2, grad, 0.1, 0.9, eps)
        assert_same_step(w, got, theirs(w, g2, grad, lr=0.1, rho=0.9, eps=eps), t)


def test_adadelta_of_keras_at_the_papers_rate():
    for t, w, (g2, d2), grad in random_walk(2):
        got = reference.adadelta_step(w, g2, d2, grad, 0.95, 1e-7)
        assert_same_step(w, got, keras_adadelta(w, g2, d2, grad, lr=1.0, rho=0.95, eps=1e-7), t)


def test_adam_of_keras_with_its_epsilon():
    """Keras's ε is the paper's ε̂ = ε√(1−β₂ᵗ): the same step for ε = ε̂/√(1−β₂ᵗ)."""
    for t, w, (m, v), grad in random_walk(2):
        got = reference.adam_step(w, m, v, t, grad, 1e-3, 0.9, 0.999, 1e-7 / math.sqrt(1 - 0.999**t))
        assert_same_step(w, got, keras_adam(w, m, v, grad, t=t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7), t)


def test_adamax_of_keras_without_its_epsilon():
    for t, w, (m, u), grad in random_walk(2):
        got = reference.adamax_step(w, m, u, t, grad)
        assert_same_step(w, got, keras_adamax(w, m, u, grad, t=t, lr=2e-3, beta1=0.9, beta2=0.999, eps=0.0), t)


@pytest.mark.parametrize("beta2", (0.7, 0.99, 0.999))
def test_nadam_of_optax(beta2):
    for t, w, (m, v), grad in random_walk(2):
        got = reference.nadam_step(w, m, v, t, grad, 2e-3, 0.9, beta2, 1e-8)
        assert_same_step(w, got, optax_nadam(w, m, v, grad, t=t, lr=2e-3, beta1=0.9, beta2=beta2, eps=1e-8), t)


@pytest.mark.parametrize("beta2", (0.3, 0.59, 0.7, 0.9, 0.999))
def test_radam_of_optax_at_the_papers_threshold(beta2):
    just_above_four = np.nextafter(4, 5)
    settings = {"lr": 1e-2, "beta1": 0.9, "beta2": beta2, "eps": 1e-8, "threshold": just_above_four}
    for t, w, (m, v), grad in random_walk(2):
        got = reference.radam_step(w, m, v, t, grad, 1e-2, 0.9, beta2, 1e-8)
        assert_same_step(w, got, optax_radam(w, m, v, grad, t=t, **settings), t)


def test_rprop_of_the_lecture():
    previous = None
    w, step = np.array([1.0, -2.0, 0.5]), np.full(3, 0.1)
    for t, grad in enumerate(GRADIENTS, start=1):
        got = reference.rprop_step(w, step, grad, previous)
        if previous is not None:
            assert_same_step(w, got, lectures_rprop(w, step, grad, previous, up=1.2, down=0.6), t)
        (w, step), previous = got, grad
    assert step.min() >= 1e-6


# --- hand-computed examples


def test_hand_computed_examples():
    def check(got, *expected):
        for ours, value in zip(got, expected, strict=True):
            np.testing.assert_allclose(ours, value, rtol=1e-6, atol=1e-9)

    a = np.array
    np.testing.assert_allclose(reference.sign_step(a([1.0, 2.0, 3.0]), a([0.3, -40.0, 0.0]), 0.1), [0.9, 2.1, 3.0])
    check(reference.rprop_step(a([1.0]), a([100.0]), a([3.0]), None), [-99.0], [100.0])
    check(reference.rprop_step(a([1.0, 1.0]), a([1.0, 1.0]), a([2.0, 2.0]), a([3.0, -1.0])), [-0.2, 0.4], [1.2, 0.6])
    check(reference.rprop_step(a([0.0, 0.0]), a([1.0, 1.0]), a([0.0, 4.0]), a([4.0, 0.0])), [0.0, -0.6], [0.6, 0.6])
    np.testing.assert_allclose(reference.normalised_step(a([1.0, 1.0]), a([3.0, -4.0]), 0.5), [0.7, 1.4])
    np.testing.assert_array_equal(reference.normalised_step(a([1.0, 2.0]), np.zeros(2), 0.5), [1.0, 2.0])
    np.testing.assert_allclose(reference.ema(a([8.0, 4.0, 0.0]), 0.75), [2.0, 2.5, 1.875])
    np.testing.assert_allclose(reference.ema(a([6.0, 3.0]), 0.5, corrected=True), [6.0, 4.0])
    check(reference.adagrad_step(a([0.0]), a([5.0]), a([2.0]), 1.0, 7.0), [-0.5], [9.0])
    check(reference.rmsprop_step(a([0.0]), a([8.0]), a([2.0]), 1.0, 0.25, 4.0), [-2 / 3], [5.0])
    check(reference.adadelta_step(a([0.0]), a([0.0]), a([0.0]), a([8.0]), 0.75, 9.0), [-4.8], [16.0], [5.76])
    zero, one = a([0.0]), a([1.0])
    check(reference.adam_step(one, zero, zero, 1, a([4.0]), 0.1, 0.5, 0.75, 0.0), [0.9], [2.0], [4.0])
    check(reference.adamax_step(one, zero, zero, 1, a([-4.0]), 0.1, 0.5, 0.75), [1.1], [-2.0], [4.0])
    # m̂ = 0.5·2/(1 − 0.25) + 0.5·4/(1 − 0.5) = 4/3 + 4
    check(reference.nadam_step(one, zero, zero, 1, a([4.0]), 0.3, 0.5, 0.75, 0.0), [0.6], [2.0], [4.0])
    check(reference.radam_step(one, zero, zero, 1, a([4.0]), 0.1, 0.5, 0.75, 0.0), [0.6], [2.0], [4.0])


def test_a_weight_that_never_had_a_gradient_stays():
    zero, two = np.zeros(2), np.full(2, 2.0)
    steps = (
        reference.sign_step(two, zero, 0.1),
        reference.rprop_step(two, two, zero, None)[0],
        reference.normalised_step(two, zero, 0.1),
        reference.adagrad_step(two, zero, zero, 0.1)[0],
        reference.rmsprop_step(two, zero, zero, 0.1)[0],
        reference.adadelta_step(two, zero, zero, zero)[0],
        *(
            getattr(reference, f"{name}_step")(two, zero, zero, 1, zero)[0]
            for name in ("adam", "adamax", "nadam", "radam")
        ),
    )
    for w in steps:
        np.testing.assert_array_equal(w, two)


@pytest.mark.parametrize("beta2", (0.1, 0.5, 0.6))
def test_radam_never_adapts_up_to_beta2_of_0_6(beta2):
    assert all(_rho(t, beta2)[1] <= 4 for t in range(1, 2000))


# --- the longest step


def test_adams_longest_step_is_as_long_as_the_page_says():
    """On Adam itself, from its gradients; the bound of Cauchy and Schwarz with the corrections of 300 steps."""
    gradients, w, m, v = reference.hardest_gradients(300, 0.9, 0.999), 0.0, 0.0, 0.0
    for t, g in enumerate(gradients, start=1):
        before = w
        w, m, v = reference.adam_step(w, m, v, t, g, lr=1.0, eps=0.0)
    age = np.arange(300)
    in_m, in_v = ((1 - beta) * beta**age / (1 - beta**300) for beta in (0.9, 0.999))
    bound = np.sqrt(np.sum(in_m**2 / in_v))
    assert abs(w - before) == pytest.approx(bound, rel=1e-9) == pytest.approx(3.702, abs=5e-4)
    assert last_step(gradients, 0.9, 0.999) == pytest.approx(bound, rel=1e-9)


@pytest.mark.parametrize("beta1, beta2, n", [(0.9, 0.999, 50), (0.5, 0.75, 4), (0.85, 0.55, 12)])
def test_no_other_gradients_make_a_longer_step(beta1, beta2, n):
    rng, hardest = np.random.default_rng(0), reference.hardest_gradients(n, beta1, beta2)
    longest = last_step(hardest, beta1, beta2)
    assert last_step(-3e9 * hardest, beta1, beta2) == pytest.approx(longest, rel=1e-12)
    for size in np.geomspace(1e-3, 1e3, 200):
        assert last_step(hardest + size * rng.normal(size=n) * hardest, beta1, beta2) < longest


# --- misconceptions


def same(exercise, one, other):
    return all(
        exercise.agree(a, b, exercise) is None and a.changed == b.changed for a, b in zip(one, other, strict=True)
    )


# --- right answers of many styles
