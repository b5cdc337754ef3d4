"""The practice page says what the code does: its rules are executed, its claims held against what the build computed.

The experiments take a minute, so they are not repeated here: their printed tables are read from the built site, which
runs the page's code whenever that or the code behind it changes. Only the smallest of them is run again.
"""

import contextlib
import io
import re
from functools import cache
from math import floor, log

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine import plots, training
from ravine.exercise import exercise_of, exercises_in
from ravine.plots.plot import Plot
from ravine.problems import digits
from ravine.problems.digits import read_digits
from solutions.reference import practice as reference
from tests.pages.displayed import formulas, page, run, words
from tests.traces import record_digits

SOURCE = page("practice")
PROSE = words(SOURCE)
NAMES = {
    "t": "t",
    "s": "s",
    "n": "n",
    "x": "x",
    r"\gamma": "gamma",
    r"\eta_t": "rate",
    r"\eta_{\min}": "lowest",
    r"\eta_{\max}": "highest",
    r"\floor": "floor()",
    r"\size": "absolute()",
    r"\max": "maximum()",
}
EXERCISES = {"triangular_learning_rate": "eq-triangular", "train": None}


def quoted(*sentences):
    """All of these stand on the page, word for word."""
    missing = [sentence for sentence in sentences if sentence not in PROSE]
    assert not missing, f"the page does not say: {missing}"


def plain(latex):
    """Without brackets of a special shape: ⌊…⌋ and |…| become functions."""
    named = {r"\Bigl\lfloor": r"\floor(", r"\Bigl|": r"\size(", r"\Bigr\rfloor": ")", r"\Bigr|": ")"}
    for shape, name in named.items():
        latex = latex.replace(shape, name)
    return latex.replace(r"\cdot", " ")


FORMULAS = {label: plain(latex) for label, latex in formulas(SOURCE).items()}


def displayed_rate(policy, **values):
    """The rate at one step, from the page's LaTeX."""
    values |= {"floor": np.floor, "absolute": np.abs, "maximum": np.maximum}
    results = run(FORMULAS["eq-triangular"], NAMES, values)
    if policy == "triangular":
        return results["rate"]
    name = policy.replace("_", r"\\_")
    rule = re.search(rf"\\text\{{{name}:\}}[^=]*?(\\eta_t.*)", FORMULAS["eq-decaying-cycles"])[1]
    return run(rule, NAMES, values | {name: results[name] for name in "nx"})["rate"]


def rates_on_the_page(policy, steps, *, lowest, highest, half_cycle, gamma=1.0):
    """The rates of a policy as the page displays it, at steps 0, 1, …"""
    values = {"lowest": lowest, "highest": highest, "s": half_cycle, "gamma": gamma}
    return displayed_rate(policy, t=np.arange(steps), **values)


# -------------------------------------------------------------------------------------------------------- the schedule


def test_displayed_rate_is_that_of_the_reference():
    for case in exercise_of(reference.triangular_learning_rate).draw(np.random.default_rng(0)):
        given = dict(case.inputs)
        values = {"t": given["step"], "s": given["half_cycle"], "lowest": given["lowest"], "highest": given["highest"]}
        assert displayed_rate("triangular", **values) == pytest.approx(
            reference.triangular_learning_rate(**given), rel=1e-12
        )


def test_triangle_as_the_page_reads_it():
    s = 7
    for t in range(6 * s):
        n = floor(1 + t / (2 * s))
        assert 2 * s * (n - 1) <= t < 2 * s * n
        x = abs(t / s - 2 * n + 1)
        assert x == pytest.approx(abs(t - s * (2 * n - 1)) / s) and x <= 1  # the distance from the top
    fractions = [reference.triangular_learning_rate(t, 0.0, 1.0, 8) for t in (2, 22)]
    assert fractions == [0.25, 0.75]
    quoted(r"$x=|\frac14-2+1|=\frac34$, and the rate is a quarter", "$x=|2.75-4+1|=\\frac14$: three quarters")
    assert (abs(2 / 8 - 2 + 1), abs(22 / 8 - 4 + 1)) == (3 / 4, 1 / 4)


def test_the_decaying_cycles():
    given = {"lowest": 0.1, "highest": 1.1, "half_cycle": 10}
    plain_rates = rates_on_the_page("triangular", 100, **given)
    halved = rates_on_the_page("triangular2", 100, **given)
    falling = rates_on_the_page("exp_range", 100, gamma=0.98, **given)
    cycle = np.arange(100) // 20
    np.testing.assert_allclose(halved - 0.1, (plain_rates - 0.1) * 0.5**cycle, atol=1e-15)
    np.testing.assert_allclose(falling - 0.1, (plain_rates - 0.1) * 0.98 ** np.arange(100), atol=1e-15)


