"""The adaptive page says what the code does: every displayed rule is executed, every derivation and number checked."""

import json
import re
from functools import cache
from importlib.util import find_spec
from math import log, sqrt

import numpy as np
import pytest
import sympy as sp

from ravine import plots
from ravine.exercises.exercise import exercise_of, exercises_in
from solutions.reference import adaptive as reference
from solutions.reference.adaptive.radam_step import _rectification, _rho
from tests.pages.displayed import LAYOUT, bare, expression, formulas, lines, page, run, words
from tests.traces import record_libraries

SOURCE = page("adaptive")
PROSE = words(SOURCE)
FORMULAS = formulas(SOURCE)

# LaTeX of the page's symbols and their names in the code
NAMES = {
    r"\alpha": "lr",
    r"\beta": "beta",
    r"\beta_1": "beta1",
    r"\beta_2": "beta2",
    r"\rho": "rho",
    r"\varepsilon": "eps",
    r"\hat\varepsilon": "eps_hat",
    r"\operatorname{sign}": "sign()",
    r"\max": "maximum()",
    r"\lVert g_t\rVert": "norm",
    "|g_t|": "size",
    "t": "t",
    "w_{t-1}": "w",
    "w_t": "w_new",
    "g_t": "grad",
    "g_{t-1}": "previous_grad",
    "x_t": "x",
    r"\alpha_{t-1}": "step",
    r"\alpha_t": "step_new",
    "G_{t-1}": "g2",
    "G_t": "g2_new",
    "D_{t-1}": "d2",
    "D_t": "d2_new",
    r"\Delta_t": "delta",
    "m_{t-1}": "m",
    "m_t": "m_new",
    "v_{t-1}": "v",
    "v_t": "v_new",
    "u_{t-1}": "u",
    "u_t": "u_new",
    r"\hat m_t": "m_hat",
    r"\hat v_t": "v_hat",
    r"\rho_t": "rho_t",
    r"\rho_\infty": "rho_inf",
    r"r_t": "r",
}

# Each displayed update rule that stands in one formula, the code that it must equal, and the order of its results.
RULES = {
    "eq-sign-step": (reference.sign_step, ("w_new",)),
    "eq-normalised-step": (reference.normalised_step, ("w_new",)),
    "eq-adagrad-step": (reference.adagrad_step, ("w_new", "g2_new")),
    "eq-rmsprop-step": (reference.rmsprop_step, ("w_new", "g2_new")),
    "eq-adadelta-step": (reference.adadelta_step, ("w_new", "g2_new", "d2_new")),
    "eq-adam-step": (reference.adam_step, ("w_new", "m_new", "v_new")),
    "eq-adamax-step": (reference.adamax_step, ("w_new", "m_new", "u_new")),
    "eq-nadam-step": (reference.nadam_step, ("w_new", "m_new", "v_new")),
}
DEFAULTS = {"rho": 0.9, "eps": 1e-8, "lr": 1e-3, "beta1": 0.9, "beta2": 0.999}
DEFAULTS_OF = {"adadelta_step": {"eps": 1e-6}, "adamax_step": {"lr": 2e-3}, "nadam_step": {"lr": 2e-3}}

ONE, ZERO = np.ones(1), np.zeros(1)


def shown(latex, names=NAMES):
    """One side of a formula as an expression: layout and final punctuation are dropped."""
    latex = LAYOUT.sub(
        " ", latex.replace(r"\\", " ").replace(r"\quad", " ").replace("{}", " ").replace(r"\dfrac", r"\frac")
    )
    return expression(" ".join(latex.split()).strip(" .,;"), names)


def quoted(*sentences):
    """All of these stand on the page, word for word."""
    missing = [sentence for sentence in sentences if sentence not in PROSE]
    assert not missing, f"the page does not say: {missing}"


def drawn(answer, seed=0):
    return [case.inputs for case in exercise_of(answer).draw(np.random.default_rng(seed))]


def as_values(answer, inputs):
    """An exercise's inputs as values of the page's symbols, defaults filled in."""
    values = DEFAULTS | DEFAULTS_OF.get(answer.__name__, {}) | inputs
    grad = values.get("grad", ZERO)
    return values | {
        "sign": np.sign, "maximum": np.maximum, "norm": np.linalg.norm(grad), "size": np.abs(grad),
    }  # fmt: skip


def defined(answer, inputs):
    """Whether the formula alone is defined there; what holds at 0/0 the page says in words."""
    if answer is reference.normalised_step:
        return np.any(inputs["grad"])
    return answer is not reference.adamax_step or np.all(np.maximum(inputs["u"], np.abs(inputs["grad"])) > 0)


@pytest.mark.parametrize("label", RULES)
def test_displayed_rule_equals_the_reference(label):
    answer, results = RULES[label]
    tried = [inputs for inputs in drawn(answer) if defined(answer, inputs)]
    assert len(tried) > 3
    for inputs in tried:
        computed = run(FORMULAS[label], NAMES, as_values(answer, inputs))
        expected = answer(**inputs)
        for name, value in zip(results, expected if isinstance(expected, tuple) else (expected,)):
            np.testing.assert_allclose(computed[name], value, rtol=1e-11, atol=1e-14, err_msg=name)


def branches(label):
    """The cases of a formula with a brace: [(expression, condition)], and the formula before and after the brace."""
    before, inside, after = re.split(r"\\begin\{cases\}|\\end\{cases\}", FORMULAS[label])
    rows = re.findall(r"([^&]+)&\s*\\text\{(?:if )?([^}]*)\}([^\n]*)", re.sub(r"\\\\(\[\w+\])?", "\n", inside))
    return before, [(value.strip(), word + condition.strip(" ,.")) for value, word, condition in rows], after


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
    quoted("kept between $10^{-6}$ and $50$")


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


def lines_of(label, which):
    left, right = lines(FORMULAS[label])[which]
    return f"{left} = {right}"


def test_displayed_average_equals_the_reference():
    for inputs in drawn(reference.ema):
        corrected = inputs.get("corrected", False)
        m, averages = 0 * inputs["x"][0], []
        for t, x in enumerate(inputs["x"], start=1):
            values = {"m": m, "x": x, "beta": inputs["beta"], "t": t}
            m = run(FORMULAS["eq-ema"], NAMES, values)["m_new"]
            hat = run(FORMULAS["eq-ema-corrected"], NAMES, values | {"m_new": m})["m_hat"]
            averages.append(hat if corrected else m)
        np.testing.assert_allclose(averages, reference.ema(**inputs), rtol=1e-12, atol=1e-14)


