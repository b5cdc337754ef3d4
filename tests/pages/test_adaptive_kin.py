"""The page on Adam's kin says what the code does: rules executed, derivations and numbers checked, methods compared."""

import re
from math import log, sqrt

import numpy as np
import pytest
import sympy as sp

from solutions.reference import adaptive as reference
from solutions.reference.adaptive.radam_step import _rectification, _rho
from tests.pages.adaptive_rules import (
    FORMULAS,
    NAMES,
    ONE,
    ZERO,
    adam_lengths,
    as_values,
    assert_rule,
    bound,
    branches,
    drawn,
    lines_of,
    shown,
    steps,
)  # fmt: skip
from tests.pages.claims import Claims
from tests.pages.displayed import bare, expression, lines, page, run
from tests.pages.test_adaptive_adam import thrown_out

says = Claims("adaptive-kin")
SOURCE = page("adaptive-kin")

RULES = {
    "eq-adamax-step": (reference.adamax_step, ("w_new", "m_new", "u_new")),
    "eq-nadam-step": (reference.nadam_step, ("w_new", "m_new", "v_new")),
}


@pytest.mark.parametrize("label", RULES)
def test_displayed_rule_equals_the_reference(label):
    assert_rule(label, *RULES[label])


def test_displayed_radam_equals_the_reference():
    _before, ((adaptive, condition), (plain, otherwise)), _after = branches("eq-radam-step")
    assert condition == r"\rho_t > 4" and otherwise.startswith("not")
    assert FORMULAS["eq-radam-step"].startswith(r"w_t = w_{t-1} - \alpha\,")
    adaptive = adaptive.replace(r"\dfrac", r"\frac")
    rectified = "eq-rectification"
    for inputs in drawn(reference.radam_step):
        values = as_values(reference.radam_step, inputs)
        state = run(FORMULAS["eq-adam-step"], NAMES, values)
        rho_inf = run(r"\rho_\infty = \frac{2}{1-\beta_2} - 1", NAMES, values)["rho_inf"]
        values |= state | {"rho_inf": rho_inf}
        values |= run(lines_of("eq-rho", 0), NAMES, values)
        branch = plain
        if values["rho_t"] > 4:
            branch = adaptive
            values |= run(FORMULAS[rectified], NAMES, values)
        move = run(f"z = {branch}", NAMES | {"z": "move"}, values)["move"]
        w, m, v = reference.radam_step(**inputs)
        np.testing.assert_allclose(inputs["w"] - values["lr"] * move, w, rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(values["m_new"], m)
        np.testing.assert_allclose(values["v_new"], v)
    assert lines(FORMULAS["eq-rho"])[1] == (r"\rho_\infty", r"\frac{2}{1-\beta_2} - 1")


def test_adamax_is_the_limit_of_powers():
    g = np.random.default_rng(9).normal(size=30)
    beta2, u = 0.9, 0.0
    for t in range(1, 31):
        u = max(beta2 * u, abs(g[t - 1]))
        aged = beta2 ** np.arange(t) * np.abs(g[:t][::-1])
        assert u == pytest.approx(aged.max())
    p = 400
    v = 0.0
    for value in g:
        v = beta2**p * v + (1 - beta2**p) * abs(value) ** p
    assert v ** (1 / p) == pytest.approx(u, rel=0.02)
    inside = (1 - beta2**p) ** (1 / p) * np.sum(aged**p) ** (1 / p)
    assert inside == pytest.approx(v ** (1 / p))
    assert bare(FORMULAS["eq-p-norm"]) == (
        r"v_t^{1/p}=(1-\beta_2^p)^{1/p}(\sum_{k=0}^{t-1}(\beta_2^{k}|g_{t-k}|)^p)^{1/p}"
    )
    assert r"\max\bigl(\beta_2 u_{t-1},\,|g_t|\bigr)" in FORMULAS["eq-adamax-max"]


def test_bound_of_adamax():
    limit = float(shown(FORMULAS["eq-adamax-bound"].split(r"\le ")[-1]).subs({"beta1": 0.9, "beta2": 0.999}))
    says(f"{limit:.3f} at the defaults")
    means = [np.average(0.999 ** -np.arange(t), weights=0.9 ** np.arange(t)) for t in range(1, 300)]
    assert (np.diff(means) > -1e-15).all() and means[0] == 1 and means[-1] == pytest.approx(limit)
    falling = 0.999 ** np.arange(1500.0).reshape(-1, 1)
    made = -steps(reference.adamax_step, falling, 2)
    assert made[-1, 0] == pytest.approx(limit) and made[-1, 0] > 1.008
    says("by 0.9 per cent")
    rng = np.random.default_rng(10)
    wild = rng.normal(size=(3000, 1)) * 10 ** rng.uniform(-4, 4, (3000, 1))
    assert np.abs(steps(reference.adamax_step, wild, 2)).max() <= limit
    tiny = 1e-8
    assert tiny / max(tiny + 1e-8, 0) == pytest.approx(1 / 2) and tiny / (tiny + 1e-7) == pytest.approx(1 / 11)


def test_what_an_outlier_does_to_the_divisors():
    """All gradients are 1 but one, long ago: for how many steps is each divisor above 2?"""
    age = np.arange(20_000)

    def above(outlier):
        adam = np.sqrt(1 + (outlier**2 - 1) * 0.001 * 0.999**age)
        adamax = np.maximum(outlier * 0.999**age, 1)
        return int(np.argmax(adam < 2)), int(np.argmax(adamax < 2))

    adam, adamax = above(100)
    says(
        "after an outlier 100 times as large as all other gradients, the divisor is more than twice its usual size "
        f"for {adam} steps in Adam, and for {adamax} in Adamax"
    )
    assert above(10)[0] < above(10)[1] and above(1400)[0] < above(1400)[1] and above(1600)[0] > above(1600)[1]
    says("for outliers beyond $1.5/(1-\\beta_2)$ times the rest it is Adam that takes longer to forget")
    adam, adamax = above(10_000)
    says(f"{adam:,} steps against {adamax} after one of 10,000")
    half = log(0.5) / log(0.999)
    says(f"$u$ is halved in {half:.0f} steps, $\\sqrt v$ only in {2 * half:.0f}")
    says(f"takes only $\\sqrt{{1-\\beta_2}}={sqrt(0.001):.3f}$ of it")


def test_nadam_where_the_gradient_turns_at_every_step():
    turns = np.where(np.arange(60) % 2, -1.0, 1.0)[:, None]
    long = (-1.0) ** np.arange(20_000)[:, None]
    nadam, adam = (abs(steps(method, long, 2)[-1, 0]) for method in (reference.nadam_step, reference.adam_step))
    says(r"In the long run Nadam's steps are $<.3f>\alpha$ and Adam's $<.3f>\alpha$", nadam, adam)
    assert abs(steps(reference.nadam_step, turns, 2)[-1, 0]) == pytest.approx(nadam, rel=0.01)  # at the plot's end
    older = 1 - 0.9**2 - nadam  # of the newest gradient's weight, 0.19, what all older ones take away
    assert 0 < older < (1 - 0.9**2) / 4
    says("What is older than one step cancels nearly to nothing, and the newest gradient decides")
    says("So Nadam notices a wall sooner, and damps a ripple less")


def test_numbers_of_nadam():
    first = -steps(reference.nadam_step, [ONE], 2, eps=0.0)[0, 0]
    says(f"its first step is ${first:.2f}\\alpha$")
    says("0.19 against 0.1. Nadam reacts to a turn nearly twice as fast")
    weight = 0.9 * 0.1 + 0.1
    assert weight == pytest.approx(1 - 0.9**2) == 0.19


def test_nesterov_in_adam_is_the_rewritten_step():
    """Without corrections and divisor, Nadam's direction is the rewritten Nesterov step with v = −αm/(1−β)·(1−β)."""
    from solutions.reference.momentum import nesterov_step_rewritten

    beta, lr, rng = 0.9, 0.1, np.random.default_rng(11)
    u, v, m = ZERO, ZERO, ZERO
    for grad in rng.normal(size=(20, 1)):
        u_new, v = nesterov_step_rewritten(u, v, grad, lr * (1 - beta), beta)
        m = beta * m + (1 - beta) * grad
        np.testing.assert_allclose(u_new - u, -lr * (beta * m + (1 - beta) * grad), atol=1e-15)
        u = u_new


def test_mean_age_gives_rho():
    displayed = shown(FORMULAS["eq-mean-age"].split("=")[-1])
    for n, b in ((1, 0.9), (5, 0.999), (60, 0.97)):
        k = np.arange(n)
        age = np.sum(k * b**k) * (1 - b) / (1 - b**n)
        assert float(displayed.subs({"t": n, "beta2": b})) == pytest.approx(age, abs=1e-9)
        _inf, rho = _rho(n, b)
        assert (rho - 1) / 2 == pytest.approx(age, abs=1e-9)


def test_variance_of_the_divisor():
    rho, sigma = sp.symbols("rho sigma", positive=True)
    names = {r"\rho": "rho", r"\sigma": "sigma"}

    def displayed(label):
        found = shown(re.split(r"=|\\approx", FORMULAS[label])[1], names)
        return found.subs({s: sp.Symbol(s.name, positive=True) for s in found.free_symbols})

    first, second = 1 / (rho - 2), 1 / ((rho - 2) * (rho - 4))
    variance = (rho / sigma**2) ** 2 * (second - first**2)
    assert sp.simplify(displayed("eq-variance") - variance) == 0
    mean = rho / ((rho - 2) * sigma**2)
    assert sp.simplify(displayed("eq-variance-of-root") - variance / (4 * mean)) == 0
    of_root = displayed("eq-variance-of-root")
    quotient = of_root.subs(rho, sp.Symbol("rho_inf")) / of_root.subs(rho, sp.Symbol("rho_t"))
    r = expression(lines(FORMULAS["eq-rectification"])[0][1], NAMES)
    assert sp.simplify(r**2 - quotient) == 0
    # the two moments of 1/χ², by integration
    x = sp.symbols("x", positive=True)
    density = x ** sp.Rational(7, 2) * sp.exp(-x / 2) / (2 ** sp.Rational(9, 2) * sp.gamma(sp.Rational(9, 2)))
    for power, expected in ((1, first), (2, second)):
        assert sp.simplify(sp.integrate(density / x**power, (x, 0, sp.oo)) - expected.subs(rho, 9)) == 0


def test_numbers_of_radam():
    rhos = [_rho(t, 0.999)[1] for t in range(1, 6)]
    says(f"$\\rho_4={rhos[3]:.3f}$, $\\rho_5={rhos[4]:.3f}$")
    says("ends at 1999")
    assert _rho(1, 0.999)[0] == pytest.approx(1999)
    r = np.array([_rectification(*_rho(t, 0.999)) for t in range(5, 6000)])
    says(f"then $r_5={r[0]:.3f}$")
    says(f"to a half at step {np.argmax(r >= 0.5) + 5}, to 0.9 at step {np.argmax(r >= 0.9) + 5}")
    noise = np.random.default_rng(0).choice([-1.0, 1.0], size=(30, 1))
    share = steps(reference.radam_step, noise, 2) / steps(reference.adam_step, noise, 2)
    says("from which step on are RAdam's far shorter?")
    assert share[:4] == pytest.approx(1) and (share[4:] < 0.12).all()
    made = -steps(reference.radam_step, np.full((5, 1), 100.0), 2)[:, 0]
    np.testing.assert_allclose(made[:4], 100)
    says(r"each of the first four steps is $100\alpha$")
    says(f"the fifth is ${made[4]:.3f}\\alpha$")
    first = next(t for t in range(1, 100) if _rho(t, 0.65)[1] > 4)
    rounding = np.spacing(_rho(1, 0.999)[0]) / 2
    says(
        f"Rounding errors of about $10^{{{round(np.log10(rounding))}}}$ in the first remain beside a result of 1: "
        "twelve digits instead of sixteen"
    )
    says(f"at $\\beta_2=0.65$ the first adaptive step is $t={first}$")
    assert _rho(1, 0.6)[0] == pytest.approx(4) and max(_rho(t, 0.6)[1] for t in range(1, 300)) <= 4
    says(r"up to $\beta_2=<.1f>$, where $\rho_\infty\le4$, there is none", 1 - 2 / (4 + 1))


def test_first_steps_are_not_long_but_sure_of_themselves():
    """RAdam's motive: the divisor varies, the step does not; wrong is the first steps' mean length."""
    gradients = np.random.default_rng(15).normal(size=(5, 200_000))
    lengths = adam_lengths(gradients)
    five, long_run = lengths.mean(axis=1), sqrt(0.1 / 1.9 * 2 / np.pi)
    assert lengths.max(axis=1) == pytest.approx([bound(t) for t in range(1, 6)], abs=2e-3)  # nearly reached, not passed
    says(
        "the mean length of the first five is $<.2f>\\alpha$, $<.2f>\\alpha$, $<.2f>\\alpha$, $<.2f>\\alpha$, "
        "$<.2f>\\alpha$, against $<.2f>\\alpha$ in the long run", *five, long_run,
    )  # fmt: skip
    says(f"at most ${bound(2):.4f}\\alpha$ long at $t=2$, ${bound(3):.4f}\\alpha$ at $t=3$ and ${bound(5):.4f}\\alpha$")
    divisors = 1 / np.sqrt(reference.ema(gradients**2, 0.999, corrected=True))
    assert np.quantile(divisors, 0.999, axis=1)[1] > 10  # now and then the divisor is far too small …
    assert abs(np.corrcoef(np.log(divisors[2]), np.log(lengths[2]))[0, 1]) < 0.05  # … and the step no longer for it


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(12).normal(size=(3000, 400))


@pytest.mark.parametrize(
    "name, method, states",
    (
        (r"RMSprop, $\rho=0.9$", reference.rmsprop_step, 1),
        ("Adam", reference.adam_step, 2),
        ("Adamax", reference.adamax_step, 2),
        ("Nadam", reference.nadam_step, 2),
    ),
)
def test_rows_of_the_comparison(name, method, states, noise):
    first = -steps(method, [ONE], states)[0, 0]
    steady = -steps(method, np.ones((3000, 1)), states)[-1, 0]
    rough = np.sqrt(np.mean(steps(method, noise, states)[1500:] ** 2))
    first = r"$\alpha$" if f"{first:.2f}" == "1.00" else rf"${first:.2f}\,\alpha$"
    rough = r"about $\alpha$" if rough > 0.95 else rf"about ${rough:.2f}\,\alpha$"
    assert steady == pytest.approx(1, abs=1e-3)
    assert rf"| {name} | {first} | $\alpha$ | {rough} |" in SOURCE


def test_summary_of_the_comparison(noise):
    methods = {
        "Adagrad": (reference.adagrad_step, 1), "RMSprop": (reference.rmsprop_step, 1),
        "Adam": (reference.adam_step, 2), "Adamax": (reference.adamax_step, 2),
        "Nadam": (reference.nadam_step, 2), "RAdam": (reference.radam_step, 2),
    }  # fmt: skip
    firsts = {name: -steps(method, [3 * ONE], states)[0, 0] for name, (method, states) in methods.items()}
    others = [name for name, first in firsts.items() if abs(first - 1) > 0.01]
    assert sorted(others) == ["Nadam", "RAdam", "RMSprop"]
    says("At the first step all but RMSprop, Nadam and RAdam move by $\\alpha$")
    adam = steps(reference.adam_step, noise, 2)[1500:]
    assert np.sqrt(np.mean(adam**2)) == pytest.approx(1 / 4, abs=0.03)
    says("in noise Adam's steps are a quarter of that")


def test_rows_of_adagrad_and_radam(noise):
    adagrad = steps(reference.adagrad_step, noise, 1)[-1]
    assert sqrt(np.mean(adagrad**2) * len(noise)) == pytest.approx(1, rel=0.1)
    assert _rectification(*_rho(50_000, 0.999)) == pytest.approx(1, abs=1e-3)
    assert -steps(reference.radam_step, [7 * ONE], 2)[0, 0] == pytest.approx(7)


def test_large_gradient_becomes_three_votes():
    cycle = np.tile([3.0, -1.0, -1.0], 400).reshape(-1, 1)
    assert cycle[:3].sum() > 0
    short, long = (steps(reference.rmsprop_step, cycle, 1, rho=rho, eps=0.0)[-3:].ravel() for rho in (0.1, 0.9))
    says(f"by ${short.sum():.2f}\\alpha$ in every three steps")
    assert short.sum() > 0 > long.sum()
    says(r"With $\rho=0.9$ it goes <>", "down" if long.sum() < 0 else "up")
    says(
        f"moves the weight down by ${-short[0]:.2f}\\alpha$ and the two small ones together move it up by "
        f"${short[1:].sum():.2f}\\alpha$"
    )


def test_they_do_not_come_to_rest():
    w, g2 = ONE, ZERO
    for _ in range(2000):
        w, g2 = reference.rmsprop_step(w, g2, w, 0.1)
    assert abs(w[0]) == pytest.approx(0.05, rel=1e-3)
    assert reference.rmsprop_step(w, g2, w, 0.1)[0][0] == pytest.approx(-w[0])
    far, _rates = thrown_out(1e-8)
    assert far[6500:6520].max() < 1e-145
    says("by step 6500 is closer than $10^{-145}$")
    says(f"thrown out <thrown-out>` to {far[2000:].max():.2f}")


def test_methods_see_along_the_axes_only():
    """At 45° both weights of a quadratic get gradients of one size on the average: here, exactly, by symmetry."""
    hessian = np.array([[2.0, 1.8], [1.8, 2.0]])
    rng = np.random.default_rng(13)
    gradients = rng.normal(size=(20_000, 2)) @ hessian
    first, second = np.sqrt(np.mean(gradients**2, axis=0))
    assert first == pytest.approx(second, rel=0.02)