# ---------------------------------------------------------------------------------------------- what the build computed


@pytest.fixture(scope="module")
def printed(site):  # noqa: F811
    """What each code cell of the page printed when the site was built, by a piece of the cell's code."""
    soup = BeautifulSoup((site / "book" / "practice.html").read_text(encoding="utf-8"), "html.parser")
    cells = {}
    for cell in soup.select("div.cell"):
        if (code := cell.select_one(".cell_input pre")) and (output := cell.select_one(".cell_output pre")):
            cells[code.get_text()] = output.get_text()

    def output_of(code):
        (found,) = [output for source, output in cells.items() if code in source]
        return found

    return output_of


def means(table):
    """Rows `name  mean ± spread …` of a printed table, as {name: (mean, spread, rest of the row)}."""
    rows = re.findall(r"^(\S.*?) +(\d\.\d{3}) ± (\d\.\d{3})(.*)$", table, re.MULTILINE)
    return {name: (float(mean), float(spread), rest.split()) for name, mean, spread, rest in rows}


def test_range_of_the_range_test(printed):
    rows = np.array([line.split() for line in printed("def rising").splitlines()[1:]], dtype=float)
    loss = dict(rows)
    rates = list(loss)
    assert len(rates) == 10
    first, fastest = loss[rates[0]], min(loss, key=loss.get)
    assert all(first - loss[rate] < 0.1 for rate in rates if rate < 0.02)  # nothing yet
    assert first - loss[0.0251] > 0.1
    assert fastest == 0.3981 and loss[0.1585] < loss[0.0631] - 0.2  # fast between 0.1 and 0.4
    assert all(loss[rate] > loss[fastest] for rate in rates if rate > 0.4)  # and rises beyond
    quoted("The loss falls slowly from about 0.02 on, fast between 0.1 and 0.4, and rises again beyond")
    quoted("So take 0.02 to 0.4")
    assert "triangular_learning_rate(t, 0.02, 0.4, half_cycle=64)" in SOURCE
    assert 8 * -(-1000 // 32) == 2 * 2 * 64  # "the two cycles end with the low rate"


def test_up_and_down_beats_the_constant_rates(printed):
    rows = means(printed("def up_and_down"))
    triangular = rows.pop("triangular")
    assert set(rows) == {"0.02", "0.1", "0.4"}
    assert all(triangular[0] > mean and triangular[1] < spread for mean, spread, _rest in rows.values())
    quoted("It beats both of its bounds and a rate between, in the mean and in its spread")


def test_claim_about_zeros(printed):
    rows = means(printed("BEGINNINGS = {"))
    assert len(rows) == 8
    quoted("the same network eight beginnings, ten seeds each")
    for hopeless in ("zeros", "ones", "N(0, 0.001²)"):
        assert rows[hopeless][0] < 0.12  # guessing
    assert 0.15 < rows["all 1/n_in"][0] < 0.35  # "does learn something", and one unit does not tell ten digits apart
    assert rows["N(0, 1)"][1] > 5 * rows["He"][1]
    quoted("$N(0,1)$ is a lottery: look at its spread")
    xavier, he = rows["Xavier"], rows["He"]
    assert min(xavier[0], he[0]) > 0.9 and abs(xavier[0] - he[0]) < xavier[1]
    quoted("the two cannot be told apart by these runs")
    quoted("| not zeros | confirmed; other constants fail too, and so do random weights of the wrong size |")


@pytest.fixture(scope="module")
def grid(printed):
    rows = means(printed("useful rates"))
    return {
        name: {
            "best": mean, "spread": spread, "rate": float(rest[0]), "useful": int(rest[1]),
            "at 0.01": float(rest[2]), "spread at 0.01": float(rest[4]),
        }
        for name, (mean, spread, rest) in rows.items()
    }  # fmt: skip


def test_claim_about_the_optimiser(grid):
    assert list(grid) == ["gradient descent", "momentum", "Nesterov", "RMSprop", "Adam"]
    quoted("Five methods, eight learning rates, eight seeds")
    assert len(10 ** np.arange(-3.5, 0.25, 0.5)) == 8
    at_one_rate, best, spread = ([row[name] for row in grid.values()] for name in ("at 0.01", "best", "spread"))
    assert np.ptp(at_one_rate) > 3 * max(row["spread at 0.01"] for row in grid.values())
    assert np.ptp(best) < 0.02 and np.ptp(best) <= np.max(spread)
    quoted("all end within two points of each other", "no more than the spread between seeds")
    quoted("confirmed for speed; at their best rates the methods are close")
    rates = {name: row["rate"] for name, row in grid.items()}
    assert max(rates, key=rates.get) == "gradient descent"
    assert {name for name in rates if rates[name] == min(rates.values())} == {"RMSprop", "Adam"}
    quoted("gradient descent does so at the largest rates, Adam and RMSprop at the smallest")


def test_claim_about_speed(printed, grid):
    rows = re.findall(r"^(\S.*?) +(> 10|\d+) +(> 10|\d+)$", printed("def epochs_needed"), re.MULTILINE)
    same, own = ({name: row[column] for name, *row in rows} for column in (0, 1))
    assert list(same) == list(grid)
    assert (same["Adam"], same["RMSprop"], same["momentum"], same["gradient descent"]) == ("2", "2", "5", "> 10")
    quoted("Adam and RMSprop need two epochs for what takes momentum five and gradient descent more than ten")
    assert set(own.values()) == {"2", "3"}
    quoted("each at *its own best* rate, all need two or three")


def test_claim_about_momentum(grid):
    spread, useful = ({name: row[key] for name, row in grid.items()} for key in ("spread", "useful"))
    assert spread["momentum"] < 0.7 * min(spread["gradient descent"], spread["RMSprop"])
    assert min(spread, key=spread.get) == "Nesterov"
    assert abs(spread["Adam"] - spread["momentum"]) < 0.3 * spread["momentum"]
    quoted(
        "At its best rate momentum spreads less between seeds than plain gradient descent and RMSprop, and Nesterov "
        "least of all; but Adam is as steady as momentum"
    )
    assert useful["momentum"] == useful["Adam"] == useful["RMSprop"] >= useful["gradient descent"]
    quoted("In the number of useful rates momentum is level with the adaptive methods, and not ahead of them")
    quoted("than gradient descent and RMSprop, yes; than Adam, no")


def test_claim_about_backpropagation(printed):
    said = printed("def loss_of(W)")
    weights, first = map(int, re.search(r"weights: (\d+), of which (\d+) in", said).groups())
    sizes = [(64, 32), (32, 32), (32, 10)]
    assert weights == sum(n * m + m for n, m in sizes) and first == 64 * 32
    assert f"quotients of the first layer: {2 * first};" in said
    assert float(re.search(r"largest entry: (\S+)", said)[1]) < 1e-7
    assert int(re.search(r"more than (\d+) times", said)[1]) >= 100  # of the order of the number of weights
    quoted("The two agree to many digits", "a factor of the order of the number of weights")


def test_summary_repeats_the_verdicts():
    """Each claim's section begins its verdict as the summary's row does, and every claim of the slide has a row."""
    sections = re.findall(r"^\(claim-([\w-]+)\)=\n### .*?\n(.*?)(?=^\(|\Z)", SOURCE, re.MULTILINE | re.DOTALL)
    verdicts = {name: re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)[-1] for name, text in sections}
    rows = re.findall(r"^\| ([\w ,+]+?) \| ([^|]+) \|$", SOURCE.split("## Summary")[1], re.MULTILINE)[:6]
    said = [verdict for claim, verdict in rows if claim != "claim"]
    assert list(verdicts) == ["zeros", "optimiser", "momentum", "backprop", "research"] and len(said) == 5
    for verdict, row in zip(verdicts.values(), said):
        if "half" in verdict.lower() and "speed" not in verdict:
            assert "yes" in row and "no" in row
        else:
            assert row.startswith(re.match(r"confirmed|not tested", verdict.lower())[0]), (verdict, row)


