"""The page from Adagrad to Adam says what the code does: rules executed, derivations and numbers checked."""

from functools import cache
from math import log, sqrt

import numpy as np
import pytest
import sympy as sp

from ravine.exercises.exercise import exercise_of
from ravine.exercises.kinds.gradient_sequences import last_step
from solutions.reference import adaptive as reference
from tests.pages.adaptive_rules import (
    FORMULAS,
    NAMES,
    ONE,
    ZERO,
    adam_lengths,
    as_values,
    assert_rule,
    bound,
    drawn,
    shown,
    steps,
)  # fmt: skip
from tests.pages.claims import Claims, power
from tests.pages.displayed import bare, page, run

says = Claims("adaptive-adam")
SOURCE = page("adaptive-adam")

RULES = {
    "eq-adagrad-step": (reference.adagrad_step, ("w_new", "g2_new")),
    "eq-adadelta-step": (reference.adadelta_step, ("w_new", "g2_new", "d2_new")),
    "eq-adam-step": (reference.adam_step, ("w_new", "m_new", "v_new")),
}


@pytest.mark.parametrize("label", RULES)
def test_displayed_rule_equals_the_reference(label):
    assert_rule(label, *RULES[label])


def test_displayed_correction_equals_the_reference():
    for inputs in drawn(reference.ema):
        plain = reference.ema(inputs["x"], inputs["beta"])
        corrected = [
            run(FORMULAS["eq-ema-corrected"], NAMES, {"m_new": m, "beta": inputs["beta"], "t": t})["m_hat"]
            for t, m in enumerate(plain, start=1)
        ]
        expected = reference.ema(inputs["x"], inputs["beta"], corrected=True)
        np.testing.assert_allclose(corrected, expected, rtol=1e-12, atol=1e-14)


def test_sum_of_the_weights():
    *_sum, middle, last = FORMULAS["eq-weights-sum"].split("=")
    assert r"(1-\beta)\sum_{k=0}^{t-1}\beta^k" in FORMULAS["eq-weights-sum"]
    for n in (1, 2, 7):
        total = 0.8 * sum(0.2**i for i in range(n))
        for side in (middle, last):
            assert float(shown(side).subs({"beta": 0.2, "t": n})) == pytest.approx(total)
    ones = reference.ema(np.ones(1000), 0.999)
    says("Then $m_1=<.3f>$, $m_2\\approx<.3f>$, and even $m_{1000}$ is only <.2f>", ones[0], ones[1], ones[-1])
    np.testing.assert_allclose(reference.ema(np.ones(1000), 0.999, corrected=True), 1)
    assert np.mean(reference.ema(np.ones(300), 0.9)[-1]) == pytest.approx(1)
    wrong = reference.ema(np.ones(300), 0.9)[-1] / (1 - 0.9)
    assert wrong == pytest.approx(1 / (1 - 0.9))
    says("dividing by $1-\\beta$ every time makes the mean $1/(1-\\beta)$ times too large in the end")


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(12).normal(size=(3000, 400))


def test_regret():
    w, w_star, lr, g = sp.symbols("w w_star lr g")
    latex = FORMULAS["eq-regret-step"].replace(r"\frac\alpha2", r"\frac{\alpha}{2}")
    left, right = (shown(side, NAMES | {"w^*": "w_star"}) for side in latex.split("="))
    step = {"w_new": w - lr * g, "grad": g}
    assert sp.simplify(right.subs(step) - left.subs(step)) == 0
    assert sp.simplify(left.subs(step) - g * (w - w_star)) == 0
    # the bound of a constant rate, and Adagrad's, on random convex losses |a·w − b|
    assert bare(FORMULAS["eq-regret"]) == (
        r"\sum_{t=1}^Tg_t(w_{t-1}-w^*)\le\frac{R^2}{2\alpha}+\frac\alpha2\sum_{t=1}^Tg_t^2"
    )
    rng = np.random.default_rng(5)
    for _ in range(20):
        slopes = rng.normal(size=400) * 10 ** rng.uniform(-1, 1, 400)
        comparator = rng.uniform(-1, 1)
        for adagrad in (False, True):
            w, total, regret, grads = 1.0, 0.0, 0.0, []
            for a in slopes:
                grad = a * np.sign(w - 0.3)
                regret += grad * (w - comparator)
                grads.append(grad)
                total += grad**2
                w = w - (2 / sqrt(2) / sqrt(total) if adagrad else 0.01) * grad
                w = min(max(w, -1.0), 1.0)  # never strays farther than R = 2
            bound = sqrt(2) * 2 * sqrt(total) if adagrad else 4 / (2 * 0.01) + 0.01 / 2 * total
            assert regret <= bound + 1e-9


