"""The lookahead page says what the code does: displayed rules executed, derivations and experiments checked."""

import contextlib
import io
import re
from functools import cache

import numpy as np
import pytest
import sympy as sp

from ravine import plots
from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.problems import HeavyBall, Rosenbrock
from solutions.reference import lookahead as reference
from tests.pages.claims import Claims
from tests.pages.displayed import bare, expression, formulas, lines, page, run, words
from tests.plots.computed import computed

SOURCE = page("lookahead")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)

# LaTeX of the page's symbols and their names in the code
NAMES = {
    r"x_{\mathrm{start}}": "start",
    r"x_{\mathrm{finish}}": "finish",
    r"x_{\mathrm{res}}": "res",
    r"\alpha^*": "best",
    r"\alpha": "alpha",
    "L(0)": "loss0",
    "L(1)": "loss1",
    "L'(1)": "slope1",
    "L'(0)": "slope0",
    r"L(\tfrac12)": "half",
    r"L(\frac12)": "half",
    r"\nabla L": "gradient()",
    "a": "a",
    "b": "b",
    "c": "c",
    "Q": "Q",
}

# Each displayed rule and the exercise that it is.
EXERCISES = {
    "lookahead": "eq-lookahead",
    "fit_quadratic": "eq-fit",
    "best_alpha": "eq-best-alpha",
    "lookahead_fitted": "eq-slope",
    "largest_stable_alpha": "eq-round",
}


says = Claims("lookahead")
NOTEBOOK = Claims("notebooks/lookahead")


# --- rules, links, references


def test_displayed_mixing_is_a_round_of_the_reference():
    step = HeavyBall(((2.0, 0.3), (0.3, 0.5)), (1.0, -1.0), 0.3, beta=0.5).step
    start = np.array([2.0, -3.0])
    slow = reference.lookahead(step, start, k=1, alpha=0.3, rounds=1)
    finish = HeavyBall(((2.0, 0.3), (0.3, 0.5)), (1.0, -1.0), 0.3, beta=0.5).step(start)
    mixed = run(FORMULAS["eq-lookahead"], NAMES, {"start": start, "finish": finish, "alpha": 0.3})["res"]
    np.testing.assert_allclose(slow[1], mixed, rtol=1e-12)


def test_example_of_the_notebook():
    slow = reference.lookahead(lambda w: w / 2, np.array([16.0]), k=2, alpha=0.25, rounds=1)
    NOTEBOOK(r"From 16, two steps lead to <.0f>; with $\alpha = 0.25$ the round ends at", 16 / 2 / 2)
    NOTEBOOK(r"$0.75 \cdot 16 + 0.25 \cdot 4 = <.0f>$", slow[1][0])


def test_displayed_fit_is_the_reference():
    for case in exercise_of(reference.fit_quadratic).draw(np.random.default_rng(0)):
        displayed = run(FORMULAS["eq-fit"], NAMES, case.inputs)
        assert tuple(displayed.values()) == pytest.approx(reference.fit_quadratic(**case.inputs), abs=1e-12)
        assert list(displayed) == ["a", "b", "c"]


def test_displayed_minimum_is_the_reference_where_there_is_one_inside():
    displayed = lambda a, b: run(FORMULAS["eq-best-alpha"], NAMES, {"a": a, "b": b})["best"]  # noqa: E731
    assert displayed(4.0, -6.0) == reference.best_alpha(4.0, -6.0) == 0.75
    for a, alpha in ((0.3, 0.2), (5.0, 0.9)):
        assert displayed(a, -2 * a * alpha) == pytest.approx(reference.best_alpha(a, -2 * a * alpha))


def displayed_slope(start, finish, gradient):
    latex = FORMULAS["eq-slope"].replace(r"\cdot", r"\;").replace(r"\bigl", "").replace(r"\bigr", "")
    return np.sum(run(latex, NAMES, {"start": start, "finish": finish, "gradient": gradient})["slope1"])