# ------------------------------------------------------------------------------------------------ its own machinery


@cache
def machinery():
    """The names that the page's code defines, up to the first training; what that printed as well."""
    cells = re.findall(r"^```\{code-cell\} python\n(?::tags:[^\n]*\n)?(.*?)^```", SOURCE, re.MULTILINE | re.DOTALL)
    names, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        for cell in cells:
            if "Schedule()" not in cell:
                exec(cell, names)
            if "def mean_and_spread" in cell:
                break
    return names, said.getvalue(), cell


def test_the_build_shows_what_the_code_does_now(printed):
    _names, said, _cell = machinery()
    shown = [float(x) for x in re.findall(r"\d+\.\d+", printed("def mean_and_spread"))]
    assert [float(x) for x in re.findall(r"\d+\.\d+", said)] == pytest.approx(shown, abs=0.02)


def test_all_methods_of_the_page_are_the_references():
    """Each learns: five epochs at a rate near its best."""
    names, _said, _cell = machinery()
    for method, rate in zip(names["METHODS"], (0.3, 0.03, 0.03, 0.01, 0.01), strict=True):
        accuracy, _losses = names["train"](names["network"](np.random.default_rng(1)), method, rate, seed=1, epochs=5)
        assert accuracy > 0.8, method


def test_the_bug_that_everybody_writes_once():
    names, _said, cell = machinery()
    assert "w[...], *kept[i] = step(" in cell
    forgetful = dict(names)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell.replace("w[...], *kept[i] = step(", "w, *kept[i] = step("), forgetful)
    net = names["network"](np.random.default_rng(0))
    accuracy, losses = forgetful["train"](net, "momentum", 0.03, seed=0, epochs=2)
    assert accuracy < 0.2 and losses.mean() == pytest.approx(log(10), abs=0.2)
    assert f"{log(10):.1f}" == "2.3"
    quoted(r"An accuracy of about 0.1 with ten digits, and a loss that stays near $\ln 10\approx2.3$")