def test_every_exercise_has_its_formula_and_its_line_on_the_page():
    own = {"eq-rprop-step": "rprop_step", "eq-ema": "ema", "eq-radam-step": "radam_step"}
    named = own | {label: answer.__name__ for label, (answer, _results) in RULES.items()}
    answers = {exercise.name for exercise in exercises_in(reference)}
    assert set(named.values()) == answers
    assert set(re.findall(r"^\| `(\w+_step|ema)` \|", SOURCE, re.MULTILINE)) == answers
    for label, name in named.items():
        assert re.search(rf"^\| `{name}` \|.*{{eq}}`{label}`.* \|$", SOURCE, re.MULTILINE)


def steps(method, gradients, states, lr=1.0, **settings):
    """The steps, shape of `gradients`, that a method makes on these gradients, whatever the weights."""
    w, state, made = 0 * gradients[0], [0 * gradients[0] for _ in range(states)], []
    timed = states == 2 and method is not reference.adadelta_step
    if method is not reference.adadelta_step:
        settings |= {"lr": lr}
    for t, grad in enumerate(gradients, start=1):
        w_new, *state = method(w, *state, *([t] if timed else []), grad=grad, **settings)
        made.append(w_new - w)
        w = w_new
    return np.array(made)


# --- signs and RProp


def test_ravine_and_units():
    np.testing.assert_array_equal([100 * 1, 1 * 1], [100, 1])
    w, c = 0.7, 3.0  # L(w) = f(w) with slope cos; w = cu
    step_in_w = c * -np.cos(w) * c  # the step in u is −αc·f′, and moves w by c times that
    assert step_in_w / -np.cos(w) == pytest.approx(c**2)
    unit = reference.normalised_step(np.zeros(2), np.array([100.0, 1.0]), 1.0)
    np.testing.assert_allclose(unit, [-0.99995, -0.0099995], rtol=1e-6)
    quoted("$(100,1)$ becomes $(0.99995,0.0099995)$")


def test_growth_of_lengths():
    assert round(1.2**20) == 38
    quoted("38 times in 20 steps")
    w, step, previous, taken = ZERO, np.array([0.1]), None, 0
    while w[0] > -100:
        w, step = reference.rprop_step(w, step, ONE, previous)
        previous, taken = ONE, taken + 1
    quoted(f"covers the distance 100 in {taken} steps")
    step, rests = np.array([0.1]), 0
    while step[0] > 1e-6:
        _w, step = reference.rprop_step(ZERO, step, ZERO, ZERO)
        rests += 1
    quoted(f"After {rests} such steps a length of 0.1 is at the lower bound")
    quoted(
        rf"$\ln 2/\ln1.2\approx{log(2) / log(1.2):.1f}$", rf"$\ln(1/0.6)/\ln1.2\approx{log(1 / 0.6) / log(1.2):.1f}$"
    )
    shares = [log(1.2) / (log(1.2) + log(1 / down)) for down in (0.6, 0.5)]
    assert (round(1 / shares[0]), round(1 / shares[1])) == (4, 5)
    assert np.float32(1e-23) * np.float32(1e-23) == 0


def rprop_variant(name, down=0.5):
    """One of Igel and Hüsken's variants: a step (w, step, grad, memory, loss) → (w, step, memory)."""

    def step_of(w, step, grad, memory, loss):
        previous, last, loss_before = memory
        product = grad * previous
        step = np.where(product > 0, np.minimum(1.2 * step, 50), step)
        step = np.where(product < 0, np.maximum(down * step, 1e-6), step)
        turned = product < 0
        move = -step * np.sign(grad)
        if name == "Rprop⁻":
            return w + move, step, (grad, move, loss)
        if name == "Rprop⁺":
            move = np.where(turned, -last, move)
        elif name == "iRprop⁺":
            move = np.where(turned & (loss > loss_before), -last, np.where(turned, 0.0, move))
        else:
            move = np.where(turned, 0.0, move)
        return w + move, step, (np.where(turned, 0.0, grad), move, loss)

    return step_of


def p4(w, step, grad, memory, loss, down=0.6, rest=False):
    previous = memory[0] if len(memory) == 1 else None
    w_new, step = reference.rprop_step(w, step, grad, previous, down=down)
    if rest and previous is not None:
        turned = grad * previous < 0
        return np.where(turned, w, w_new), step, (np.where(turned, 0.0, grad),)
    return w_new, step, (grad,)


def count_steps(step_of, hessian, starts):
    """Steps until the loss is below 1e-6, from each of the starts, shape (n, 2)."""
    w, taken = starts.T, np.zeros(len(starts), int)
    step, memory = np.full(w.shape, 0.1), (0 * w, 0 * w, np.full(len(starts), np.inf))
    for count in range(1000):
        grad = hessian @ w
        loss = np.sum(w * grad, axis=0) / 2
        taken[(loss < 1e-6) & (taken == 0)] = count
        if taken.all():
            return taken
        w, step, memory = step_of(w, step, grad, memory, loss)
    raise AssertionError("did not arrive")


STARTS = np.random.default_rng(0).uniform(-6, 6, (1000, 2))
ALONG, ACROSS, MIRRORED = np.diag([0.2, 4.0]), np.array([[2.0, 1.8], [1.8, 2.0]]), np.array([[2.0, -1.8], [-1.8, 2.0]])
RPROPS = {name: rprop_variant(name) for name in ("Rprop⁻", "Rprop⁺", "iRprop⁻", "iRprop⁺")} | {"P4": p4}


def test_race_of_the_rprops():
    """Medians: that no variant wins both, and who stands where, may not hang on the draw of the starts."""
    for hessian, curvatures in ((ACROSS, [0.2, 3.8]), (MIRRORED, [0.2, 3.8])):
        np.testing.assert_allclose(np.linalg.eigvalsh(hessian), curvatures)
    quoted("medians over 1000 starts, drawn evenly from the square $[-6,6]\\times[-6,6]$")
    assert r"A=\begin{pmatrix}2&1.8\\1.8&2\end{pmatrix}$, at 45°" in SOURCE
    assert r"A=\begin{pmatrix}0.2&0\\0&4\end{pmatrix}$, along the axes" in SOURCE
    medians = {}
    for name, variant in RPROPS.items():
        medians[name] = along, across = [np.median(count_steps(variant, h, STARTS)) for h in (ALONG, ACROSS)]
        assert f"| {name} | {along:g} | {across:g} |" in SOURCE
        again = np.random.default_rng(1).uniform(-6, 6, (1000, 2))
        assert [np.median(count_steps(variant, h, again)) for h in (ALONG, MIRRORED)] == pytest.approx(
            [along, across], rel=0.05
        )
    first = [min(medians, key=lambda name: medians[name][k]) for k in (0, 1)]
    assert first == ["Rprop⁻", "iRprop⁺"] and max(medians, key=lambda name: medians[name][1]) == "Rprop⁻"
    # those that take a step back win
    back = [medians[name][1] for name in ("Rprop⁺", "iRprop⁺")]
    assert max(back) < min(medians[name][1] for name in ("Rprop⁻", "iRprop⁻", "P4"))
    single = [count_steps(RPROPS["iRprop⁺"], h, np.array([[-5.0, -2.0]]))[0] for h in (ACROSS, MIRRORED)]
    quoted("from $(-5,-2)$ iRprop⁺ needs {} steps in this ravine and {} in its mirror image".format(*single))
    spread = [np.quantile(count_steps(variant, ACROSS, STARTS), (0.01, 0.99)) for variant in RPROPS.values()]
    assert min(hard / easy for easy, hard in spread) > 2
    quoted("from an easy start to a hard one the steps differ by a factor of two and more")
    mixed = count_steps(lambda *a: p4(*a, down=0.5, rest=True), ACROSS, STARTS)
    quoted(f"the ravine at 45° then takes {np.median(mixed):g} steps in the median")


