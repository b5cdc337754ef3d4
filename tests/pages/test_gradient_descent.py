"""The gradient-descent page says what the code does: formulas are executed, derivations and numbers checked."""

import io
import re
from contextlib import redirect_stdout
from itertools import combinations

import numpy as np
import pytest
import sympy

from ravine import plots
from ravine.exercises.exercise import exercises_in
from ravine.plots.plot import Plot
from ravine.problems import ErrorRate, Himmelblau, NoisyQuadratic, Plateau, Quadratic, Saddle, digits
from solutions.reference import gradient_descent as reference
from tests.pages.claims import Claims, power
from tests.pages.displayed import bare, expression, formulas, lines, page, words
from tests.plots.computed import computed

SOURCE = page("gradient-descent")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)
NAMES = {
    r"\alpha": "lr",
    r"\lambda_{\max}": "L",
    r"\lambda_{\min}": "mu",
    r"\lambda_i": "curvature",
    r"\lambda": "curvature",
    r"\kappa": "kappa",
    r"\sigma^2": "variance",
    "s^2": "s2",
    "m_t": "m",
    "w_{0,i}": "w0",
    "w_t": "w",
    "n": "n",
    "b": "b",
    "t": "t",
    r"\nabla L_{i_t}": "example()",
    "M": "M",
    r"\nabla L": "gradient()",
}
EXERCISES = {
    "linear_regression_gradient": "eq-regression-gradient",
    "gradient_descent": "eq-gradient-step",
    "largest_stable_learning_rate": "eq-stability",
    "minibatches": "eq-batch-gradient",
    "minibatch_sgd": "eq-sgd-step",
    "estimate_kappa": "eq-contraction",
}


says = Claims("gradient-descent")
NOTEBOOK = Claims("notebooks/gradient_descent")


def value(latex, **values):
    """The number that a formula's side gives for these values of its symbols."""
    wanted = expression(latex, NAMES)
    symbols = sorted(map(str, wanted.free_symbols))
    functions = {name: given for name, given in values.items() if callable(given)}
    return sympy.lambdify(symbols, wanted, modules=[functions, "numpy"])(*(values[s] for s in symbols))


def last_side(label, which=0):
    return lines(FORMULAS[label])[which][1]


# --- the page whole


def test_every_exercise_has_its_formula_and_its_line_on_the_page():
    assert set(EXERCISES) == {exercise.name for exercise in exercises_in(reference)}
    for name, label in EXERCISES.items():
        assert label in FORMULAS and re.search(rf"^\| `{name}` \|.*{{eq}}`{label}` \|$", SOURCE, re.MULTILINE)


def test_live_plots_of_the_page_exist():
    for name in ("LearningRate", "MinibatchNoise"):
        assert issubclass(getattr(plots, name), Plot)
        assert f"from ravine.plots import {name}\n\n{name}(" in SOURCE
    for surface in ("kink", "staircase", "four minima", "saddle", "plateau"):
        assert f"*{surface}*" in SOURCE
        assert surface in dict(plots.LearningRate().controls[3]["options"]).values()


# --- the gradient


