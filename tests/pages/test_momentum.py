"""The momentum page says what the code does: every displayed rule is executed, every derivation and number checked."""

import re

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from ravine import plots
from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.plots.plot import Plot
from ravine.problems import Quadratic
from solutions.reference import momentum as reference
from tests.pages.claims import Claims
from tests.pages.displayed import expression, formulas, lines, page, run, words
from tests.plots.computed import computed

SOURCE = page("momentum")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)

# LaTeX of the page's symbols and their names in the code
NAMES = {
    r"\alpha": "lr",
    r"\beta": "beta",
    r"\gamma": "friction",
    r"\Delta t": "dt",
    "m": "mass",
    "x_t": "x",
    "v_t": "v",
    "w_t": "w",
    "u_t": "u",
    "x_{t+1}": "x_new",
    "v_{t+1}": "v_new",
    "w_{t+1}": "w_new",
    "u_{t+1}": "u_new",
    r"\lambda_{\min}": "mu",
    r"\lambda_{\max}": "L",
    r"\nabla L": "gradient()",
}

# Each displayed update rule, the code that it must equal, and the order in which that returns the results.
RULES = {
    "eq-ball-step": (reference.ball_step, ("x_new", "v_new")),
    "eq-momentum-from-ball": (reference.momentum_from_ball, ("lr", "beta")),
    "eq-momentum-step": (reference.momentum_step, ("w_new", "v_new")),
    "eq-optimal-heavy-ball": (reference.optimal_heavy_ball, ("lr", "beta")),
    "eq-nesterov-step": (reference.nesterov_step, ("w_new", "v_new")),
    "eq-nesterov-rewritten": (reference.nesterov_step_rewritten, ("u_new", "v_new")),
}

ALPHAS = (0.003, 0.05, 0.3, 1.0, 1.9, 2.6, 3.7, 4.5)  # times the curvature
BETAS = (0.0, 0.3, 0.64, 0.9, 0.99)


says = Claims("momentum")
NOTEBOOK = Claims("notebooks/momentum")


def inputs_of(label):
    answer, _results = RULES[label]
    return [case.inputs for case in exercise_of(answer).draw(np.random.default_rng(0))]


def as_values(inputs):
    """An exercise's inputs as values of the page's symbols; `gradient` answers only where it is right to ask."""
    values = dict(inputs)
    place = next((values[name] for name in ("x", "w", "u") if name in values), None)

    def gradient_at_the_place(point):
        np.testing.assert_array_equal(point, place)
        return inputs["grad"]

    if "grad" in values:
        values["gradient"] = gradient_at_the_place
    if "grad_fn" in values:
        values["gradient"] = values["grad_fn"]
    return values


@pytest.mark.parametrize("label", RULES)
def test_displayed_rule_equals_the_reference(label):
    answer, results = RULES[label]
    for inputs in inputs_of(label):
        computed = run(FORMULAS[label], NAMES, as_values(inputs))
        for name, expected in zip(results, answer(**inputs)):
            np.testing.assert_allclose(computed[name], expected, rtol=1e-12, atol=1e-14, err_msg=name)


