"""The initialisation page says what the code does: formulas are executed, derivations and numbers checked."""

import json
import re
from importlib.util import find_spec

import numpy as np
import pytest
import sympy
from scipy import stats
from scipy.optimize import brentq

from ravine import plots
from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.exercises.kinds.random_answers import EVIDENCE, THRESHOLDS, false_reject_bound
from ravine.plots.plot import Plot
from solutions.reference import initialisation as reference
from solutions.reference.initialisation._shared import DRAWS
from tests.pages.claims import Claims, power
from tests.pages.displayed import PAGES, bare, expression, formulas, lines, page, words
from tests.plots.computed import computed
from tests.reference.random_exercises import counts_in

SOURCE = page("initialisation")
PROSE = words(SOURCE)
FORMULAS = {
    label: latex.replace(r"n_{\text{in}}", "N").replace(r"n_{\text{out}}", "M")
    for label, latex in formulas(SOURCE).items()
}
LIBRARIES = json.loads((PAGES.parent / "tests" / "traces" / "initialisation.json").read_text(encoding="utf-8"))
NAMES = {"N": "n_in", "M": "n_out", "n": "n", "l": "l", "c": "c", "a": "a", "b": "b", r"\sigma": "sigma"}
NAMES |= {r"\mathrm E x^2": "square", r"\mathrm E \delta^2": "square", r"\mathrm E z^2": "square"}
NAMES |= {r"\phi": "phi()", r"\Phi": "Phi()"}
NUMBER = {"phi": stats.norm.pdf, "Phi": stats.norm.cdf}

EXERCISES = {
    "eq-truncated-variance": reference.truncated_normal,
    "eq-lecun": reference.lecun_uniform,
    "eq-xavier": reference.xavier_uniform,
    "eq-he": reference.he_normal,
    "eq-orthogonal-norm": reference.orthogonal,
    "eq-relu-depth": reference.variance_through_depth,
    "eq-equal-deltas": reference.distinct_units,
}


COMPUTED = reference.variance_through_depth, reference.distinct_units
says = Claims("initialisation")
NOTEBOOK = Claims("notebooks/initialisation")


def right_sides(label):
    return [right for _left, right in lines(FORMULAS[label])]


def value(latex, **values):
    """The number that a formula's side gives for these values of its symbols."""
    wanted = expression(latex, NAMES)
    symbols = sorted(map(str, wanted.free_symbols))
    assert set(symbols) <= set(values), symbols
    return sympy.lambdify(symbols, wanted, modules=[NUMBER, "numpy"])(*(values[s] for s in symbols))


def mean_of(f, variance=1.0):
    """The mean of f(z) for z ~ N(0, variance)."""
    z = np.linspace(-10, 10, 4001)
    return np.trapezoid(f(np.sqrt(variance) * z) * stats.norm.pdf(z), z)


# --- the page whole


def test_every_exercise_has_its_formula_and_its_line_on_the_page():
    answers = {exercise.name for exercise in exercises_in(reference)}
    assert {answer.__name__ for answer in EXERCISES.values()} == answers
    for label, answer in EXERCISES.items():
        assert re.search(rf"^\| `{answer.__name__}` \|.*{{eq}}`{label}` \|$", SOURCE, re.MULTILINE)


def test_live_plot_of_the_page_exists():
    assert issubclass(plots.SignalThroughDepth, Plot)
    assert "from ravine.plots import SignalThroughDepth\n\nSignalThroughDepth(" in SOURCE
    assert plots.SignalThroughDepth().sigma == 0.01
    says("Begin with weights of standard deviation 0.01")


# --- the symmetry


def test_layer_gradients():
    weights, inputs = right_sides("eq-layer-gradients")[:2]
    assert (weights, " ".join(inputs.split())) == (r"x^\top\delta", r"\delta W^\top")
    assert FORMULAS["eq-layer-gradients"].count(r"\odot\varphi'(z_") == 1
    rng = np.random.default_rng(1)
    below, W, target = rng.normal(size=(1, 4)), rng.normal(size=(4, 3)), rng.normal(size=(1, 3))

    def loss(z_below, W):
        return 0.5 * np.sum((np.tanh(z_below) @ W - target) ** 2)

    x = np.tanh(below)
    delta = x @ W - target
    np.testing.assert_allclose(numeric(lambda W: loss(below, W), W), x.T @ delta, atol=1e-7)
    np.testing.assert_allclose(numeric(lambda z: loss(z, W), below), (delta @ W.T) * (1 - x**2), atol=1e-7)