HINTON = np.array([0.1] * 9 + [-0.9])


def test_hintons_example():
    assert HINTON.sum() == pytest.approx(0)
    assert -reference.sign_step(ZERO, HINTON, 1.0).sum() == 8
    quoted(r"1.2^8\cdot0.6^2 \approx 1.55", r"$1.2^8\cdot0.5^2\approx1.07$")
    assert (round(1.2**8 * 0.6**2, 2), round(1.2**8 * 0.5**2, 2)) == (1.55, 1.07)
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
    quoted(f"gone ${after[1]:.2f}$ after one round, ${after[10]:.0f}$ after ten and ${after[20]:.0f}$ after twenty")


def drift(method, states, rounds=300, **settings):
    """What a round of Hinton's example moves the weight by in the long run, in units of the learning rate."""
    made = steps(method, np.tile(HINTON, rounds).reshape(-1, 1), states, **settings)
    return made[-10:].sum()


def test_rmsprop_in_hintons_example():
    assert np.mean(HINTON**2) == pytest.approx(0.3**2)
    at_09, at_099 = (drift(reference.rmsprop_step, 1, rho=rho, eps=0.0) for rho in (0.9, 0.99))
    quoted(f"${at_09:.2f}\\alpha$ in every ten batches at $\\rho=0.9$, ${at_099:.3f}\\alpha$ at 0.99")
    assert drift(reference.rmsprop_step, 1, rho=0.0, eps=0.0) == pytest.approx(-8)
    quoted(r"The sign left $-8\alpha$")


# --- moving average


def test_weights_of_the_average():
    rng = np.random.default_rng(1)
    x, beta = rng.normal(size=30), 0.8
    m = reference.ema(x, beta)
    for t in range(1, 31):
        unrolled = (1 - beta) * sum(beta**k * x[t - k - 1] for k in range(t))
        assert m[t - 1] == pytest.approx(unrolled)
    assert r"m_t = (1-\beta)\sum_{k=0}^{t-1}\beta^k\,x_{t-k} ." in FORMULAS["eq-ema-weights"]
    *_sum, middle, last = FORMULAS["eq-weights-sum"].split("=")
    assert r"(1-\beta)\sum_{k=0}^{t-1}\beta^k" in FORMULAS["eq-weights-sum"]
    for n in (1, 2, 7):
        total = 0.8 * sum(0.2**i for i in range(n))
        for side in (middle, last):
            assert float(shown(side).subs({"beta": 0.2, "t": n})) == pytest.approx(total)


def test_numbers_of_the_average():
    half = lambda beta: log(0.5) / log(beta)  # noqa: E731
    quoted(f"{half(0.9):.1f} at $\\beta=0.9$, {half(0.99):.0f} at 0.99, {half(0.999):.0f} at 0.999")
    quoted(f"gone after ${half(0.1):.1f}$ steps")
    quoted(f"of theirs, {sqrt(0.1 / 1.9):.2f} at 0.9", "by $\\beta/(1-\\beta)$ steps on a slope, 9 at 0.9")
    noise = reference.ema(np.random.default_rng(0).normal(size=(200, 4000)), 0.9)[-1]
    assert noise.std() == pytest.approx(sqrt(0.1 / 1.9), rel=0.05)
    slope = np.arange(500.0)
    assert slope[-1] - reference.ema(slope, 0.9)[-1] == pytest.approx(0.9 / 0.1)
    ones = reference.ema(np.ones(1000), 0.999)
    assert (ones[0], ones[1]) == (pytest.approx(0.001), pytest.approx(0.002, rel=1e-3))
    quoted(f"even $m_{{1000}}$ is only {ones[-1]:.2f}")
    np.testing.assert_allclose(reference.ema(np.ones(1000), 0.999, corrected=True), 1)


def test_corrected_average_as_a_recursion():
    x, beta = np.random.default_rng(2).normal(size=40), 0.9
    hat, expected = 0.0, reference.ema(x, beta, corrected=True)
    for t, value in enumerate(x, start=1):
        hat += (1 - beta) / (1 - beta**t) * (value - hat)
        assert hat == pytest.approx(expected[t - 1])
    shares = [0.001 / (1 - 0.999**t) for t in (1, 2, 3, 4)]
    assert shares == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4], rel=2e-3)


# --- RMSprop, Adagrad, Adadelta


def test_rmsprop_without_memory_is_the_sign():
    grad = np.array([0.3, -40.0, 1e-9])
    w, _g2 = reference.rmsprop_step(np.zeros(3), np.ones(3), grad, 0.1, rho=0.0, eps=0.0)
    np.testing.assert_allclose(w, reference.sign_step(np.zeros(3), grad, 0.1))


def test_lengths_of_rmsprop():
    first = {rho: -steps(reference.rmsprop_step, [ONE], 1, rho=rho)[0, 0] for rho in (0.9, 0.99)}
    quoted(f"${first[0.9]:.1f}\\alpha$ at $\\rho=0.9$ and ${first[0.99]:.0f}\\alpha$ at 0.99")
    rng = np.random.default_rng(3)
    wild = rng.normal(size=(2000, 1)) * 10 ** rng.uniform(-4, 4, (2000, 1))
    assert np.abs(steps(reference.rmsprop_step, wild, 1, eps=0.0)).max() <= 1 / sqrt(0.1) + 1e-12
    assert -steps(reference.rmsprop_step, np.ones((300, 1)), 1)[-1] == pytest.approx(1)