def test_displayed_slope_is_what_the_reference_asks_for():
    """From the displayed slope and the displayed fit comes the α that `lookahead_fitted` picks."""
    surface, start, finish = Rosenbrock(), np.array([-1.0, 1.5]), np.array([0.3, 0.4])
    slope = displayed_slope(start, finish, surface.gradient)
    fit = run(
        FORMULAS["eq-fit"], NAMES, {"loss0": surface.value(start), "loss1": surface.value(finish), "slope1": slope}
    )
    _slow, alphas = reference.lookahead_fitted(surface.value, surface.gradient, lambda _: finish, start, 1, 1)
    assert alphas[0] == pytest.approx(reference.best_alpha(fit["a"], fit["b"]))


def test_every_exercise_has_its_formula_and_its_line_on_the_page():
    assert {exercise.name for exercise in exercises_in(reference)} == set(EXERCISES)
    assert set(re.findall(r"^\| `(\w+)` \|", SOURCE, re.MULTILINE)) == set(EXERCISES)
    for name, label in EXERCISES.items():
        assert re.search(rf"^\| `{name}` \|.*{{eq}}`{label}` \|$", SOURCE, re.MULTILINE)


# --- why the middle is calmer


def test_slow_weights_are_the_displayed_average_of_the_finishes():
    finishes = iter(np.random.default_rng(1).normal(size=(6, 2)))
    seen = []

    def jump(_w):
        seen.append(next(finishes))
        return seen[-1]

    alpha, w0 = 0.3, np.array([1.0, 2.0])
    slow = reference.lookahead(jump, w0, k=1, alpha=alpha, rounds=6)
    for t in range(7):
        average = (1 - alpha) ** t * w0 + alpha * sum((1 - alpha) ** (t - j) * seen[j - 1] for j in range(1, t + 1))
        np.testing.assert_allclose(slow[t], average, rtol=1e-12)
    assert r"(1-\alpha)^t\,w_0 + \alpha\sum_{j=1}^{t}(1-\alpha)^{t-j} f_j" in FORMULAS["eq-average"]


def variances(inner_rate, k, alpha, rounds=8000):
    """Variance of the slow weights and of the inner method alone, propagated step by step, with η²σ² = 1.

    The weights are a linear map of the independent draws, so that variances add up exactly.
    """
    q = 1 - inner_rate
    slow = alone = 0.0
    for _ in range(rounds):
        noise = 0.0
        for _ in range(k):
            noise = q * q * noise + 1
            alone = q * q * alone + 1
        slow = (1 - alpha + alpha * q**k) ** 2 * slow + alpha**2 * noise
    return slow, alone


def test_an_inner_step_and_a_round_are_as_displayed():
    lr, curvature, alpha, k = 0.3, 0.7, 0.4, 5
    draws = np.random.default_rng(2).normal(size=k)
    (w_side, step), (_q, q_side), _variance = lines(FORMULAS["eq-inner"])
    names = {"qw": "qw", r"\eta": "lr", r"\xi": "xi", r"\lambda": "curvature"}
    q = float(expression(q_side, names).subs({"lr": lr, "curvature": curvature}))
    fast = start = 2.0
    for xi in draws:  # gradient descent on ½λw², its gradient λw off by −ξ
        displayed = float(expression(step, names).subs({"qw": q * fast, "lr": lr, "xi": xi}))
        fast = fast - lr * (curvature * fast - xi)
        assert w_side == "w" and displayed == pytest.approx(fast)
    Q = q**k
    zeta = fast - Q * start
    names = NAMES | {"w_t": "w", r"\zeta_t": "zeta", "V": "V"}
    (_w, slow), (_var, variance) = lines(FORMULAS["eq-round"])
    slow = expression(slow, names).subs({"w": start, "alpha": alpha, "Q": Q, "zeta": zeta})
    assert float(slow) == pytest.approx((1 - alpha) * start + alpha * fast)
    of_a_round = sum(q ** (2 * j) for j in range(k)) * lr**2
    variance = expression(variance, names).subs({"Q": Q, "V": lr**2 / (1 - q**2)})
    assert float(variance) == pytest.approx(of_a_round)
    assert r"\operatorname{Var}\xi=\sigma^2" in bare(FORMULAS["eq-inner"])
    assert r"Then $4a^2\operatorname{Var}\alpha^*$ is" in PROSE


