"""The backpropagation page says what the code does: displayed formulas executed, numbers computed, links complete."""

import contextlib
import io
import re
from math import e, exp

import numpy as np
import pytest
import sympy as sp

from ravine.exercises.exercise import exercises_in
from solutions.reference import backpropagation as reference
from tests.pages.displayed import bare, expression, formulas, lines, page, words

SOURCE = page("backpropagation")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)
EXERCISES = {exercise.name for exercise in exercises_in(reference)}


def printed(containing):
    """What the page's code cell with this text prints."""
    cells = re.findall(r"^```\{code-cell\} python\n(?::tags:[^\n]*\n)?(.*?)^```", SOURCE, re.MULTILINE | re.DOTALL)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(next(cell for cell in cells if containing in cell), {})
    return [line.split() for line in out.getvalue().splitlines()[1:]]


def test_the_graph_of_the_beginning():
    a = reference.Value(2.0)
    b = a * 3
    c = b * 2
    z = b * c + b
    z.backward()
    assert (b.data, c.data, z.data) == (6, 12, 78)
    assert (c.grad, b.grad, a.grad) == (6, 25, 75)
    assert "Together $\\partial z/\\partial b=25$, and $\\partial z/\\partial a=25\\cdot3=75$" in PROSE
    x = sp.Symbol("x")
    assert sp.expand(sp.diff(6 * x * 3 * x + 3 * x, x)) == 36 * x + 3


def test_both_orders_cost_what_is_displayed():
    right, left = re.findall(r"\\quad ([^,&]*?)(?:,|\s\.)", FORMULAS["eq-costs"].replace(r"\,", " "))
    names = {"s": "s", "n": "n"}
    rows = printed("both_orders")
    assert [int(row[0]) for row in rows] == [2, 5, 10, 20, 40]
    for s, by_right, by_left in rows:
        at = {"s": int(s), "n": 100}
        assert expression(right, names).subs(at) == int(by_right.replace(",", ""))
        assert expression(left, names).subs(at) == int(by_left.replace(",", ""))


def test_the_best_step_minimises_the_displayed_error():
    h, eps, f0, f3 = sp.symbols("h eps f0 f3", positive=True)
    names = {r"\varepsilon": "eps", "|f'''|": "f3", "|f|": "f0", "h": "h"}
    error = expression(lines(FORMULAS["eq-quotient-error"])[0][1].replace(r"\,", " "), names)
    error = error.subs({s: sp.Symbol(s.name, positive=True) for s in error.free_symbols})
    best = (3 * eps * f0 / f3) ** sp.Rational(1, 3)
    assert r"\sqrt[3]{3\,\varepsilon\,|f|/|f'''|}" in FORMULAS["eq-best-step"]
    assert sp.simplify(sp.diff(error, h).subs(h, best)) == 0
    assert f"{(3 * 2**-53) ** (1 / 3):.1e}" == "6.9e-06" and r"h^*=6.9\cdot10^{-6}" in PROSE


def test_measured_errors_show_the_best_steps():
    rows = {int(row[0][3:]): (float(row[1]), float(row[2])) for row in printed("one_sided")}
    central, one_sided = ({k: errors[i] for k, errors in rows.items()} for i in (0, 1))
    assert min(central, key=central.get) in (5, 6) and min(central.values()) < 1e-10
    assert min(one_sided, key=one_sided.get) in (7, 8, 9) and min(one_sided.values()) > 1e-9
    assert central[2] == pytest.approx(1e-4 / 6, rel=0.1)
    assert abs((exp(1 + 1e-5) - exp(1 - 1e-5)) / 2e-5 / e - 1) < 1e-9


def test_displayed_layer_gradients_are_the_reference():
    rng = np.random.default_rng(0)
    x, dy = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    layer = reference.Linear(3, 2, rng)
    layer.forward(x)
    dx = layer.backward(dy)
    assert bare(FORMULAS["eq-linear"]) == r"dW=x^{\top}dy,db_j=\sum_{r}dy_{rj},dx=dyW^{\top}"
    np.testing.assert_allclose(layer.dW, x.T @ dy)
    np.testing.assert_allclose(layer.db, dy.sum(axis=0))
    np.testing.assert_allclose(dx, dy @ layer.W.T)
    assert expression(lines(FORMULAS["eq-sigmoid"])[0][1], {"dy": "dy", "y": "y"}) == sp.sympify("dy*y*(1-y)")


def test_softmax_propped_up_gives_about_28():
    assert round(-np.log(1e-12)) == 28 and "about 28" in PROSE


def test_every_exercise_has_its_line_on_the_page_and_its_formula():
    table = dict(re.findall(r"^\| `(\w+)` \|.*\{eq\}`([\w-]+)` \|$", SOURCE, re.MULTILINE))
    assert set(table) == EXERCISES and set(table.values()) <= set(FORMULAS)


# --- what is displayed, word for word and run


def inner_function(x):
    """y(x) from three numbers to two."""
    return np.array([x[0] * x[1], np.sin(x[2]) + x[0]])


def outer_function(y):
    """z(y) from two numbers to two."""
    return np.array([y[0] ** 2 + y[1], np.exp(y[1]) * y[0]])


