"""The second page after the lectures says what the code does: decay, rates, averages, clipping, edge, batches."""

from functools import cache

import numpy as np
import pytest

from ravine.plots import DecayInsideAdam, ExpectedLoss, Race
from ravine.problems.referee import JUDGING, accuracy, paired
from solutions.experiments import accuracies, recorded
from solutions.experiments.training import METHODS, fit, network, training
from solutions.reference import after as reference
from tests.pages.claims import Claims
from tests.pages.displayed import bare, formulas, page, run
from tests.pages.experiments import printed_by
from tests.plots.computed import computed

says = Claims("after-rates")
FORMULAS = formulas(page("after-rates"))
NAMES = {
    "t": "t", "w_t": "w_new", "w_{t-1}": "w", "m_t": "m_new", "m_{t-1}": "m", "v_t": "v_new", "v_{t-1}": "v",
    "g_t": "grad", r"\hat m_t": "m_hat", r"\hat v_t": "v_hat", r"\beta_1": "beta1", r"\beta_2": "beta2",
    r"\alpha": "lr", r"\delta": "decay", r"\varepsilon": "eps", r"\eta_t": "rate", r"\eta_{\min}": "lowest",
    r"\eta_{\max}": "peak", "W": "warmup", "T": "total", "D": "length", "x": "x", r"\min": "minimum()",
    r"\cos": "cos()", r"\pi": "pi", "y_t": "y", "z_t": "z_new", "z_{t-1}": "z", "x_t": "x_new", "x_{t-1}": "x",
    r"\beta": "beta", r"\gamma": "gamma", "k": "k", r"\nabla L": "gradient()", "Q": "Q", "S": "S", "b": "b",
    r"\lambda": "curvature",
}  # fmt: skip


def experiment(name, row, first, comparisons=1):
    """The difference of a row from the first one, as the page's table has it."""
    runs = accuracies(name)
    return paired(runs[row], runs[first], comparisons)


# --- decay


def test_displayed_adamw_equals_the_reference():
    rng = np.random.default_rng(2)
    for t, lr, decay, beta1, beta2, eps in ((1, 1e-3, 0.01, 0.9, 0.999, 1e-8), (4, 0.1, 0.2, 0.5, 0.9, 0.1)):
        w, m, grad = rng.normal(size=(3, 20))
        given = {"w": w, "m": m, "v": rng.uniform(size=20), "t": t, "grad": grad}
        given |= {"lr": lr, "decay": decay, "beta1": beta1, "beta2": beta2, "eps": eps}
        found = run(FORMULAS["eq-adamw-step"], NAMES, given)
        for name, value in zip(("w_new", "m_new", "v_new"), reference.adamw_step(**given)):
            np.testing.assert_allclose(found[name], value, rtol=1e-11)


def test_decay_inside_and_beside():
    assert bare(FORMULAS["eq-decay-inside"]) == (
        r"\mathrmEw_t\approxw_0e^{-\alpha\deltat/s},\mathrmEw_t\approxw_0e^{-\alpha\deltat}"
    )
    sizes = (1.0, 10.0, 100.0)
    runs = computed([DecayInsideAdam(noise=s) for s in (*sizes, 0.0)], "inside.means", "beside.means")
    inside, beside = ([r[f"{way}.means"][-1] for r in runs[:3]] for way in ("inside", "beside"))
    for s, a, b in zip(sizes, inside, beside):
        assert a == pytest.approx(np.exp(-0.002 * 0.1 * 1000 / s), abs=0.005)
        assert b == pytest.approx(np.exp(-0.002 * 0.1 * 1000), abs=0.005)
    says("AdamW leaves <.2f>, whatever $s$", beside[0])
    says("L2 leaves <.2f> for $s=1$, <.2f> for $s=10$, <.3f> for $s=100$", *inside[:2], round(inside[2], 3))
    zero = runs[3]
    says(
        "by <.3f> in a hundred steps, where decay takes off <.3f>",
        *(1 - zero[f"{w}.means"][100] for w in ("inside", "beside")),
    )
    (other,) = computed([DecayInsideAdam(noise=0.0, decay=0.4, steps=200)], "inside.means")
    assert other["inside.means"][100] == pytest.approx(zero["inside.means"][100], abs=1e-3)
    says("the weight moves by a full $\\alpha$ a step *whatever $\\delta$ is*")