CALMER = sp.lambdify(("alpha", "Q"), expression(lines(FORMULAS["eq-calmer"])[0][1], NAMES))


@pytest.mark.parametrize("inner_rate", [0.02, 0.1, 0.7, 1.0, 1.5, 1.9])
@pytest.mark.parametrize("k", [1, 4, 5])
def test_displayed_ratio_of_variances(inner_rate, k):
    for alpha in (0.1, 0.5, 0.9, 1.0):
        slow, alone = variances(inner_rate, k, alpha)
        assert slow / alone == pytest.approx(CALMER(alpha, (1 - inner_rate) ** k), rel=1e-6)
        assert slow <= alone * (1 + 1e-9) and (slow < alone or alpha == 1)


def test_ratio_is_that_of_independent_finishes_where_a_round_forgets():
    independent = expression(lines(FORMULAS["eq-independent"])[0][1].removesuffix(r"\,V").removesuffix("V"), NAMES)
    alpha = sp.Symbol("alpha")
    assert sp.simplify(independent - CALMER(alpha, 0)) == 0
    assert CALMER(0.5, 0) == pytest.approx(1 / 3)
    says(r"a third of $V$ at $\alpha=\frac12$")


def test_steps_of_the_derivation():
    alpha, Q = sp.symbols("alpha Q")
    assert sp.expand(1 - (1 - alpha * (1 - Q)) ** 2 - alpha * (1 - Q) * (2 - alpha * (1 - Q))) == 0
    solved = alpha**2 * (1 - Q**2) / (alpha * (1 - Q) * (2 - alpha * (1 - Q)))
    assert sp.simplify(solved - CALMER(alpha, Q)) == 0
    # the paper's proposition 2
    paper = alpha**2 * (1 - Q**2) / (alpha**2 * (1 - Q**2) + 2 * alpha * (1 - alpha) * (1 - Q))
    assert sp.simplify(paper - CALMER(alpha, Q)) == 0


def test_numbers_of_the_directions():
    alpha = 0.5
    factor = lambda rate, k: 1 - alpha * (1 - (1 - rate) ** k)  # noqa: E731
    Q = 0.9**5
    left = Q, 100 * CALMER(alpha, Q)
    says(
        r"For example, $\alpha=\frac12$, $k=5$ and $\eta\lambda=0.1$ give $Q=<.2f>$ and leave <.0f> % of the variance",
        *left,
    )
    steep = (1 - 1.9) ** 5
    fallen = 100 * CALMER(alpha, steep)
    says(r"At $\eta\lambda=1.9$, $k=5$, $\alpha=\frac12$ the variance falls to <.0f> % of the inner method's", fallen)
    says(f"shrinks the distance by {factor(1.9, 5):.2f} instead of {-steep:.2f}")
    says(f"at $k=4$ the distance shrinks by {factor(1.9, 4):.2f}, and beyond 2 nothing helps")
    edge = 1 + 3 ** (1 / 5)
    says(r"here for $\eta\lambda<1+\sqrt[5]3\approx<.3f>$", edge)
    assert factor(edge, 5) == pytest.approx(-1)
    assert all(factor(rate, 4) > 1 for rate in (2.001, 2.1, 3.0))
    # flat directions: the variance and the factor of gradient descent with the learning rate αη
    flat = 1e-4
    assert CALMER(alpha, (1 - flat) ** 5) == pytest.approx(alpha, rel=1e-3)
    assert factor(flat, 5) == pytest.approx((1 - alpha * flat) ** 5, rel=1e-7)


# --- the parabola


