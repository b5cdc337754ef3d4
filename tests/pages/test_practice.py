"""The practice page says what the code does: its rules are executed, its claims held against what the build computed.

The experiments take a minute, so they are not repeated here: their printed tables are read from the built site, which
runs the page's code whenever that or the code behind it changes. Only the smallest of them is run again. What the tests
compute is what the page says of these tables: comparisons, counts, verdicts.
"""

import ast
import contextlib
import io
import re
from functools import cache
from math import floor, log
from statistics import NormalDist

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine import plots
from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.exercises.kinds import training
from ravine.plots.plot import Plot
from ravine.problems import digits
from ravine.problems import referee as referees
from ravine.problems.digits import read_digits
from ravine.problems.referee import CHOOSING, JUDGE, JUDGING, LEARN, RATES, paired, parts, student
from solutions.reference import practice as reference
from tests.pages.claims import Claims
from tests.pages.displayed import bare, formulas, page, run
from tests.traces import record_digits

says = Claims("practice")
SOURCE = page("practice")
NAMES = {
    "t": "t",
    "s": "s",
    "n": "n",
    "x": "x",
    r"\gamma": "gamma",
    r"\eta_t": "rate",
    r"\eta_{\min}": "lowest",
    r"\eta_{\max}": "highest",
    "T": "length",
    r"\pi": "pi",
    r"\cos": "cos()",
    r"\floor": "floor()",
    r"\size": "absolute()",
    r"\max": "maximum()",
}
EXERCISES = {"triangular_learning_rate": "eq-triangular", "seeds_needed": "eq-paired", "train": None}


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


# --- the schedule


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
    says(r"$x=|\frac14-2+1|=\frac34$, and the rate is a quarter")
    says(r"$x=|2.75-4+1|=\frac14$: three quarters")


def test_the_decaying_cycles():
    given = {"lowest": 0.1, "highest": 1.1, "half_cycle": 10}
    plain_rates = rates_on_the_page("triangular", 100, **given)
    halved = rates_on_the_page("triangular2", 100, **given)
    falling = rates_on_the_page("exp_range", 100, gamma=0.98, **given)
    cycle = np.arange(100) // 20
    np.testing.assert_allclose(halved - 0.1, (plain_rates - 0.1) * 0.5**cycle, atol=1e-15)
    np.testing.assert_allclose(falling - 0.1, (plain_rates - 0.1) * 0.98 ** np.arange(100), atol=1e-15)


def displayed_fall(policy, **values):
    """The rate of a schedule that only falls, from the page's LaTeX."""
    pattern = rf"\\text\{{{policy}:\}}[^=]*?(\\eta_t.*?)(?:, *\\\\|\.$|\\end)"
    rule = re.search(pattern, FORMULAS["eq-falling"], re.DOTALL)[1]
    rule = rule.replace(r"\frac{\pi t}{T}", r"(\pi t/T)")
    return run(rule, NAMES, values | {"cos": np.cos, "pi": np.pi})["rate"]


def test_the_falling_rates_are_those_of_the_pages_code():
    names = cells_up_to("SCHEDULES = {")
    t = np.arange(201)
    for policy, own in (("linear", names["line"]), ("cosine", names["cosine"])):
        displayed = displayed_fall(policy, t=t, length=200, lowest=0.02, highest=0.4)
        np.testing.assert_allclose(displayed, own(t, 0.4), atol=1e-15)
        assert (displayed[0], displayed[-1]) == (pytest.approx(0.4), pytest.approx(0.02))
        assert (np.diff(displayed) <= 0).all()
    steep = np.diff(displayed)
    assert abs(steep[0]) < abs(steep[100]) / 50 and abs(steep[-1]) < abs(steep[100]) / 50
    says("the cosine stays longer near both ends")


# --- the four rules


