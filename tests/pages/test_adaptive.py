"""The page from the sign to RMSprop says what the code does: rules executed, derivations and numbers checked."""

import re
from math import log, sqrt

import numpy as np
import pytest
import sympy as sp

from ravine import plots
from ravine.exercises.exercise import exercises_in
from solutions.reference import adaptive as reference
from tests.pages.adaptive_rules import (
    ACROSS,
    ALONG,
    FORMULAS,
    MIRRORED,
    NAMES,
    ONE,
    RPROPS,
    STARTS,
    ZERO,
    as_values,
    assert_rule,
    branches,
    count_steps,
    drawn,
    exercises_listed,
    p4,
    shown,
    steps,
)  # fmt: skip
from tests.pages.claims import Claims
from tests.pages.displayed import page, run

says = Claims("adaptive")
SOURCE = page("adaptive")

# Each displayed update rule that stands in one formula, the code that it must equal, and the order of its results.
RULES = {
    "eq-sign-step": (reference.sign_step, ("w_new",)),
    "eq-normalised-step": (reference.normalised_step, ("w_new",)),
    "eq-rmsprop-step": (reference.rmsprop_step, ("w_new", "g2_new")),
}


@pytest.mark.parametrize("label", RULES)
def test_displayed_rule_equals_the_reference(label):
    assert_rule(label, *RULES[label])


def test_displayed_rprop_equals_the_reference():
    _before, ((grow, held), (shrink, other)), after = branches("eq-rprop-step")
    assert (held, other) == (r"g_t\,g_{t-1} > 0", r"g_t\,g_{t-1} \le 0")
    up, down = shown(grow), shown(shrink)
    length = sp.Symbol("step")
    assert (float(up / length), float(down / length)) == (1.2, 0.6)
    for inputs in drawn(reference.rprop_step):
        if inputs["previous_grad"] is None:
            continue
        factors = {"up": 1.2, "down": 0.6, "smallest": 1e-6, "largest": 50.0} | inputs
        grows = inputs["grad"] * inputs["previous_grad"] > 0
        lengths = np.where(grows, factors["up"], factors["down"]) * inputs["step"]
        lengths = np.clip(lengths, factors["smallest"], factors["largest"])
        values = as_values(reference.rprop_step, inputs) | {"step_new": lengths}
        w, step = reference.rprop_step(**inputs)
        np.testing.assert_allclose(lengths, step)
        np.testing.assert_allclose(run(after[after.index("w_t") :], NAMES, values)["w_new"], w)
    says("kept between $10^{-6}$ and $50$")


def test_displayed_average_equals_the_reference():
    for inputs in drawn(reference.ema):
        m, averages = 0 * inputs["x"][0], []
        for x in inputs["x"]:
            m = run(FORMULAS["eq-ema"], NAMES, {"m": m, "x": x, "beta": inputs["beta"]})["m_new"]
            averages.append(m)
        np.testing.assert_allclose(averages, reference.ema(inputs["x"], inputs["beta"]), rtol=1e-12, atol=1e-14)


def test_every_exercise_has_its_line_on_one_of_the_three_pages():
    listed = [exercises_listed(page(name)) for name in ("adaptive", "adaptive-adam", "adaptive-kin")]
    names = [name for one in listed for name in one]
    assert sorted(names) == sorted([*(exercise.name for exercise in exercises_in(reference)), "bias"])
    assert {name: labels[0] for name, labels in listed[0].items()} == {
        "sign_step": "eq-sign-step", "rprop_step": "eq-rprop-step", "normalised_step": "eq-normalised-step",
        "ema": "eq-ema", "rmsprop_step": "eq-rmsprop-step",
    }  # fmt: skip
    says("asks for twelve short functions and an answer in words. Eleven of the functions are displayed formulas")
    assert len(names) == 13 and len(listed[0]) == 5
    says("five of them on this page; the last one you find out")


