"""The first page after the lectures says what the code does: its theorem, its iteration, its race, its experiment."""

import re

import numpy as np
import pytest

from ravine.plots import MatrixStep, Race
from ravine.problems.referee import paired
from solutions.experiments import accuracies, recorded
from solutions.reference import after as reference
from tests.pages.claims import Claims, power
from tests.pages.displayed import bare, formulas, page, run
from tests.pages.experiments import printed_by
from tests.plots.computed import computed

says = Claims("after")
FORMULAS = formulas(page("after"))
MUON = (3.4445, -4.7750, 2.0315)
NAMES = {
    "c_t": "c", "w_t": "w_new", "w_{t-1}": "w", "m_t": "m_new", "m_{t-1}": "m", "g_t": "grad", r"\beta_1": "beta1",
    r"\beta_2": "beta2", r"\alpha": "lr", r"\delta": "decay", r"\operatorname{sign}": "sign()",
    r"\sigma": "sigma", "a": "a", "b": "b", "n": "n", "m": "m", r"\min": "minimum()", r"\max": "maximum()",
}  # fmt: skip
RNG = np.random.default_rng(8)


# --- the theorem


def test_the_dual_is_the_most_that_a_step_of_length_one_gains():
    assert bare(FORMULAS["eq-dual-norm"]) == r"\lVertg\rVert_*=\max_{\lVertd\rVert\le1}\langleg,d\rangle"
    G = RNG.normal(size=(3, 4))
    lengths = {
        "euclid": np.linalg.norm,
        "max": lambda d: np.abs(d).max(),
        "one": lambda d: np.abs(d).sum(),
        "spectral": lambda d: np.linalg.norm(d, 2),
    }
    for name, length in lengths.items():
        d, dual = reference.steepest_direction(G, name)
        assert length(d) == pytest.approx(1) and np.sum(G * d) == pytest.approx(-dual)
        others = RNG.normal(size=(2000, 3, 4))
        assert max(np.sum(G * other) / length(other) for other in others) < dual


def test_both_steepest_steps_are_the_best():
    """Among many steps, of length α, and with the price."""
    assert bare(FORMULAS["eq-steepest-step"]) == r"\Delta=\alphad,\Delta=\alpha\lVertg\rVert_*d"
    G, lr = RNG.normal(size=(2, 3)), 0.3
    d, dual = reference.steepest_direction(G, "spectral")
    price = lambda step: np.sum(G * step) + np.linalg.norm(step, 2) ** 2 / (2 * lr)  # noqa: E731
    best = lr * dual * d
    assert price(best) == pytest.approx(-lr * dual**2 / 2)
    for other in RNG.normal(size=(2000, 2, 3)):
        assert np.sum(G * other) / np.linalg.norm(other, 2) * lr > np.sum(G * lr * d)
        assert price(best + 0.3 * other) > price(best)


def test_the_descent_in_a_norm():
    r"""On ½wᵀAw in the largest entry: M is the most that Σ|Ad| can be for |d| ≤ 1."""
    assert bare(FORMULAS["eq-norm-descent"]) == r"L(w)-L(w+\Delta)\ge\frac{\lVertg\rVert_*^2}{2M}"
    A = np.array([[2.0, 0.5], [0.5, 1.0]])
    M = max(np.abs(A @ d).sum() for d in ([1, 1], [1, -1]))
    for w in RNG.normal(size=(200, 2)):
        g = A @ w
        dual = np.abs(g).sum()
        step = -dual / M * np.sign(g)
        gain = w @ A @ w / 2 - (w + step) @ A @ (w + step) / 2
        assert gain >= dual**2 / (2 * M) - 1e-12


def test_the_spectral_dual():
    assert bare(FORMULAS["eq-spectral-dual"]) == (r"\langleG,D\rangle=\sum_i\sigma_iu_i^{\top}Dv_i\ge-\sum_i\sigma_i")
    assert bare(FORMULAS["eq-spectral-step"]) == r"D=-UV^{\top}"
    G, D = RNG.normal(size=(2, 3, 4))
    D /= np.linalg.norm(D, 2)
    U, sigma, Vt = np.linalg.svd(G, full_matrices=False)
    terms = np.einsum("ki,kl,il->i", U, D, Vt)
    assert np.sum(G * D) == pytest.approx(sigma @ terms) and np.abs(terms).max() <= 1
    np.testing.assert_allclose(reference.steepest_direction(G, "spectral")[0], -U @ Vt, atol=1e-12)
    diagonal, column = np.diag([3.0, -2.0]), np.array([[3.0], [4.0]])
    np.testing.assert_allclose(reference.steepest_direction(diagonal, "spectral")[0], -np.sign(diagonal), atol=1e-15)
    np.testing.assert_allclose(reference.steepest_direction(column, "spectral")[0], -column / 5)
    says(r"On a diagonal matrix $UV^{\top}$ is the sign of every entry")
    says(r"On a matrix of a single column it is $g/\lVert g\rVert_2$")