def test_regression_gradient_is_the_derivative_of_the_displayed_loss():
    rng = np.random.default_rng(1)
    X, y, w = rng.normal(size=(7, 3)), rng.normal(size=7), rng.normal(size=3)

    def loss(w):
        return np.linalg.norm(X @ w - y) ** 2 / (2 * len(y))

    squares = [sum(X[i, j] * w[j] for j in range(3)) - y[i] for i in range(7)]
    assert loss(w) == pytest.approx(sum(error**2 for error in squares) / (2 * 7))
    assert loss(w) == pytest.approx(np.mean([error**2 / 2 for error in squares]))  # a mean of the examples' losses
    assert bare(FORMULAS["eq-problem"]) == r"L(w)=\frac1n\sum_{i=1}^{n}L_i(w)\longrightarrow\min_w"
    assert bare(FORMULAS["eq-regression-loss"]) == (
        r"L(w)=\frac{1}{2n}\lVertXw-y\rVert^2=\frac{1}{2n}\sum_{i=1}^n(\sum_jX_{ij}w_j-y_i)^2"
    )

    slope = [(loss(w + h) - loss(w - h)) / 2e-6 for h in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(reference.linear_regression_gradient(X, y, w), slope, atol=1e-8)
    assert last_side("eq-regression-gradient").replace(" ", "") == r"\frac{1}{n}X^\top(Xw-y)"
    one, right = np.array([[2.0, 0.0, 1.0]]), np.array([1.0])
    NOTEBOOK(
        "the prediction is <.0f>, the error <.0f>, and the gradient $(<.0f>, <.0f>, <.0f>)$",
        (one @ np.ones(3))[0],
        (one @ np.ones(3) - right)[0],
        *reference.linear_regression_gradient(one, right, np.ones(3)),
    )
    hessian = X.T @ X / len(y)
    moved = reference.linear_regression_gradient(X, y, w + 1) - reference.linear_regression_gradient(X, y, w)
    np.testing.assert_allclose(moved, hessian @ np.ones(3))
    assert np.linalg.eigvalsh(hessian).min() >= 0


def test_no_direction_is_steeper():
    g = np.array([3.0, -1.0, 2.0])
    directions = np.random.default_rng(2).normal(size=(10_000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    assert (directions @ g >= -np.linalg.norm(g)).all()
    assert directions[np.argmin(directions @ g)] == pytest.approx(-g / np.linalg.norm(g), abs=0.05)


def test_step_is_that_of_the_reference():
    surface, w = Quadratic(5.0, 20.0), np.array([1.0, -2.0])
    displayed = value(last_side("eq-gradient-step"), w=w, lr=0.3, gradient=surface.gradient)
    np.testing.assert_allclose(reference.gradient_descent(surface.gradient, w, 0.3, 1)[1], displayed)
    np.testing.assert_allclose(value(last_side("eq-sgd-step"), w=w, lr=0.3, example=surface.gradient), displayed)


# --- on a quadratic


def test_contraction():
    eigenvalues = np.array([0.3, 1.0, 2.5])
    path = reference.gradient_descent(lambda w: eigenvalues * w, np.ones(3), 0.6, 9)
    displayed = value(last_side("eq-contraction"), lr=0.6, curvature=eigenvalues, t=9, w0=1.0)
    np.testing.assert_allclose(path[9], displayed)


def test_stability_is_sharp():
    A = Quadratic(7.0, 30.0, 3.0).matrix
    L = np.linalg.eigvalsh(A)[-1]
    edge = re.search(r"0<\\alpha<(\\frac\{2\}\{\\lambda_\{\\max\}\})", FORMULAS["eq-stability"])[1]
    bound = value(edge, L=L)
    assert bound == pytest.approx(reference.largest_stable_learning_rate(A))
    for lr, grows in ((0.99 * bound, False), (1.01 * bound, True)):
        path = reference.gradient_descent(lambda w: A @ w, np.ones(2), lr, 2000)
        assert (np.linalg.norm(path[-1]) > 1) == grows
    assert 2 / np.trace(A) < bound < 2 / np.diag(A).max()


def test_descent_lemma():
    change = re.search(r"\\alpha\\Bigl\((.*)\\Bigr\)", FORMULAS["eq-descent-lemma"])[1]
    w = np.random.default_rng(3).uniform(-6, 6, 200)  # 1 − cos has the second derivative cos, at most 1 in size
    for lr in (0.1, 0.9, 1.7, 1.99):
        new = w - lr * np.sin(w)
        kept = lr * value(change, lr=lr, M=1.0)
        assert (1 - np.cos(new) <= 1 - np.cos(w) - kept * np.sin(w) ** 2 + 1e-12).all()


def test_steps_of_the_descent_lemma():
    """Along the step the slope keeps to the displayed bound, whose integral is the lemma's gain; the gains add up."""
    names = {"M": "M", r"\tau": "tau", r"\lVert g\rVert^2": "G"}
    _slope, bound = re.split(r"\\\\\n&\\le", FORMULAS["eq-along-the-step"])
    bound = expression(re.sub(r"\\end\{aligned\}|\\,|\.\s", " ", bound).strip(), names)
    assert r"\frac{d}{d\tau}L(w-\tau g) &= -\nabla L(w-\tau g)\cdot g" in FORMULAS["eq-along-the-step"]
    tau, M, G, lr = sympy.symbols("tau M G lr")
    gain = re.search(r"\\alpha\\Bigl\((.*)\\Bigr\)", FORMULAS["eq-descent-lemma"])[1]
    assert sympy.expand(sympy.integrate(bound, (tau, 0, lr)) + lr * expression(gain, NAMES) * G) == 0
    slope = sympy.lambdify((tau, M, G), bound)
    for w in np.linspace(-6, 6, 50):
        g = np.sin(w)
        along = np.linspace(0, 3, 40)
        assert (-np.sin(w - along * g) * g <= slope(along, 1.0, g**2) + 1e-12).all()
    assert re.search(r"\\Bigl\((.*)\\Bigr\)", FORMULAS["eq-sum-of-gains"])[1] == gain
    assert r"\le L(w_0)-\inf L ," in FORMULAS["eq-sum-of-gains"]
    path = reference.gradient_descent(np.sin, np.array([2.5]), 1.7, 500)[:, 0]
    assert 1.7 * (1 - 1.7 / 2) * np.sum(np.sin(path) ** 2) <= 1 - np.cos(2.5)


def test_ravine_of_the_digits():
    X, _labels = digits()
    eigenvalues = np.linalg.eigvalsh(X.T @ X / len(X))
    zero = eigenvalues < 1e-12
    kappa = eigenvalues[-1] / eigenvalues[~zero][0]
    says(
        r"from <d> pixels as they are, has $\kappa=<.1f>$ million, and <> more eigenvalues are zero outright",
        X.shape[1],
        kappa / 1e6,
        {3: "three"}[int(zero.sum())],
    )
    assert (X == 0).all(axis=0).sum() == zero.sum()
    says("from pixels that are empty in every image")


@pytest.mark.parametrize("kappa", [1.5, 10.0, 100.0])
def test_best_rate_and_factor(kappa):
    rates = np.linspace(0.001, 2, 20_000)
    factor = np.maximum(np.abs(1 - rates / kappa), np.abs(1 - rates))
    best = value(last_side("eq-best-rate", 0), mu=1 / kappa, L=1.0)
    assert rates[np.argmin(factor)] == pytest.approx(best, abs=2e-4)
    assert factor.min() == pytest.approx(value(last_side("eq-best-rate", 1), kappa=kappa), abs=2e-4)
    safe = max(abs(1 - 1 / kappa), 0)
    assert safe == pytest.approx(1 - 1 / kappa)


def test_numbers_of_steps():
    rho = 99 / 101
    w, steps = np.ones(2), 0
    while np.linalg.norm(w) > 1e-6 * np.sqrt(2):
        w, steps = w - 2 / 101 * np.array([1.0, 100.0]) * w, steps + 1
    says("For $\\kappa=100$ six digits take <d> steps", steps)
    safe = np.log(rho) / np.log(1 - 1 / 100)
    says("$\\rho$ is $1-1/\\kappa$: <> as fast", {2: "half"}[round(safe)])
    assert bare(FORMULAS["eq-steps"]) == rf"t=\frac{{\ln10}}{{-\ln\rho}}\approx{np.log(10) / 2:.2f}\kappa"
    assert np.log(10) / -np.log(rho) == pytest.approx(1.15 * 100, rel=0.01)
    kappa = 1e4
    assert -np.log((kappa - 1) / (kappa + 1)) == pytest.approx(2 / kappa, rel=1e-3)


def test_rescaling_a_weight():
    c = 1e-3
    scaled = np.diag([c, 1.0]) @ np.eye(2) @ np.diag([c, 1.0])
    assert np.linalg.cond(scaled) == pytest.approx(1e6)
    says("makes $\\kappa$ <>", {1e6: "a million"}[round(np.linalg.cond(scaled))])


# --- why it is hard


def test_path_on_the_kink_never_settles():
    path = reference.gradient_descent(np.sign, np.array([0.3]), 0.2, 6)[:, 0]
    assert path == pytest.approx([0.3, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1])
    says("from $w=0.3$ with $\\alpha=0.2$ the path goes to $0.1,-0.1,0.1,-0.1,\\dots$")


def test_staircase_does_not_move_and_jumps():
    surface, start = ErrorRate(), np.array([-3.0, 1.0])
    assert (reference.gradient_descent(surface.gradient, start, 1.0, 5) == start).all()
    assert len(set(surface.value(np.random.default_rng(4).uniform(-4, 4, (500, 2))))) > 4


def test_four_minima_depend_on_start_and_rate():
    surface = Himmelblau()
    ends = [reference.gradient_descent(surface.gradient, np.array(s), 0.01, 500)[-1] for s in np.ndindex(5, 5)]
    ends += [
        reference.gradient_descent(surface.gradient, -np.array(s), 0.01, 500)[-1] for s in ((1, 4), (4, -1), (4, 4))
    ]
    assert len({tuple(np.round(e, 3)) for e in ends if np.isfinite(e).all()}) >= 4
    by_rate = {
        tuple(np.round(reference.gradient_descent(surface.gradient, np.array([0.5, -0.5]), lr, 600)[-1], 2))
        for lr in (0.01, 0.015)
    }
    assert len(by_rate) > 1


def test_saddle_and_plateau():
    on_the_ridge = reference.gradient_descent(Saddle().gradient, np.array([2.0, 0.0]), 0.2, 200)[-1]
    beside = reference.gradient_descent(Saddle().gradient, np.array([2.0, 1e-3]), 0.2, 200)[-1]
    assert on_the_ridge == pytest.approx([0, 0], abs=1e-9) and beside == pytest.approx([0, 1], abs=1e-6)
    far = np.array([30.0, 0.0])
    assert Plateau().value(far) > 0.99 and np.linalg.norm(Plateau().gradient(far)) < 1e-4


def test_copies_of_a_minimum():
    rng = np.random.default_rng(5)
    X, into, out = rng.normal(size=(9, 2)), rng.normal(size=(2, 3)), rng.normal(size=3)
    order = [2, 0, 1]
    np.testing.assert_allclose(np.tanh(X @ into) @ out, np.tanh(X @ into[:, order]) @ out[order])


def test_overfitting_example_shows_what_the_page_says():
    cell = re.search(r"```\{code-cell\} python\n(import numpy as np\nfrom numpy\.polynomial.*?)```", SOURCE, re.DOTALL)[
        1
    ]
    said = io.StringIO()
    with redirect_stdout(said):
        exec(cell, {})
    found = re.findall(r"degree (\d): loss (\S+) on .*?, (\S+) on", said.getvalue())
    losses = {int(degree): (float(on_ten), float(on_new)) for degree, on_ten, on_new in found}
    assert losses[9][0] == 0 and 0.04 < losses[3][1] < 0.08
    says("predicts <> than the straight line", "worse" if losses[9][1] > losses[1][1] else "better")
    says("$0.2^2=<.2f>$ on new points; the cubic comes near that", 0.2**2)
    ten, sixty = computed([plots.Overfitting(), plots.Overfitting(points=60)], "curves")
    expected = [[curve["expected"] for curve in drawn["curves"]] for drawn in (ten, sixty)]
    assert expected[0][9] > expected[0][1] > 2 * expected[0][3]  # in the picture as in the example
    says("in the picture degree <d> a little nearer", np.argmin(expected[0]))
    assert 0.9 * expected[0][3] < min(expected[0]) < expected[0][3]
    assert expected[1][9] < 1.05 * min(expected[1])
    says("With 60 points in the place of ten, degree 9 does hardly any harm")


# --- mini-batches


def test_mean_and_variance_over_all_batches():
    """Every batch of every size out of six examples, without replacement."""
    gradients = np.random.default_rng(6).normal(size=(6, 2))
    mean = gradients.mean(axis=0)
    variance = np.mean(np.sum((gradients - mean) ** 2, axis=1))
    for b in range(1, 7):
        batches = np.array([gradients[list(chosen)].mean(axis=0) for chosen in combinations(range(6), b)])
        np.testing.assert_allclose(batches.mean(axis=0), mean)
        error = np.mean(np.sum((batches - mean) ** 2, axis=1))
        displayed = last_side("eq-batch-variance", -1).replace(r"\cdot", " ")
        assert error == pytest.approx(value(displayed, variance=variance, b=b, n=6), abs=1e-12)
    assert bare(FORMULAS["eq-batch-gradient"]) == r"g_B=\frac1b\sum_{i\inB}\nablaL_i(w)"
    assert bare(FORMULAS["eq-unbiased"]) == (r"\mathrmEg_B=\frac1b\sum_{i=1}^{n}\fracbn\nablaL_i(w)=\nablaL(w)")
    inside = np.mean([0 in chosen for chosen in combinations(range(6), 4)])
    assert inside == pytest.approx(4 / 6)  # every example has the same chance b/n
    sums = np.array([gradients[list(c)].sum(axis=0) for c in combinations(range(6), 2)])
    np.testing.assert_allclose(sums.mean(axis=0), 2 / 6 * gradients.sum(axis=0))


def test_noise_ball():
    lr, curvature, s2 = 0.3, 1.7, 0.8
    m = 4.0
    for _ in range(300):
        m = value(last_side("eq-mean-square"), lr=lr, curvature=curvature, s2=s2, m=m)
    ball = value(last_side("eq-noise-ball"), lr=lr, curvature=curvature, s2=s2)
    assert m == pytest.approx(ball)
    labels = ("eq-noise-ball", "eq-batch-variance")
    s2_of_the_ball, of_a_batch = (expression(last_side(label, -1).replace(r"\cdot", " "), NAMES) for label in labels)
    assert sympy.simplify(s2_of_the_ball - of_a_batch) == 0
    rng = np.random.default_rng(7)
    w = np.zeros(20_000)
    for _ in range(60):
        w = (1 - lr * curvature) * w - lr * rng.normal(0, np.sqrt(s2), w.size)
    assert np.mean(w**2) == pytest.approx(ball, rel=0.05)
    tiny = [value(last_side("eq-noise-ball"), lr=a, curvature=1.0, s2=1.0) for a in (1e-3, 1e-4)]
    assert np.sqrt(tiny[0] / tiny[1]) == pytest.approx(np.sqrt(10), rel=1e-3)
    says("a tenth of the learning rate makes the ball's radius $\\sqrt{10}\\approx<.1f>$ times smaller", np.sqrt(10))
    assert tiny[0] == pytest.approx(1e-3 / 2, rel=1e-3)
    four_times = value(last_side("eq-noise-ball"), lr=4e-3, curvature=1.0, s2=1 / 4)
    assert four_times == pytest.approx(tiny[0], rel=0.01)
    says("four times the rate keeps the ball, and each step goes four times as far")


def test_shuffled_epochs_make_a_smaller_ball():
    surface, rng = NoisyQuadratic(condition_number=4, examples=24), np.random.default_rng(10)

    def ball(batches, lr=0.05):
        w, squares = np.zeros(2), []
        for batch in batches:
            w = w - lr * surface.gradient(w, batch)
            squares.append(w @ w)
        return np.mean(squares[500:])

    epochs = [batch for _ in range(500) for batch in reference.minibatches(24, 4, rng)]
    independent = [rng.choice(24, 4, replace=False) for _ in epochs]
    assert ball(epochs) < ball(independent) / 2
    says("With small learning rates the ball gets much <> than", "smaller")


def test_falling_rate_gives_the_mean():
    c = np.random.default_rng(8).normal(size=50)
    w = 17.0
    for t, drawn in enumerate(c, start=1):
        w = w - 1 / t * (w - drawn)
    assert w == pytest.approx(c.mean())


def test_epochs():
    rng = np.random.default_rng(9)
    unseen = np.mean([1000 - len(set(rng.integers(0, 1000, 1000).tolist())) for _ in range(50)]) / 1000
    assert unseen == pytest.approx(1 / np.e, abs=0.005)
    says("a share of about $1/e\\approx<.0f>\\,\\%$ are never seen", 100 / np.e)
    surface = NoisyQuadratic(examples=24)
    batches = reference.minibatches(24, 6, rng)
    w = np.array([1.0, 2.0])
    errors = [surface.gradient(w, b) - surface.gradient(w) for b in batches]
    np.testing.assert_allclose(np.sum(errors, axis=0), 0, atol=1e-12)


def test_cost_of_an_answer():
    """Steps of exact descent for a share ε of the first loss: about κ/4·ln(1/ε)."""
    for kappa, share in ((50.0, 1e-3), (400.0, 1e-6)):
        rho = (kappa - 1) / (kappa + 1)
        assert np.log(share) / (2 * np.log(rho)) == pytest.approx(kappa / 4 * np.log(1 / share), rel=0.01)
    says("a Hessian of $<>$ entries, <.0f> terabytes", power(1e6**2), 1e6**2 * 8 / 1e12)
