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
from tests.pages.claims import Claims, power
from tests.pages.displayed import bare, expression, formulas, lines, page, words

SOURCE = page("backpropagation")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)
EXERCISES = {exercise.name for exercise in exercises_in(reference)}

says = Claims("backpropagation")


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
    says("For $a=2$ the forward pass gives $b=<.0f>$, $c=<.0f>$, $z=<.0f>$", b.data, c.data, z.data)
    straight = c.data + 1
    says("carries $c+1=<.0f>$, and the one from $a$ to $b$ carries 3", straight)
    says("two paths, straight with <.0f> and through $c$ with $<.0f>\\cdot2=<.0f>$", straight, c.grad, c.grad * 2)
    says(
        r"Together $\partial z/\partial b=<.0f>$, and $\partial z/\partial a=<.0f>\cdot3=<.0f>$", b.grad, b.grad, a.grad
    )
    says(r"Then $a$ would have got $<.0f>\cdot3=<.0f>$ instead of <.0f>", straight, straight * 3, a.grad)
    for name, node in (("$a$", a), ("$b=3a$", b), ("$c=2b$", c), ("$z=bc+b$", z)):
        assert re.search(rf"^\| {re.escape(name)} \| {node.data:g} \| .* \| {node.grad:g} \|$", SOURCE, re.MULTILINE)
    says("when $c$ has passed on its <.0f>, $b$ holds $<.0f>+6\\cdot2=<.0f>$", c.grad, straight, b.grad)
    says("$b$'s <.0f> arrives in two parts, 1 and <.0f>", straight, c.data)
    x = sp.Symbol("x")
    assert sp.expand(sp.diff(6 * x * 3 * x + 3 * x, x)) == 36 * x + 3


def test_paths_and_edges():
    says("if 60 nodes in a row each use the one before twice, there are $2^{60}$ paths, but only <d> edges", 2 * 60)
    paths = 1
    for _node in range(60):
        paths += paths  # a node is reached by two edges from the one before
    assert paths == 2**60


def test_forward_mode_on_the_same_graph():
    assert bare(FORMULAS["eq-dual"]) == (
        r"z=u+v{:}\dotz=\dotu+\dotv,z=uv{:}\dotz=\dotuv+u\dotv,z=f(u){:}\dotz=f'(u)\dotu"
    )

    def add(left, right):
        return left[0] + right[0], left[1] + right[1]

    def multiply(left, right):
        return left[0] * right[0], left[1] * right[0] + left[0] * right[1]

    a = 2.0, 1.0
    b = multiply((3.0, 0.0), a)
    c = multiply((2.0, 0.0), b)
    z = add(multiply(b, c), b)
    for name, node in (("$a$", a), ("$b=3a$", b), ("$c=2b$", c)):
        assert re.search(rf"^\| {re.escape(name)} \| {node[0]:g} \| {node[1]:g} \|", SOURCE, re.MULTILINE)
    says(r"| $z=bc+b$ | <.0f> | $3\cdot12+6\cdot6+3=<.0f>$ | 1 |", *z)
    says("Both find the <.0f>, along the same edges", z[1])
    u, du = np.array([0.3, -1.2]), np.array([1.0, 0.5])
    slope = (np.tanh(u + 1e-6 * du) - np.tanh(u - 1e-6 * du)) / 2e-6
    np.testing.assert_allclose((1 - np.tanh(u) ** 2) * du, slope, atol=1e-9)


def test_cost_with_weights():
    """Backward: one pass for the weights of all layers. Forward: a pass for each weight, with the same result."""
    s, n, rng = 3, 4, np.random.default_rng(6)
    W, x0, end = rng.normal(size=(s, n, n)), rng.normal(size=n), rng.normal(size=n)
    x = [x0]
    for layer in W:
        x.append(np.tanh(x[-1] @ layer))
    dy, backward = end, []
    for layer, before, after in zip(W[::-1], x[-2::-1], x[:0:-1]):
        dz = dy * (1 - after**2)
        backward.insert(0, np.outer(before, dz))
        dy = dz @ layer.T
    passes, forward = 0, np.zeros_like(W)
    for i, k, j in np.ndindex(W.shape):
        moved = np.zeros(n)
        for layer in range(s):
            direction = np.zeros((n, n))
            direction[k, j] = layer == i
            moved = (moved @ W[layer] + x[layer] @ direction) * (1 - x[layer + 1] ** 2)
        forward[i, k, j] = moved @ end
        passes += 1
    np.testing.assert_allclose(forward, backward, atol=1e-12)
    assert passes == s * n**2
    says("$n^2$ of them at every layer, and there are $sn^2$ in all")
    says("It is the number of weights")


def test_both_orders_cost_what_is_displayed():
    right, left = re.findall(r"\\quad ([^,&]*?)(?:,|\s\.)", FORMULAS["eq-costs"].replace(r"\,", " "))
    names = {"s": "s", "n": "n"}
    rows = printed("both_orders")
    assert [int(row[0]) for row in rows] == [2, 5, 10, 20, 40]
    for s, by_right, by_left in rows:
        at = {"s": int(s), "n": 100}
        assert expression(right, names).subs(at) == int(by_right.replace(",", ""))
        assert expression(left, names).subs(at) == int(by_left.replace(",", ""))