def test_the_box():
    assert bare(FORMULAS["eq-box"]) == r"\lvertw_t\rvert\le(1-\alpha\delta)\lvertw_{t-1}\rvert+\alpha"
    rng, lr, decay = np.random.default_rng(0), 0.1, 0.5
    w, m = 10 * rng.normal(size=50), np.zeros(50)
    for _ in range(300):
        before = w
        w, m = reference.lion_step(w, m, rng.normal(size=50), lr, decay)
        assert (np.abs(w) <= (1 - lr * decay) * np.abs(before) + lr + 1e-12).all()
    assert np.abs(w).max() <= 1 / decay + 1e-3
    for step in (lambda w, m: reference.lion_step(w, m, np.ones(1), lr, decay),):
        w, m = np.zeros(1), np.zeros(1)
        for _ in range(500):
            w, m = step(w, m)
        assert w[0] == pytest.approx(-1 / decay)
    says("a weight that is pushed in one direction for ever ends exactly there")


def test_decay_and_wrong_labels():
    rows = {name: experiment("wrong_labels", name, "without", 3) for name in ("AdamW", "L2")}
    assert all(d.low > 0 for d in rows.values())
    says("Either decay gains about <> points", "six" if all(0.05 < d.mean < 0.07 for d in rows.values()) else "?")
    between = experiment("wrong_labels", "AdamW", "L2", 3)
    assert between.verdict == "not told apart" and between.mean == pytest.approx(0.005, abs=0.001)
    says("Half a point more for AdamW is no result, where three comparisons are made")
    decays = {name: recorded("wrong_labels")[name]["decay"] for name in ("AdamW", "L2")}
    says("<> inside does what <.0f> does beside", decays["L2"], decays["AdamW"])
    assert printed_by("after-rates", '"wrong_labels"').count("no result") == 1


# --- schedules


def test_displayed_schedules_equal_the_reference():
    """Before and after the end of the warm-up; the shape 1 − √x is in words."""
    rise, *fall = FORMULAS["eq-warmup-cosine"].split("\\\\")
    fall = "\\\\".join(fall).replace(r"\frac12", r"\frac{1}{2}").replace(r"\cos\pi x", r"\cos(\pi x)")
    given = {"peak": 0.5, "warmup": 3, "total": 11, "lowest": 0.2}
    functions = {"cos": np.cos, "pi": np.pi, "minimum": min}
    for step in range(15):
        part = rise if step < 3 else fall
        found = run(part, NAMES, given | functions | {"t": step})["rate"]
        assert found == pytest.approx(reference.warmup_cosine(step, **given), rel=1e-12)
        assert step < 11 or found == pytest.approx(0.2)
    given |= {"decay": 4}
    for step in range(7, 15):
        found = run(FORMULAS["eq-stable-decay"], NAMES, given | functions | {"t": step, "length": 4})["rate"]
        assert found == pytest.approx(reference.warmup_stable_decay(step, **given), rel=1e-12)
    assert reference.warmup_stable_decay(6, **given) == 0.5
    root = reference.warmup_stable_decay(8, **given, shape="sqrt")
    assert root == pytest.approx(0.2 + 0.3 * (1 - np.sqrt(0.25)))
    says(r"in a straight line or like $1-\sqrt x$")


def test_the_displayed_recursion_is_the_reference_and_the_plot():
    assert bare(FORMULAS["eq-expected-loss"]) == (
        r"\mu_i\leftarrow(1-\eta_t\lambda_i)\mu_i,V_i\leftarrow(1-\eta_t\lambda_i)^2V_i+\eta_t^2s_i^2,"
        r"\mathrmEL=\frac12\sum_i\lambda_i(\mu_i^2+V_i)"
    )
    (found,) = computed([ExpectedLoss(schedule="linear")], "rates", "loss")
    curvatures = np.logspace(-2, 0, 30)
    loss = reference.expected_loss(np.array(found["rates"]), curvatures, 0.1 * curvatures, np.ones(30))
    np.testing.assert_allclose(found["loss"], loss, rtol=1e-12)
    mean, variance, rates = np.array([4.0]), np.zeros(1), [0.5, 0.25]
    for rate in rates:
        mean, variance = (1 - rate * 2) * mean, (1 - rate * 2) ** 2 * variance + rate**2 * 3
    by_hand = 2 * (mean**2 + variance) / 2
    assert reference.expected_loss(rates, np.array([2.0]), np.array([3.0]), np.array([4.0]))[-1] == by_hand