def test_square_of_the_sum():
    gradients = np.array([3.0, -1.0, 2.0, -2.0])
    quoted(f"$2^2={gradients.sum() ** 2:.0f}$, the sum of squares is ${np.sum(gradients**2):.0f}$")
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
    quoted(r"the first moves by $\alpha/100$, the second, when it is its turn, by $\alpha/10$")
    assert steps(reference.adagrad_step, np.ones((400, 1)), 1)[-1, 0] == pytest.approx(-1 / 20)
    assert 1000**2 == 1e6


def test_stale_accumulator():
    names = NAMES
    lr, eps = 0.01, 1e-8
    values = {"w": ZERO, "grad": ONE, "lr": lr, "eps": eps, "g2": ZERO}
    stale = run(FORMULAS["eq-stale"], names, values)["w_new"][0]
    assert -stale == pytest.approx(100) and -stale / lr == pytest.approx(1e4)
    quoted("the weight leaps to a distance of 100")
    adagrad = steps(reference.adagrad_step, [ONE], 1, lr=lr)[0, 0]
    rmsprop = steps(reference.rmsprop_step, [ONE], 1, lr=lr)[0, 0]
    quoted(f"move by ${-adagrad:.2f}$ with Adagrad or ${-rmsprop:.3f}$ with RMSprop")
    for method, name in ((reference.adagrad_step, "stale_accumulator"), (reference.rmsprop_step, "stale_average")):
        wrong = {m.name: m.answer for m in exercise_of(method).misconceptions}[name]
        np.testing.assert_allclose(wrong(ZERO, ZERO, ONE, lr, eps=eps)[0], stale)
    wrong = {m.name: m.answer for m in exercise_of(reference.adadelta_step).misconceptions}["stale_gradient_average"]
    assert wrong(ZERO, ZERO, ZERO, 3 * ONE)[0] == pytest.approx(-3)
    quoted(f"$-g_1$ instead of ${steps(reference.adadelta_step, [ONE], 2)[0, 0]:.4f}$")


def test_numbers_of_adadelta():
    first = -steps(reference.adadelta_step, [ONE], 2)[0, 0]
    assert first == pytest.approx(1e-3 / sqrt(0.1 + 1e-6))
    assert -steps(reference.adadelta_step, [50 * ONE], 2)[0, 0] == pytest.approx(first, rel=1e-4)
    quoted(f"for any gradient of ordinary size ${first:.4f}$")

    def taken(eps):
        gone = np.cumsum(-steps(reference.adadelta_step, np.ones((2000, 1)), 2, eps=eps))
        return int(np.argmax(gone >= 1)) + 1

    quoted(
        f"needs {taken(1e-6)} steps for the distance 1",
        f"With $\\varepsilon=10^{{-4}}$ it needs {taken(1e-4)}, with $10^{{-8}}$ {taken(1e-8)}",
    )


# --- Adam


def adam_lengths(gradients, correct=(True, True), **settings):
    m = reference.ema(gradients, 0.9, corrected=correct[0])
    v = reference.ema(gradients**2, 0.999, corrected=correct[1])
    return np.abs(m) / np.sqrt(v)


def test_what_the_corrections_are_for():
    steady = np.ones(3000)
    plain = adam_lengths(steady, (False, False))
    quoted(f"$(1-\\beta_1)/\\sqrt{{1-\\beta_2}}={plain[0]:.1f}$ times $\\alpha$")
    quoted(f"grow to ${plain.max():.1f}\\alpha$ at $t={plain.argmax() + 1}$")
    quoted(f"and {(plain > 2).sum()} of them are longer than $2\\alpha$")
    np.testing.assert_allclose(adam_lengths(steady), 1)
    quoted(f"Correcting $m$ alone begins with ${adam_lengths(steady, (True, False))[0]:.0f}\\alpha$")
    assert adam_lengths(steady, (False, True))[0] == pytest.approx(0.1)
    got = -steps(reference.adam_step, np.ones((50, 1)), 2, eps=0.0)[:, 0]
    np.testing.assert_allclose(got, 1)


def bound(t, beta1=0.9, beta2=0.999):
    """|m̂|/√v̂ after t steps is at most this: Cauchy–Schwarz with the corrections."""
    q = beta1**2 / beta2
    series = (1 - q**t) / (1 - q)
    return (1 - beta1) / sqrt(1 - beta2) * sqrt(series) * sqrt(1 - beta2**t) / (1 - beta1**t)


def test_bound_of_the_step():
    limit = float(shown(FORMULAS["eq-step-bound"].split(r"\;\le\;")[1]).subs({"beta1": 0.9, "beta2": 0.999}))
    assert limit == pytest.approx(bound(10**6))
    quoted(f"which is {limit:.2f} at the defaults", f"never above ${limit:.2f}\\alpha$ at the defaults")
    assert max(bound(t) for t in range(1, 20_000)) < limit and bound(1) == pytest.approx(1)
    quoted(f"1 at the first step, ${bound(100):.1f}$ after 100 steps")
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
    quoted(
        rf"$\alpha(1-\beta_1)/\sqrt{{1-\beta_2}}={spike:.2f}\alpha$", f"grows by $\\beta_2/\\beta_1={0.999 / 0.9:.2f}$"
    )


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

    quoted(
        f"${under(1e-4):.2f}\\alpha$ with $10^{{-8}}$ under the root and ${beside(1e-4):.2f}\\alpha$",
        f"for one of $10^{{-6}}$, ${under(1e-6):.2f}\\alpha$ and ${beside(1e-6):.2f}\\alpha$",
    )
    assert 1 / sqrt(1 - 0.999) == pytest.approx(32, rel=0.02)
    grad = np.array([1e-6])
    ours = -reference.adam_step(ZERO, ZERO, ZERO, 1, grad, eps=1e-7)[0][0]
    values = as_values(reference.adam_step, {"w": ZERO, "t": 1, "eps_hat": 1e-7})
    values |= {"m_new": 0.1 * grad, "v_new": 0.001 * grad**2}
    keras = -run(FORMULAS["eq-epsilon-hat"], NAMES, values)["w_new"][0]
    quoted(f"the first step is ${ours:.5f}$ one way and ${keras:.5f}$ the other")
    for t in (1, 7, 200):
        same = {"t": t, "eps_hat": 1e-4 * sqrt(1 - 0.999**t), "m_new": 0.3 * ONE, "v_new": 1e-6 * ONE}
        short = run(FORMULAS["eq-epsilon-hat"], NAMES, values | same)["w_new"]
        long = -1e-3 * same["m_new"] / (1 - 0.9**t) / (np.sqrt(same["v_new"] / (1 - 0.999**t)) + 1e-4)
        np.testing.assert_allclose(short, long)