def test_numbers_of_adagrad():
    often = steps(reference.adagrad_step, np.ones((10_001, 1)), 1)[-1, 0]
    rare = steps(reference.adagrad_step, np.ones((101, 1)), 1)[-1, 0]
    assert (-1 / often, -1 / rare) == (pytest.approx(100, rel=1e-2), pytest.approx(10, rel=1e-2))
    says(r"After 10,000 steps the first moves by $\alpha/100$, the second, when it is its turn, by $\alpha/10$")
    million = {10**6: "a million"}[1000**2]
    says("a single early gradient of 1000 weighs as much as <> later ones of 1", million)
    assert steps(reference.adagrad_step, np.ones((400, 1)), 1)[-1, 0] == pytest.approx(-1 / 20)


def test_a_sum_does_not_forget_an_outlier():
    ones = np.ones((200, 1))
    gradients = np.where(np.arange(1, 201)[:, None] == 50, 100.0, ones)  # as the plot beside it has them
    says("Among <d> gradients of 1 comes one of 100, the fiftieth", len(gradients))
    rmsprop, adagrad, without = (
        -steps(method, sequence, 1)[:, 0]
        for method, sequence in (
            (reference.rmsprop_step, gradients), (reference.adagrad_step, gradients), (reference.adagrad_step, ones),
        )
    )  # fmt: skip
    says(r"RMSprop's steps are back at $0.9\alpha$ after <d> more gradients", np.argmax(rmsprop[50:] > 0.9) + 1)
    assert adagrad[50:] == pytest.approx(0.01, rel=0.02)
    says(r"Adagrad's fall to $<.2f>\alpha$ and stay there", adagrad[-1])
    says(r"without the outlier the last of them would be $<.2f>\alpha$", without[-1])


def test_stale_accumulator():
    names = NAMES
    lr, eps = 0.01, 1e-8
    values = {"w": ZERO, "grad": ONE, "lr": lr, "eps": eps, "g2": ZERO}
    stale = run(FORMULAS["eq-stale"], names, values)["w_new"][0]
    assert -stale == pytest.approx(100) and -stale / lr == pytest.approx(1e4)
    says(r"With $\varepsilon=10^{-8}$ that is ten thousand times a step of gradient descent")
    says(r"For $g_1=1$ and $\alpha=0.01$ the weight leaps to a distance of <.0f>", -stale)
    adagrad = steps(reference.adagrad_step, [ONE], 1, lr=lr)[0, 0]
    rmsprop = steps(reference.rmsprop_step, [ONE], 1, lr=lr)[0, 0]
    says(f"move by ${-adagrad:.2f}$ with Adagrad or ${-rmsprop:.3f}$ with RMSprop")
    for method, name in ((reference.adagrad_step, "stale_accumulator"), (reference.rmsprop_step, "stale_average")):
        wrong = {m.name: m.answer for m in exercise_of(method).misconceptions}[name]
        np.testing.assert_allclose(wrong(ZERO, ZERO, ONE, lr, eps=eps)[0], stale)
    wrong = {m.name: m.answer for m in exercise_of(reference.adadelta_step).misconceptions}["stale_gradient_average"]
    assert wrong(ZERO, ZERO, ZERO, 3 * ONE)[0] == pytest.approx(-3)
    says(f"$-g_1$ instead of ${steps(reference.adadelta_step, [ONE], 2)[0, 0]:.4f}$")


def test_numbers_of_adadelta():
    first = -steps(reference.adadelta_step, [ONE], 2)[0, 0]
    assert first == pytest.approx(1e-3 / sqrt(0.1 + 1e-6))
    assert -steps(reference.adadelta_step, [50 * ONE], 2)[0, 0] == pytest.approx(first, rel=1e-4)
    says(rf"for any gradient of ordinary size ${first:.4f}$, at $\rho=0.9$ and $\varepsilon=10^{{-6}}$")

    def taken(eps):
        gone = np.cumsum(-steps(reference.adadelta_step, np.ones((2000, 1)), 2, eps=eps))
        return int(np.argmax(gone >= 1)) + 1

    says(f"needs {taken(1e-6)} steps for the distance 1")
    says(f"With $\\varepsilon=10^{{-4}}$ it needs {taken(1e-4)}, with $10^{{-8}}$ {taken(1e-8)}")