@cache
def end(**settings):
    """The last expected loss at the best highest rate, and that rate."""
    (found,) = computed([ExpectedLoss(**settings)], "loss", "rates")
    return found["loss"][-1], max(found["rates"])


def test_the_fall_takes_noise_away_and_hardly_moves_the_mean():
    (found,) = computed([ExpectedLoss(schedule="stable")], "way", "gathered", "rates")
    way, noise, rates = found["way"], found["gathered"], found["rates"]
    assert rates[160] == pytest.approx(rates[0]) and rates[161] < 0.98 * rates[0]
    says("at step <>, the way still to go makes <.3f> of the loss, and <.3f> at the end", 160, way[160], way[-1])
    says("of the noise it takes two thirds, from <.3f> to <.3f>", noise[160], noise[-1])
    assert 1 - noise[-1] / noise[160] == pytest.approx(2 / 3, abs=0.01)


def test_what_schedules_are_worth():
    worth = {shape: end(schedule=shape)[0] for shape in ("constant", "linear", "cosine", "best", "hyperbola")}
    tenth, fifth, half = (end(schedule="stable", falling=share)[0] for share in (0.1, 0.2, 0.5))
    says("the constant one ends at <.3f>", worth["constant"])
    says("in the last tenth of the steps alone, the loss is <.3f>; in the last fifth, <.3f>", tenth, fifth)
    says("in the last half, <.3f>; all the way, which is the straight line, <.3f>", half, worth["linear"])
    says("The cosine comes to <.3f>, and the best that the handles can draw to <.3f>", worth["cosine"], worth["best"])
    says("$1/(1+t/10)$ ends at <.3f>, because it falls too early", worth["hyperbola"])


def test_what_averages_are_worth():
    tail, rate = end(method="tail", schedule="constant")
    says("ends at <.4f> with a constant rate of <.1f>", tail, rate)
    best = end(schedule="best")[0]
    assert tail < best
    says("below the best schedule of descent alone, <.4f>", best)
    ema = {kept: end(method="ema", schedule="constant", kept=kept)[0] for kept in (0.9, 0.98, 0.995)}
    says(r"The moving average with $\gamma=0.98$ ends at <.4f>", ema[0.98])
    says("with 0.9 it is <.3f>, and with 0.995 it is <.2f>", ema[0.9], ema[0.995])
    free = {beta: end(method="scheduleFree", schedule="constant", beta=beta)[0] for beta in (0.5, 0.9)}
    says(r"it ends at <.3f>, with $\beta=0.5$ at <.3f>", free[0.9], free[0.5])


def test_displayed_averages():
    z = np.random.default_rng(1).normal(size=(9, 2))
    mean, moving = FORMULAS["eq-averages"].split("\\\\")
    x = z[0]
    for k in range(2, 10):
        x = run(mean, NAMES | {"z_t": "z"}, {"x": x, "k": k, "z": z[k - 1]})["x_new"]
    np.testing.assert_allclose(x, z.mean(axis=0))
    x = run(moving, NAMES | {"z_t": "z"}, {"x": z[0], "gamma": 0.9, "z": z[1]})["x_new"]
    np.testing.assert_allclose(x, 0.9 * z[0] + 0.1 * z[1])