def test_equal_units_receive_equal_gradients():
    assert bare(FORMULAS["eq-equal-deltas"]) == (
        r"\delta_j=\varphi'(z_j)\sum_mW'_{jm}\delta'_m=\varphi'(z_k)\sum_mW'_{km}\delta'_m=\delta_k"
    )
    rng = np.random.default_rng(11)
    z, W, above = rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)
    z[1], W[1] = z[0], W[0]
    delta = np.array([(1 - np.tanh(z[j]) ** 2) * sum(W[j, m] * above[m] for m in range(3)) for j in range(4)])
    np.testing.assert_allclose(delta, numeric(lambda z: np.tanh(z) @ W @ above, z), atol=1e-8)
    assert delta[0] == delta[1] != delta[2]


def numeric(f, at, h=1e-6):
    gradient = np.zeros_like(at)
    for i in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[i] = h
        gradient[i] = (f(at + step) - f(at - step)) / (2 * h)
    return gradient


def trained(W1, b1, W2, b2, steps=30, batches=None, lr=0.1, beta=0.0):
    """Weights into and out of four tanh units after steps of (momentum) gradient descent on fixed data."""
    rng = np.random.default_rng(7)
    X, Y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
    weights = [np.array(w, dtype=float) for w in (W1, b1, W2, b2)]
    velocity = [np.zeros_like(w) for w in weights]
    for _ in range(steps):
        rows = slice(None) if batches is None else batches.choice(40, 8, replace=False)
        x, y = X[rows], Y[rows]
        h = np.tanh(x @ weights[0] + weights[1])
        delta2 = (h @ weights[2] + weights[3] - y) / len(x)
        delta1 = (delta2 @ weights[2].T) * (1 - h**2)
        gradients = [x.T @ delta1, delta1.sum(0), h.T @ delta2, delta2.sum(0)]
        velocity = [beta * v - lr * g for v, g in zip(velocity, gradients)]
        weights = [w + v for w, v in zip(weights, velocity)]
    return weights


RANDOM = np.random.default_rng(3)
INTO, OUT, BIAS = RANDOM.normal(size=(3, 4)), RANDOM.normal(size=(4, 2)), RANDOM.normal(size=4)
STARTS = {
    "A": ((INTO, np.zeros(4), np.zeros((4, 2)), np.zeros(2)), {}),
    "B": ((np.full((3, 4), 0.1), np.zeros(4), OUT, np.zeros(2)), {}),
    "C": ((np.full((3, 4), 0.1), BIAS, np.full((4, 2), 0.1), np.zeros(2)), {}),
    "D": (
        (np.full((3, 4), 0.1), np.zeros(4), np.full((4, 2), 0.1), np.zeros(2)),
        {"batches": np.random.default_rng(4)},
    ),
    "E": ((np.zeros((3, 4)), BIAS, np.zeros((4, 2)), np.zeros(2)), {}),
}


@pytest.mark.parametrize("letter", STARTS)
def test_answers_of_the_multiple_choice(letter):
    start, options = STARTS[letter]
    into, _bias, out, _last = trained(*start, **options)
    different = np.ptp(into, axis=1).max() > 1e-3 and np.ptp(out, axis=0).max() > 1e-3
    said = re.search(rf":::\{{dropdown\}} {letter}\. .*\n\*\*It (cannot|can)", SOURCE)[1]
    assert different == (said == "can")