def test_corrected_average_as_a_recursion():
    x, beta = np.random.default_rng(2).normal(size=40), 0.9
    hat, expected = 0.0, reference.ema(x, beta, corrected=True)
    for t, value in enumerate(x, start=1):
        hat += (1 - beta) / (1 - beta**t) * (value - hat)
        assert hat == pytest.approx(expected[t - 1])
    shares = [0.001 / (1 - 0.999**t) for t in (1, 2, 3, 4)]
    assert shares == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4], rel=2e-3)


def test_what_the_corrections_are_for():
    steady = np.ones(3000)
    plain = adam_lengths(steady, (False, False))
    says(f"$(1-\\beta_1)/\\sqrt{{1-\\beta_2}}={plain[0]:.1f}$ times $\\alpha$")
    says(f"grow to ${plain.max():.1f}\\alpha$ at $t={plain.argmax() + 1}$")
    says(f"and {(plain > 2).sum()} of them are longer than $2\\alpha$")
    np.testing.assert_allclose(adam_lengths(steady), 1)
    says(f"Correcting $m$ alone begins with ${adam_lengths(steady, (True, False))[0]:.0f}\\alpha$")
    assert adam_lengths(steady, (False, True))[0] == pytest.approx(0.1)
    got = -steps(reference.adam_step, np.ones((50, 1)), 2, eps=0.0)[:, 0]
    np.testing.assert_allclose(got, 1)


def test_bound_of_the_step():
    limit = float(shown(FORMULAS["eq-step-bound"].split(r"\;\le\;")[1]).subs({"beta1": 0.9, "beta2": 0.999}))
    assert limit == pytest.approx(bound(10**6))
    says(f"which is {limit:.2f} at the defaults")
    says(f"never above ${limit:.2f}\\alpha$ at the defaults")
    assert max(bound(t) for t in range(1, 20_000)) < limit and bound(1) == pytest.approx(1)
    says(f"1 at the first step, ${bound(100):.1f}$ after 100 steps")
    rng = np.random.default_rng(6)
    for _ in range(200):  # nothing exceeds it
        n = int(rng.integers(1, 200))
        gradients = rng.normal(size=n) * np.exp(rng.normal() * np.arange(n) * 0.2)
        assert adam_lengths(gradients)[-1] <= bound(n) * (1 + 1e-9)
    # and a gradient that grows by β₂/β₁ a step after a long silence reaches it
    growing = np.concatenate([np.zeros(12_000), (0.999 / 0.9) ** np.arange(300.0)])
    with np.errstate(invalid="ignore"):
        assert adam_lengths(growing)[-1] == pytest.approx(limit, rel=1e-3)
        # the paper's bound: one gradient after nothing but zeros
        silence = np.concatenate([np.zeros(12_000), [1.0]])
        spike = adam_lengths(silence)[-1]
    assert spike == pytest.approx(0.1 / sqrt(0.001), rel=1e-3)
    says(rf"$\alpha(1-\beta_1)/\sqrt{{1-\beta_2}}={spike:.2f}\alpha$")
    says(f"grows by $\\beta_2/\\beta_1={0.999 / 0.9:.2f}$")