def trained_from(constant, rate):
    """The network after an epoch of gradient descent from weights that are `constant` in every layer."""
    names, _said, _cell = machinery()
    net = names["network"](np.random.default_rng(0))
    for layer in net.layers[::2]:
        layer.W[...] = constant(len(layer.W))
    names["train"](net, "gradient descent", rate, seed=0, epochs=1)
    return net


def test_from_ones_every_relu_is_off_within_a_few_steps():
    net = trained_from(lambda n_in: 1.0, lambda t: 0.03 if t < 3 else 0.0)
    hidden, _labels = digits()
    for layer in net.layers[:-1]:
        hidden = layer.forward(hidden)
    assert not hidden.any()
    quoted("the signal grows so large that within a few steps every ReLU is off")


def test_from_a_small_constant_weights_learn_and_units_stay_equal():
    first = trained_from(lambda n_in: 1 / n_in, 0.03).layers[0].W
    assert np.ptp(first, axis=1).max() == 0 and np.ptp(first) > 1e-4
    assert first.shape == (64, 32)


def test_from_zeros_only_the_last_biases_move():
    net = trained_from(lambda n_in: 0.0, 0.03)
    moved = [array.any() for array, _gradient in net.parameters()]
    assert moved == [False] * 5 + [True]


def test_the_digits():
    images, _labels = digits()
    hidden, _hidden_labels = read_digits(record_digits.FILES["hidden"])
    assert (len(images) + len(hidden), len(images), images.shape[1]) == (1797, 1297, 8 * 8)
    quoted("1,797 handwritten digits", "each of 8 × 8 grey pixels. 1,297 of them")
    assert f"on {len(hidden)} images that you have not seen" in PROSE
    assert "learn, new = order[:1000], order[1000:]" in SOURCE and len(images) - 1000 == 297
    quoted("Train on 1000 images drawn by the seed; the accuracy on the 297 others")


def test_numbers_of_the_capstone():
    quoted(
        f"the median of three seeds: nothing below {training.NOTHING_BELOW}, everything from {training.FULL_FROM}",
        f"may take {training.CPU_SECONDS:.0f} seconds of CPU time",
        "the grader counts the calls of your `Linear.forward` and `Linear.backward`",
    )
    assert training.LAYER_CALLS == ("Linear.forward", "Linear.backward")
    *_public, hidden = exercise_of(reference.train).draw(np.random.default_rng(0))
    assert len(hidden.inputs["seeds"]) == 3


# ------------------------------------------------------------------------------------------------------ the page whole


def test_every_exercise_has_its_line_on_the_page_and_its_formula():
    assert {exercise.name for exercise in exercises_in(reference)} == set(EXERCISES)
    for name, label in EXERCISES.items():
        source = rf"{{eq}}`{label}`" if label else r"{ref}`capstone`"
        assert re.search(rf"^\| `{name}` \|.*{re.escape(source)} \|$", SOURCE, re.MULTILINE)


def test_live_plot_of_the_page_exists():
    assert issubclass(plots.Schedule, Plot)
    assert "from ravine.plots import Schedule\n\nSchedule(" in SOURCE