def test_the_race_of_matrices():
    races = {turn: run["races"] for turn, run in zip((0, 20), computed([MatrixStep(), MatrixStep(turn=20)], "races"))}
    end = lambda turn, name: races[turn][name]["losses"][-1]  # noqa: E731
    assert min(races[0], key=lambda name: end(0, name)) == "sign"
    says("Along the axes nothing beats the sign: it ends at a loss of $<>$", power(end(0, "sign")))
    says(r"$, $UV^{\top}$ at $<>$. Turn the axes by 20°", power(end(0, "polar")))
    says(r"and the sign ends at $<>$ while $UV^{\top}$ reaches $<>$", power(end(20, "sign")), power(end(20, "polar")))


# --- Muon


def test_muons_step():
    assert bare(FORMULAS["eq-muon-step"]) == (
        r"B_t=\betaB_{t-1}+G_t,M_t=G_t+\betaB_t,W_t=(1-\alpha\delta)W_{t-1}-\alphas\operatorname{polar}(M_t)"
    )
    polar = lambda M: -reference.steepest_direction(M, "spectral")[0]  # noqa: E731
    W, B, G = RNG.normal(size=(3, 2, 5))
    lr, beta, decay, s = 0.1, 0.8, 0.3, np.sqrt(max(1, 5 / 2))
    found = reference.muon_step(W, B, G, polar, lr, beta, decay)
    B = beta * B + G
    np.testing.assert_allclose(found[1], B)
    np.testing.assert_allclose(found[0], (1 - lr * decay) * W - lr * s * polar(G + beta * B))
    says(r"$s=\sqrt{\max(1,\,n_{\text{out}}/n_{\text{in}})}$ belongs to the shape")


def test_the_size_of_an_orthogonal_step():
    for n, m in ((3, 7), (7, 3), (5, 5)):
        polar = -reference.steepest_direction(RNG.normal(size=(n, m)), "spectral")[0]
        left, right = FORMULAS["eq-orthogonal-size"].split("=")
        for side in (left, right):
            value = run(f"x = {side}", NAMES | {"x": "x", "nm": "nm"}, {
                "n": n, "m": m, "nm": n * m, "minimum": np.minimum, "maximum": np.maximum})["x"]  # fmt: skip
            assert value == pytest.approx(np.mean(polar**2))
        assert np.sqrt(np.mean((0.2 * np.sqrt(max(n, m)) * polar) ** 2)) == pytest.approx(0.2)
    says(r"$\sqrt{(1-\beta_1)/(1+\beta_1)}=<.2f>$", np.sqrt(0.1 / 1.9))


def test_newton_schulz_as_displayed():
    assert bare(FORMULAS["eq-newton-schulz"]) == r"A=XX^{\top},X\leftarrowaX+(bA+cA^2)X"
    M = RNG.normal(size=(3, 5))
    X = M / np.linalg.norm(M)
    a, b, c = MUON
    for _ in range(5):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    np.testing.assert_allclose(reference.newton_schulz(M, eps=0), X, rtol=1e-10)
    tall = reference.newton_schulz(M.T, eps=0).T
    np.testing.assert_allclose(tall, X, rtol=1e-9)  # the side on which the product stands does not matter


def rounds(sigma, count, coefficients=MUON):
    """Singular values after rounds, by the displayed formula."""
    names = NAMES | {"c": "c"}
    for _ in range(count):
        a, b, c = coefficients
        sigma = run(FORMULAS["eq-singular-map"], names, {"sigma": sigma, "a": a, "b": b, "c": c})["sigma"]
    return sigma