def test_no_image_is_learnt_from_or_chosen_by_and_judged_by():
    seeds = [parts(seed) for seed in (*CHOOSING, *JUDGING)]
    for learn, choose, judge in seeds:
        np.testing.assert_array_equal(np.sort(np.concatenate([learn, choose, judge])), np.arange(1297))
        np.testing.assert_array_equal(judge, seeds[0].judge)
    assert len({tuple(part.learn) for part in seeds}) == len(seeds) and not set(CHOOSING) & set(JUDGING)
    says("<d> to learn from, <d> to choose the rate by, <d> to judge by", LEARN, len(choose), JUDGE)
    assert (len(CHOOSING), len(JUDGING), len(RATES)) == (6, 60, 8)
    says("in the mean of six seeds, on the images to choose by")


def test_the_displayed_interval_is_that_of_the_referee():
    """Mean ± q·σ̂/√N on simulated runs that share their luck; and it covers the truth in 19 of 20 cases."""
    assert bare(FORMULAS["eq-paired"]) == r"\bard\pmq\frac{\hat\sigma}{\sqrtN}"
    rng, missed = np.random.default_rng(0), 0
    for _ in range(2000):
        luck = rng.normal(size=20)
        a, b = 0.3 + luck + 0.1 * rng.normal(size=20), luck + 0.1 * rng.normal(size=20)
        found, d = paired(a, b), a - b
        reach = student(0.975, 19) * d.std(ddof=1) / np.sqrt(20)
        assert found[:2] == (d.mean(), d.std(ddof=1) / np.sqrt(20))
        np.testing.assert_allclose(found[2:], (d.mean() - reach, d.mean() + reach))
        missed += not found.low < 0.3 < found.high
    assert missed / 2000 == pytest.approx(1 / 20, abs=0.01)
    assert [round(student(0.975, n), 1) for n in (19, 59, 119)] == [2.1, 2.0, 2.0]
    says("a quantile of Student's $t$ distribution, a little above 2")


def test_the_quantile_is_students():
    stats = pytest.importorskip("scipy.stats")
    for n in (4, 9, 39, 119):
        for p in (0.9, 0.975, 0.995):
            assert student(p, n) == pytest.approx(stats.t.ppf(p, n), rel=0.013)


def test_several_intervals_together_miss_in_one_of_twenty_cases():
    rng = np.random.default_rng(1)
    runs = rng.normal(size=(2000, 5, 20))
    missed = [any(d.low > 0 or d.high < 0 for d in (paired(a, rival, 4) for a in others)) for rival, *others in runs]
    alone = [any(d.low > 0 or d.high < 0 for d in (paired(a, rival) for a in others)) for rival, *others in runs]
    assert np.mean(missed) < 0.055 < 0.1 < np.mean(alone)
    says("with it all intervals *together* miss in at most 1 of 20 cases")
    says("it misses in 1 of 20 times as many (Bonferroni's rule)")


def test_how_many_seeds():
    needed = lambda q, delta: ((q + 0.84) * 0.01 / delta) ** 2  # noqa: E731
    says(r"$\bigl(2.84\cdot0.01/0.003\bigr)^2\approx<d>$", int(round(needed(2, 0.003), -1)))
    says("<.2f> is the 80 per cent quantile of the normal distribution", NormalDist().inv_cdf(0.8))
    says("With ten seeds the standard error is $<.4f>$, larger than the difference itself", 0.01 / np.sqrt(10))
    q = student(1 - 0.05 / 6, 119)
    says(r"$\bigl((<.1f>+0.84)\cdot0.01/0.003\bigr)^2\approx<.0f>$ seeds. We take 120.", q, needed(2.4, 0.003))
    rng = np.random.default_rng(2)
    found = [paired(0.003 + 0.01 * rng.normal(size=90), np.zeros(90)).low > 0 for _ in range(2000)]
    assert np.mean(found) == pytest.approx(0.8, abs=0.03)  # "in four of five cases"


def nearest_mean(x, y, seed, rate):
    """A training that is best at the rate 0.1: the nearest of the classes' means, but for a share of answers."""
    means = np.array([x[y == digit].mean(axis=0) for digit in range(10)])
    wrong = np.random.default_rng(seed).random(1297) < abs(np.log10(rate) + 1) / 4

    def predict(images):
        answers = np.linalg.norm(images[:, None] - means, axis=2).argmin(axis=1)
        return np.where(wrong[: len(images)], (answers + 1) % 10, answers)

    return predict