def test_displayed_schedule_free_equals_the_reference():
    gradient = lambda w: 3 * w - 1  # noqa: E731
    latex = FORMULAS["eq-schedule-free"].replace(r"\frac1t", r"\frac{1}{t}")
    for t, lr, beta in ((1, 0.1, 0.9), (2, 0.3, 0.5), (7, 0.2, 0.0)):
        x, z = np.random.default_rng(t).normal(size=(2, 5))
        found = run(latex, NAMES, {"x": x, "z": z, "t": t, "lr": lr, "beta": beta, "gradient": gradient})
        expected = reference.schedule_free_step(x, z, t, gradient, lr, beta)
        np.testing.assert_allclose([found["x_new"], found["z_new"]], expected, rtol=1e-12)


# --- clipping, edge, batch


def test_displayed_clip_equals_the_reference():
    assert bare(FORMULAS["eq-clip"]) == (r"n=\sqrt{\sum_i\lVertg_i\rVert^2},g_i\leftarrow\frac{c}{n}g_i\text{if}n>c")
    grads = [np.array([3.0, 0.0]), np.array([[4.0]])]
    for c in (1.0, 5.0, 9.0):
        n = np.sqrt(sum(np.linalg.norm(g) ** 2 for g in grads))
        cut, norm = reference.clip_by_global_norm(grads, c)
        assert norm == pytest.approx(n)
        for g, found in zip(grads, cut):
            np.testing.assert_allclose(found, c / n * g if n > c else g)


def test_the_race_with_clipping():
    settings = {"descent": {"lr": 0.02}, "momentum": {"lr": 0.005}}
    shown = dict(methods=["descent", "momentum"], surface="rosenbrock", longest=1.0, steps=300, settings=settings)
    with_it, without = computed([Race(cut=cut, **shown) for cut in (True, False)], "runs")
    assert all(run["loss"][-1] < 1 for run in with_it["runs"])
    assert all(run["loss"][-1] is None or run["loss"][-1] > 1e6 for run in without["runs"])
    says("a rate that is good below is fatal above")


LIMITS = ("gradient descent", "momentum", "nesterov", "averaging")


def test_displayed_limits_are_the_references_and_where_a_root_leaves_the_circle():
    from sympy import Symbol

    from tests.pages.displayed import expression

    lines = FORMULAS["eq-limits"].replace(r"\begin{aligned}", "").replace(r"\end{aligned}", "").split("\\\\")
    for method, line in zip(LIMITS, lines, strict=True):
        shown = expression(line.split("<")[1].strip(" ,.\n"), {r"\beta": "beta"})
        for beta in (0.5, 0.9):
            limit = float(shown.subs(Symbol("beta"), beta))
            assert reference.stability_limit(2.0, method, beta) * 2 == pytest.approx(limit)
    assert reference.stability_limit(1.0, "adam", 0.9, divisor=1.0) == pytest.approx(38)
    says(r"and 38 at $\beta_1=0.9$")
    says(r"would it be <.0f> for $\beta_1=0.5$, and 2 without memory", reference.stability_limit(1.0, "adam", 0.5))


def test_the_edge_on_digits():
    found = {beta1: np.array(rows)[:, 1] for beta1, rows in recorded("edge").items()}
    steps = np.array(recorded("edge")["0.9"])[:, 0]
    assert steps.tolist() == list(range(250, 4001, 250)) and (np.diff(found["0.9"][:8]) > 0).all()
    says("the curvature climbs from <.1f> at step 250 to <.1f> at step 2000", found["0.9"][0], found["0.9"][7])
    says("it stays between <.0f> and <.0f>", found["0.9"][7:].min(), found["0.9"][7:].max())
    says("With 0.5 it is between <.1f> and <.1f> from the first", found["0.5"].min(), found["0.5"].max())
    assert {f"{x:.1f}" for x in found["0.0"]} == {"2.0", "2.1"}
    says("and without memory at 2.0 or 2.1")