def test_equal_units_stay_equal_with_momentum_too_and_only_there():
    two_equal = INTO.copy(), OUT.copy()
    two_equal[0][:, 1], two_equal[1][1] = INTO[:, 0], OUT[0]
    into, bias, out, _last = trained(two_equal[0], np.zeros(4), two_equal[1], np.zeros(2), beta=0.9)
    np.testing.assert_allclose(into[:, 0], into[:, 1], rtol=1e-12)
    np.testing.assert_allclose(out[0], out[1], rtol=1e-12)
    assert np.abs(into[:, 0] - into[:, 2]).max() > 1e-3 and bias[0] == pytest.approx(bias[1])


def test_zeros_move_only_the_last_biases():
    into, bias, out, last = trained(np.zeros((3, 4)), np.zeros(4), np.zeros((4, 2)), np.zeros(2))
    assert not into.any() and not bias.any() and not out.any() and last.all()
    says("only the last biases ever move")


def test_zeros_are_harmless_without_a_hidden_layer():
    rng = np.random.default_rng(12)
    X, labels = rng.normal(size=(60, 3)), rng.integers(0, 4, 60)
    W, right = np.zeros((3, 4)), np.eye(4)[labels]
    for _ in range(3):
        p = np.exp(X @ W) / np.exp(X @ W).sum(axis=1, keepdims=True)
        W = W - 0.5 * X.T @ (p - right) / 60
    assert (np.abs(np.diff(np.sort(W), axis=1)) > 1e-3).all()  # every output has learnt something of its own
    says("in linear or softmax regression, zeros are a fine start")


def test_dropout_separates_equal_units():
    rng = np.random.default_rng(13)
    into, out, X, Y = np.full((3, 4), 0.1), np.full((4, 2), 0.1), rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
    for _ in range(5):
        on = rng.random((40, 4)) < 0.5
        h = np.tanh(X @ into) * on
        delta2 = (h @ out - Y) / 40
        delta1 = delta2 @ out.T * on * (1 - h**2)
        into, out = into - 0.1 * X.T @ delta1, out - 0.1 * h.T @ delta2
    assert np.ptp(into, axis=1).max() > 1e-3
    says("such as *dropout*, which switches single units off at random")


# --- one layer


def test_variance_of_a_layer_needs_only_the_mean_square_of_its_input():
    rng = np.random.default_rng(2)
    x = 3 + np.cumsum(rng.normal(size=12))  # a mean, and entries that depend on each other
    for draw in (lambda size: rng.normal(0, 0.3, size), lambda size: rng.choice([-0.3, 0.3], size)):
        z = x @ draw((12, 200_000))
        (predicted,) = (value(r, n_in=12, sigma=0.3, square=np.mean(x**2)) for r in right_sides("eq-one-layer"))
        assert z.var() == pytest.approx(predicted, rel=0.02) and z.mean() == pytest.approx(0, abs=0.02 * z.std())
    delta = rng.normal(size=9)
    back = delta @ rng.normal(0, 0.3, (9, 200_000))
    (predicted,) = (value(r, n_out=9, sigma=0.3, square=np.mean(delta**2)) for r in right_sides("eq-backward"))
    assert back.var() == pytest.approx(predicted, rel=0.02)


def test_variance_with_depth():
    for label, activation in (("eq-linear-depth", "linear"), ("eq-relu-depth", "relu")):
        (right,) = right_sides(label)
        displayed = [value(right, n=30, sigma=0.2, l=layer) for layer in range(1, 9)]
        np.testing.assert_allclose(displayed, reference.variance_through_depth(30, 0.2, 8, activation))
    left = 100 * 0.01**2, power((100 * 0.01**2) ** 10)
    says(r"For $n=100$ and $\sigma=0.01$ the factor is <.2f>, and after ten layers $<>$ is left", *left)
    million = {6: "a million"}[round(np.log10((100 * 0.2**2) ** 10))]
    says(r"For $\sigma=0.2$ it is <.0f>, and ten layers make <> of it", 100 * 0.2**2, million)


def test_relu_passes_on_half_and_not_half_of_the_variance():
    (right,) = right_sides("eq-relu-half")
    assert mean_of(lambda z: np.maximum(z, 0) ** 2, 1.7) == pytest.approx(value(right, square=1.7), rel=1e-3)
    variance = mean_of(lambda z: np.maximum(z, 0) ** 2) - mean_of(lambda z: np.maximum(z, 0)) ** 2
    assert variance < 0.4
    says(r"over 30 layers that makes $2^{-30}\approx<>$", power(10.0 ** round(-30 * np.log10(2))))