def test_displayed_conditions_have_the_displayed_solution():
    a, b, c, loss0, loss1, slope1 = sp.symbols("a b c loss0 loss1 slope1")
    plain = re.sub(r"\\(begin|end)\{aligned\}|&|[,.](?= *(\\\\|\n))", "", FORMULAS["eq-conditions"])
    equations = [
        expression(middle.strip(), NAMES) - expression(right.strip(), NAMES)
        for _hat, middle, right in (line.split("=") for line in plain.split(r"\\"))
    ]
    (solution,) = sp.linsolve(equations, (a, b, c))
    fit = dict(lines(FORMULAS["eq-fit"]))
    for name, value in zip("abc", solution):
        assert sp.expand(value - expression(fit[name], NAMES)) == 0


def test_worked_example():
    a, b, c = reference.fit_quadratic(3, 1, 2)
    assert (a, b) == (4, -6) and reference.best_alpha(a, b) == 0.75
    assert a * 0.75**2 + b * 0.75 + c == 0.75
    says(r"$\alpha^*=\frac68=0.75$")
    says(r"$\hat L=4\cdot0.5625-6\cdot0.75+3=0.75$")


def test_newton_from_the_finish():
    a, b = sp.symbols("a b")
    assert sp.simplify(-b / (2 * a) - (1 - (2 * a + b) / (2 * a))) == 0
    says(r"$\alpha^*=1-L'(1)/2a$")


def test_exact_on_quadratics():
    """The displayed line search in symbols, and the displayed expansion."""
    p, q, r, s1, s2, d1, d2, alpha = sp.symbols("p q r s1 s2 d1 d2 alpha")
    A, start, d = sp.Matrix([[p, q], [q, r]]), sp.Matrix([s1, s2]), sp.Matrix([d1, d2])
    loss = lambda w: (w.T * A * w)[0] / 2  # noqa: E731
    expansion = loss(start) + alpha * (A * start).dot(d) + alpha**2 * (d.T * A * d)[0] / 2
    assert sp.expand(loss(start + alpha * d) - expansion) == 0
    a, b, _c = reference.fit_quadratic(loss(start), loss(start + d), (A * (start + d)).dot(d))
    assert sp.simplify(-b / (2 * a) + (A * start).dot(d) / (d.T * A * d)[0]) == 0
    assert r"-\frac{\nabla L(x_{\mathrm{start}})\cdot d}{d\cdot A\,d}" in FORMULAS["eq-exact-line-search"]


def test_error_elsewhere_is_a_third_derivative():
    """On cubics L‴ is constant: the displayed error is exact. Elsewhere it bounds."""
    s = sp.Symbol("s")
    names = {r"L'''(\xi)": "third", r"\alpha": "s"}
    displayed = expression(lines(FORMULAS["eq-error"])[0][1], names)
    for L in (s**3, 2 - s + 3 * s**2 - 5 * s**3):
        a, b, c = reference.fit_quadratic(L.subs(s, 0), L.subs(s, 1), sp.diff(L, s).subs(s, 1))
        error = L - (a * s**2 + b * s + c)
        assert sp.expand(error - displayed.subs("third", sp.diff(L, s, 3))) == 0
    a, b, c = reference.fit_quadratic(1.0, np.exp(1), np.exp(1))
    for x in np.linspace(0.01, 0.99, 50):
        third = 6 * (np.exp(x) - (a * x * x + b * x + c)) / (x * (1 - x) ** 2)
        assert 1 < third < np.exp(1)  # some value of e^ξ
    factor = s * (1 - s) ** 2
    assert sp.solve(sp.diff(factor, s), s) == [sp.Rational(1, 3), 1]
    assert factor.subs(s, sp.Rational(1, 3)) == sp.Rational(4, 27)
    says(r"largest at $\alpha=\frac13$, where it is $\frac4{27}$")
    tenth = [float(factor.subs(s, sp.Rational(at, 10))) for at in (1, 9)]
    says("at a tenth of the way it is still <.3f>, at nine tenths <.3f>", *tenth)
    assert sp.limit(factor / s, s, 0) == sp.limit(factor / (1 - s) ** 2, s, 1) == 1
    says("like the distance $\\alpha$, towards the finish like the *square* of the distance")