# --- Adamax


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
    quoted(f"{limit:.3f} at the defaults")
    means = [np.average(0.999 ** -np.arange(t), weights=0.9 ** np.arange(t)) for t in range(1, 300)]
    assert (np.diff(means) > -1e-15).all() and means[0] == 1 and means[-1] == pytest.approx(limit)
    falling = 0.999 ** np.arange(1500.0).reshape(-1, 1)
    made = -steps(reference.adamax_step, falling, 2)
    assert made[-1, 0] == pytest.approx(limit) and made[-1, 0] > 1.008
    quoted("by 0.9 per cent")
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
    quoted(
        "after an outlier 100 times as large as all other gradients, the divisor is more than twice its usual size "
        f"for {adam} steps in Adam, and for {adamax} in Adamax"
    )
    assert above(10)[0] < above(10)[1] and above(1400)[0] < above(1400)[1] and above(1600)[0] > above(1600)[1]
    quoted("for outliers beyond $1.5/(1-\\beta_2)$ times the rest it is Adam that takes longer to forget")
    adam, adamax = above(10_000)
    quoted(f"{adam:,} steps against {adamax} after one of 10,000")
    half = log(0.5) / log(0.999)
    quoted(f"$u$ is halved in {half:.0f} steps, $\\sqrt v$ only in {2 * half:.0f}")
    quoted(f"takes only $\\sqrt{{1-\\beta_2}}={sqrt(0.001):.3f}$ of it")


# --- Nadam


def mu(t, psi):
    return 0.9 * (1 - 0.5 * 0.96 ** (t * psi))


def test_numbers_of_nadam():
    first = -steps(reference.nadam_step, [ONE], 2, eps=0.0)[0, 0]
    quoted(f"its first step is ${first:.2f}\\alpha$")
    quoted("0.19 against 0.1")
    weight = 0.9 * 0.1 + 0.1
    assert weight == pytest.approx(1 - 0.9**2) == 0.19
    scheduled = {psi: mu(2, psi) * 0.1 / (1 - mu(1, psi) * mu(2, psi)) + 1 for psi in (0.004, 1)}
    quoted(f"${scheduled[0.004]:.3f}\\alpha$ and ${scheduled[1]:.3f}\\alpha$")
    quoted(f"after 1000 steps $\\mu_t$ is {mu(1000, 0.004):.3f} in PyTorch and {mu(1000, 1):.3f} in Keras")
    quoted("by 0.05 per cent")
    assert 1 / sqrt(0.999) - 1 == pytest.approx(0.0005, rel=0.01)


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


# --- RAdam


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
    quoted(f"$\\rho_4={rhos[3]:.3f}$, $\\rho_5={rhos[4]:.3f}$", "ends at 1999")
    assert _rho(1, 0.999)[0] == pytest.approx(1999)
    r = np.array([_rectification(*_rho(t, 0.999)) for t in range(5, 6000)])
    quoted(f"then $r_5={r[0]:.3f}$")
    quoted(f"to a half at step {np.argmax(r >= 0.5) + 5}, to 0.9 at step {np.argmax(r >= 0.9) + 5}")
    made = -steps(reference.radam_step, np.full((5, 1), 100.0), 2)[:, 0]
    np.testing.assert_allclose(made[:4], 100)
    quoted(r"each of the first four steps is $100\alpha$", f"the fifth is ${made[4]:.3f}\\alpha$")
    for beta2 in (0.9, 0.99, 0.999):
        assert 4 < _rho(5, beta2)[1] < 5 < _rho(6, beta2)[1]
    later = -reference.ema(np.full(5, 100.0), 0.9, corrected=True)[-1]  # m̂ alone, as where ρ is too small
    quoted(f"with the gradient of 100 their fifth step is still ${-later:.0f}\\alpha$")
    first = next(t for t in range(1, 100) if _rho(t, 0.65)[1] > 4)
    quoted(f"at $\\beta_2=0.65$ the first adaptive step is $t={first}$")


def test_first_steps_are_not_long_but_sure_of_themselves():
    """RAdam's motive: the divisor varies, the step does not; wrong is the first steps' mean length."""
    gradients = np.random.default_rng(15).normal(size=(5, 200_000))
    lengths = adam_lengths(gradients)
    said = ", ".join(f"${mean:.2f}\\alpha$" for mean in lengths.mean(axis=1))
    assert lengths.max(axis=1) == pytest.approx([bound(t) for t in range(1, 6)], abs=2e-3)  # nearly reached, not passed
    quoted(f"the mean length of the first five is {said}, against ${sqrt(0.1 / 1.9 * 2 / np.pi):.2f}\\alpha$")
    quoted(
        f"at most ${bound(2):.4f}\\alpha$ long at $t=2$, ${bound(3):.4f}\\alpha$ at $t=3$ and ${bound(5):.4f}\\alpha$"
    )
    divisors = 1 / np.sqrt(reference.ema(gradients**2, 0.999, corrected=True))
    assert np.quantile(divisors, 0.999, axis=1)[1] > 10  # now and then the divisor is far too small …
    assert abs(np.corrcoef(np.log(divisors[2]), np.log(lengths[2]))[0, 1]) < 0.05  # … and the step no longer for it


# --- comparison, limits


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


def test_exchanged_betas_are_nearly_the_sign(noise):
    for beta1, beta2, whose in ((0.1, 0.001, "half of its steps"), (0.9, 0.999, "half of Adam's")):
        m, v = (reference.ema(x, beta, corrected=True) for x, beta in ((noise, beta1), (noise**2, beta2)))
        median = np.median((np.abs(m) / np.sqrt(v))[1500:])
        quoted(f"{whose} are longer than ${median:.2f}\\alpha$")
    # |m̂| is 0.6745 standard deviations of the mean in half of all cases, and √v̂ about 1
    assert median == pytest.approx(0.6745 * sqrt(0.1 / 1.9), rel=0.01)


def test_rows_of_adagrad_and_radam(noise):
    adagrad = steps(reference.adagrad_step, noise, 1)[-1]
    assert sqrt(np.mean(adagrad**2) * len(noise)) == pytest.approx(1, rel=0.1)
    assert _rectification(*_rho(50_000, 0.999)) == pytest.approx(1, abs=1e-3)
    assert -steps(reference.radam_step, [7 * ONE], 2)[0, 0] == pytest.approx(7)


def test_large_gradient_becomes_three_votes():
    cycle = np.tile([3.0, -1.0, -1.0], 400).reshape(-1, 1)
    assert cycle[:3].sum() > 0
    short, long = (steps(reference.rmsprop_step, cycle, 1, rho=rho, eps=0.0)[-3:].ravel() for rho in (0.1, 0.9))
    quoted(f"by ${short.sum():.2f}\\alpha$ in every three steps")
    assert short.sum() > 0 > long.sum()
    quoted(f"moves the weight down by ${-short[0]:.2f}\\alpha$ and the two small ones together move it up by "
           f"${short[1:].sum():.2f}\\alpha$")  # fmt: skip