def test_what_the_rounds_do():
    M = RNG.normal(size=(4, 6))
    sigma = np.linalg.svd(M / np.linalg.norm(M), compute_uv=False)
    found = np.linalg.svd(reference.newton_schulz(M, eps=0), compute_uv=False)
    np.testing.assert_allclose(np.sort(rounds(sigma, 5)), np.sort(found), rtol=1e-9)
    slow = (1.5, -0.5, 0.0)
    says("and 0.01 is still <.3f> after five and <.2f> after ten", rounds(0.01, 5, slow), rounds(0.01, 10, slow))
    says(r"Jordan's multiplies by 3.44, by $a^5=<.0f>$ in five rounds", MUON[0] ** 5)
    fixed = 0.8
    for _ in range(100):  # Newton's method for the fixed point
        a, b, c = MUON
        slope = a + 3 * b * fixed**2 + 5 * c * fixed**4
        fixed -= (rounds(fixed, 1) - fixed) / (slope - 1)
    says("Its fixed point, <.3f>, has the slope $<.2f>$", fixed, slope)
    every = rounds(np.geomspace(0.0015, 1, 100_001), 5)
    says("between 0.0015 and 1 to between <.3f> and <.3f>", every.min(), every.max())
    assert rounds(0.00145, 5) < 0.68
    says("Below 0.0015 it is only multiplied: 0.0001 ends at <.3f>", rounds(0.0001, 5))
    says("0.5 is at <.3f> after five and at <.3f> after ten", rounds(0.5, 5), rounds(0.5, 10))


def test_shampoo_that_forgets_is_muon():
    assert bare(FORMULAS["eq-shampoo"]) == (
        r"L_t=L_{t-1}+G_tG_t^{\top},R_t=R_{t-1}+G_t^{\top}G_t,W_t=W_{t-1}-\alphaL_t^{-1/4}G_tR_t^{-1/4}"
    )
    G = RNG.normal(size=(4, 4))

    def root(P):
        values, vectors = np.linalg.eigh(P)
        return vectors * values**-0.25 @ vectors.T

    step = root(G @ G.T) @ G @ root(G.T @ G)
    np.testing.assert_allclose(step, -reference.steepest_direction(G, "spectral")[0], atol=1e-9)


# --- Lion


def test_displayed_lion_equals_the_reference():
    for lr, decay, beta1, beta2 in ((1e-4, 0.0, 0.9, 0.99), (0.1, 0.5, 0.5, 0.8), (0.02, 0.1, 0.99, 0.9)):
        w, m, grad = RNG.normal(size=(3, 40))
        values = {"w": w, "m": m, "grad": grad, "lr": lr, "decay": decay, "beta1": beta1, "beta2": beta2}
        found = run(FORMULAS["eq-lion-step"], NAMES, values | {"sign": np.sign})
        expected = reference.lion_step(w, m, grad, lr, decay, beta1, beta2)
        np.testing.assert_allclose([found["w_new"], found["m_new"]], expected, rtol=1e-12)


def test_lion_with_one_memory_takes_signums_path():
    settings = {"signum": {"lr": 0.05}, "lion": {"decay": 0.0, "betaSign": 0.9, "betaKept": 0.9}}
    race = Race(methods=["signum", "lion"], surface="noisy", start=[-4.02, 1.48], settings=settings)
    signum, lion = (run["path"] for run in computed([race], "runs")[0]["runs"])
    np.testing.assert_array_equal(signum, lion)
    says("whose path does it take?")


def test_lions_gain_is_not_told_apart_from_adams():
    runs = accuracies("falling")
    gains = {m: runs[f"{m}, linear"] - runs[f"{m}, constant"] for m in ("Adam", "Lion")}
    alone = {m: paired(gain, 0 * gain, 3) for m, gain in gains.items()}
    assert alone["Lion"].mean > alone["Adam"].mean and alone["Lion"].low > 0 > alone["Adam"].low
    says("Lion's gain is larger, and its interval lies above 0 where Adam's does not")
    d = paired(gains["Lion"], gains["Adam"])
    assert d.verdict == "not told apart"
    says("The *difference* of the gains is <.3f> with a standard error of <.3f>", d.mean, d.error)
    said = printed_by("after", "def gain")
    assert f"{d.mean:+.4f} ± {d.error:.4f}, not told apart" in said and said.count("better") == 1


def test_every_grid_reaches_beyond_its_best():
    """But where a rate was named."""
    for name in ("falling", "averages", "clipping", "wrong_labels", "methods", "batches"):
        for row, found in recorded(name).items():
            if "tried" in found:
                rates = [float(rate) for rate in found["tried"]]
                assert min(rates) < found.get("rate", found.get("decay")) < max(rates), (name, row)


def test_the_table_of_norms_names_the_dual_of_each():
    rows = re.findall(r"^\| \$(?:\\lVert|\\sqrt).*$", page("after"), re.MULTILINE)
    assert len(rows) == 4