def test_signal_and_noise():
    r"""Batches drawn from given gradients: the mean square is ‖G‖² + tr Σ/b, and the estimate finds the quotient."""
    assert bare(FORMULAS["eq-noise-and-signal"]) == (
        r"\mathrmE\lVertg_b\rVert^2=\lVertG\rVert^2+\frac{\operatorname{tr}\Sigma}{b}"
    )
    assert bare(FORMULAS["eq-noise-scale"]) == r"Q=\frac{\operatorname{tr}\Sigma}{\lVertG\rVert^2}"
    assert bare(FORMULAS["eq-noise-estimate"]) == r"Q\approx\frac{S}{\lVert\barg\rVert^2-S/b}"
    rng, mean, sigma, b = np.random.default_rng(0), np.array([1.0, -2.0, 0.5]), 3.0, 5
    batches = mean + sigma * rng.normal(size=(100_000, b, 3))
    squares = (batches.mean(axis=1) ** 2).sum(axis=1)
    assert squares.mean() == pytest.approx(mean @ mean + 3 * sigma**2 / b, rel=0.01)
    assert reference.noise_scale(batches.reshape(-1, 3)) == pytest.approx(3 * sigma**2 / (mean @ mean), rel=0.02)
    few = batches[0]
    S = np.sum((few - few.mean(axis=0)) ** 2) / (b - 1)
    square = np.sum(few.mean(axis=0) ** 2)
    expected = S / (square - S / b) if square > S / b else np.inf
    assert reference.noise_scale(few) == pytest.approx(expected)


def test_the_best_rate():
    """Where −α‖G‖² + ½λα²(‖G‖² + tr Σ/b) is lowest."""
    for b, Q, curvature in ((4, 20.0, 2.0), (400, 20.0, 0.5)):
        best = run(
            FORMULAS["eq-batch-rate"].replace("Q/b", r"\frac{Q}{b}"), NAMES, {"b": b, "Q": Q, "curvature": curvature}
        )
        rates = np.linspace(0, 3 / curvature, 100_001)
        lowest = rates[np.argmin(-rates + curvature / 2 * rates**2 * (1 + Q / b))]
        assert best["lr"] == pytest.approx(lowest, abs=1e-4)


def test_the_noise_scale_and_the_best_rates_of_batches():
    medians = [np.median(found) for found in recorded("noise").values()]
    says("The median grows from <.0f> before the training to <.0f> after five epochs", medians[0], medians[-1])
    best = {m: [recorded("batches")[f"{m}, {b}"]["rate"] for b in (8, 16, 32, 64, 128)] for m in ("momentum", "Adam")}
    assert best["momentum"][2:] == [best["momentum"][2]] * 3
    says(
        "Momentum's best rate is <> times as large for 32",
        "ten" if best["momentum"][2] == 10 * best["momentum"][0] else "?",
    )
    says("Adam's grows <.1f> times while the batch grows 16 times", best["Adam"][-1] / best["Adam"][0])


# --- the experiments


def test_the_falling_rates():
    adam = {s: experiment("falling", f"Adam, {s}", "Adam, constant", 3) for s in ("linear", "cosine", "last fifth")}
    assert {s for s, d in adam.items() if d.low > 0} == {"cosine", "last fifth"}
    says("Adam gains half a point from a fall in the last fifth and from the cosine; the line's interval holds 0")
    momentum = {s: experiment("falling", f"momentum, {s}", "momentum, constant", 3) for s in ("linear", "cosine")}
    assert momentum["linear"].low > 0 > momentum["cosine"].low and round(momentum["linear"].mean, 2) == 0.01
    says("Momentum gains a point from the line, and nothing certain from the cosine")
    rates = {row: run["rate"] for row, run in recorded("falling").items()}
    quotients = [rates[row] / rates[row.split(",")[0] + ", constant"] for row in rates if "constant" not in row]
    assert min(quotients) > 1 and 5 < max(q for row, q in zip(rates, quotients)) < 6.5
    says("All the falling rates begin higher than the best constant one, up to six times")


def test_warm_up():
    large = experiment("warmup", "Adam at 0.1, warm-up 10", "Adam at 0.1, warm-up 0", 2)
    assert large.low > 0
    says("ten steps of warm-up gain Adam <.0f> points", 100 * large.mean)
    for start in ("Adam at 0.03", "momentum at 0.3"):
        for steps in (10, 30):
            d = experiment("warmup", f"{start}, warm-up {steps}", f"{start}, warm-up 0", 2)
            assert d.verdict == "not told apart"
    says("at 0.03, nothing that could be told from chance")
    says("and no warm-up was seen to help it")