def test_signs_of_the_guard():
    rng = np.random.default_rng(2)
    for a, b in rng.normal(size=(500, 2)):
        alpha, ends = reference.best_alpha(a, b), (0.0, a + b)
        if a <= 0:
            assert alpha == (0.0 if ends[0] < ends[1] else 1.0)
        elif b > 0:
            assert -b / (2 * a) < 0 and alpha == 0
        elif 2 * a + b < 0:
            assert -b / (2 * a) > 1 and alpha == 1
        else:
            assert alpha == -b / (2 * a) and a * alpha**2 + b * alpha <= min(ends)


def test_the_plot_has_every_row_of_the_guards_table():
    plot = plots.Lookahead(landscape="valley", noise=True, k=3, lr=0.6, seed=2)
    assert 'name="every-row-of-the-table", landscape="valley", noise=True, k=3, lr=0.6, seed=2)' in SOURCE
    (data,) = computed([plot], "history")

    def row(a, b):
        return "hill" if a <= 0 else "uphill" if b > 0 else "early" if 2 * a + b < 0 else "between"

    first = data["history"][:6]
    assert [row(each["a"], each["b"]) for each in first] == ["between", "uphill", "early", "early", "early", "hill"]
    assert first[5]["alpha"] == 1 and first[5]["loss1"] < first[5]["loss0"]
    says("Round 1 has its lowest point between the ends. Round 2 went uphill, as far as its mini-batch could tell")
    says("Rounds 3 to 5 stopped early. In round 6 the line does not bend upwards, and the finish is the better end")


def test_the_signs_do_not_speak_of_the_range():
    a, b = 1.0, -3.0
    assert 2 * a + b < 0
    says(
        r"$b=-3$ the line <> at the finish, and in the range $[0,<.0f>]$ the answer is not <.0f> but $\alpha^*=<.1f>$",
        "falls" if 2 * a + b < 0 else "rises",
        2,
        2,
        reference.best_alpha(a, b, 0.0, 2.0),
    )
    rng = np.random.default_rng(3)
    for a, b in rng.normal(size=(300, 2)):
        low, high = np.sort(rng.uniform(-2, 3, 2))
        values = a * np.linspace(low, high, 4001) ** 2 + b * np.linspace(low, high, 4001)
        alpha = reference.best_alpha(a, b, low, high)
        assert a * alpha**2 + b * alpha <= values.min() + 1e-9
        assert a <= 0 or alpha == np.clip(-b / (2 * a), low, high)
    says("go to $\\alpha^*$, or to the end of the range that is nearest to it")
    rows = dict(re.findall(r"^\| (\$a[^|]*?) \| .* \| ([^|]+) \|$", SOURCE, re.MULTILINE))
    assert len(rows) == 4
    assert reference.best_alpha(1, 1) == float(rows["$a>0$, $b>0$"]) == 0
    assert reference.best_alpha(1, -3) == float(rows["$a>0$, $L'(1)<0$"]) == 1


def test_a_round_that_goes_uphill_repeats_for_ever_unless_low_is_positive():
    def uphill(w):
        return w + 0.1 * w

    arguments = (lambda w: 0.5 * w @ w, lambda w: w, uphill, np.array([1.0]), 2, 5)
    slow, alphas = reference.lookahead_fitted(*arguments)
    assert (alphas == 0).all() and (slow == 1).all()
    slow, alphas = reference.lookahead_fitted(*arguments, low=0.1)
    assert (alphas == 0.1).all() and (np.diff(slow[:, 0]) > 0).all()


def test_small_numbers():
    """Direction with Q = −0.6; ten steps to build a velocity up; torch_optimizer's first three rounds."""
    alpha = 1 / (1 - -0.6)
    says("which is zero at $\\alpha=1/1.6=<.3f>$", alpha)
    assert 1 - alpha * 1.6 == pytest.approx(0)
    says(r"needs some $1/(1-\beta)$ steps to build up again, <.0f> at $\beta=0.9$, and a round has 5", 1 / (1 - 0.9))
    counted = [t for t in range(1, 12) if (t - 1) % 5 == 0]
    says("after the steps <d>, <d>, <d> and so on, for $k=5$", *counted)