def test_the_referee_chooses_judges_and_reports():
    worse = lambda x, y, seed, rate: nearest_mean(x, y, seed, 10 * rate)  # noqa: E731  best at 0.01
    report = referees.referee(nearest_mean, worse, rates=(0.1, 0.3, 1), seeds=range(100, 110))
    pattern = r"yours at rate 0\.1: (\S+); the rival at rate 0\.1: (\S+); (\d+) seeds"
    own, other, count = re.match(pattern, report).groups()
    assert float(own) > 0.85 > float(other) and count == "10" and report.endswith("yours is better")
    same = referees.referee(nearest_mean, nearest_mean, rates=(0.1,), seeds=range(100, 105))
    assert same.endswith("the two are not told apart")
    with pytest.raises(ValueError, match="predict should return 200 labels for 200 images"):
        referees.accuracy(lambda x, y, seed, rate: lambda images: 3, 0.1, 0, "choose")


# --- what the build computed


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


DIFFERENCE = r" +([+-]\S+) +(\S+) +([+-]\S+) to ([+-]\S+) +(.+)"
ROW = re.compile(rf"^(\S.*?) +(\d\.\d{{4}}) +(\d\.\d{{4}})(?:{DIFFERENCE})?$", re.MULTILINE)


def compared(table):
    """A printed comparison: {name: {mean, spread, and of all but the rival: difference, error, low, high, verdict}}."""
    keys = ("mean", "spread", "difference", "error", "low", "high")
    rows = {}
    for name, *numbers, verdict in ROW.findall(table):
        rows[name] = {key: float(number) for key, number in zip(keys, numbers) if number} | {"verdict": verdict.strip()}
    return rows