def test_cost_of_a_whole_jacobian():
    cells = re.findall(r"^```\{code-cell\} python\n:tags:[^\n]*\n(.*?)^```", SOURCE, re.MULTILINE | re.DOTALL)
    cell = next(cell for cell in cells if "def multiplications" in cell)
    names = {}
    exec(cell.split("print(")[0], names)
    one, many = ([(rows, 50)] + [(50, 50)] * 9 for rows in (1, 1000))
    times = names["multiplications"](many) / names["multiplications"](one)
    says("Start with the identity, 1,000 rows, instead of one row: <,.0f> times as much", times)


def test_the_best_step_minimises_the_displayed_error():
    h, eps, f0, f3 = sp.symbols("h eps f0 f3", positive=True)
    names = {r"\varepsilon": "eps", "|f'''|": "f3", "|f|": "f0", "h": "h"}
    error = expression(lines(FORMULAS["eq-quotient-error"])[0][1].replace(r"\,", " "), names)
    error = error.subs({s: sp.Symbol(s.name, positive=True) for s in error.free_symbols})
    best = (3 * eps * f0 / f3) ** sp.Rational(1, 3)
    assert r"\sqrt[3]{3\,\varepsilon\,|f|/|f'''|}" in FORMULAS["eq-best-step"]
    assert sp.simplify(sp.diff(error, h).subs(h, best)) == 0
    says(r"$h^*=<>$", power((3 * 2**-53) ** (1 / 3), 1))
    says(r"$\varepsilon=2^{-53}\approx<>$", power(2.0**-53, 1))


def test_a_quotient_across_the_kink_falls_short():
    across = [(max(0.01 + h, 0) - max(0.01 - h, 0)) / (2 * h) for h in (0.005, 0.0099, 0.02)]
    assert across[:2] == pytest.approx([1, 1]) and across[2] < 1
    says("(Choose ReLU in the picture, and $x=0.01$: from $h=0.01$ on, the central quotient falls short.)")


def test_measured_errors_show_the_best_steps():
    rows = {int(row[0][3:]): (float(row[1]), float(row[2])) for row in printed("one_sided")}
    central, one_sided = ({k: errors[i] for k, errors in rows.items()} for i in (0, 1))
    assert min(central, key=central.get) in (5, 6) and min(central.values()) < 1e-10
    assert min(one_sided, key=one_sided.get) in (7, 8, 9) and min(one_sided.values()) > 1e-9
    assert central[2] == pytest.approx(1e-4 / 6, rel=0.1)
    assert abs((exp(1 + 1e-5) - exp(1 - 1e-5)) / 2e-5 / e - 1) < 1e-9


def test_digits_of_a_right_gradient():
    rng = np.random.default_rng(10)
    x, labels, loss = rng.normal(size=(10, 5)), rng.integers(0, 3, 10), reference.SoftmaxCrossEntropy()
    first = reference.Linear(5, 8, rng)
    net = reference.Sequential([first, reference.Sigmoid(), reference.Linear(8, 3, rng)])

    def at(W):
        first.W = W
        return loss.forward(net.forward(x), labels)

    W = first.W
    quotient = reference.numeric_gradient(at, W, 1e-5)
    at(W)
    net.backward(loss.backward())
    digits = -np.log10(np.linalg.norm(quotient - first.dW) / np.linalg.norm(first.dW))
    assert 8 <= digits < 10
    says("A right gradient agrees to eight or nine digits at $h=10^{-5}$")


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
    says("would have hidden the trap and given about <.0f>", -np.log(1e-12))
    loss = reference.SoftmaxCrossEntropy().forward(np.array([[1000.0, -1000.0]]), np.array([1]))
    says("Now the loss is <.0f>, as it should be", loss)
    x = 1000.0
    with np.errstate(over="ignore", invalid="ignore"):
        assert 1 / (1 + np.exp(x)) == 0 and np.isnan(np.exp(x) / (1 + np.exp(x)))
    says("equal on paper, but becomes $\\infty/\\infty$ at $x=1000$")
    says("A class 2000 below the largest has $p=e^{-2000}$, which is rounded to <.0f>", np.exp(-2000.0))


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


def test_displayed_four_entries():
    entry = r"\frac{{\partialz_{i}}}{{\partialx_{k}}}="
    path = r"\frac{{\partialz_{i}}}{{\partialy_{j}}}\frac{{\partialy_{j}}}{{\partialx_{k}}}"
    four = [
        entry.format(i=i, k=k) + "+".join(path.format(i=i, j=j, k=k) for j in (1, 2)) for i in (1, 2) for k in (1, 2)
    ]
    assert bare(FORMULAS["eq-four-entries"]) == ",".join(four)