def test_cost():
    inner, added = 5 * 3, 3 + 1
    says(f"$k=5$ inner steps cost {inner}, and the fit adds $3+1={added}$, that is {100 * added / inner:.0f} %")


# --- other fits

e0, e1, eh, es0, es1 = ERRORS = sp.symbols("e0 e1 eh es0 es1")
MEASURED = {"loss0": e0, "loss1": e1, "half": eh, "slope0": es0, "slope1": es1}
FITS = {"finish": "eq-fit", "start": "eq-fit-start", "three": "eq-fit-three"}


def coefficients(label):
    """The displayed a and b as expressions of what is measured."""
    found = {left: expression(right, NAMES) for left, right in lines(FORMULAS[label])}
    return [found[name].subs(MEASURED) for name in "ab"]


@pytest.mark.parametrize("fit", FITS)
def test_displayed_fits_are_exact_on_parabolas(fit):
    a, b, c, x = sp.symbols("a b c x")
    L = a * x**2 + b * x + c
    truth = {e0: c, e1: L.subs(x, 1), eh: L.subs(x, sp.Rational(1, 2)), es0: b, es1: 2 * a + b}
    assert [sp.expand(found.subs(truth)) for found in coefficients(FITS[fit])] == [a, b]


@pytest.mark.parametrize("fit", FITS)
def test_displayed_variances_of_the_fits(fit):
    """4a² Var α* from the coefficients of each error, in symbols."""
    alpha, tau2, tau1 = sp.symbols("best tau2 tau1")
    da, db = coefficients(FITS[fit])
    moved = sp.expand(db + 2 * alpha * da)
    variance = sum(moved.coeff(e) ** 2 * (tau1 if e in (es0, es1) else tau2) for e in ERRORS)
    line = next(line for line in FORMULAS["eq-fit-noise"].splitlines() if f"{{{fit}:}}" in line)
    latex = line.split(r"\quad", 1)[1].rstrip("\\ ,.").replace(r"\,", " ").replace(r"\alpha^{*2}", r"(\alpha^*)^2")
    names = NAMES | {r"\tau_1^2": "tau1", r"\tau^2": "tau2"}
    assert sp.expand(expression(latex, names) - variance) == 0


def test_what_the_variances_say():
    def spread(fit, alpha, tau1):
        da, db = coefficients(FITS[fit])
        moved = sp.expand(db + 2 * sp.Float(alpha) * da)
        return sum(float(moved.coeff(e)) ** 2 * (tau1 if e in (es0, es1) else 1) for e in ERRORS)

    assert [spread(fit, 0.5, 7.0) for fit in FITS] == pytest.approx([2, 2, 2])
    assert spread("three", 0, 1) == spread("three", 1, 1) == pytest.approx(26)
    for alpha in (0.55, 0.7, 0.9, 1.0):
        assert spread("finish", alpha, 25.0) < spread("three", alpha, 25.0)
        assert spread("start", 1 - alpha, 25.0) < spread("three", 1 - alpha, 25.0)
        assert spread("finish", alpha, 1.0) < spread("start", alpha, 1.0)
    assert spread("finish", 1.0, 27.0) > spread("three", 1.0, 27.0)
    says(r"at either end they have $26\,\tau^2$")


# --- the page's experiments


CELLS = re.findall(r"^```\{code-cell\} python\n(.*?)^```$", SOURCE, re.MULTILINE | re.DOTALL)


@cache
def experiments():
    """What the page's shown cells print, as the site's build runs them."""
    names, printed = {}, []
    for cell in CELLS:
        if "ravine.plots" in cell:
            continue
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(re.sub(r"^:tags:.*\n", "", cell, flags=re.MULTILINE), names)
        printed.append(out.getvalue())
    return printed