# --- distributions


def test_uniform_bound():
    says(r"$\sqrt3\approx1.73$")
    (_integral, bound) = right_sides("eq-uniform-bound")
    assert stats.uniform(-1, 2).std() * value(bound, sigma=1) == pytest.approx(1)


def test_truncation():
    (right,) = right_sides("eq-truncated-variance")
    for bound in (0.5, 1.0, 2.0, 3.0):
        assert value(right, b=bound) == pytest.approx(stats.truncnorm(-bound, bound).var())
    outside, left = 2 * stats.norm.sf(2), value(right, b=2.0)
    says("one draw in <.0f> is repeated (<.1f> %)", 1 / outside, 100 * outside)
    says("<.1f> % of all draws on either end", 50 * outside)
    says(r"$<.4f>^{10}\approx<.3f>$", left, left**10)
    says(r"the variance is $<.4f>\,s^2$, and the standard deviation $<.4f>\,s$", left, left**0.5)
    NOTEBOOK("One weight in <.0f> of a normal draw lies beyond two standard deviations", 1 / outside)
    NOTEBOOK(r"for $b = 2$ their standard deviation is then $<.2f>\,s$", left**0.5)
    says("takes <.0f> % of the variance", 100 * (1 - value(right, b=2.0)))
    says("*do* correct, by dividing $s$ by <.4f>", value(right, b=2.0) ** 0.5)


@pytest.mark.parametrize("label", ["eq-lecun", "eq-xavier", "eq-he"])
def test_displayed_variances_and_bounds_are_those_of_the_reference(label):
    W = EXERCISES[label](300, 700, np.random.default_rng(5))
    variance, spread = (value(right, n_in=300, n_out=700) for right in right_sides(label))
    assert W.var() == pytest.approx(variance, rel=0.02)
    drawn_from = r"W\simN(0,\sigma^2)" if label == "eq-he" else r"W\simU[-a,a]"
    assert drawn_from in bare(FORMULAS[label]).replace("&", "")
    if label == "eq-he":
        assert spread**2 == pytest.approx(variance)
    else:
        assert 0.999 * spread < np.abs(W).max() <= spread


def test_number_of_the_confused_second_argument():
    says("a layer with $n=100$ starts with <.2f> for <.2f>", 2 / 100, np.sqrt(2 / 100))


# --- a network that learns


def test_the_network_learns_where_its_units_differ():
    starts = ("equal", "he", "zeros", "small")
    equal, he, *still = computed([plots.NetworkLearns(initialiser=start) for start in starts], "record", "different")
    losses = [[step["loss"] for step in run["record"]] for run in (equal, he, *still)]
    assert set(equal["different"]) == {1} and set(he["different"]) == {16}
    says("sixteen lines are one, whatever the steps do")
    says("the loss falls from <.2f> to <.2f> in <d> steps", losses[0][0], losses[0][-1], len(losses[0]) - 1)
    says("and to <.2f> where the units differ, from He's weights", losses[1][-1])
    for loss in losses[2:]:
        np.testing.assert_allclose(loss, np.log(10), rtol=1e-6)
    says("With zeros, or with tiny weights, nothing moves at all")


# --- tanh


