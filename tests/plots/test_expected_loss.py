"""The expected loss is the exact recursion, its gradient the recursion's, and the schedule found the best around."""

import json
import subprocess

import numpy as np
import pytest

from ravine.plots import ExpectedLoss
from ravine.plots.bundle import SOURCE, node
from solutions.reference.after import expected_loss
from solutions.reference.momentum import momentum_step
from tests.pages.claims import Claims
from tests.plots.computed import computed

says = Claims("practice")
CURVATURES = np.logspace(-2, 0, 30)
KEEP = ("rates", "knots", "parts", "loss", "constant", "constantRate")
SETTINGS = [
    {"method": "descent"},
    {"method": "momentum", "beta": 0.7},
    {"method": "lookahead", "k": 3, "alpha": 0.4},
    {"method": "tail"},
    {"method": "ema", "kept": 0.9},
    {"method": "scheduleFree", "beta": 0.8},
]
RATES = np.concatenate([np.geomspace(1.2, 0.05, 120), np.full(80, 0.3)])
SHAPES = {
    "constant": 0.0541,
    "triangles": 0.0359,
    "hyperbola": 0.0271,
    "linear": 0.0210,
    "cosine": 0.0193,
    "best": 0.0139,
}


AVERAGES = {  # the share of the new z that x takes in at step t = 0, 1, …
    "tail": lambda t, kept: 1 if t < 100 else 1 / (t - 99),
    "ema": lambda t, kept: 1 - kept,
    "scheduleFree": lambda t, kept: 1 / (t + 1),
}


def expected(rates, noise, method, beta=0.0, k=1, alpha=1.0, kept=0.0):
    """E ½λw² of every direction and step, [direction][step], by 2×2 moments, as the definition has it."""
    if method in AVERAGES:
        return expected_of_average(rates, noise, method, beta, kept)
    losses = []
    for c in CURVATURES:
        P = np.ones((2, 2)) if method == "lookahead" else np.diag([1.0, 0.0])
        own = [c * P[0, 0] / 2]
        for t, rate in enumerate(rates):
            if method == "momentum":
                M, g = np.array([[1 - rate * c, beta], [-rate * c, beta]]), -rate * np.ones(2)
            else:  # descent keeps nothing beside w, Lookahead the slow weights
                M, g = np.diag([1 - rate * c, float(method == "lookahead")]), np.array([-rate, 0])
            P = M @ P @ M.T + noise * c * np.outer(g, g)
            if method == "lookahead" and (t + 1) % k == 0:
                K = np.array([[alpha, 1 - alpha]] * 2)
                P = K @ P @ K.T
            own.append(c * P[0, 0] / 2)
        losses.append(own)
    return np.array(losses)


def expected_of_average(rates, noise, method, beta, kept):
    """E ½λx²: (z, x) are moved by one draw of noise, and by the gradient at (1 − β)z + βx."""
    losses = []
    for c in CURVATURES:
        P, own = np.ones((2, 2)), [c / 2]
        for t, rate in enumerate(rates):
            share = AVERAGES[method](t, kept)
            z = np.array([1, 0]) - rate * c * np.array([1 - beta, beta])
            M = np.array([z, share * z + [0, 1 - share]])
            g = -rate * np.array([1, share])
            P = M @ P @ M.T + noise * c * np.outer(g, g)
            own.append(c * P[1, 1] / 2)
        losses.append(own)
    return np.array(losses)


def module_says(name, call):
    """What a call of one of the plots' modules returns."""
    module = json.dumps((SOURCE / f"{name}.js").as_uri())
    script = f"import * as module from {module}; console.log(JSON.stringify(module.{call}));"
    return json.loads(node("--input-type=module", "-e", script, stdout=subprocess.PIPE, check=True).stdout)


def javascript(call):
    return module_says("expected-loss", call)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: s["method"])
def test_expected_losses_are_those_of_the_moments_to_1e_12(settings):
    parts = javascript(f"expectedParts({json.dumps({**settings, 'noise': 0.07})}, {RATES.tolist()})")
    np.testing.assert_allclose(parts, expected(RATES, 0.07, **settings), rtol=1e-12)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: s["method"])