def test_fits_under_noise_are_ranked_as_the_page_says():
    table = np.array([[float(x) for x in row.split()] for row in experiments()[0].splitlines()[2:]])
    alpha, own, shared = table[:, 0], table[:, 1:4], table[:, 4:7]
    finish, start, three = own.T
    assert (np.ptp(shared, axis=1) <= 0.001).all()  # one batch: all agree
    assert (finish[alpha > 0.5] < np.minimum(start, three)[alpha > 0.5]).all()
    assert (start[alpha < 0.5] < np.minimum(finish, three)[alpha < 0.5]).all()
    assert own[alpha == 0.5] == pytest.approx(np.full((1, 3), own[alpha == 0.5].mean()), rel=0.05)
    says("the fit by the finish is best from $\\frac12$ on, that by the start below")
    says("three losses are best at neither end")
    says("Each number is measured on a batch of 16")
    assert "rng.choice(256, 16" in SOURCE and "range(2000)" in SOURCE


def test_medians_of_the_table_do_not_hang_on_the_seed():
    """A mean of squares would: at α* = 0.9 the fit by three losses divides by what can vanish."""
    source = next(cell for cell in CELLS if "three_fits" in cell)
    names = {}
    exec(source.split('print("  α*')[0], names)
    medians, means = [], []
    for seed in range(5, 9):
        names["rng"] = np.random.default_rng(seed)
        start, lowest = names["start"], names["lowest"]
        finish = start + (lowest - start) / 0.9
        drawn = [names["three_fits"](finish, [names["batch"]() for _ in range(5)])[2] for _ in range(500)]
        medians.append(np.median(np.abs(np.array(drawn) - 0.9)))
        means.append(np.sqrt(np.mean((np.array(drawn) - 0.9) ** 2)))
    assert np.ptp(medians) < 0.15 * np.mean(medians) and np.ptp(means) > 0.5 * np.mean(means)
    says("a mean of squares would tell of these few only")


def test_setting_of_the_whole_runs():
    cell = next(cell for cell in CELLS if "excess_losses" in cell)
    number = lambda pattern: int(re.search(pattern, cell)[1])  # noqa: E731
    says(
        "with $\\kappa=<d>$, gradient descent on batches of <d> as inner method, $k=<d>$",
        number(r"condition_number=(\d+)"),
        number(r"choice, 256, (\d+)"),
        number(r"k=(\d+)"),
    )
    says("<> runs each", {20: "Twenty"}[number(r"seed in range\((\d+)\)")])
    says(
        "early (after <d> rounds) and late (over rounds <d> to <d>)",
        number(r"runs\[:, (\d+)\]") + 1,
        number(r"runs\[:, (\d+):\]") + 1,
        number(r"rounds=(\d+)"),
    )
    says("The loss below is a mean over <d> examples", int(re.search(r"examples=(\d+)", "".join(CELLS))[1]))


def test_libraries_are_those_of_the_conventions():
    here = re.findall(r"^\| ([\w ,.']+) \| ([\w ]+) \| ([\w. ]+) \| [^|]+ \| [^|]+ \|$", SOURCE, re.MULTILINE)
    section = page("conventions").split("## Lookahead")[1].split("\n## ")[0]
    there = dict(re.findall(r"^\| ([\w -]+) \| ([\w .]+ \| [\w .]+) \|", section, re.MULTILINE))
    found = {name: f"{k} | {alpha}" for name, k, alpha in here}
    for name, other in (
        ("the paper's authors, PyTorch", "Zhang 2019"),
        ("TensorFlow Addons", "TensorFlow Addons"),
        ("torch_optimizer 0.3.0", "torch_optimizer"),
    ):
        assert found[name] == there[other], name
    says("| keras-lookahead | <> | start of the round | kept |", there["keras-lookahead"])
    says("| optax `lookahead` | <> | start of the round |", there["optax"])