def test_tanh_numbers():
    def after(layers, gain=1.0):
        variance = gain
        for _layer in range(layers - 1):
            variance = gain * mean_of(lambda z: np.tanh(z) ** 2, variance)
        return variance

    assert f"{after(2):.3f}" == "0.394" and f"{after(10):.3f}" == "0.058" and f"{after(50):.3f}" == "0.010"
    says(r"the mean of $\tanh^2 z$ is not 1, but <.3f>", after(2))
    says(r"So $\mathrm{Var}\,z_2\approx<.2f>$", after(2))
    left = {s: mean_of(lambda z: np.tanh(z) ** 2, s * s) / (s * s) for s in (0.2, 1, 2)}
    says("At a deviation of 1 it leaves <.3f> of the mean square", left[1])
    says("It is <.2f> of it at 0.2 and <.2f> at 2", left[0.2], left[2])
    says("After 10 layers <.3f> is left, after 50 still <.3f>", after(10), after(50))
    assert 2 * 400 * after(400) == pytest.approx(1, abs=0.05)  # towards 1/(2l)
    small = 1e-3
    assert mean_of(lambda z: np.tanh(z) ** 2, small) == pytest.approx(small - 2 * small**2, rel=1e-4)

    def lecuns(z):
        return 1.7159 * np.tanh(2 / 3 * z)

    def lecun(variance):
        return mean_of(lambda z: lecuns(z) ** 2, variance)

    assert lecuns(1.0) == pytest.approx(1, abs=1e-4)
    says("It does not take the *variance* 1 to 1, but to <.3f>", lecun(1.0))
    says("from layer to layer the variance settles at <.3f>", brentq(lambda v: lecun(v) - v, 0.05, 2))
    assert lecun(1e-4) > 1e-4 and lecun(1.0) < 1.0 and 1.7159 * 2 / 3 > 1  # lifts small signals, holds large ones
    settled = brentq(lambda v: (5 / 3) ** 2 * mean_of(lambda z: np.tanh(z) ** 2, v) - v, 0.1, 5)
    says(f"the variance of $z$ settles at {settled:.2f}")
    assert LIBRARIES["tanh gain"] == pytest.approx(5 / 3)


def test_compromise_numbers():
    (_variance, _bound) = right_sides("eq-xavier")
    variance = value(_variance, n_in=100, n_out=300)
    assert (100 * variance, 300 * variance) == (pytest.approx(1 / 2), pytest.approx(3 / 2))
    says(r"from 100 units to 300 the signal's variance is multiplied by $\frac12$ and the gradient's by $\frac32$")
    factors = lambda variance: (10 * variance, 1000 * variance)  # noqa: E731
    mean, reciprocals, geometric = value(_variance, n_in=10, n_out=1000), (1 / 10 + 1 / 1000) / 2, (10 * 1000) ** -0.5
    says("| one over the mean of the widths | <.3g> | <.3g> |", *factors(mean))
    says("| the mean of their reciprocals | <.3g> | <.3g> |", *factors(reciprocals))
    says(r"geometric mean $\sqrt{n_{\text{in}}n_{\text{out}}}$ | <.3g> | <.3g> |", *factors(geometric))
    signal, gradient = factors(mean)
    says("where $<.3g>=1/<.1f>$, the second is its mirror image", signal, factors(reciprocals)[1])
    assert signal == pytest.approx(1 / factors(reciprocals)[1]) and np.prod(factors(geometric)) == pytest.approx(1)
    n, m = np.random.default_rng(14).integers(1, 2000, (2, 500)).astype(float)
    assert (np.maximum(n, m) * value(_variance, n_in=n, n_out=m) < 2).all()
    assert (n * (1 / n + 1 / m) / 2 >= 1 / 2).all()
    says("With the first the factors add up to 2, so that neither is ever above 2")
    says("a factor that can be huge and none below $\\frac12$")


def test_xavier_through_a_pair_of_layers():
    (_variance, _bound) = right_sides("eq-xavier")
    (pair,) = right_sides("eq-xavier-pair")
    names = {"n": "n", "m": "m"}
    pair = sympy.lambdify(("n", "m"), expression(pair, names))
    for n, m in ((100, 300), (64, 32), (7, 7)):
        one, back = value(_variance, n_in=n, n_out=m), value(_variance, n_in=m, n_out=n)
        assert (n * one) * (m * back) == (m * one) * (n * back) == pytest.approx(pair(n, m))
        assert pair(n, m) < 1 or n == m
    assert pair(100, 300) == pytest.approx(3 / 4) and pair(64, 32) == pytest.approx(8 / 9)
    says(r"*each* is multiplied by $\frac34$")
    says(r"15 times $\frac89$ should leave <.3f> of the signal", pair(64, 32) ** 15)
    rng, x = np.random.default_rng(15), np.ones((400, 64))
    for _pair in range(3):
        there = rng.normal(0, np.sqrt(2 / 96), (400, 64, 32))
        back = rng.normal(0, np.sqrt(2 / 96), (400, 32, 64))
        x = np.einsum("ri,rij,rjk->rk", x, there, back)
    assert np.mean(x**2) == pytest.approx((8 / 9) ** 3, rel=0.1)