def test_ravine_and_units():
    np.testing.assert_array_equal([100 * 1, 1 * 1], [100, 1])
    w, c = 0.7, 3.0  # L(w) = f(w) with slope cos; w = cu
    step_in_w = c * -np.cos(w) * c  # the step in u is −αc·f′, and moves w by c times that
    assert step_in_w / -np.cos(w) == pytest.approx(c**2)
    unit = reference.normalised_step(np.zeros(2), np.array([100.0, 1.0]), 1.0)
    np.testing.assert_allclose(unit, [-0.99995, -0.0099995], rtol=1e-6)
    says("$(100,1)$ becomes $(0.99995,0.0099995)$")


def test_growth_of_lengths():
    says("<.0f> times in 20 steps", 1.2**20)
    w, step, previous, taken = ZERO, np.array([0.1]), None, 0
    while w[0] > -100:
        w, step = reference.rprop_step(w, step, ONE, previous)
        previous, taken = ONE, taken + 1
    says(f"covers the distance 100 in {taken} steps")
    step, rests = np.array([0.1]), 0
    while step[0] > 1e-6:
        _w, step = reference.rprop_step(ZERO, step, ZERO, ZERO)
        rests += 1
    says(f"After {rests} such steps a length of 0.1 is at the lower bound")
    says(rf"$\ln 2/\ln1.2\approx{log(2) / log(1.2):.1f}$")
    says(rf"$\ln(1/0.6)/\ln1.2\approx{log(1 / 0.6) / log(1.2):.1f}$")
    shares = [log(1.2) / (log(1.2) + log(1 / down)) for down in (0.6, 0.5)]
    words = {4: "four", 5: "five"}
    says("they grow as long as fewer than about one in <> comparisons is a turn", words[round(1 / shares[0])])
    says("the paper's only while fewer than about one in <> is", words[round(1 / shares[1])])
    tiny = np.float32(1e-23)
    assert tiny > 0 and tiny * tiny == 0


def test_race_of_the_rprops():
    """Medians: that no variant wins both, and who stands where, may not hang on the draw of the starts."""
    for hessian, curvatures in ((ACROSS, [0.2, 3.8]), (MIRRORED, [0.2, 3.8])):
        np.testing.assert_allclose(np.linalg.eigvalsh(hessian), curvatures)
    says("(The second has the curvatures <> and <>.", *curvatures)
    says("medians over 1000 starts, drawn evenly from the square $[-6,6]\\times[-6,6]$")
    assert r"A=\begin{pmatrix}2&1.8\\1.8&2\end{pmatrix}$, at 45°" in SOURCE
    assert r"A=\begin{pmatrix}0.2&0\\0&4\end{pmatrix}$, along the axes" in SOURCE
    medians = {}
    for name, variant in RPROPS.items():
        medians[name] = along, across = [np.median(count_steps(variant, h, STARTS)) for h in (ALONG, ACROSS)]
        says("| <> | <g> | <g> |", name, along, across)
        again = np.random.default_rng(1).uniform(-6, 6, (1000, 2))
        assert [np.median(count_steps(variant, h, again)) for h in (ALONG, MIRRORED)] == pytest.approx(
            [along, across], rel=0.05
        )
    first = [min(medians, key=lambda name: medians[name][k]) for k in (0, 1)]
    assert first == ["Rprop⁻", "iRprop⁺"] and max(medians, key=lambda name: medians[name][1]) == "Rprop⁻"
    # those that take a step back win
    back = [medians[name][1] for name in ("Rprop⁺", "iRprop⁺")]
    assert max(back) < min(medians[name][1] for name in ("Rprop⁻", "iRprop⁻", "P4"))
    says("No variant wins both races: Rprop⁻ is the first along the axes and the last at 45°")
    says("where those that take a step back win")
    single = [count_steps(RPROPS["iRprop⁺"], h, np.array([[-5.0, -2.0]]))[0] for h in (ACROSS, MIRRORED)]
    says("from $(-5,-2)$ iRprop⁺ needs {} steps in this ravine and {} in its mirror image".format(*single))
    spread = [np.quantile(count_steps(variant, ACROSS, STARTS), (0.01, 0.99)) for variant in RPROPS.values()]
    assert min(hard / easy for easy, hard in spread) > 2
    says("from an easy start to a hard one the steps differ by a factor of two and more")
    mixed = count_steps(lambda *a: p4(*a, down=0.5, rest=True), ACROSS, STARTS)
    says(f"the ravine at 45° then takes {np.median(mixed):g} steps in the median")