def test_they_do_not_come_to_rest():
    w, g2 = ONE, ZERO
    for _ in range(2000):
        w, g2 = reference.rmsprop_step(w, g2, w, 0.1)
    assert abs(w[0]) == pytest.approx(0.05, rel=1e-3)
    assert reference.rmsprop_step(w, g2, w, 0.1)[0][0] == pytest.approx(-w[0])
    far, _rates = thrown_out(1e-8)
    assert far[6500:6520].max() < 1e-145
    quoted("by step 6500 is closer than $10^{-145}$", f"thrown out <thrown-out>` to {far[2000:].max():.2f}")


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
    quoted(f"which is {edge:.0f} at $\\beta_1=0.9$")
    for beta in (0.5, 0.9):  # the limit, from the eigenvalues of the step (w, m) → (w, m) on curvature 1
        limit = float(shown(FORMULAS["eq-adam-edge"].split("<")[1]).subs("beta1", beta))
        for rate, stable in ((0.999 * limit, True), (1.001 * limit, False)):
            step = [[1 - rate * (1 - beta), -rate * beta], [1 - beta, beta]]
            assert (np.abs(np.linalg.eigvals(step)).max() < 1) == stable
    far, rates = thrown_out(0.0)
    passes, seen = int(np.argmax(rates > edge)), int(far[2000:].argmax()) + 2000
    quoted(f"At step {passes} the rate passes {edge:.0f}", f"it takes until step {seen} that one is seen, of 0.09")
    envelope = np.array([far[i : i + 15].max() for i in range(2000, len(far) - 15)])
    assert abs(envelope.argmin() + 2000 - passes) < 40  # until there it shrinks, from there on it grows
    quoted(rf"$\sqrt{{\hat v}}$ is {0.1 / rates[passes]:.4f} at the turning point, a fortieth of $\alpha$")
    assert 0.1 / (0.1 / rates[passes]) == pytest.approx(40, rel=0.06)
    quoted(f"Here that begins at {0.1 / edge:.4f}")
    quoted(
        f"with $\\varepsilon=10^{{-4}}$ the weight is still thrown out to {thrown_out(1e-4)[0][2000:].max():.3f}, "
        f"with $10^{{-3}}$ to {thrown_out(1e-3)[0][2000:].max():.3f}; with $0.003$ it stays"
    )
    assert thrown_out(3e-3)[0][2000:].max() < 1e-40
    quoted(f"$\\sqrt{{\\hat v}}$ is halved every {2 * log(0.5) / log(0.999):.0f} steps, and the rate")


def test_methods_see_along_the_axes_only():
    """At 45° both weights of a quadratic get gradients of one size on the average: here, exactly, by symmetry."""
    hessian = np.array([[2.0, 1.8], [1.8, 2.0]])
    rng = np.random.default_rng(13)
    gradients = rng.normal(size=(20_000, 2)) @ hessian
    first, second = np.sqrt(np.mean(gradients**2, axis=0))
    assert first == pytest.approx(second, rel=0.02)


# --- the libraries' own steps

LIBRARIES = json.loads(record_libraries.TRACES.read_text())
RECORDED = np.array(LIBRARIES["gradients"])


def library(name):
    return np.array(LIBRARIES["paths"][name])


def assert_library(name, method, states, **settings):
    """The library's recorded path is that of the course's method with these settings."""
    path = np.concatenate([[0 * RECORDED[0]], np.cumsum(steps(method, RECORDED, states, **settings), axis=0)])
    recorded = library(name)
    np.testing.assert_allclose(recorded - recorded[0], path, rtol=1e-6, atol=1e-9, err_msg=name)


def test_libraries_are_the_versions_that_the_page_means():
    assert LIBRARIES["versions"]["torch"].startswith("2.13.0")
    assert LIBRARIES["versions"]["optax"] == "0.2.8" and LIBRARIES["versions"]["keras"] == "3.15.1"
    quoted("optax's `rprop`, as of 0.2.8")


def test_libraries_that_are_the_courses_form():
    assert_library("optax.rmsprop", reference.rmsprop_step, 1, lr=0.01)
    assert_library("keras.RMSprop", reference.rmsprop_step, 1, lr=0.01, eps=1e-7)
    assert_library("torch.Adam", reference.adam_step, 2, lr=0.01)
    assert_library("optax.adam", reference.adam_step, 2, lr=0.01)
    assert_library("optax.nadam", reference.nadam_step, 2, lr=0.01)


def test_libraries_with_another_epsilon_or_start():
    assert_library("optax.adagrad", started_at(0.1, reference.adagrad_step), 1, lr=0.01, eps=1e-7)
    assert_library("keras.Adagrad", started_at(0.1, reference.adagrad_step), 1, lr=0.01, eps=1e-7)
    first = {start: 1 / sqrt(start + 1) for start in (0, 0.1)}, {start: 0.01 / sqrt(start + 1e-4) for start in (0, 0.1)}
    quoted(f"or of ${first[0][0.1]:.2f}\\alpha$", f"or of ${first[1][0.1]:.3f}\\alpha$")
    assert first[0][0] == first[1][0] == 1


def started_at(value, method):
    """The method, its accumulator `value` larger than the one it is handed."""

    def step(w, g2, grad, **settings):
        w, g2 = method(w, g2 + value, grad, **settings)
        return w, g2 - value

    return step


RULE = {
    r"\alpha": "lr", r"\beta_1": "beta1", r"\beta_2": "beta2", r"\rho": "rho", r"\varepsilon": "eps",
    r"\delta": "decay", r"\operatorname{sign}": "sign()",
    r"\max": "maximum()", r"\mu_t": "mu", r"\mu_{t+1}": "mu_next", r"\lvert g\rvert": "size",
} | {letter: letter for letter in "wgGDdmvunhtP"}  # fmt: skip
SECTIONS = dict(re.findall(r"^### ([A-Z]\w+)\n(.*?)(?=^###? |\Z)", page("conventions"), re.MULTILINE | re.DOTALL))