def test_the_gradient_is_that_of_the_recursion(settings):
    given = json.dumps({**settings, "noise": 0.07})
    gradient = np.array(javascript(f"gradientOfEnd({given}, {RATES.tolist()})"))

    def end(rates):
        return expected(rates, 0.07, **settings)[:, -1].sum()

    for t in (0, 57, 199):
        h = 1e-5 * np.eye(200)[t]
        assert gradient[t] == pytest.approx((end(RATES + h) - end(RATES - h)) / 2e-5, rel=1e-4, abs=1e-9)
    assert javascript(f"expectedEnd({given}, {RATES.tolist()})") == pytest.approx(end(RATES), rel=1e-12)


@pytest.mark.parametrize("schedule", ["cosine", "stable"])
def test_the_way_still_to_go_and_the_noise_are_the_references(schedule):
    (found,) = computed([ExpectedLoss(schedule=schedule, noise=0.2)], "rates", "loss", "way", "gathered")
    ones, variance = np.ones(30), 0.2 * CURVATURES
    loss, way, noise = (
        expected_loss(found["rates"], CURVATURES, s, w)
        for s, w in ((variance, ones), (0 * ones, ones), (variance, 0 * ones))
    )
    np.testing.assert_allclose(found["loss"], loss, rtol=1e-12)
    np.testing.assert_allclose(found["way"], way, rtol=1e-12)
    np.testing.assert_allclose(found["gathered"], noise, rtol=0, atol=1e-12 * loss[0])


def test_the_mean_over_many_noisy_runs_of_momentum_is_the_expected_loss():
    rng, lr, beta = np.random.default_rng(1), 0.1, 0.8
    w = np.ones((30, 4000))
    v = np.zeros_like(w)
    for _ in range(60):
        noise = np.sqrt(0.1 * CURVATURES)[:, None] * rng.normal(size=w.shape)
        w, v = momentum_step(w, v, CURVATURES[:, None] * w + noise, lr, beta)
    losses = (CURVATURES[:, None] * w**2 / 2).sum(axis=0)
    (found,) = computed(
        [ExpectedLoss(method="momentum", schedule="constant", tuned=False, highest=lr, beta=beta)], "loss"
    )
    assert abs(losses.mean() - found["loss"][60]) < 4 * losses.std() / 4000**0.5


def test_each_schedule_at_its_best_highest_rate_ends_as_the_page_says():
    runs = computed([ExpectedLoss(schedule=name) for name in SHAPES], *KEEP)
    for (name, value), run in zip(SHAPES.items(), runs):
        assert run["loss"][-1] == pytest.approx(value, abs=6e-5), name
        np.testing.assert_allclose(run["parts"], expected(run["rates"], 0.1, "descent"), rtol=1e-12)
        assert run["constant"][-1] == runs[0]["loss"][-1] and run["constantRate"] == runs[0]["rates"][0]
    constant, triangles, _hyperbola, linear, cosine, best = (run["loss"][-1] for run in runs)
    says(
        "After 200 steps the best constant rate has an expected loss of <.3f>, two triangles <.3f>", constant, triangles
    )
    says("a straight line <.3f> and the cosine <.3f>", linear, cosine)
    says("found by descending the gradient of the recursion itself, comes down to <.3f>", best)
    knots = runs[-1]["knots"]
    assert knots[0] == pytest.approx(2, rel=2e-3) and knots[-1] == pytest.approx(0.02, rel=0.05)
    assert knots == sorted(knots, reverse=True)
    says(r"it begins at the edge of stability $2/\lambda_{\max}$")
    says("and ends at a hundredth of that")


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: s["method"])
def test_no_handle_of_the_schedule_found_can_be_moved_to_the_better(settings):
    limit = {"momentum": 2 * 1.7, "scheduleFree": 10}.get(settings["method"], 2)
    (found,) = computed([ExpectedLoss(schedule="best", **settings)], *KEEP)
    knots, end = np.array(found["knots"]), found["loss"][-1]
    moved = [knots * np.where(np.arange(11) == i, by, 1) for i in range(11) for by in (0.9, 1.1)]
    moved = [np.minimum(rates, limit).tolist() for rates in moved]
    for other in computed([ExpectedLoss(schedule="own", drawn=rates, **settings) for rates in moved], "loss"):
        assert other["loss"][-1] > end * (1 - 1e-3)


def test_a_schedule_that_is_none_is_refused_in_a_sentence():
    for drawn in ([1.0] * 10, [0.0] * 11, ["a"] * 11):
        with pytest.raises(Exception, match="11 numbers above 0"):
            ExpectedLoss(drawn=drawn)