# --- the spread


def test_spread_is_measured():
    (right,) = right_sides("eq-spread")
    rng = np.random.default_rng(6)
    n, layers, networks = 24, 4, 4000
    for c, phi in ((2, lambda z: z), (5, lambda z: np.maximum(z, 0))):
        squares = np.empty((networks, layers))
        for network in range(networks):
            x = np.ones(n)
            for layer in range(layers):
                z = x @ rng.normal(size=(n, n))
                squares[network, layer] = np.mean(z**2)
                x = phi(z)
        relative = squares.var(axis=0) / squares.mean(axis=0) ** 2
        np.testing.assert_allclose(relative, [value(right, n=n, c=c, l=layer + 1) for layer in range(layers)], rtol=0.2)
    says(
        "With 64 units the standard deviation of $q_{10}$ behind ReLU is <.2f> times its mean; "
        "with 256 units and 30 layers <.2f> times",
        value(right, n=64, c=5, l=10) ** 0.5,
        value(right, n=256, c=5, l=30) ** 0.5,
    )
    assert value(right, n=100, c=5, l=21) == pytest.approx(value(right, n=1000, c=5, l=201), rel=0.1)  # depth / width
    lower = np.exp(-np.log(1 + value(right, n=64, c=5, l=20)) / 2)  # the median of a log-normal, as a share of its mean
    assert lower < 1
    says("Most draws then lie below the mean")


def test_square_of_the_sum_is_as_displayed():
    moments = {"linear": (1.0, 3.0), "relu": (1 / 2, 3 / 2)}
    for name, phi in (("linear", lambda g: g), ("relu", lambda g: np.maximum(g, 0))):
        square, fourth = mean_of(lambda g: phi(g) ** 2), mean_of(lambda g: phi(g) ** 4)  # noqa: B023
        assert (square, fourth) == pytest.approx(moments[name], rel=1e-3)
        middle, last = re.findall(r"&\\quad= (.*?)[,]? \\\\", FORMULAS["eq-square-of-sum"], re.DOTALL)
        side = re.search(r"c = (.*?) \.", FORMULAS["eq-square-of-sum"], re.DOTALL)[1]
        names = NAMES | {r"\mathrm E \varphi(g)^2": "S", r"\mathrm E \varphi(g)^4": "F"}
        clean = lambda latex: re.sub(r"\\[,]|\\[bB]ig[lr]", " ", latex)  # noqa: E731
        c = float(expression(clean(side), names).subs({"S": square, "F": fourth}))
        assert c == pytest.approx({"linear": 2, "relu": 5}[name], rel=1e-3)
        n = 12
        values = {"S": square, "F": fourth, "n": n, "c": c}
        by_parts, in_short = (float(expression(clean(part), names).subs(values)) for part in (middle, last))
        assert by_parts == pytest.approx(in_short)
        g = np.random.default_rng(16).normal(size=(200_000, n))
        assert np.mean(np.sum(phi(g) ** 2, axis=1) ** 2) == pytest.approx(in_short, rel=0.01)
    says(r"That makes $c=2$ for a linear layer and $c=\frac32/(\frac12)^2-1=<.0f>$ for ReLU", c)


# --- orthogonal