# (method, row, recorded as, settings that are not the course's)
ROWS = [
    ("Adagrad", "PyTorch", "torch.Adagrad", {"eps": 1e-10}),
    ("Adagrad", "Keras, optax", "keras.Adagrad", {"eps": 1e-7, "G": 0.1}),
    ("Adagrad", "Keras, optax", "optax.adagrad", {"eps": 1e-7, "G": 0.1}),
    ("RMSprop", "PyTorch", "torch.RMSprop", {"rho": 0.99}),
    ("RMSprop", "Keras", "keras.RMSprop", {"eps": 1e-7}),
    ("RMSprop", "optax", "optax.rmsprop", {}),
    ("Adadelta", "PyTorch, optax", "torch.Adadelta", {"eps": 1e-6}),
    ("Adadelta", "PyTorch, optax", "optax.adadelta", {"eps": 1e-6}),
    ("Adadelta", "Keras", "keras.Adadelta", {"rho": 0.95, "eps": 1e-7}),
    ("Adam", "L3, PyTorch, optax", "torch.Adam", {}),
    ("Adam", "L3, PyTorch, optax", "optax.adam", {}),
    ("Adam", "Keras, the paper's short form", "keras.Adam", {"eps": 1e-7}),
    ("Adamax", "PyTorch, optax", "torch.Adamax", {}),
    ("Adamax", "PyTorch, optax", "optax.adamax", {}),
    ("Adamax", "Keras", "keras.Adamax", {"eps": 1e-7}),
    ("Nadam", "optax", "optax.nadam", {}),
    ("Nadam", "PyTorch, Keras", "torch.NAdam", {"psi": 0.004}),
    ("Nadam", "PyTorch, Keras", "keras.Nadam", {"psi": 1, "eps": 1e-7}),
    ("AdamW", "PyTorch, optax", "torch.AdamW", {"decay": 0.01}),
    ("AdamW", "PyTorch, optax", "optax.adamw", {"decay": 0.0001}),
    ("AdamW", "Keras", "keras.AdamW", {"decay": 0.004, "eps": 1e-7}),
    ("Lion", "Chen 2023, Keras, optax", "keras.Lion", {"decay": 0, "beta2": 0.99}),
    ("Lion", "Chen 2023, Keras, optax", "optax.lion", {"decay": 0.001, "beta2": 0.99}),
]


def rule_of(method, row):
    return dict(re.findall(r"^\| ([^|]+?) \| \$(.+?)\$ \| ", SECTIONS[method], re.MULTILINE))[row]


def path_of_rule(rule, settings):
    """The weights that a row's rule makes of the recorded gradients, step by step."""
    settings = DEFAULTS | {"lr": 0.01} | settings
    state = {letter: 0 * RECORDED[0] for letter in "wGDmvu"} | {"P": 1.0}
    state |= {letter: value + 0 * RECORDED[0] for letter, value in settings.items() if letter in state}
    state["w"] = library("torch.Adam")[0]
    path = [state["w"]]
    for t, grad in enumerate(RECORDED, start=1):
        psi = settings.get("psi", 0)
        values = settings | state | {"g": grad, "size": np.abs(grad), "t": t, "maximum": np.maximum, "sign": np.sign}
        state |= run(rule, RULE, values | {"mu": mu(t, psi), "mu_next": mu(t + 1, psi)})
        path.append(state["w"])
    return np.array(path)


@pytest.mark.parametrize("method, row, name, settings", ROWS, ids=[row[2] for row in ROWS])
def test_row_of_the_conventions_is_what_the_library_does(method, row, name, settings):
    np.testing.assert_allclose(path_of_rule(rule_of(method, row), settings), library(name), rtol=1e-9, atol=1e-12)
    words_of_row = re.search(rf"^\| {re.escape(row)} \|.*$", SECTIONS[method], re.MULTILINE)[0] + SECTIONS[method]
    for value in (v for k, v in settings.items() if k in ("rho", "psi", "decay") and v):
        assert f"={value}" in words_of_row
    if "eps" in settings and settings["eps"] != 1e-6:
        assert f"10^{{{round(np.log10(settings['eps']))}}}" in words_of_row


def test_every_recorded_library_has_its_row():
    apart = {"torch.Rprop", "optax.rprop", "torch.RAdam", "optax.radam"}  # their rows are words, tested below
    assert {row[2] for row in ROWS} | apart == set(LIBRARIES["paths"])


@pytest.mark.parametrize("method", ("Adagrad", "RMSprop", "Adadelta"))
def test_rows_of_l3_are_the_stale_misconceptions(method):
    exercise = exercise_of(getattr(reference, f"{method.lower()}_step"))
    (stale,) = [m.answer for m in exercise.misconceptions if "stale" in m.name]
    w, state, settings = library("torch.Adam")[0], [0 * RECORDED[0]] * (2 if method == "Adadelta" else 1), {"eps": 1e-4}
    path = path_of_rule(rule_of(method, "L3, as printed"), settings)
    for grad, expected in zip(RECORDED, path[1:]):
        w, *state = stale(w, *state, grad=grad, **settings, **({} if method == "Adadelta" else {"lr": 0.01}))
        np.testing.assert_allclose(w, expected, rtol=1e-9)


def test_rows_of_the_papers_and_of_p4():
    assert rule_of("Adagrad", "Duchi 2011") == rule_of("Adagrad", "PyTorch")
    without = path_of_rule(rule_of("RMSprop", "Hinton 2012, P4"), {})
    np.testing.assert_allclose(without, path_of_rule(rule_of("RMSprop", "optax"), {"eps": 0.0}))
    no_epsilon = path_of_rule(rule_of("Adamax", "L3, Kingma and Ba 2015"), {})
    w, m, u = library("torch.Adam")[0], 0 * RECORDED[0], 0 * RECORDED[0]
    for t, grad in enumerate(RECORDED, start=1):
        w, m, u = reference.adamax_step(w, m, u, t, grad, 0.01)
        np.testing.assert_allclose(no_epsilon[t], w)
    printed = path_of_rule(rule_of("Adam", "P4, as printed"), {"beta1": 0.1, "beta2": 0.001})
    (uncorrected,) = [m.answer for m in exercise_of(reference.adam_step).misconceptions if m.name == "no_correction"]
    w, m, v = library("torch.Adam")[0], 0 * RECORDED[0], 0 * RECORDED[0]
    for t, grad in enumerate(RECORDED, start=1):
        w, m, v = uncorrected(w, m, v, t, grad, 0.01)
        np.testing.assert_allclose(printed[t], w)
    dozat = run(rule_of("Nadam", "Dozat 2016, Algorithm 2"), RULE, DEFAULTS | {"v": ONE, "g": ONE, "t": 3})
    assert dozat["h"] == pytest.approx(0.999 * dozat["v"] / (1 - 0.999**3))