def test_averages_on_the_digits():
    gains = {row: experiment("averages", row, "constant", 4) for row in ("EMA 0.9", "EMA 0.98", "EMA 0.99", "linear")}
    assert all(d.low > 0 for d in gains.values()) and max(d.mean for d in gains.values()) == pytest.approx(
        0.02, abs=0.001
    )
    says("**an average gains two points**, as much as the line down to zero")
    free = experiment("averages", "Schedule-Free", "descent, linear", 2)
    assert free.verdict == "not told apart"
    says("with a difference of <.4f>", free.mean)


def test_clipping_on_the_digits():
    gain = {
        r: experiment("clipping", f"{r}, clipped at 0.5", f"{r}, not clipped") for r in ("at 0.3", "at 1.0", "best")
    }
    says(
        "At the rate 0.3 clipping gains momentum <> points", "fifty" if round(100 * gain["at 0.3"].mean) == 50 else "?"
    )
    runs = accuracies("clipping")
    assert runs["at 1.0, not clipped"].mean() < 0.11 < 0.7 < runs["at 1.0, clipped at 0.5"].mean()
    assert gain["best"].verdict == "not told apart"
    rates = [recorded("clipping")[f"best, {word}"]["rate"] for word in ("not clipped", "clipped at 0.5")]
    assert rates[1] / rates[0] == pytest.approx(3, abs=0.2)
    says("**It widens the range of rates, here by a factor of three, and does not improve the best.**")


def test_who_is_better():
    ten = {
        m: experiment("methods", f"{m}, 10 epochs", "Adam, 10 epochs", 4)
        for m in ("Muon", "Muon inside", "Lion", "momentum")
    }
    three = {m: experiment("methods", f"{m}, 3 epochs", "Adam, 3 epochs", 4) for m in ten}
    assert {m: d.verdict for m, d in ten.items()} == {
        "Muon": "better", "Muon inside": "not told apart", "Lion": "worse", "momentum": "better",
    }  # fmt: skip
    says("After ten epochs Muon on all matrices is ahead of Adam by <.3f>", ten["Muon"].mean)
    says("Muon on the middle one alone is not told apart")
    says("After three epochs its lead is <.3f>", three["Muon"].mean)
    lower = experiment("methods", "Muon, 3 epochs", "Adam at 0.032, 3 epochs")
    says("There Muon is ahead by <.3f>", lower.mean)
    spread = accuracies("methods")["Adam, 3 epochs"].std(ddof=1)
    says("Adam's accuracies spread by <.2f> there", spread)
    weights = sum(w.size for w, _ in network(np.random.default_rng(0)).parameters())
    says("all of this is one network of <,d> weights", weights)


# --- the engine


def test_a_recorded_accuracy_is_that_of_a_run_now():
    """Two seeds of a few rows: what is recorded is what the code does."""
    for name, row, settings in (
        ("falling", "Adam, linear", {"method": "Adam", "shape": "linear"}),
        ("methods", "Muon, 3 epochs", {"method": "Muon", "shape": "linear", "epochs": 3}),
        ("averages", "EMA 0.98", {"method": "momentum", "average": 0.98}),
        ("clipping", "at 0.3, clipped at 0.5", {"method": "momentum", "clip": 0.5, "epochs": 5}),
    ):
        found = recorded(name)[row]
        for i in (0, 1):
            now = accuracy(training(**settings), found["rate"], JUDGING[i], "judge")
            assert now == pytest.approx(found["judged"][i], abs=0.011), (name, row)


def test_the_engine_trains_as_the_practice_page_does():
    from tests.pages.test_practice import machinery

    names, _said, _cell = machinery()
    x, y = names["images"][:200], names["labels"][:200]
    for method, rate in (("momentum", 0.03), ("Adam", 0.01)):
        theirs, losses = names["fit"](x, y, 3, rate, method, epochs=2)
        ours, found = fit(x, y, 3, rate, method, epochs=2)
        np.testing.assert_allclose(found, losses, rtol=1e-9)
    assert {"momentum", "Adam", "Lion", "Muon", "Muon inside", "Schedule-Free"} <= set(METHODS)