def test_lines_of_the_bound():
    rng = np.random.default_rng(7)
    beta1, beta2 = 0.9, 0.99
    for t in (1, 3, 40):
        g = rng.normal(size=t)[::-1]
        k = np.arange(t)
        m = abs(reference.ema(g[::-1], beta1)[-1])
        sizes = (1 - beta1) * np.sum(beta1**k * np.abs(g))
        split = (1 - beta1) * np.sum(beta1**k / np.sqrt(beta2**k) * np.sqrt(beta2**k) * np.abs(g))
        roots = (1 - beta1) * sqrt(np.sum(beta1 ** (2 * k) / beta2**k)) * sqrt(np.sum(beta2**k * g**2))
        assert m <= sizes * (1 + 1e-12) and sizes == pytest.approx(split) and split <= roots * (1 + 1e-12)
        v = reference.ema(g[::-1] ** 2, beta2)[-1]
        assert sqrt(np.sum(beta2**k * g**2)) == pytest.approx(sqrt(v / (1 - beta2)))
    assert bare(FORMULAS["eq-cauchy-schwarz"]) == (
        r"|m_t|\le(1-\beta_1)\sum_{k=0}^{t-1}\beta_1^k|g_{t-k}|"
        r"=(1-\beta_1)\sum_{k}\frac{\beta_1^k}{\sqrt{\beta_2^k}}\cdot\sqrt{\beta_2^k}|g_{t-k}|"
        r"\le(1-\beta_1)\sqrt{\sum_{k}\frac{\beta_1^{2k}}{\beta_2^k}}\sqrt{\sum_{k}\beta_2^kg_{t-k}^2}"
    )


def test_special_betas_of_adam():
    gradients = np.random.default_rng(14).normal(size=(40, 3))
    sign = steps(reference.adam_step, gradients, 2, beta1=0.0, beta2=0.0, eps=0.0)
    np.testing.assert_allclose(sign, -np.sign(gradients))
    corrected = steps(reference.adam_step, gradients, 2, beta1=0.0, beta2=0.9, eps=0.0)
    rmsprop = steps(reference.rmsprop_step, gradients, 1, eps=0.0)
    np.testing.assert_allclose(corrected, rmsprop * np.sqrt(1 - 0.9 ** np.arange(1, 41))[:, None])
    adam = steps(reference.adam_step, gradients, 2, beta1=0.0, beta2=1 - 1e-7, eps=0.0)
    adagrad = steps(reference.adagrad_step, gradients, 1, eps=0.0)
    np.testing.assert_allclose(adam / np.sqrt(np.arange(1, 41))[:, None], adagrad, rtol=1e-4)


def test_scale_of_the_loss_does_not_matter():
    gradients = np.random.default_rng(8).normal(size=(50, 3))
    ours = steps(reference.adam_step, gradients, 2, eps=0.0)
    np.testing.assert_allclose(steps(reference.adam_step, 1e5 * gradients, 2, eps=0.0), ours)


def test_where_epsilon_stands():
    def beside(grad, eps=1e-8):
        return grad / (grad + eps)

    def under(grad):
        return -steps(reference.rmsprop_step, np.full((400, 1), grad), 1)[-1, 0]

    says(f"${under(1e-4):.2f}\\alpha$ with $10^{{-8}}$ under the root and ${beside(1e-4):.2f}\\alpha$")
    says(f"for one of $10^{{-6}}$, ${under(1e-6):.2f}\\alpha$ and ${beside(1e-6):.2f}\\alpha$")
    grad = np.array([1e-6])
    ours = -reference.adam_step(ZERO, ZERO, ZERO, 1, grad, eps=1e-7)[0][0]
    values = as_values(reference.adam_step, {"w": ZERO, "t": 1, "eps_hat": 1e-7})
    values |= {"m_new": 0.1 * grad, "v_new": 0.001 * grad**2}
    keras = -run(FORMULAS["eq-epsilon-hat"], NAMES, values)["w_new"][0]
    says(
        r"With $\alpha=0.001$, a first gradient of $10^{-6}$ and a constant of $10^{-7}$, the first step is $<.5f>$ "
        "one way and $<.5f>$ the other", ours, keras,
    )  # fmt: skip
    says("times as large, <.0f> times at the start", 1 / sqrt(1 - 0.999))
    says(r"$\sqrt{G+10^{-8}}$ acts on a gradient as $<>$ beside the root would", power(sqrt(1e-8)))
    for t in (1, 7, 200):
        same = {"t": t, "eps_hat": 1e-4 * sqrt(1 - 0.999**t), "m_new": 0.3 * ONE, "v_new": 1e-6 * ONE}
        short = run(FORMULAS["eq-epsilon-hat"], NAMES, values | same)["w_new"]
        long = -1e-3 * same["m_new"] / (1 - 0.9**t) / (np.sqrt(same["v_new"] / (1 - 0.999**t)) + 1e-4)
        np.testing.assert_allclose(short, long)