def test_whole_runs_are_as_the_page_says():
    rows = [re.findall(r"\d+\.\d+", row.split(" 1/2")[-1]) for row in experiments()[-1].splitlines()[2:]]
    table = np.array(rows, dtype=float).reshape(5, 2, 3)
    early, late, error = table[..., 0], table[..., 1], table[..., 2]
    alone, fixed, three, one, everything = range(5)
    assert early[fixed, 0] > early[alone, 0] and late[fixed, 0] < late[alone, 0] - 5 * error[alone, 0]
    assert early[fixed, 1] < early[alone, 1] and late[fixed, 1] < late[alone, 1]
    assert (early[one] < early[fixed]).all() and (late[one] <= late[fixed] + error[fixed]).all()
    assert (late[one] < late[three]).all() and (early[one] < early[three]).all()
    assert early[three, 0] > early[alone, 0] and late[three, 0] > late[fixed, 0] + 2 * error[three, 0]
    says("at $\\eta=1$ this fit is worse than the inner method alone early on and worse than the fixed $\\alpha$ later")
    assert (early[fixed, 0] > early[alone, 0], late[fixed, 0] < late[alone, 0]) == (True, True)
    says(
        r"pays for its calm with a slow beginning where the inner method is well behaved ($\eta=1$), and gains at both"
    )
    assert (late[everything] < late[one] - 5 * error[one]).all()
    ratio = late[alone] / late[everything]
    assert (ratio > 50).all() and (ratio < 500).all()
    says("ends between 50 and 500 times nearer to the smallest loss than the inner method")


# --- the plot


def test_the_plot_begins_where_the_page_does():
    plot = plots.Lookahead()
    assert (plot.step, plot.picked, plot.noise) == (1, "fitted", False)
    assert plot.k % 2 == 1 and 1.5 < plot.lr < 2  # a round that ends on the far side


def test_loss_along_the_line_and_its_parabola():
    surface, start, finish = Rosenbrock(), np.array([-1.0, 1.5]), np.array([0.3, 0.4])
    assert bare(FORMULAS["eq-line"]) == r"L(\alpha)=L((1-\alpha)x_{\mathrm{start}}+\alphax_{\mathrm{finish}})"
    slope = surface.gradient(finish) @ (finish - start)
    a, b, c = reference.fit_quadratic(surface.value(start), surface.value(finish), slope)
    parabola = expression(lines(FORMULAS["eq-parabola"])[0][1], NAMES)
    at = sp.lambdify("alpha", parabola.subs({"a": a, "b": b, "c": c}))
    assert at(0) == pytest.approx(surface.value(start)) and at(1) == pytest.approx(surface.value(finish))
    assert (at(1 + 1e-6) - at(1 - 1e-6)) / 2e-6 == pytest.approx(slope, rel=1e-5)


def test_expansion_of_a_quadratic_along_the_line():
    A, low = np.array([[2.0, 0.3], [0.3, 0.5]]), np.array([1.0, -1.0])
    value = lambda x: (x - low) @ A @ (x - low) / 2 + 3  # noqa: E731
    start, finish = np.array([2.0, -3.0]), np.array([0.5, 0.2])
    d = finish - start
    in_one_line = FORMULAS["eq-on-quadratic"].replace("\\\\\n&\\quad", "")
    latex = lines(in_one_line)[0][1].replace(r"d\cdot A\,d", "C").replace(r"d\cdot A d", "C")
    latex = re.sub(r"\\nabla L\(x_\{\\mathrm\{start\}\}\)\s*\\cdot d", "S", latex)
    found = expression(latex, NAMES | {"C": "C", "S": "S"})
    at = sp.lambdify("alpha", found.subs({"C": d @ A @ d, "S": A @ (start - low) @ d, "loss0": value(start)}))
    for alpha in (-1.0, 0.0, 0.4, 1.0, 2.5):
        assert at(alpha) == pytest.approx(value(start + alpha * d))


def test_the_notebooks_example_of_a_tamed_method():
    bound = reference.largest_stable_alpha(np.array([6.0]), 0.5, 3)
    steps = (-2) ** np.arange(4)  # 1 − ½·6 = −2
    assert bound == 2 / 9
    NOTEBOOK("the inner steps lead from $<d>$ to $<d>$, to $<d>$, to $<d>$; any $\\alpha$ below $2/9$", *steps)