def test_orthogonal_keeps_lengths_where_no_dimension_is_lost():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(5, 6))
    wide, tall = reference.orthogonal(6, 9, rng), reference.orthogonal(6, 4, rng)
    np.testing.assert_allclose(np.linalg.norm(x @ wide, axis=1), np.linalg.norm(x, axis=1))
    assert (np.linalg.norm(x @ tall, axis=1) < np.linalg.norm(x, axis=1)).all()
    Q = wide
    assert bare(FORMULAS["eq-orthogonal-norm"]) == (r"\lVertxQ\rVert^2=xQQ^\topx^\top=\lVertx\rVert^2")
    np.testing.assert_allclose(np.linalg.norm(x[0] @ Q) ** 2, x[0] @ Q @ Q.T @ x[0].T)
    np.testing.assert_allclose(x[0] @ Q @ Q.T @ x[0].T, np.linalg.norm(x[0]) ** 2)
    delta = rng.normal(size=(5, 4))
    np.testing.assert_allclose(np.linalg.norm(delta @ tall.T, axis=1), np.linalg.norm(delta, axis=1))
    many = np.array([x[0] @ reference.orthogonal(6, 4, rng) for _ in range(4000)])
    assert np.mean(many**2) == pytest.approx(np.mean(x[0] ** 2), rel=0.03)  # an entry's mean square stays
    assert np.mean((x @ wide) ** 2) == pytest.approx(6 / 9 * np.mean(x**2))  # and falls where a layer widens
    gain = np.sqrt(max(1, 9 / 6))
    assert np.mean((x @ (gain * wide)) ** 2) == pytest.approx(np.mean(x**2))
    back = rng.normal(size=(20_000, 9)) @ (gain * wide).T
    assert np.mean(back**2) == pytest.approx(9 / 6, rel=0.03)  # the gradient's factor with the gain
    says("their mean square is multiplied by $n_{\\text{in}}/n_{\\text{out}}$. One that narrows keeps it, on average")
    says(r"after 30 layers $2^{-15}\approx<>$ is left", power(2.0**-15))


def test_identity_through_relu_layers():
    rng = np.random.default_rng(17)
    x = rng.normal(size=(4000, 6))
    once = np.maximum(x @ np.eye(6), 0)
    assert np.mean(once**2) == pytest.approx(np.mean(x**2) / 2, rel=0.03)
    deep = once
    for _layer in range(29):
        deep = np.maximum(deep @ np.eye(6), 0)
    np.testing.assert_array_equal(deep, once)
    assert np.mean(np.maximum(once @ (np.sqrt(2) * np.eye(6)), 0) ** 2) == pytest.approx(2 * np.mean(once**2))
    says("it would <> the mean square at every layer", "double")


@pytest.mark.parametrize("name, phi, slope", [
    ("relu", lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float)),
    ("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2),
])  # fmt: skip
def test_additional_units_of_a_widening_identity(name, phi, slope):
    rng = np.random.default_rng(18)
    X, Y, into, out = rng.normal(size=(40, 3)), rng.normal(size=(40, 2)), np.eye(3, 5), rng.normal(size=(5, 2))
    for _ in range(20):
        z = X @ into
        delta2 = (phi(z) @ out - Y) / 40
        delta1 = delta2 @ out.T * slope(z)
        into, out = into - 0.1 * X.T @ delta1, out - 0.1 * phi(z).T @ delta2
    lost = not into[:, 3:].any()
    says("Behind ReLU they are lost for ever")
    says("Behind tanh they still get a gradient and can learn")
    assert lost == (name == "relu")


def test_qr_makes_the_first_entry_negative_as_the_page_says():
    rng = np.random.default_rng(9)
    for _ in range(50):
        G = rng.normal(size=(4, 4))
        Q, _R = np.linalg.qr(G)
        assert Q[0, 0] == pytest.approx(-abs(G[0, 0]) / np.linalg.norm(G[:, 0]))


# --- libraries