HINTON = np.array([0.1] * 9 + [-0.9])


def test_hintons_example():
    assert HINTON.sum() == pytest.approx(0)
    assert -reference.sign_step(ZERO, HINTON, 1.0).sum() == 8
    says(r"1.2^8\cdot0.6^2 \approx <.2f>", 1.2**8 * 0.6**2)
    says(r"$1.2^8\cdot0.5^2\approx<.2f>$", 1.2**8 * 0.5**2)
    w, step, previous, after = ZERO, np.array([0.1]), None, {}
    lengths = {}
    for k in range(1, 21):
        for grad in HINTON.reshape(10, 1):
            w, step = reference.rprop_step(w, step, grad, previous)
            previous = grad
            largest = max(step[0], lengths.get(k, 0))
            lengths[k] = largest
        after[k] = w[0]
    assert lengths[3] / lengths[2] == pytest.approx(1.2**8 * 0.6**2) and lengths[20] == 50
    says(f"gone ${after[1]:.2f}$ after one round, ${after[10]:.0f}$ after ten and ${after[20]:.0f}$ after twenty")


def drift(method, states, rounds=300, **settings):
    """What a round of Hinton's example moves the weight by in the long run, in units of the learning rate."""
    made = steps(method, np.tile(HINTON, rounds).reshape(-1, 1), states, **settings)
    return made[-10:].sum()


def test_rmsprop_in_hintons_example():
    assert np.mean(HINTON**2) == pytest.approx(0.3**2)
    at_09, at_099 = (drift(reference.rmsprop_step, 1, rho=rho, eps=0.0) for rho in (0.9, 0.99))
    says(f"${at_09:.2f}\\alpha$ in every ten batches at $\\rho=0.9$, ${at_099:.3f}\\alpha$ at 0.99")
    assert drift(reference.rmsprop_step, 1, rho=0.0, eps=0.0) == pytest.approx(-8)
    says(r"The sign left $-8\alpha$")


def test_rmsprop_without_memory_is_the_sign():
    grad = np.array([0.3, -40.0, 1e-9])
    w, _g2 = reference.rmsprop_step(np.zeros(3), np.ones(3), grad, 0.1, rho=0.0, eps=0.0)
    np.testing.assert_allclose(w, reference.sign_step(np.zeros(3), grad, 0.1))


def test_lengths_of_rmsprop():
    first = {rho: -steps(reference.rmsprop_step, [ONE], 1, rho=rho)[0, 0] for rho in (0.9, 0.99)}
    says(
        r"is $\alpha/\sqrt{1-\rho}$, which is $<.1f>\alpha$ at $\rho=0.9$ and $<.0f>\alpha$ at 0.99",
        first[0.9],
        first[0.99],
    )
    rng = np.random.default_rng(3)
    wild = rng.normal(size=(2000, 1)) * 10 ** rng.uniform(-4, 4, (2000, 1))
    assert np.abs(steps(reference.rmsprop_step, wild, 1, eps=0.0)).max() <= 1 / sqrt(0.1) + 1e-12
    assert -steps(reference.rmsprop_step, np.ones((300, 1)), 1)[-1] == pytest.approx(1)