def rule_in_words(factors, zero, turn):
    """The step that a row of the RProp table describes."""
    up, down = map(float, re.findall(r"[\d.]+", factors))

    def step_of(w, step, grad, memory, loss):
        previous, last, loss_before = memory
        product = grad * previous
        factor = np.where(product > 0, up, np.where(product < 0, down, down if "shrinks" in zero else 1.0))
        step = np.clip(step * factor, 1e-6, 50)
        move, turned = -step * np.sign(grad), product < 0
        if "rests" in turn:
            move = np.where(turned, 0.0, move)
        if "takes its last step back" in turn:
            kept = (loss <= loss_before) & ("if the loss has grown" in turn)
            move = np.where(turned, np.where(kept, 0.0, -last), move)
        remembered = np.where(turned, 0.0, grad) if r"g_t\leftarrow0" in turn else grad
        if "one step late" in turn:  # what is due is the move of the step before; at a turn it is dropped
            due = np.where(turned, 0.0, last)
            return w + due, step, (remembered, move, loss)
        return w + move, step, (remembered, move, loss)

    return step_of


def test_rows_of_rprop_say_what_is_done():
    rows = dict(re.findall(r"^\| ([^|]+?) \| (1\.2 and [^|]+\|[^|]+\|[^|]+) \|$", SECTIONS["RProp"], re.MULTILINE))
    assert len(rows) == 7
    same_as = {
        "Riedmiller and Braun 1993 (Rprop⁺)": rprop_variant("Rprop⁺"),
        "Igel and Hüsken 2003, Rprop⁻": rprop_variant("Rprop⁻"),
        "Igel and Hüsken 2003, iRprop⁻": rprop_variant("iRprop⁻"),
        "Igel and Hüsken 2003, iRprop⁺": rprop_variant("iRprop⁺"),
        "PyTorch": rprop_variant("iRprop⁻"),
    }
    for hessian in (ALONG, ACROSS):
        for name, variant in same_as.items():
            described = count_steps(rule_in_words(*rows[name].split("|")), hessian, STARTS[:20])
            np.testing.assert_array_equal(described, count_steps(variant, hessian, STARTS[:20]), name)
    described, w, step, previous = rule_in_words(*rows["P4"].split("|")), np.zeros(3), np.full(3, 0.1), RECORDED[0]
    for grad in RECORDED[1:]:
        expected = reference.rprop_step(w, step, grad, previous)
        w, step, _memory = described(w, step, grad, (previous, w, 0.0), 0.0)
        np.testing.assert_allclose((w, step), expected)
        previous = grad


def test_rprop_of_pytorch_rests_and_that_of_optax_is_late():
    irprop = rprop_variant("iRprop⁻")
    path, w, step, memory = [], np.array(library("torch.Rprop")[0]), np.full(3, 0.01), (np.zeros(3),) * 3
    for grad in RECORDED:
        w, step, memory = irprop(w, step, grad, (memory[0], memory[1], 0.0), 0.0)
        path.append(w)
    np.testing.assert_allclose(library("torch.Rprop")[1:], path, rtol=1e-12)


def test_rprop_of_optax_is_late_and_drops_the_move_that_is_due_at_a_turn():
    (row,) = re.findall(r"^\| optax \| (1\.2 and .*) \|$", SECTIONS["RProp"], re.MULTILINE)
    factors, zero, turn = row.split(" | ")
    assert turn.startswith("rests, at this step and at the next, $g_t") and turn.endswith("due at a turn is dropped")
    described, w = rule_in_words(factors, zero, turn), np.array(library("optax.rprop")[0])
    step, memory, turns = np.full(3, 0.01), (np.zeros(3), np.zeros(3), 0.0), 0
    for t, grad in enumerate(RECORDED, start=1):
        turned = grad * memory[0] < 0
        turns += turned.sum()
        w, step, memory = described(w, step, grad, memory, 0.0)
        np.testing.assert_allclose(library("optax.rprop")[t], w, rtol=1e-9, atol=1e-15)
    assert turns > 3
    quoted("its first update is zero", "the move that was due is dropped, and the next update is zero as well")


@pytest.mark.parametrize("name, threshold, hat", (("torch.RAdam", 5, True), ("optax.radam", 5, False)))
def test_radam_of_the_libraries(name, threshold, hat):
    """Both wait for ρ_t ⩾ 5; PyTorch's ε stands beside √v before its correction."""
    w, m, v = np.array(library(name)[0]), np.zeros(3), np.zeros(3)
    for t, grad in enumerate(RECORDED, start=1):
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        rho_inf, rho = _rho(t, 0.999)
        move = m / (1 - 0.9**t)
        if rho > threshold:
            eps = 1e-8 / sqrt(1 - 0.999**t) if hat else 1e-8
            move = move * _rectification(rho_inf, rho) / (np.sqrt(v / (1 - 0.999**t)) + eps)
        w = w - 0.01 * move
        np.testing.assert_allclose(library(name)[t], w, rtol=1e-9)
    ours, _m, _v = reference.radam_step(ZERO, 0.1 * ONE, 0.001 * ONE, 5, ONE, lr=1.0)
    late = -(0.9 * 0.1 + 0.1) / (1 - 0.9**5)
    assert abs(ours[0]) < 0.05 < abs(late)  # at t = 5 the paper's adapts, the libraries' does not


def test_schedule_of_nadam_in_the_conventions():
    assert r"\mu_t=\beta_1\bigl(1-\tfrac12\,0.96^{\,t\psi}\bigr)" in SECTIONS["Nadam"]
    assert r"\mu_t=\beta_1\bigl(1-\frac12\,0.96^{\,t\psi}\bigr)" in SOURCE


INSTALLED = [name for name in ("torch", "keras", "optax") if find_spec(name)]

if INSTALLED:  # elsewhere the recorded paths stand for the libraries

    @pytest.mark.parametrize("name", INSTALLED)
    def test_recorded_paths_are_what_the_libraries_do(name):
        methods, path = record_libraries.LIBRARIES[name]
        for method in methods:
            np.testing.assert_allclose(path(method), library(f"{name}.{method}"), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("symbol", sorted(set(NAMES) - {"t", "|g_t|", r"\max", r"\lVert g_t\rVert"}))
def test_every_symbol_of_the_page_is_in_the_notation(symbol):
    symbol = symbol.replace("_{t-1}", "_t") if symbol != "g_{t-1}" else symbol
    assert re.search(rf"^\|[^|]*(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])", page("notation"), re.MULTILINE), symbol


def test_slips_of_this_chapter_link_to_its_sections():
    targets = set(re.findall(r"^\(([\w-]+)\)=$", SOURCE, re.MULTILINE))
    section = page("slips").split("## From RProp to Adam")[1].split("\n## ")[0]
    asked = re.findall(r"\{ref\}`([\w-]+)`", section)
    assert len(asked) >= 6 and set(asked) <= targets


def test_live_plots_of_the_page_exist():
    for name in ("StepLengths", "MovingAverage", "GradientAnswers", "Race"):
        assert issubclass(getattr(plots, name), plots.Plot)
        assert f"from ravine.plots import {name}\n\n{name}(" in SOURCE