def test_exchanged_betas_are_nearly_the_sign(noise):
    def median(beta1, beta2):
        m, v = (reference.ema(x, beta, corrected=True) for x, beta in ((noise, beta1), (noise**2, beta2)))
        return np.median((np.abs(m) / np.sqrt(v))[1500:])

    says(r"a typical step is $<.2f>\alpha$", sqrt((1 - 0.9) / (1 + 0.9)))
    says(r"With 0.9 and 0.999 it is nearly the sign: for pure noise half of its steps are longer than $<.2f>\alpha$",
         median(0.1, 0.001))  # fmt: skip
    says(r"half of Adam's are longer than $<.2f>\alpha$", median(0.9, 0.999))
    # |m̂| is 0.6745 standard deviations of the mean in half of all cases, and √v̂ about 1
    assert median(0.9, 0.999) == pytest.approx(0.6745 * sqrt(0.1 / 1.9), rel=0.01)


@cache
def thrown_out(eps, steps=9000):
    """Adam on ½w² from 1 with α = 0.1: |w| and the rate α/(√v̂ + ε) after each step (index 0: before the first)."""
    w, m, v, far, rates = 1.0, 0.0, 0.0, [1.0], [0.0]
    for t in range(1, steps + 1):
        m, v = 0.9 * m + 0.1 * w, 0.999 * v + 0.001 * w * w
        rates.append(0.1 / (sqrt(v / (1 - 0.999**t)) + eps))
        w -= rates[-1] * m / (1 - 0.9**t)
        far.append(abs(w))
    return np.array(far), np.array(rates)


def test_why_adam_is_thrown_out():
    """The rate α/√v̂ passes momentum's limit in the averaging form, and there the weight turns."""
    edge = float(shown(FORMULAS["eq-adam-edge"].split("<")[1]).subs("beta1", 0.9))
    says(f"which is {edge:.0f} at $\\beta_1=0.9$")
    for beta in (0.5, 0.9):  # the limit, from the eigenvalues of the step (w, m) → (w, m) on curvature 1
        limit = float(shown(FORMULAS["eq-adam-edge"].split("<")[1]).subs("beta1", beta))
        for rate, stable in ((0.999 * limit, True), (1.001 * limit, False)):
            step = [[1 - rate * (1 - beta), -rate * beta], [1 - beta, beta]]
            assert (np.abs(np.linalg.eigvals(step)).max() < 1) == stable
    far, rates = thrown_out(0.0)
    passes, seen = int(np.argmax(rates > edge)), int(far[2000:].argmax()) + 2000
    says(f"At step {passes} the rate passes {edge:.0f}")
    says(f"it takes until step {seen} that one is seen, of 0.09")
    envelope = np.array([far[i : i + 15].max() for i in range(2000, len(far) - 15)])
    assert abs(envelope.argmin() + 2000 - passes) < 40  # until there it shrinks, from there on it grows
    says(rf"$\sqrt{{\hat v}}$ is {0.1 / rates[passes]:.4f} at the turning point, a fortieth of $\alpha$")
    assert 0.1 / (0.1 / rates[passes]) == pytest.approx(40, rel=0.06)
    says(f"Here that begins at {0.1 / edge:.4f}")
    says(
        f"with $\\varepsilon=10^{{-4}}$ the weight is still thrown out to {thrown_out(1e-4)[0][2000:].max():.3f}, "
        f"with $10^{{-3}}$ to {thrown_out(1e-3)[0][2000:].max():.3f}; with $0.003$ it stays"
    )
    assert thrown_out(3e-3)[0][2000:].max() < 1e-40
    says(f"$\\sqrt{{\\hat v}}$ is halved every {2 * log(0.5) / log(0.999):.0f} steps, and the rate")


def test_the_notebook_says_how_long_a_step_a_single_gradient_makes():
    n = 20_000  # a long silence
    notebook = Claims("notebooks/adaptive")
    notebook(
        "One gradient after a long silence makes <.2f> learning rates of it",
        last_step(np.eye(1, n, n - 1)[0], 0.9, 0.999),
    )
    longest = reference.hardest_gradients(300, 0.9, 0.999)
    assert last_step(np.eye(1, 50, 49)[0], 0.9, 0.999) < 1 < last_step(longest, 0.9, 0.999)