def jacobian(f, x):
    return np.array([reference.numeric_gradient(lambda x, i=i: f(x)[i], x) for i in range(len(f(x)))])


def test_displayed_chain_rule_and_its_jacobians():
    assert bare(FORMULAS["eq-chain"]) == (
        r"\frac{\partialz}{\partialx}=\sum_{j=1}^{m}\frac{\partialz}{\partialy_j}\frac{\partialy_j}{\partialx}"
    )
    assert bare(FORMULAS["eq-jacobians"]) == (
        r"\frac{\partialz_i}{\partialx_k}=\sum_{j}\frac{\partialz_i}{\partialy_j}\frac{\partialy_j}{\partialx_k},"
        r"\text{thatis,}\frac{\partialz}{\partialx}=\frac{\partialz}{\partialy}\frac{\partialy}{\partialx}"
    )
    x = np.array([0.7, -0.4, 1.1])
    dz_dy, dy_dx = jacobian(outer_function, inner_function(x)), jacobian(inner_function, x)
    whole = jacobian(lambda x: outer_function(inner_function(x)), x)
    for i, k in np.ndindex(whole.shape):
        assert whole[i, k] == pytest.approx(sum(dz_dy[i, j] * dy_dx[j, k] for j in range(2)))
    np.testing.assert_allclose(whole, dz_dy @ dy_dx, atol=1e-8)
    np.testing.assert_allclose(reference.chain_rule([dy_dx, dz_dy]), whole, atol=1e-8)


def test_displayed_product_of_a_chain():
    assert bare(FORMULAS["eq-chain-rule"]) == r"\frac{\partialx_s}{\partialx_0}=J_sJ_{s-1}\cdotsJ_2J_1"
    J1, J2, J3 = (np.random.default_rng(3).normal(size=shape) for shape in ((3, 2), (4, 3), (1, 4)))
    np.testing.assert_allclose(reference.chain_rule([J1, J2, J3]), J3 @ J2 @ J1)


def test_displayed_scheme_is_what_sequential_does():
    assert bare(FORMULAS["eq-scheme"]) == (
        r"\frac{\partialx_s}{\partialW_i}=\frac{\partialx_s}{\partialx_i}\frac{\partialx_i}{\partialW_i},"
        r"\frac{\partialx_s}{\partialx_{i-1}}=\frac{\partialx_s}{\partialx_i}\frac{\partialx_i}{\partialx_{i-1}}"
    )
    rng = np.random.default_rng(4)
    layers = [reference.Linear(3, 4, rng), reference.Sigmoid(), reference.Linear(4, 2, rng)]
    net, x, dy = reference.Sequential(layers), rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    net.forward(x)
    dx = net.backward(dy)
    by_hand = dy
    for layer in reversed(layers):
        by_hand = layer.backward(by_hand)
    np.testing.assert_allclose(dx, by_hand)
    np.testing.assert_allclose(dx, reference.numeric_gradient(lambda x: np.sum(net.forward(x) * dy), x), atol=1e-8)


def test_displayed_relu():
    assert bare(FORMULAS["eq-relu"]) == r"dx=dy\cdot[x>0]"
    x, dy = np.array([[-1.0, 0.0, 0.5, 2.0]]), np.array([[3.0, 4.0, 5.0, 6.0]])
    layer = reference.ReLU()
    layer.forward(x)
    np.testing.assert_array_equal(layer.backward(dy), dy * (x > 0))


def test_displayed_softmax_its_stable_form_and_its_gradient():
    assert bare(FORMULAS["eq-softmax"]) == r"p_j=\frac{e^{z_j}}{\sum_ie^{z_i}},\ell=-\lnp_{label}"
    assert bare(FORMULAS["eq-stable-loss"]) == r"\ell=\ln\sum_ie^{z_i-m}-(z_{label}-m)"
    assert bare(FORMULAS["eq-softmax-gradient"]) == r"dz_j=\frac{1}{n}(p_j-[j=label])"
    rng = np.random.default_rng(5)
    z, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    m = z.max(axis=1)
    stable = np.log(np.exp(z - m[:, None]).sum(axis=1)) - (z[np.arange(6), labels] - m)
    np.testing.assert_allclose(stable, -np.log(p[np.arange(6), labels]))
    loss = reference.SoftmaxCrossEntropy()
    assert loss.forward(z, labels) == pytest.approx(stable.mean())
    np.testing.assert_allclose(loss.backward(), (p - (np.arange(4) == labels[:, None])) / 6)


def test_displayed_central_difference():
    assert bare(FORMULAS["eq-central"]) == r"\frac{\partialf}{\partialx_i}\approx\frac{f(x+he_i)-f(x-he_i)}{2h}"
    f, x, h = lambda x: np.sin(x[0]) * x[1] ** 3, np.array([0.4, 1.3]), 1e-3
    quotients = [(f(x + h * e_i) - f(x - h * e_i)) / (2 * h) for e_i in np.eye(2)]
    np.testing.assert_allclose(reference.numeric_gradient(f, x, h), quotients, rtol=1e-9)