def test_range_of_the_range_test(printed):
    rows = np.array([line.split() for line in printed("def rising").splitlines()[1:]], dtype=float)
    loss = dict(rows)
    rates = list(loss)
    assert len(rates) == 10
    first, fastest = loss[rates[0]], min(loss, key=loss.get)
    assert all(first - loss[rate] < 0.1 for rate in rates if rate < 0.02)  # nothing yet
    assert first - loss[0.0244] > 0.08
    assert fastest == 0.3861 and loss[0.1537] < loss[0.0612] - 0.2  # fast between 0.1 and 0.4
    assert all(loss[rate] > loss[fastest] for rate in rates if rate > 0.4)  # and rises beyond
    says("The loss falls slowly from about 0.02 on, fast between 0.1 and 0.4, and rises again beyond")
    says("let the low bound be 0.02, and look for the high one around 0.4")
    assert "triangular_learning_rate(t, 0.02, high, 50)" in SOURCE
    batches = -(-800 // 32)
    says("Eight epochs of gradient descent, which are <d> steps", 8 * batches)
    low = {name: f"low={value}" for name, value in (("line", 0.02), ("cosine", 0.02))}
    assert all(f"def {name}(t, high, {given}," in SOURCE for name, given in low.items())
    says("a straight line and a cosine, the last three ending at 0.02. Each gets its highest rate chosen from four")
    assert "chosen_rate(under, (0.1, 0.2, 0.4, 0.8))" in SOURCE
    assert "judged(under, highest[name], range(100, 220))" in SOURCE  # 120 seeds
    assert 8 * batches == 2 * 2 * 50  # two cycles of two halves


def test_claim_about_the_schedules(printed):
    said = printed("SCHEDULES = {")
    rows = compared(said)
    assert list(rows) == ["constant", "triangular", "linear", "cosine"]
    scatter = float(re.search(r"scatter by (\S+)", said)[1])
    says(r"scatter by about $\hat\sigma=<.2f>$", scatter)
    assert rows["constant"]["verdict"] == "worse" and rows["constant"]["difference"] < -0.01
    assert rows["triangular"]["spread"] / rows["constant"]["spread"] == pytest.approx(0.5, abs=0.15)
    says("The triangle beats the best constant rate, by more than a point, and its spread is about half as large")
    line = rows["linear"]
    assert line["verdict"] == "better" and line["low"] > 0
    spreads = (line["spread"], rows["triangular"]["spread"])
    assert line["difference"] < min(spreads) / 2
    says("by <.3f> only, not even half the spread of either, and yet a result", line["difference"])
    unpaired, by_pairs = np.hypot(*spreads), line["error"] * np.sqrt(120)
    says("would scatter by <.3f> instead of <.3f>, and the same certainty", unpaired, by_pairs)
    assert (unpaired / by_pairs) ** 2 == pytest.approx(2, abs=0.4)  # "twice as many seeds"
    alone, of_three = (student(1 - 0.05 / (2 * many), 119) for many in (1, 3))
    assert (line["high"] - line["low"]) / 2 == pytest.approx(of_three * line["error"], abs=2e-4) and alone < of_three
    says("The picture's interval is that of a single comparison; the table's, a little wider, allows for three")
    assert abs(rows["cosine"]["mean"] - line["mean"]) < rows["cosine"]["error"]
    says("The cosine is within a standard error of the line")
    says("half refuted: better than a constant one, not as good as a straight line down")


def test_claim_about_zeros(printed):
    rows = compared(printed("BEGINNINGS = {"))
    assert len(rows) == 8
    says("the same network eight beginnings, 20 seeds each, with momentum at the rate 0.03")
    assert rows["zeros"]["high"] < -0.05  # what was said beforehand would have had to reach above
    says("within 0.05 of one that starts from He's weights: if the interval of its difference reached above $-0.05$")
    assert "judged(training(start=start), 0.03, range(100, 120))" in SOURCE
    says("From zeros only the last biases ever move, so no other rate could help")
    says("each layer is a layer of one unit, and one unit does not tell ten digits apart")
    for hopeless in ("zeros", "ones", "N(0, 0.001²)"):
        assert rows[hopeless]["mean"] < 0.12  # guessing
    assert 0.15 < rows["all 1/n_in"]["mean"] < 0.35  # one unit does not tell ten digits apart
    assert rows["N(0, 1)"]["spread"] > 5 * rows["He"]["spread"]
    says("$N(0,1)$ is a lottery: look at its spread")
    assert rows["Xavier"]["verdict"] == "not told apart" and min(rows[name]["mean"] for name in ("Xavier", "He")) > 0.9
    says("On so shallow a network these runs do not tell the two apart")
    says("| not zeros | confirmed; other constants fail too, and so do random weights of the wrong size |")


@pytest.fixture(scope="module")
def grid(printed):
    """The table of the choosing runs: of each method what it came to at 0.01 and at its best rate."""
    table = printed("def epochs_needed")
    rows = re.findall(r"^(\S.*?) +(\d) +(\S+) +(> 10|\d+) +(\S+) +(\S+) +(> 10|\d+)$", table, re.MULTILINE)
    keys = ("useful", "accuracy", "epochs", "rate", "best", "own epochs")
    return {name: dict(zip(keys, numbers)) for name, *numbers in rows}


def test_claim_about_parameters_and_speed(grid):
    assert list(grid) == ["gradient descent", "momentum", "Nesterov", "RMSprop", "Adam"]
    says("First eight learning rates, six seeds, and the images to choose by")
    epochs = {name: row["epochs"] for name, row in grid.items()}
    assert epochs["Adam"] == epochs["RMSprop"] == "2" and epochs["gradient descent"] == "> 10"
    assert "mean(axis=0) < 0.5" in SOURCE and "np.array(RATES) - 0.01" in SOURCE and len(RATES) == 8
    says("needed equally many epochs until the loss is below 0.5")
    six = {"5": "five", "6": "six"}[epochs["momentum"]]
    says("Adam and RMSprop need two epochs for what takes momentum <> and gradient descent more than ten", six)
    assert {row["own epochs"] for row in grid.values()} == {"2", "3", "4"}
    says("each at *its own best* rate, all need two to four")
    at_one_rate = [float(row["accuracy"]) for row in grid.values()]
    best = [float(row["best"]) for row in grid.values()]
    assert np.ptp(at_one_rate) > 0.4 > 20 * np.ptp(best)
    says("At one rate for all the methods differ enormously")


@pytest.fixture(scope="module")
def results(printed):
    return compared(printed("results = {"))


def test_claim_about_quality(results):
    rows = {name: row for name, row in results.items() if name != "momentum"}
    assert all(-0.01 < row["low"] < row["high"] < 0.01 for row in rows.values())
    says("all differences from momentum were smaller than a point, $0.01$, intervals included")
    says("with <d> new seeds, on the images that have been set aside", len(JUDGING))
    assert not set(JUDGING) & set(CHOOSING)
    says("And all end within a point of momentum")
    assert {name for name, row in rows.items() if row["verdict"] == "not told apart"} >= set(rows) - {"Adam"}
    assert rows["Adam"]["difference"] > 0 and abs(rows["Adam"]["low"]) < rows["Adam"]["error"]
    says("Adam's is at the edge of what <d> seeds can show", len(JUDGING))
    says("three of the 297")
    assert round(0.01 * JUDGE) == 3
    says("confirmed for the rate and for speed; at their best rates the methods are within a point")


def test_claim_about_momentum(printed, grid):
    spreads = re.findall(r"^(\S.*?) +([\d.]+), interval ([\d.]+) to ([\d.]+)$", printed("draws = "), re.MULTILINE)
    assert [name for name, *_ in spreads] == ["gradient descent", "Nesterov", "RMSprop", "Adam"]
    assert all(float(low) < 1 < float(high) for _name, _quotient, low, high in spreads)
    assert "integers(0, 60, (2000, 60))" in SOURCE and "[0.025, 0.975]" in SOURCE and "means.max() - 0.03" in SOURCE
    says("counts those within 0.03 of the method's best")
    says("draw <d> of them at random, with repetition, for both methods the same ones", len(JUDGING))
    says("and do it 2000 times")
    says("if for some method the interval of <.0f> in 20 quotients lay below 1", 20 * (0.975 - 0.025))
    says("a grid in steps of $\\sqrt{10}$ counts coarsely")
    np.testing.assert_allclose(np.diff(np.log10(RATES)), 0.5)
    says("Every interval holds 1: at their best rates all five are as steady as momentum, as far as 60 seeds can tell")
    useful = {name: int(row["useful"]) for name, row in grid.items()}
    adaptive = min(useful["Adam"], useful["RMSprop"])
    assert useful["gradient descent"] < useful["momentum"] == useful["Nesterov"] <= adaptive
    says("momentum is level with Nesterov and ahead of gradient descent, and the adaptive methods are not behind")
    rng = np.random.default_rng(3)  # two equal methods, eight seeds: quotients of the spreads
    quotients = rng.normal(size=(2000, 8)).std(axis=1) / rng.normal(size=(2000, 8)).std(axis=1)
    assert np.mean((quotients > 2) | (quotients < 1 / 2)) > 0.05
    says("With eight seeds one may well see a factor of two between equal spreads")


def test_the_referee_at_work(printed):
    """The sign of a mean against Adam: what the referee says, whatever it is, is its own rule."""
    rates, numbers, verdict = printed("def sign_of_the_mean").strip().splitlines()
    mean, error, low, high = map(float, re.findall(r"[+-]?\d+\.\d+", numbers))
    assert "30 seeds" in rates and (high - low) / 2 == pytest.approx(student(0.975, 29) * error, abs=2e-4)
    expected = "better" if low > 0 else "worse" if high < 0 else "not told apart"
    assert expected in verdict and mean == pytest.approx((low + high) / 2, abs=1e-4)


def test_claim_about_backpropagation(printed):
    said = printed("def loss_of(W)")
    weights, first = map(int, re.search(r"weights: (\d+), of which (\d+) in", said).groups())
    sizes = [(64, 32), (32, 32), (32, 10)]
    assert weights == sum(n * m + m for n, m in sizes) and first == 64 * 32
    assert f"quotients of the first layer: {2 * first}\n" in said
    assert float(re.search(r"largest entry: (\S+)", said)[1]) < 1e-7
    assert int(re.search(r"more than (\d+) times", said)[1]) >= 100  # of the order of the number of weights
    says("The two agree to many digits, and the cost differs by a factor of the order of the number of weights")


def test_summary_repeats_the_verdicts():
    """Each claim's section says beforehand what would refute it, and its verdict begins as the summary's row does."""
    section = r"^\((schedules-compared|claim-[\w-]+)\)=\n##+ .*?\n(.*?)(?=^\([\w-]+\)=$|\Z)"
    sections = dict(re.findall(section, SOURCE, re.MULTILINE | re.DOTALL))
    verdicts = {name: re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)[-1].lower() for name, text in sections.items()}
    rows = re.findall(r"^\| ([\w ,+]+?) \| ([^|]+) \|$", SOURCE.split("## Summary")[1], re.MULTILINE)[:7]
    said = [verdict for claim, verdict in rows if claim != "claim"]
    assert list(verdicts) == ["schedules-compared"] + [
        f"claim-{name}" for name in ("zeros", "optimiser", "momentum", "backprop", "research")
    ]
    starts = ("half refuted", "neither confirmed nor refuted", "confirmed", "not tested")
    for verdict, row in zip(verdicts.values(), said, strict=True):
        first = next(start for start in starts if verdict.startswith(start))
        assert row.startswith(first), (verdict, row)
    for name, text in sections.items():
        assert name == "claim-research" or "refuted" in text.split("```")[0].lower(), name