def test_defaults_of_the_libraries():
    n_in, n_out, drawn = LIBRARIES["n_in"], LIBRARIES["n_out"], LIBRARIES["weights"]
    for name in ("torch Linear", "torch Linear bias"):
        assert drawn[name]["variance"] == pytest.approx(1 / (3 * n_in), rel=0.01)
        assert drawn[name]["largest"] == pytest.approx(n_in**-0.5, rel=0.01)
    for name in ("keras Dense", "keras GlorotUniform", "torch xavier_uniform_", "keras GlorotNormal"):
        assert drawn[name]["variance"] == pytest.approx(2 / (n_in + n_out), rel=0.01)
    for name in ("keras HeNormal", "torch kaiming_normal_(relu)"):
        assert drawn[name]["variance"] == pytest.approx(2 / n_in, rel=0.01)
    for name in ("keras LecunUniform", "keras LecunNormal"):  # the normal one is truncated, and corrected for it
        assert drawn[name]["variance"] == pytest.approx(1 / n_in, rel=0.01)
    assert drawn["keras Dense bias"]["largest"] == 0
    assert drawn["keras TruncatedNormal(0.1)"]["variance"] == pytest.approx(0.7737 * 0.01, rel=0.01)  # not corrected
    assert drawn["torch trunc_normal_(std=0.02)"]["largest"] > 4 * 0.02  # nothing was truncated
    says("with `std=0.02` nothing is ever truncated")
    assert LIBRARIES["shapes"] == {"torch Linear": [n_out, n_in], "keras Dense": [n_in, n_out]}
    table = SOURCE.split("| L3's name |")[1]
    for library, names in LIBRARIES["there"].items():
        assert all(f"`{name}`" in table for name in names), library


def test_pytorch_default_through_relu_layers():
    n = 100
    factor = n * (1 / (3 * n)) / 2
    assert factor == pytest.approx(1 / 6)
    says(r"divides the variance of the signal by 6, ten of them by $6^{10}\approx<>$", power(6.0**10))
    held = brentq(lambda v: factor * v + 1 / (3 * n) - v, 0, 1)
    says(r"hold the variance at $\frac{1}{3n}\cdot\frac65=\frac{<.1f>}{n}$", held * n)
    says("That is a third of LeCun's variance and a sixth of He's")
    assert (1 / (3 * n)) / (1 / n) == pytest.approx(1 / 3) and (1 / (3 * n)) / (2 / n) == pytest.approx(1 / 6)
    assert np.sqrt(6 / ((1 + np.sqrt(5) ** 2) * n)) == pytest.approx(n**-0.5)


# --- grading


def test_numbers_of_the_grading():
    assert (THRESHOLDS.size, DRAWS, EVIDENCE) == (91, 25_000, 24)
    random = [exercise_of(answer) for answer in EXERCISES.values() if answer not in COMPUTED]
    assert sum(false_reject_bound(counts_in(exercise, 0)) for exercise in random) < 1e-6
    says("with 25,000 numbers at a time")
    says("91 thresholds")
    says("within $c=24$")
    says("below one in a million")


def test_chernoff_bound_is_an_upper_bound():
    n, p, c = 400, 0.3, 3.0
    k = np.arange(n + 1)
    q = np.clip(k / n, 1e-12, 1 - 1e-12)
    divergence = q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p))
    assert stats.binom.pmf(k, n, p)[n * divergence > c].sum() <= 2 * np.exp(-c)


def test_rows_of_the_conventions_are_what_the_libraries_draw():
    section = page("conventions").split("## Initialisation")[1].split("\n## ")[0]
    drawn, n_in = LIBRARIES["weights"], LIBRARIES["n_in"]
    assert len(re.findall(r"^\| (?!written|---)", section, re.MULTILINE)) == 7
    lecun, he = drawn["keras LecunUniform"], drawn["torch kaiming_normal_(relu)"]
    assert lecun["largest"] == pytest.approx(np.sqrt(3 / n_in), rel=0.01)
    assert he["variance"] == pytest.approx(np.sqrt(2 / n_in) ** 2, rel=0.01)
    assert drawn["torch Linear"]["variance"] / lecun["variance"] == pytest.approx(1 / 3, rel=0.02)
    assert "Keras {keras} and PyTorch {torch}".format(**LIBRARIES["versions"]).removesuffix(".0") in section


if find_spec("torch") and find_spec("keras"):

    def test_the_recording_is_what_the_installed_libraries_draw():
        from tests.traces.record_initialisation import record

        now = record()
        assert now["there"] == LIBRARIES["there"] and now["shapes"] == LIBRARIES["shapes"]
        for name, drawn in now["weights"].items():
            assert drawn["variance"] == pytest.approx(LIBRARIES["weights"][name]["variance"], rel=0.02), name