def test_every_exercise_has_its_formula_and_its_line_on_the_page():
    answers = {exercise.name for exercise in exercises_in(reference)}
    assert {answer.__name__ for answer, _ in RULES.values()} | {"edge_of_stability"} == answers
    assert re.search(r"^\| `edge_of_stability` \|.*{eq}`eq-heavy-ball-polynomial` \|$", SOURCE, re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)` \|", SOURCE, re.MULTILINE)) == answers
    for label, (answer, _results) in RULES.items():
        assert re.search(rf"^\| `{answer.__name__}` \|.*{{eq}}`{label}` \|$", SOURCE, re.MULTILINE)


# --- the rolling ball


def test_law_of_motion_loses_energy_as_displayed():
    t, mass, friction = sp.symbols("t mass friction")
    x, v = sp.Function("x")(t), sp.Function("v")(t)
    L = sp.Function("L")
    slope = sp.diff(L(x), x)
    names = {r"\nabla L(x)": "slope", r"\gamma": "friction", "m": "mass", "v": "v"}
    (acceleration_side, acceleration), (_dx, velocity) = lines(FORMULAS["eq-ball"])
    assert acceleration_side == r"\frac{dv}{dt}" and velocity == "v"
    acceleration = expression(acceleration, names).subs({"slope": slope, "v": v})
    energy = mass * v**2 / 2 + L(x)
    lost = sp.diff(energy, t).subs(sp.Derivative(v, t), acceleration).subs(sp.Derivative(x, t), v).doit()
    assert lines(FORMULAS["eq-energy"])[-1][1] == r"-\gamma\lVert v\rVert^2"
    assert sp.simplify(lost + friction * v**2) == 0


def test_ball_step_is_momentum_with_velocity_measured_in_steps():
    rng = np.random.default_rng(1)
    x, v, grad = rng.normal(size=(3, 4))
    for mass, friction, dt in ((1.0, 0.3, 0.2), (4.0, 0.0, 0.5), (0.7, 5.0, 0.3)):
        lr, beta = reference.momentum_from_ball(mass, friction, dt)
        x_new, v_new = reference.ball_step(x, v, grad, mass, friction, dt)
        w_new, step = reference.momentum_step(x, dt * v, grad, lr, beta)
        np.testing.assert_allclose(w_new, x_new, rtol=1e-12)
        np.testing.assert_allclose(step, dt * v_new, rtol=1e-12)
        c = 1.7  # "Replacing (m, γ, Δt) by (c²m, cγ, cΔt) never changes the optimiser"
        np.testing.assert_allclose(reference.momentum_from_ball(c * c * mass, c * friction, c * dt), (lr, beta))


def test_one_line_form_is_the_momentum_step():
    gradient, lr, beta = np.sin, 0.1, 0.9
    names = NAMES | {"w_{t-1}": "w_before"}
    w, v = np.array([1.0, -2.0]), np.zeros(2)
    before = w
    for _ in range(20):
        _one_line = run(FORMULAS["eq-one-line"], names, locals() | {"w_before": before})
        w_new, v = reference.momentum_step(w, v, gradient(w), lr, beta)
        np.testing.assert_allclose(_one_line["w_new"], w_new, rtol=1e-11)
        before, w = w, w_new


def test_slide_prints_a_named_misconception():
    wrong = {w.name: w.answer for w in exercise_of(reference.momentum_step).misconceptions}["velocity_reversed"]
    rng = np.random.default_rng(2)
    w, v, grad = rng.normal(size=(3, 4))
    printed = run(
        FORMULAS["eq-lecture-sign"], NAMES, {"w": w, "v": v, "lr": 0.1, "beta": 0.9, "gradient": lambda _: grad}
    )
    np.testing.assert_allclose(printed["v_new"], wrong(w, v, grad, 0.1, 0.9)[1], rtol=1e-12)
    # the reading under which the print is right
    _lr, beta = reference.momentum_from_ball(1.0, 1.9, 1.0)
    assert beta == pytest.approx(-0.9)
    says(r"a ball with $\gamma\Delta t=1.9\,m$")
    says(r"reads $\beta\approx-0.9$")


def test_example_of_the_sign():
    w1, v1 = reference.momentum_step(np.array([1.0]), np.zeros(1), np.array([1.0]), lr=0.1, beta=0.9)
    _w2, v2 = reference.momentum_step(w1, v1, w1, lr=0.1, beta=0.9)
    a_ball = reference.ball_step(np.zeros(1), np.zeros(1), np.full(1, 8.0), 4.0, 0.0, 0.5)
    NOTEBOOK(
        r"with $m = 4$ and $\nabla L(x) = 8$ has after $\Delta t = 0.5$ the velocity $<.0f>$, and has moved by $<.1f>$",
        a_ball[1][0],
        a_ball[0][0],
    )
    assert (v1[0], w1[0], v2[0]) == (pytest.approx(-0.1), pytest.approx(0.9), pytest.approx(-0.18))
    assert -0.9 * v1[0] - 0.1 * w1[0] == pytest.approx(0, abs=1e-15)
    says(r"from $w_0=1$, $v_0=0$ with $\alpha=0.1$. The first step is the same either way, $v_1=-0.1$ and $w_1=0.9$")
    says(r"$v_2=0.9\cdot(-0.1)-0.1\cdot0.9=-0.18$")
    says("$v_2=0$, and the ball stands still")


def ball_energies(scheme, **moved):
    """Energies of the page's rolling ball, with its starting values where nothing else is said."""
    plot = plots.RollingBall(**moved)
    ravine = Quadratic(**{k: v for k, v in plot.surface.items() if k != "name"})
    x, v = np.array(plot.start), np.zeros(2)
    energies = [ravine.value(x)]
    for _ in range(round(plot.duration / plot.time_step)):
        grad = ravine.gradient(x)
        x_new, v_new = reference.ball_step(x, v, grad, plot.mass, plot.friction, plot.time_step)
        x, v = (x + plot.time_step * v if scheme == "explicit" else x_new), v_new
        energies.append(ravine.value(x) + 0.5 * plot.mass * v @ v)
    return np.array(energies)


def test_what_the_reader_sees_in_the_rolling_ball():
    assert (np.diff(ball_energies("semi-implicit")) < 0).all()
    assert (plots.RollingBall().mass, plots.RollingBall().friction) == (1.0, 0.3)
    says("with friction 0.3 and mass 1; make the time step longer than 0.3 seconds: the energy now grows")
    says("you can go on up to 1.7 seconds")
    assert ball_energies("explicit", time_step=0.25)[-1] < ball_energies("explicit")[0]
    assert ball_energies("explicit", time_step=0.35)[-1] > 2 * ball_energies("explicit")[0]
    assert ball_energies("semi-implicit", time_step=1.7)[-1] < ball_energies("semi-implicit")[0]
    assert ball_energies("semi-implicit", time_step=1.75)[-1] > 100 * ball_energies("semi-implicit")[0]


# --- one curvature: eigenvalues


def matrix_of(step, curvature=1.0):
    """The linear map (w, v) → (w′, v′) of one step on ½λw², column by column."""
    columns = [np.concatenate(step(*np.split(unit, 2), curvature)) for unit in np.eye(2)]
    return np.array(columns).T


def heavy_ball(lr, beta):
    return lambda w, v, curvature: reference.momentum_step(w, v, curvature * w, lr, beta)


def explicit(lr, beta):
    return lambda w, v, curvature: (w + v, reference.momentum_step(w, v, curvature * w, lr, beta)[1])


def nesterov(lr, beta):
    return lambda w, v, curvature: reference.nesterov_step(w, v, lambda point: curvature * point, lr, beta)


def p4_look_ahead(lr, beta):
    def step(w, v, curvature):
        values = {"w": w, "v": v, "lr": lr, "beta": beta, "gradient": lambda point: curvature * point}
        after = run(FORMULAS["eq-p4-look-ahead"], NAMES, values)
        return after["w_new"], after["v_new"]

    return step


def rate(step, curvature=1.0):
    return np.abs(np.linalg.eigvals(matrix_of(step, curvature))).max()


def polynomial(label, which=0):
    """The displayed polynomial in z, as coefficients (1, a, b) that are functions of αλ and β."""
    names = NAMES | {r"\alpha\lambda": "a", "z": "z"}
    z, a, beta = sp.symbols("z a beta")
    left = expression(lines(FORMULAS[label])[which][0].split(":")[-1], names)
    return sp.lambdify((a, beta), sp.Poly(sp.expand(left), z).all_coeffs())


POLYNOMIALS = {
    "explicit": (explicit, polynomial("eq-euler-polynomials", 0)),
    "semi-implicit": (heavy_ball, polynomial("eq-euler-polynomials", 1)),
    "heavy ball": (heavy_ball, polynomial("eq-heavy-ball-polynomial")),
    "Nesterov": (nesterov, polynomial("eq-nesterov-polynomial")),
}


@pytest.mark.parametrize("method", POLYNOMIALS)
def test_displayed_polynomials_are_those_of_the_steps(method):
    step, coefficients = POLYNOMIALS[method]
    for a in ALPHAS:
        for beta in BETAS:
            np.testing.assert_allclose(coefficients(a, beta), np.poly(matrix_of(step(a, beta))).real, atol=1e-12)
            other = matrix_of(step(a / 7, beta), curvature=7.0)  # α and λ enter as their product
            np.testing.assert_allclose(np.poly(other).real, coefficients(a, beta), atol=1e-12)


def test_displayed_matrices():
    found = re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", FORMULAS["eq-euler-matrices"])
    for latex, step in zip(found, (explicit, heavy_ball), strict=True):
        entries = [[cell.strip() for cell in row.split("&")] for row in latex.split(r"\\")]
        for a in ALPHAS:
            for beta in BETAS:
                value = {"a": a, "beta": beta}
                names = NAMES | {r"\alpha\lambda": "a"}
                got = [[float(expression(cell, names).subs(value)) for cell in row] for row in entries]
                np.testing.assert_allclose(got, matrix_of(step(a, beta)), atol=1e-12)


def test_moduli_without_friction():
    for a in ALPHAS:
        assert np.abs(np.linalg.eigvals(matrix_of(explicit(a, 1.0)))) == pytest.approx(np.sqrt(1 + a))
        if a < 4:
            assert np.abs(np.linalg.eigvals(matrix_of(heavy_ball(a, 1.0)))) == pytest.approx(1.0)
    assert rate(heavy_ball(4.5, 1.0)) > 1


def test_moduli_of_complex_eigenvalues_with_friction():
    for a in ALPHAS:
        for beta in BETAS:
            for step, modulus in ((explicit, np.sqrt(beta + a)), (heavy_ball, np.sqrt(beta))):
                eigenvalues = np.linalg.eigvals(matrix_of(step(a, beta)))
                if np.abs(eigenvalues.imag).min() > 1e-9:
                    assert np.abs(eigenvalues) == pytest.approx(modulus)


def test_frictionless_semi_implicit_ball_keeps_the_relative_of_its_energy():
    w, v, a = sp.symbols("w v a")
    v_new = v - a * w
    w_new = w + v_new
    says(r"$v^2+\alpha\lambda\,w^2-\alpha\lambda\,wv$")
    kept = lambda w, v: v**2 + a * w**2 - a * w * v  # noqa: E731
    assert sp.expand(kept(w_new, v_new) - kept(w, v)) == 0


def test_stability_bounds_are_sharp():
    for beta in BETAS:
        for step, bound in (
            (explicit, 1 - beta),
            (heavy_ball, 2 * (1 + beta)),
            (nesterov, 2 * (1 + beta) / (1 + 2 * beta)),
        ):
            inside = np.linspace(0, bound, 50)[1:-1]
            assert all(rate(step(a, beta)) < 1 for a in inside)
            assert rate(step(bound, beta)) >= 1 - 1e-9
            assert rate(step(bound * 1.01, beta)) > 1
    assert r"0<\alpha\lambda<1-\beta" in FORMULAS["eq-stable"]
    assert r"0<\alpha\lambda<2(1+\beta)" in FORMULAS["eq-stable"]
    says(r"At $\beta=0.9$ the bounds are 0.1 and 3.8")
    says("a factor of 38")
    says(r"$\alpha\lambda<\frac{2(1+\beta)}{1+2\beta}$")
    says(f"at $\\beta=0.9$ up to {3.8 / 2.8:.2f} instead of 3.8")


def test_explicit_euler_is_a_heavy_ball_with_a_late_gradient():
    lr, beta = 0.1, 0.9
    w, v = np.array([1.0, -2.0]), np.array([0.3, 0.1])
    path = [w]
    for _ in range(10):
        w, v = w + v, reference.momentum_step(w, v, np.sin(w), lr, beta)[1]
        path.append(w)
    for before, now, after in zip(path, path[1:], path[2:]):
        np.testing.assert_allclose(after, now + beta * (now - before) - lr * np.sin(before), rtol=1e-12)


def test_regimes():
    for beta in BETAS[1:]:
        low, high, last = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2, 2 * (1 + beta)
        for a in np.linspace(0.01, 1.1, 200) * last:
            roots = np.roots([1, -(1 + beta - a), beta])
            if min(abs(a - low), abs(a - high), abs(a - last)) < 1e-6:
                continue
            if a < low:
                assert np.isreal(roots).all() and (roots > 0).all() and np.sqrt(beta) < max(roots) < 1
            elif a < high:
                assert not np.isreal(roots).any() and np.abs(roots) == pytest.approx(np.sqrt(beta))
            elif a < last:
                assert np.isreal(roots).all() and (roots < 0).all() and np.sqrt(beta) < max(-roots) < 1
            else:
                assert min(roots.real) <= -1
            assert np.abs(roots).max() >= np.sqrt(beta) - 1e-12


def test_oscillator_roots():
    r, mass, friction, curvature = sp.symbols("r mass friction curvature", positive=True)
    names = NAMES | {r"\lambda": "curvature"}
    latex = lines(FORMULAS["eq-oscillator"])[0][1]
    for sign in "+-":
        root = expression(latex.replace(r"\pm", sign), names)
        root = root.subs({s: sp.Symbol(s.name, positive=True) for s in root.free_symbols})
        assert sp.simplify(mass * root**2 + friction * root + curvature) == 0


def test_critical_damping_of_one_curvature():
    for a in (0.01, 0.25, 0.9, 1.0):
        best = (1 - np.sqrt(a)) ** 2  # 1 − √0.01 = 0.9, and 1 − 0.01 = 0.99
        assert rate(heavy_ball(a, best)) == pytest.approx(1 - np.sqrt(a), abs=1e-6)  # a double root
        others = np.linspace(-0.99, 0.99, 199)
        assert min(rate(heavy_ball(a, beta)) for beta in others) >= 1 - np.sqrt(a) - 1e-9
    says(r"For $\alpha\lambda=0.01$ that is 0.9 against 0.99")


# --- sum of gradients


def test_step_is_the_sum_of_all_past_gradients():
    rng = np.random.default_rng(3)
    gradients, lr, beta = rng.normal(size=(12, 4)), 0.1, 0.9
    v = np.zeros(4)
    for t, grad in enumerate(gradients):
        _w, v = reference.momentum_step(np.zeros(4), v, grad, lr, beta)
        np.testing.assert_allclose(v, -lr * sum(beta**k * gradients[t - k] for k in range(t + 1)), rtol=1e-12)
    assert r"v_{t+1} = -\alpha\sum_{k=0}^{t}\beta^{k}\,\nabla L(w_{t-k}) ." in FORMULAS["eq-sum"]


def test_effective_learning_rate():
    latex = lines(FORMULAS["eq-effective"])[0][1]
    after_t, limit = (expression(part, NAMES | {"g": "g", "t": "t"}) for part in latex.split(r"\longrightarrow"))
    value = {"lr": 0.1, "beta": 0.9, "g": 2.0}
    v = np.zeros(1)
    for t in range(1, 200):
        _w, v = reference.momentum_step(v, v, np.array([2.0]), 0.1, 0.9)
        assert v[0] == pytest.approx(float(after_t.subs(value | {"t": t})))
    assert v[0] == pytest.approx(float(limit.subs(value)), rel=1e-6)
    says(r"ten times $\alpha$ at $\beta=0.9$ and a hundred times at 0.99")
    alternating = sum((-0.9) ** k for k in range(500))
    assert alternating == pytest.approx(1 / 1.9)
    with_the_minus = sum((-0.9) ** k * (-1) ** k for k in range(500))
    says("where gradients change sign, steps are multiplied by <>", {10: "ten"}[round(with_the_minus)])
    assert (1 / (1 - 0.9)) / alternating == pytest.approx(19)
    says("the factor tends to $1/(1+\\beta)$ in size, about a half")
    says("19 times shorter")
    states = [plots.DecayingWeights(gradients=gradients) for gradients in ("steady", "turns")]
    steady, turns = (abs(each["velocities"][-1]) / 0.1 for each in computed(states, "velocities"))
    says("The one is <> times the learning rate, the other about half of it", {10: "ten"}[round(steady)])
    assert turns == pytest.approx(1 / 1.9, rel=0.01)


def test_half_lives_and_noise():
    half_life = lambda beta: np.log(0.5) / np.log(beta)  # noqa: E731
    says(rf"At $\beta=0.9$ a gradient's weight is halved after {half_life(0.9):.1f} steps")
    says(f"at $\\beta=0.99$ after {half_life(0.99):.0f}")
    spread = np.sqrt(sum(0.9 ** (2 * k) for k in range(1000)))
    assert spread == pytest.approx(1 / np.sqrt(1 - 0.9**2))
    says(f"only {spread:.1f} times at $\\beta=0.9$")


# --- the best α and β


def worst_rate(step, kappa, count=60):
    return max(rate(step, curvature) for curvature in np.geomspace(1, kappa, count))


@pytest.mark.parametrize("kappa", (2.0, 10.0, 100.0, 1e4))
def test_best_parameters_reach_the_bound(kappa):
    lr, beta = reference.optimal_heavy_ball(1.0, kappa)
    best = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    assert beta == pytest.approx(best**2)
    assert lr * 1.0 == pytest.approx((1 - np.sqrt(beta)) ** 2)
    assert lr * kappa == pytest.approx((1 + np.sqrt(beta)) ** 2)
    assert worst_rate(heavy_ball(lr, beta), kappa) == pytest.approx(best, abs=1e-5)  # double roots
    for label, value in (("eq-rates", best), ("eq-bound", best)):
        latex = re.search(r"(\\frac\{\\sqrt\\kappa-1\}\{\\sqrt\\kappa\+1\})", FORMULAS[label])[1]
        assert float(expression(latex, {r"\kappa": "kappa"}).subs("kappa", kappa)) == pytest.approx(value)


def test_no_other_pair_is_better():
    kappa = 10.0
    bound = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    for lr in np.linspace(0.01, 0.4, 60):
        for beta in np.linspace(-0.9, 0.95, 75):
            assert worst_rate(heavy_ball(lr, beta), kappa, 2) >= bound - 1e-12  # the two ends suffice
    found = minimize(
        lambda p: worst_rate(heavy_ball(*p), kappa), x0=(0.2, 0.5), method="Nelder-Mead", options={"xatol": 1e-9}
    )
    np.testing.assert_allclose(found.x, reference.optimal_heavy_ball(1.0, kappa), rtol=1e-2)
    assert found.fun == pytest.approx(bound, abs=1e-3)


def test_steps_of_the_bound_s_proof():
    """Inequalities at both ends, their factors, and the last step from κ to r, over random pairs."""
    names = NAMES | {"r": "r"}
    for latex in FORMULAS["eq-both-ends"].split(r"\\")[:2]:
        middle, factored = re.split(r"=", re.split(r"\\[gl]e", re.sub(r"\\(begin|end)\{aligned\}|&", "", latex))[1])
        clean = [re.sub(r"\\Bigl|\\Bigr", "", side).strip(" \n.,") for side in (middle, factored)]
        middle, factored = (expression(side, names) for side in clean)
        assert sp.simplify(middle - factored) == 0
    rng = np.random.default_rng(4)
    for lr, beta, kappa in zip(rng.uniform(0.001, 1, 300), rng.uniform(-0.9, 0.99, 300), rng.uniform(1, 50, 300)):
        r = worst_rate(heavy_ball(lr, beta), kappa, 2)
        if r >= 1:
            continue
        slack = 1e-9
        assert abs(beta) <= r**2 + slack
        assert lr >= (1 - r) * (1 - beta / r) - slack
        assert lr * kappa <= (1 + r) * (1 + beta / r) + slack
        assert kappa <= (1 + r) * (1 + beta / r) / ((1 - r) * (1 - beta / r)) + slack * 100
        assert kappa <= ((1 + r) / (1 - r)) ** 2 + slack * 100


def test_gradient_descent_at_its_best():
    for kappa in (2.0, 100.0):
        lr = 2 / (1 + kappa)
        displayed = expression(lines(FORMULAS["eq-rates"])[1][1], {r"\kappa": "kappa"}).subs("kappa", kappa)
        assert max(abs(1 - lr), abs(1 - lr * kappa)) == pytest.approx(float(displayed))


def distances(step, kappa, count=1000):
    """Distances from the minimum of ½(w₁² + κw₂²), from (1, 1) at rest, as multiples of the first."""
    curvature = np.array([1.0, kappa])
    w, v = np.ones(2), np.zeros(2)
    path = [w]
    for _ in range(count):
        w, v = step(w, v, curvature)
        path.append(w)
    return np.linalg.norm(path, axis=1) / np.sqrt(2)


def steps_to(share, distance):
    """Steps after which the distance stays at or below this share."""
    return int(np.flatnonzero(distance > share)[-1]) + 1


def test_step_counts():
    lr, beta = reference.optimal_heavy_ball(1.0, 100.0)
    descent = steps_to(1e-6, distances(heavy_ball(2 / 101, 0.0), 100.0))
    momentum = steps_to(1e-6, distances(heavy_ball(lr, beta), 100.0))
    looking_ahead = distances(nesterov(1 / 100, 9 / 11), 100.0)
    says("with curvatures 1 and 100, start at $(1,1)$ and ask for a millionth of the first distance")
    says(rf"Descent has the rate $99/101\approx{99 / 101:.3f}$ and needs {descent} steps")
    says(f"Counted, it needs {momentum}")
    says(rf"For $\kappa=100$ it is 0.9, and the task above takes {steps_to(1e-6, looking_ahead)} steps")
    says(f"$9/11\\approx{9 / 11:.3f}$")
    says(f"$\\alpha\\approx{lr:.3f}$ and $\\beta\\approx{beta:.2f}$")
    says(f"it would need {int(np.ceil(np.log(1e-6) / np.log(9 / 11)))}")
    digit = np.log(10) / 2
    says(f"{digit:.2f}\\,\\kappa$ steps of descent")
    says(f"${digit:.2f}\\sqrt\\kappa$ of momentum")
    assert np.log(10) / -np.log(99 / 101) == pytest.approx(digit * 100, rel=1e-3)
    assert np.log(10) / -np.log(9 / 11) == pytest.approx(digit * 10, rel=1e-2)


@pytest.mark.parametrize("kappa", (100.0, 1e4))
def test_transient_growth(kappa):
    lr, beta = reference.optimal_heavy_ball(1.0, kappa)
    displayed = expression(lines(FORMULAS["eq-transient"])[0][1], NAMES | {"w_0": "w0", "t": "t"})
    formula = sp.lambdify("t", displayed.subs({"beta": beta, "w0": 1.0}))
    w, v, path = np.ones(1), np.zeros(1), [1.0]
    for _ in range(300):
        w, v = reference.momentum_step(w, v, kappa * w, lr, beta)
        path.append(w[0])
    np.testing.assert_allclose(path, [formula(t) for t in range(301)], atol=1e-7)
    peak = np.abs(path)
    if kappa == 100:
        says(
            rf"for $\kappa=100$ the ball swings out to {peak.max():.1f} times its first distance, at step "
            f"{peak.argmax()}"
        )
    else:
        says(f"for $\\kappa=10^4$ to {peak.max():.0f} times")


def test_digits_of_the_example_come_one_by_one():
    lr, beta = reference.optimal_heavy_ball(1.0, 100.0)
    distance = distances(heavy_ball(lr, beta), 100.0)
    tenth, hundredth, thousandth = (steps_to(share, distance) for share in (1e-1, 1e-2, 1e-3))
    says("a tenth of the distance takes <d> steps, a hundredth <d>, a thousandth <d>", tenth, hundredth, thousandth)
    each = {12: "twelve"}[round(np.mean([hundredth - tenth, thousandth - hundredth, np.log(10) / np.log(11 / 9)]))]
    more = {20: "twenty"}[round((tenth - 12) / 10) * 10]
    says("Each further digit does cost about <>, but the first costs some <> more", each, more)
    promised = int(np.ceil(np.log(10) / np.log(11 / 9)))
    says(
        "still <.1f> times as far as at the start when {eq}`eq-rates` has promised the first digit, after <> steps",
        distance[promised],
        {12: "twelve"}[promised],
    )
    NOTEBOOK(r"For $\kappa = 100$ that is <.2f> against <.2f>", 9 / 11, 99 / 101)
    NOTEBOOK(
        "about <> steps for each further digit instead of <d>, after a start that costs some <> more",
        each,
        round(np.log(10) / np.log(101 / 99)),
        more,
    )


def test_matrices_of_momentum_are_not_normal():
    A = matrix_of(heavy_ball(0.1, 0.9))
    assert not np.allclose(A @ A.T, A.T @ A)


# --- with noise


def at_rest(lr, beta, curvature, s2=1.0):
    """Means of w², wv, vw and v² that one step of momentum with noisy gradients leaves as they are."""
    M = matrix_of(heavy_ball(lr, beta), curvature)
    push = -lr * np.ones((2, 1))
    return np.linalg.solve(np.eye(4) - np.kron(M, M), s2 * (push @ push.T).ravel())


def displayed_ball(lr, beta, curvature, s2=1.0):
    latex = lines(FORMULAS["eq-momentum-noise"])[0][1]
    found = expression(latex, NAMES | {r"\lambda": "curvature", "s^2": "s2"})
    return float(found.subs({"lr": lr, "beta": beta, "curvature": curvature, "s2": s2}))


def test_displayed_ball_of_noise_is_that_of_the_step():
    for a in (0.01, 0.3, 1.5, 1.9):
        for beta in (0.0, 0.3, 0.9, 0.99):
            square, product, _same, speed = at_rest(a / 7, beta, curvature=7.0, s2=0.3)
            assert displayed_ball(a / 7, beta, 7.0, 0.3) == pytest.approx(square)
            assert product == pytest.approx(speed / 2)
            means = {r"\mathrm E w^2": "W", r"\mathrm E v^2": "V", r"\lambda": "curvature", "s^2": "s2"}
            value = {"W": square, "V": speed, "lr": a / 7, "beta": beta, "curvature": 7.0, "s2": 0.3}
            latex = FORMULAS["eq-noise-balance"].replace(r"\alpha^2\lambda^2", r"(\alpha\lambda)^2")
            for left, right in lines(latex):
                left, right = (float(expression(side, NAMES | means).subs(value)) for side in (left, right))
                assert left == pytest.approx(right)


def test_ball_of_noise_is_measured():
    lr, beta, rng = 0.3, 0.8, np.random.default_rng(8)
    w = v = np.zeros(20_000)
    for _ in range(150):
        w, v = reference.momentum_step(w, v, w + rng.normal(size=w.size), lr, beta)
    assert np.mean(w**2) == pytest.approx(displayed_ball(lr, beta, 1.0), rel=0.03)


def test_momentum_averages_no_noise_away():
    says(
        r"$\alpha=0.01$, $\beta=0.9$ and $\lambda=s=1$ it is <.4f>, and that of descent with the rate <.1f> is <.4f>",
        displayed_ball(0.01, 0.9, 1.0),
        effective := 0.01 / (1 - 0.9),
        displayed_ball(effective, 0.0, 1.0),
    )
    assert displayed_ball(1e-6, 0.9, 2.0) == pytest.approx(1e-5 / (2 * 2.0), rel=1e-4)  # α/(1−β)·s²/2λ
    shrunk = displayed_ball(0.01, 0.0, 1.0), displayed_ball(0.001, 0.9, 1.0)
    assert np.array(shrunk) / displayed_ball(0.01, 0.9, 1.0) == pytest.approx(1 - 0.9, rel=0.01)
    says("about $1-\\beta$ of the mean square")


def test_best_pair_buys_speed_with_noise():
    ratio = expression(lines(FORMULAS["eq-noise-of-speed"])[0][1], {r"\kappa": "kappa"})
    for kappa in (4.0, 100.0, 1e4):
        lr, beta = reference.optimal_heavy_ball(1.0, kappa)
        assert lr == pytest.approx((1 + beta) * 2 / (1 + kappa))  # α = (1 + β)α₀
        found = [
            displayed_ball(lr, beta, curvature) / displayed_ball(2 / (1 + kappa), 0.0, curvature)
            for curvature in np.geomspace(1, kappa, 5)
        ]
        assert found == pytest.approx([float(ratio.subs("kappa", kappa))] * 5)
        assert found[0] == pytest.approx((1 + beta) / (1 - beta))
        saved = np.log((kappa + 1) / (kappa - 1)) / np.log((np.sqrt(kappa) + 1) / (np.sqrt(kappa) - 1))
        assert 1 / saved == pytest.approx(np.sqrt(kappa), rel=0.2)
    assert found[0] == pytest.approx(np.sqrt(kappa) / 2, rel=1e-3)
    says(r"For $\kappa=100$ that is <.2f>", float(ratio.subs("kappa", 100)))
    left = {2: "two"}[round(np.sqrt(kappa) / found[0])]
    says("counted in examples, most of the gain is spent, and a factor of <> is left", left)


# --- Nesterov


def test_minus_of_the_lecture_costs_stability():
    minus = lambda lr, beta: heavy_ball(lr, -beta)  # noqa: E731
    edge = expression(re.search(r"<(2\(1-\\beta\))", FORMULAS["eq-minus-stable"])[1], NAMES)
    for beta in BETAS:
        bound = float(edge.subs("beta", beta))
        assert all(rate(minus(a, beta)) < 1 for a in np.linspace(0, bound, 50)[1:-1])
        assert rate(minus(bound * 1.01, beta)) > 1
    says(
        r"up to <.1f> at $\beta=0.9$, where the right sign has <.1f> and plain descent <.0f>",
        float(edge.subs("beta", 0.9)),
        2 * (1 + 0.9),
        2 * (1 + 0.0),
    )
    roots = np.linalg.eigvals(matrix_of(minus(0.3, 0.9)))
    says(r"For $\alpha\lambda=0.3$ one of the two roots is $<.3f>$", roots.min())
    # the mirror jump: from w with v = 2w to −w with v = −2w, at the border of each sign
    for sign in (1, -1):
        _w, v = reference.momentum_step(np.ones(1), np.full(1, 2.0), np.ones(1), 2 * (1 + sign * 0.9), sign * 0.9)
        assert v[0] == pytest.approx(-2)
    says("the reversed velocity does the share $\\beta$ of the jump by itself")


def on_the_plots_ravine(step, beta):
    """Sixty steps at the first settings of the plot of Nesterov's method: places, and losses."""
    plot = plots.MomentumOrNesterov()
    ravine = Quadratic(plot.condition_number, 20.0)
    w, v = np.array(plot.start), np.zeros(2)
    path = [w]
    for _ in range(plot.steps):
        w, v = step(w, v, ravine.gradient, plot.learning_rate, beta)
        path.append(w)
    return np.array(path), ravine.value(np.array(path))


def plain(w, v, gradient, lr, beta):
    return reference.momentum_step(w, v, gradient(w), lr, beta)


def test_what_the_plot_of_nesterov_shows():
    assert (plots.MomentumOrNesterov().learning_rate, plots.MomentumOrNesterov().beta) == (0.3, 0.9)
    across = np.array([-np.sin(np.deg2rad(20)), np.cos(np.deg2rad(20))])
    swings = []
    for step in (plain, reference.nesterov_step):
        side = on_the_plots_ravine(step, 0.9)[0] @ across / (np.array([-4.0, 1.5]) @ across)
        swings.append(-side.min())
    says("swings up the far wall to <.2f> of its first distance, Nesterov's ball to <.2f>", *swings)
    _path, losses = on_the_plots_ravine(plain, -0.9)
    assert losses.argmin() < 20 and losses[-1] == losses.max()
    says(r"leave the rest as it is, $\alpha=0.3$ and $\beta=0.9$: momentum's loss falls at first")
    says("and then climbs to more than <> times", {3: "three"}[int(losses[-1] / losses[0])])


def test_nesterov_at_its_best():
    def displayed(kappa):
        right = [expression(side, NAMES | {r"\kappa": "kappa"}) for _left, side in lines(FORMULAS["eq-nesterov-best"])]
        return [float(side.subs({"L": kappa, "mu": 1.0, "kappa": kappa})) for side in right]

    for kappa in (4.0, 100.0):
        lr, beta, best = displayed(kappa)
        # the ends are equally slow, the flat one with a double root, and all between is faster
        ends = [rate(nesterov(lr, beta), curvature) for curvature in (1.0, kappa)]
        assert ends == pytest.approx([best] * 2, abs=1e-6)
        assert worst_rate(nesterov(lr, beta), kappa) == pytest.approx(best, abs=1e-6)
        for more_lr, more_beta in np.random.default_rng(9).normal(0, 0.1, (200, 2)):
            assert worst_rate(nesterov(lr * (1 + more_lr), min(beta * (1 + more_beta), 1.0)), kappa, 2) >= best - 1e-9
        q = np.sqrt(lr)
        assert (best, beta) == (pytest.approx(1 - q), pytest.approx((1 - q) / (1 + q)))
        assert (1 + beta) * (1 - lr) == pytest.approx(2 * (1 - q)) and beta * (1 - lr) == pytest.approx((1 - q) ** 2)
    between = np.geomspace(1, 100, 60)
    for pair in ((1 / 100, 9 / 11), (lr, beta)):
        w, v = np.ones(60), np.zeros(60)
        for _ in range(300):
            w, v = nesterov(*pair)(w, v, between)
            assert np.abs(w).max() < 1
    says("with either pair the ball is never farther from the minimum than at the start")
    usual, at_best = distances(nesterov(1 / 100, 9 / 11), 100.0), distances(nesterov(lr, beta), 100.0)
    lr, beta = reference.optimal_heavy_ball(1.0, 100.0)
    momentum = distances(heavy_ball(lr, beta), 100.0)
    says(
        "the rate is <.3f>, and the task takes <d> steps: still more than momentum's <d>, as <.3f> is more than <.3f>",
        best,
        steps_to(1e-6, at_best),
        steps_to(1e-6, momentum),
        best,
        9 / 11,
    )
    assert usual.max() == at_best.max() == 1.0 and momentum.max() > 2
    first, behind = steps_to(0.1, at_best), steps_to(0.1, momentum) - steps_to(0.1, at_best)
    says("at its best it has the first digit after <d> steps, <> before momentum", first, {2: "two"}[behind])


def test_look_ahead_is_momentum_with_more_friction():
    for a in ALPHAS:
        for beta in BETAS:
            for step, decay in ((nesterov, beta * (1 - a)), (p4_look_ahead, beta - a)):
                characteristic = np.poly(matrix_of(step(a, beta))).real
                np.testing.assert_allclose(characteristic, [1, -(1 + decay - a), decay], atol=1e-12)
    says(r"momentum with $\beta-\alpha\lambda$ in the place of $\beta$")


@pytest.mark.parametrize("kappa", (4.0, 100.0))
def test_nesterov_rate(kappa):
    lr, beta = 1 / kappa, (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    assert worst_rate(nesterov(lr, beta), kappa) == pytest.approx(1 - 1 / np.sqrt(kappa), abs=1e-6)
    rates = [rate(nesterov(lr, beta), curvature) for curvature in np.geomspace(1.001, kappa, 50)]
    assert (np.diff(rates) < 1e-12).all()  # the steeper, the faster
    w, v = reference.nesterov_step(np.ones(1), np.zeros(1), lambda p: kappa * p, lr, beta)
    assert w[0] == pytest.approx(0, abs=1e-15)
    assert reference.nesterov_step(w, v, lambda p: kappa * p, lr, beta)[0][0] == pytest.approx(0, abs=1e-15)


def test_table_of_second_steps():
    asked = []
    steps = {"momentum": heavy_ball, "Nesterov (L3)": nesterov, "looking ahead in P4": p4_look_ahead}
    for name, method in steps.items():
        step = method(0.1, 0.9)
        w1, v1 = step(np.ones(1), np.zeros(1), 1.0)
        assert (w1[0], v1[0]) == (pytest.approx(0.9), pytest.approx(-0.1))
        w2, v2 = step(w1, v1, 1.0)
        row = re.search(rf"\| {re.escape(name)} \| \$.*=([\d.]+)\$ \|(.*)\|$", SOURCE, re.MULTILINE)
        assert row[2].strip() == f"${v2[0]:.3g}$ | ${w2[0]:.3g}$"
        asked.append(float(row[1]))
    assert asked == pytest.approx([0.9, 0.9 - 0.9 * 0.1, 0.9 - 0.1])
    says("| momentum | $w_1=<.1f>$ | $-0.18$ | $0.72$ |", asked[0])
    says(r"| Nesterov (L3) | $w_1+\beta v_1=<.2f>$ | $-0.171$ | $0.729$ |", asked[1])
    says("| looking ahead in P4 | $w_1+v_1=<.1f>$ | $-0.17$ | $0.73$ |", asked[2])
    says(r"$w_0=1$, $v_0=0$, $\alpha=0.1$, $\beta=0.9$: all make the same first step, to $w_1=<.1f>$ with $v_1=<.1f>$",
         w1[0], v1[0])  # fmt: skip


def test_p4_look_ahead_without_beta_is_not_descent():
    step = np.array([1.0]), np.array([-0.2]), 1.0
    descent = step[0] - 0.1 * step[0]
    assert nesterov(0.1, 0.0)(*step)[0] == pytest.approx(descent)
    assert p4_look_ahead(0.1, 0.0)(*step)[0] != pytest.approx(descent)


def test_the_two_accounts_of_nesterov_come_together():
    surface = Quadratic(condition_number=20, rotation=20)
    w = u = np.array([-4.0, 1.5])
    v = ahead = np.zeros(2)
    apart = []
    for _step in range(40):
        w, v = reference.nesterov_step(w, v, surface.gradient, 0.03, 0.9)
        u, ahead = reference.nesterov_step_rewritten(u, ahead, surface.gradient(u), 0.03, 0.9)
        apart.append(np.linalg.norm(u - w))
    assert np.argmax(apart) < 20 and apart[-1] < max(apart) / 8
    says(r"The two report different weights on the way, $u_t$ and $w_t$, which come together as $v_t\to0$")


def test_rewritten_form_is_the_look_ahead_point_of_every_step():
    lr, beta = 0.1, 0.9
    for v in (np.zeros(2), np.array([0.5, -0.3])):
        w = np.array([1.0, -2.0])
        u, v_of_u = w + beta * v, v
        for _ in range(30):
            w, v = reference.nesterov_step(w, v, np.sin, lr, beta)
            u, v_of_u = reference.nesterov_step_rewritten(u, v_of_u, np.sin(u), lr, beta)
            np.testing.assert_allclose(u, w + beta * v, rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(v_of_u, v, rtol=1e-10, atol=1e-12)
    u1, _v1 = reference.nesterov_step_rewritten(np.ones(1), np.zeros(1), np.ones(1), lr, beta)
    assert u1[0] == pytest.approx(0.81)
    says("$u_1=1-0.09-0.1=0.81$")


def test_derivation_of_the_rewritten_form():
    """The unlabelled display between the two: every side of its chain of equalities is the same."""
    chain = re.search(r"\\begin\{aligned\}\nu_\{t\+1\} &= w_\{t\+1\}.*?\\end\{aligned\}", SOURCE, re.DOTALL)[0]
    chain = re.sub(r"\\begin\{aligned\}|\\end\{aligned\}|&|\\\\|\\bigl|\\bigr", " ", chain)
    _left, *sides = (side.strip(" \n.,") for side in chain.split("="))
    names = NAMES | {r"\nabla L(u_t)": "g"}
    u, v, lr, beta, g = sp.symbols("u v lr beta g")
    v_new = beta * v - lr * g
    w = u - beta * v
    known = {"v_new": v_new, "w": w, "w_new": w + v_new}
    found = [sp.expand(expression(side, names).subs(known)) for side in sides]
    assert len(found) == 4 and len(set(found)) == 1


# --- libraries


def test_pytorch_and_keras_forms_part_when_the_rate_drops():
    keras, pytorch = [], []
    v, b = np.zeros(1), np.zeros(1)
    for t in range(600):
        lr = 0.1 if t < 300 else 0.01
        _w, v = reference.momentum_step(v, v, np.ones(1), lr, 0.9)
        b = 0.9 * b + 1
        keras.append(v[0])
        pytorch.append(-lr * b[0])
    assert keras[:300] == pytest.approx(pytorch[:300])
    assert (keras[299], keras[300], pytorch[300]) == (pytest.approx(-1), pytest.approx(-0.91), pytest.approx(-0.1))
    says(r"Suppose $g=1$ for ever, $\beta=0.9$, and $\alpha$ drops from 0.1 to 0.01 after the ball has reached")
    says(r"$0.9\cdot(-1)-0.01=-0.91$")
    says(r"$-0.01\cdot10=-0.1$")
    further = sum(keras[300:]) / -1 - 0.1 * 300
    says("until the ball has slowed down to steps of <.1f> it goes <.1f> farther", -keras[-1], further)


def test_rows_of_the_library_table_are_nesterov_and_momentum():
    rng = np.random.default_rng(5)
    lr, beta = 0.1, 0.9
    w = u = p = q = rng.normal(size=3)
    v = v_of_u = np.zeros(3)
    b = b_nesterov = np.zeros(3)
    for _ in range(20):
        w_old, u_old = w, u
        w, v = reference.momentum_step(w, v, np.sin(w), lr, beta)
        u, v_of_u = reference.nesterov_step_rewritten(u, v_of_u, np.sin(u), lr, beta)
        b, b_nesterov = beta * b + np.sin(w_old), beta * b_nesterov + np.sin(u_old)
        p, q = p - lr * b, q - lr * (np.sin(u_old) + beta * b_nesterov)
        np.testing.assert_allclose(p, w, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(q, u, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(-lr * b, v, rtol=1e-10, atol=1e-12)


def test_heavy_ball_circles_on_a_convex_loss():
    def slope(w):
        return np.where(w < 1, 25 * w, np.where(w < 2, w + 24, 25 * w - 24))

    lr, beta = reference.optimal_heavy_ball(1.0, 25.0)
    w, v, path = np.array([3.3]), np.zeros(1), []
    for _ in range(3000):
        w, v = reference.momentum_step(w, v, slope(w), lr, beta)
        path.append(w[0])
    assert path[-3:] == pytest.approx(path[-6:-3])
    low, middle, high = sorted(path[-3:])
    says(
        "With the best parameters for $[1,25]$, momentum started at 3.3 circles for ever between $<.2f>$, $<.2f>$ and "
        "$<.2f>$", middle, low, high,
    )  # fmt: skip
    w = np.array([3.3])
    for _ in range(1000):
        w = w - 2 / 26 * slope(w)
    assert w[0] == pytest.approx(0, abs=1e-12)
    says("with the slope $25w$ for $w<1$, $w+24$ for $1\\le w<2$ and $25w-24$ beyond")
    curvature = np.diff(slope(np.linspace(-3, 4, 7001))) / 1e-3
    says("so that its curvature lies between <.0f> and <.0f>", curvature.min(), curvature.max())


def test_live_plots_of_the_page_exist():
    for name in ("RollingBall", "MomentumRegimes", "MomentumOrNesterov"):
        assert issubclass(getattr(plots, name), Plot)
        assert f"from ravine.plots import {name}\n\n{name}(" in SOURCE