# --- its own machinery


@cache
def cells():
    """The code of the page's cells, in order, without those that only show a plot."""
    found = re.findall(r"^```\{code-cell\} python\n(?::tags:[^\n]*\n)?(.*?)^```", SOURCE, re.MULTILINE | re.DOTALL)
    return [cell for cell in found if "from ravine.plots" not in cell]


@cache
def cells_up_to(piece):
    """The names that the page's cells define, up to the one with this piece of code: functions and imports alone."""
    names = {}
    for cell in cells():
        tree = ast.parse(cell)
        tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.Import | ast.ImportFrom | ast.Assign)
                     and not (isinstance(n, ast.Assign) and piece in cell)]  # fmt: skip
        exec(compile(tree, "practice.md", "exec"), names)
        if piece in cell:
            return names
    raise ValueError(f"no cell has {piece!r}")


@cache
def machinery():
    """The names that the page's code defines, up to the first training; what that printed as well, and its cell."""
    names, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        for cell in cells():
            exec(cell, names)
            if "def fit(" in cell:
                break
    return names, said.getvalue(), cell


def test_the_build_shows_what_the_code_does_now(printed):
    _names, said, _cell = machinery()
    shown = [float(x) for x in re.findall(r"\d+\.\d+", printed("def fit("))]
    assert [float(x) for x in re.findall(r"\d+\.\d+", said)] == pytest.approx(shown, abs=0.02)