def test_square_of_the_sum():
    gradients = np.array([3.0, -1.0, 2.0, -2.0])
    says(f"$2^2={gradients.sum() ** 2:.0f}$, the sum of squares is ${np.sum(gradients**2):.0f}$")
    rng = np.random.default_rng(4)
    for b in (1, 4, 16):
        batches = rng.normal(0.5, 2.0, size=(40_000, b)).mean(axis=1)
        square = shown(FORMULAS["eq-batch-square"].split("=")[1], {r"\mu": "mu", r"\sigma": "sigma", "b": "b"})
        assert np.mean(batches**2) == pytest.approx(float(square.subs({"mu": 0.5, "sigma": 2, "b": b})), rel=0.05)
    # noise rules: the drift grows like √b, so that four times the batch goes half as far in an epoch
    drift_of = {}
    for b in (16, 64):
        batches = rng.normal(0.02, 1.0, size=(600, 20_000 // b, b)).mean(axis=2)
        drift_of[b] = -steps(reference.rmsprop_step, batches, 1, rho=0.99)[200:].mean()
    assert drift_of[64] / drift_of[16] == pytest.approx(2, rel=0.25)


def test_weights_of_the_average():
    rng = np.random.default_rng(1)
    x, beta = rng.normal(size=30), 0.8
    m = reference.ema(x, beta)
    for t in range(1, 31):
        unrolled = (1 - beta) * sum(beta**k * x[t - k - 1] for k in range(t))
        assert m[t - 1] == pytest.approx(unrolled)
    assert r"m_t = (1-\beta)\sum_{k=0}^{t-1}\beta^k\,x_{t-k} ." in FORMULAS["eq-ema-weights"]


def test_numbers_of_the_average():
    half = lambda beta: log(0.5) / log(beta)  # noqa: E731
    says("<.1f> at $\\beta=0.9$, <.0f> at 0.99, <.0f> at 0.999", half(0.9), half(0.99), half(0.999))
    says("half of a value is gone after $<.1f>$ steps", half(0.1))
    says("of theirs, <.2f> at 0.9", sqrt(0.1 / 1.9))
    noise = reference.ema(np.random.default_rng(0).normal(size=(200, 4000)), 0.9)[-1]
    assert noise.std() == pytest.approx(sqrt(0.1 / 1.9), rel=0.05)
    slope = np.arange(500.0)
    behind = slope[-1] - reference.ema(slope, 0.9)[-1]
    says("by $\\beta/(1-\\beta)$ steps on a slope, <.0f> at 0.9", behind)


@pytest.mark.parametrize("symbol", sorted(set(NAMES) - {"t", "|g_t|", r"\max", r"\lVert g_t\rVert"}))
def test_every_symbol_of_the_chapter_is_in_the_notation(symbol):
    symbol = symbol.replace("_{t-1}", "_t") if symbol != "g_{t-1}" else symbol
    assert re.search(rf"^\|[^|]*(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])", page("notation"), re.MULTILINE), symbol


def test_slips_of_this_chapter_link_to_its_sections():
    pages = "".join(page(name) for name in ("adaptive", "adaptive-adam"))
    targets = set(re.findall(r"^\(([\w-]+)\)=$", pages, re.MULTILINE))
    section = page("slips").split("## From RProp to Adam")[1].split("\n## ")[0]
    asked = re.findall(r"\{ref\}`([\w-]+)`", section)
    assert len(asked) >= 6 and set(asked) <= targets


@pytest.mark.parametrize("name", ("adaptive", "adaptive-adam", "adaptive-kin"))
def test_live_plots_of_the_pages_exist(name):
    call = r"^from ravine\.plots import (\w+)\n\n\1\((.*?)\)\n```"
    shown_here = re.findall(call, page(name), re.MULTILINE | re.DOTALL)
    assert len(shown_here) >= 4
    for plot, arguments in shown_here:
        made = eval(f"plots.{plot}({arguments})")  # noqa: S307
        assert isinstance(made, plots.Plot)