def test_derivative_by_a_matrix():
    assert bare(FORMULAS["eq-outer"]) == r"dW_{kl}=\sum_jdy_j\frac{\partialy_j}{\partialW_{kl}}=x_kdy_l"
    rng = np.random.default_rng(7)
    n = 4
    x, W, dy = rng.normal(size=n), rng.normal(size=(n, n)), rng.normal(size=n)
    monster = jacobian(lambda flat: x @ flat.reshape(n, n), W.ravel())
    assert monster.shape == (n, n**2) and np.count_nonzero(np.abs(monster) > 1e-9) == n**2
    np.testing.assert_allclose((dy @ monster).reshape(n, n), np.outer(x, dy), atol=1e-8)
    layer = reference.Linear(n, n, rng)
    layer.W = W
    layer.forward(x[None])
    np.testing.assert_allclose(layer.backward(dy[None])[0], dy @ jacobian(lambda x: x @ W, x), atol=1e-8)
    np.testing.assert_allclose(layer.dW, np.outer(x, dy))
    says(r"for $n=1000$ it has $n^3=<>$ entries", power(1000.0**3))
    says("of each thousand entries <d> are zero", 1000 - 1000 * 1000**2 // 1000**3)
    says("both together cost <> passes forward", {3: "three"}[1 + 2])


def test_each_layer_s_vector_jacobian_product():
    rng = np.random.default_rng(8)
    x, dy = rng.normal(size=5), rng.normal(size=5)
    for layer in (reference.ReLU(), reference.Sigmoid()):
        J = jacobian(lambda x, layer=layer: layer.forward(x[None])[0], x)
        np.testing.assert_allclose(J, np.diag(np.diag(J)), atol=1e-8)
        layer.forward(x[None])
        np.testing.assert_allclose(layer.backward(dy[None])[0], dy @ J, atol=1e-8)


def matrices(label):
    found = re.findall(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}", FORMULAS[label])
    return [np.array([[float(cell) for cell in row.split("&")] for row in m.split(r"\\")]) for m in found]


def test_once_by_hand():
    W1, W3 = matrices("eq-two-layers")
    rng = np.random.default_rng(0)
    first, relu, last = reference.Linear(2, 2, rng), reference.ReLU(), reference.Linear(2, 1, rng)
    first.W, last.W = W1, W3
    x1 = first.forward(np.array([[1.0, 2.0]]))
    x2 = relu.forward(x1)
    x3 = last.forward(x2)
    dx3 = x3 - 1
    dx2 = last.backward(dx3)
    dx1 = relu.backward(dx2)
    dx0 = first.backward(dx1)

    def row(x):
        return f"$({','.join(f'{entry:g}' for entry in x.ravel())})$" if x.size > 1 else f"{x.item():g}"

    by_first = ", ".join(map(row, first.dW))
    by_last = ", ".join(map(row, last.dW))
    says("| 1, linear | <> | <> | rows <> | <> |", row(x1), row(dx1), by_first, row(dx0))
    says("| 2, ReLU | <> | <> | – | <> |", row(x2), row(dx2), row(dx1))
    says("| 3, linear | <> | <> | rows <> | <> |", row(x3), row(dx3), by_last, row(dx2))
    says("| 4, loss | <> | 1 | – | <> |", row((x3 - 1) ** 2 / 2), row(dx3))
    says("It got a gradient of <.0f> all the same", dx2[0, 1])
    assert not first.dW[:, 1].any() and last.dW[1] == 0


def test_unrolled_sum():
    assert bare(FORMULAS["eq-unrolled"]) == (
        r"\frac{\partialh_T}{\partialw}=\sum_{t=1}^{T}(\prod_{k=t+1}^{T}w\varphi_k')\varphi_t'h_{t-1}"
    )
    rng = np.random.default_rng(9)
    x, h0, T = rng.normal(size=6), 0.4, 6

    def states(w):
        h = [h0]
        for t in range(T):
            h.append(np.tanh(w * h[-1] + x[t]))
        return h

    h = states(1.3)
    slope = [None] + [1 - h[t] ** 2 for t in range(1, T + 1)]
    found = sum(np.prod([1.3 * slope[k] for k in range(t + 1, T + 1)]) * slope[t] * h[t - 1] for t in range(1, T + 1))
    assert found == pytest.approx((states(1.3 + 1e-6)[-1] - states(1.3 - 1e-6)[-1]) / 2e-6, rel=1e-7)


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


def test_the_notebooks_example_of_a_chain():
    notebook = Claims("notebooks/backpropagation")
    left, right = 4 * 8 * 2 + 4 * 2 * 4, 8 * 2 * 4 + 4 * 8 * 4
    notebook(r"From the left it is $4\cdot8\cdot2 + 4\cdot2\cdot4 = <d>$", left)
    notebook(r"from the right $8\cdot2\cdot4 + 4\cdot8\cdot4 = <d>$", right)
    assert reference.fewest_multiplications([4, 2, 8, 4]) == min(left, right)