def test_the_digits_that_are_shown_are_those_that_the_network_misreads():
    names, said, _cell = machinery()
    images, labels, net = (names[name] for name in ("images", "labels", "net"))
    answers = net.forward(images[800:]).argmax(axis=1)
    wrong = np.flatnonzero(answers != labels[800:])
    assert f"{1 - len(wrong) / len(answers):.3f} of {len(answers)} other images right" in said
    (cell,) = re.findall(r"^from ravine\.plots\.digits.*?(?=^```)", SOURCE, re.MULTILINE | re.DOTALL)
    shown = BeautifulSoup(eval_last(cell, names | {"HTML": str}), "html.parser").find_all("figure")
    assert [f.figcaption.text for f in shown] == [f"{labels[800 + i]}, read as {answers[i]}" for i in wrong]
    drawn = np.zeros((8, 8))
    for path in shown[0].find_all("path"):
        for x, y in re.findall(r"M(\d) (\d)", path["d"]):
            drawn[int(y), int(x)] = float(path["fill-opacity"])
    np.testing.assert_array_equal(drawn.ravel(), images[800 + wrong[0]])


def eval_last(cell, names):
    """What a cell shows: the value of its last line."""
    *before, last = ast.parse(cell).body
    exec(compile(ast.Module(before, []), "practice.md", "exec"), names)
    return eval(compile(ast.Expression(last.value), "practice.md", "eval"), names)


def test_all_methods_of_the_page_are_the_references():
    """Each learns: five epochs at a rate near its best."""
    names, _said, _cell = machinery()
    for method, rate in zip(names["METHODS"], (0.3, 0.03, 0.03, 0.01, 0.01), strict=True):
        train = names["training"](method=method, epochs=5)
        assert referees.accuracy(train, rate, 1, "choose") > 0.8, method


def test_the_bug_that_everybody_writes_once():
    names, _said, cell = machinery()
    assert "w[...], *kept[i] = step(" in cell
    forgetful = dict(names)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell.replace("w[...], *kept[i] = step(", "w, *kept[i] = step("), forgetful)
    images, labels = digits()
    net, losses = forgetful["fit"](images[:800], labels[:800], 0, 0.03, epochs=2)
    accuracy = np.mean(net.forward(images[800:]).argmax(axis=1) == labels[800:])
    assert accuracy < 0.2 and losses.mean() == pytest.approx(log(10), abs=0.2)
    says(r"An accuracy of about 0.1 with ten digits, and a loss that stays near $\ln 10\approx<.1f>$", log(10))


def trained_from(constant, rate):
    """The network after an epoch of gradient descent from weights that are `constant` in every layer."""
    names, _said, _cell = machinery()

    def start(rng):
        net = names["network"](rng)
        for layer in net.layers[::2]:
            layer.W[...] = constant(len(layer.W))
        return net

    images, labels = digits()
    return names["fit"](images[:1000], labels[:1000], 0, rate, "gradient descent", start, epochs=1)[0]


def test_from_ones_every_relu_is_off_within_a_few_steps():
    net = trained_from(lambda n_in: 1.0, lambda t: 0.03 if t < 3 else 0.0)
    hidden, _labels = digits()
    for layer in net.layers[:-1]:
        hidden = layer.forward(hidden)
    assert not hidden.any()
    says("the signal grows so large that within a few steps every ReLU is off")


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
    says("scikit-learn brings along <,d> handwritten digits", len(images) + len(hidden))
    says("each of 8 × 8 grey pixels. <,d> of them come with this course", len(images))
    says("on <d> images that you have not seen", len(hidden))


def test_numbers_of_the_capstone():
    says("the median of three seeds: nothing below <>, everything from <>", training.NOTHING_BELOW, training.FULL_FROM)
    says("A training may take <.0f> seconds of CPU time", training.CPU_SECONDS)
    says("the grader counts the calls of your `Linear.forward` and `Linear.backward`")
    assert training.LAYER_CALLS == ("Linear.forward", "Linear.backward")
    *_public, hidden = exercise_of(reference.train).draw(np.random.default_rng(0))
    assert len(hidden.inputs["seeds"]) == 3


# --- the page whole


def test_every_exercise_has_its_line_on_the_page_and_its_formula():
    assert {exercise.name for exercise in exercises_in(reference)} == set(EXERCISES)
    for name, label in EXERCISES.items():
        source = rf"{{eq}}`{label}`" if label else r"{ref}`capstone`"
        assert re.search(rf"^\| `{name}` \|.*{re.escape(source)} \|$", SOURCE, re.MULTILINE)


def test_live_plot_of_the_page_exists():
    for name in ("Schedule", "PairedDifferences", "TrainingRuns", "Race"):
        assert issubclass(getattr(plots, name), Plot)
        assert f"from ravine.plots import {name}\n\n{name}(" in SOURCE


def test_the_notebooks_example_of_the_seeds_needed():
    a, b = np.array([4.0, 4.0, 4.0, 4.0]), np.array([3.0, 1.0, 3.0, 1.0])
    spread = np.std(a - b, ddof=1)
    notebook = Claims("notebooks/practice")
    notebook("the differences 1, 3, 1 and 3 have the standard deviation <.3f>", spread)
    seeds = reference.seeds_needed(a, b, 0.5)
    notebook(r"/0.5)^2 = <.2f>$, that is, <d> seeds", (2.84 * spread / 0.5) ** 2, seeds)
