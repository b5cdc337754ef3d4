"""The appendices' tables are executed and complete."""

import json
import re
from importlib.util import find_spec
from itertools import combinations

import numpy as np
import pytest

from solutions.reference import backpropagation
from solutions.reference import momentum as reference
from solutions.reference.gradient_descent import linear_regression_gradient
from tests.pages.displayed import PAGES, expression, lines, page, run
from tests.pages.test_momentum import FORMULAS, NAMES
from tests.pages.test_practice import rates_on_the_page
from tests.traces import record_autograd, record_clipping, record_cyclical, record_lookahead

CONVENTIONS = page("conventions")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", CONVENTIONS, re.MULTILINE | re.DOTALL))
MOMENTUM, NESTEROV = SECTIONS["Momentum"], SECTIONS["Nesterov's momentum"]
LETTERS = {r"\alpha": "lr", r"\beta": "beta", r"\tau": "tau", r"\nabla L": "gradient()"}
LETTERS |= {letter: letter for letter in "wvubmg"}
ONE_LINE = {r"w_{t+1}": "w_new", "w_{t-1}": "w_before", "w_t": "w"}

LR, BETA, STEPS = 0.1, 0.9, 15
START = np.array([1.0, -2.0, 0.7])
slope = np.sin


def rules(section):
    """Rules of a section's table, by who writes them."""
    return dict(re.findall(r"^\| ([^|]+?) \| \$([^|]+)\$ \|", section, re.MULTILINE))


def path_of(rule, stored="w", lr=LR, steps=STEPS, first_step=None, **numbers):
    """The stored weights step by step under a row's rule; `first_step` changes the state after the first step."""
    state = {"w": START, "u": START, "v": 0 * START, "b": 0 * START, "m": 0 * START, "w_before": START}
    path = []
    for t in range(steps):
        values = {"lr": lr(t) if callable(lr) else lr, "beta": BETA, "gradient": slope, **numbers}
        if t == 0 and first_step:
            values |= first_step
        results = run(rule, LETTERS | ONE_LINE, state | {"g": slope(state[stored])} | values)
        if "w_new" in results:
            results = {"w": results["w_new"], "w_before": state["w"]}
        state |= results
        path.append(state[stored])
    return np.array(path)


def momentum_path(lr=LR, beta=BETA):
    w, v, path = START, 0 * START, []
    for t in range(STEPS):
        w, v = reference.momentum_step(w, v, slope(w), lr(t) if callable(lr) else lr, beta)
        path.append(w)
    return np.array(path)


def nesterov_path(look_ahead=False):
    w, v, path = START, 0 * START, []
    for _ in range(STEPS):
        w, v = reference.nesterov_step(w, v, slope, LR, BETA)
        path.append(w + BETA * v if look_ahead else w)
    return np.array(path)


def falling(t):
    return LR if t < 7 else LR / 10


def same(got, expected):
    return np.allclose(got, expected, rtol=1e-10, atol=1e-12)


def test_momentum_rows():
    row = rules(MOMENTUM)
    assert len(row) == 6
    for inside in ("Polyak 1964", "L3, Sutskever 2013, Keras"):
        assert same(path_of(row[inside]), momentum_path())
        assert same(path_of(row[inside], lr=falling), momentum_path(falling))
    outside = row["PyTorch, optax, JAX"]
    assert same(path_of(outside), momentum_path())
    assert not same(path_of(outside, lr=falling), momentum_path(falling))
    averaging = row["averaging form"]
    assert same(path_of(averaging, lr=LR / (1 - BETA)), momentum_path())
    dampened = row[r"PyTorch, dampening $\tau$"]
    assert same(path_of(dampened, tau=0.0), momentum_path())
    w, b, expected = START, 0 * START, []
    for t in range(STEPS):  # torch.optim.SGD: the first step takes the whole gradient
        b = slope(w) if t == 0 else BETA * b + (1 - 0.4) * slope(w)
        w = w - LR * b
        expected.append(w)
    assert same(path_of(dampened, tau=0.4, first_step={"tau": 0.0}), expected)


def test_row_of_p4_as_printed_is_neither_sign_nor_velocity_of_ours():
    printed = path_of(rules(MOMENTUM)["P4, as printed"])
    w, v, expected = START, 0 * START, []
    for _ in range(STEPS):
        w, v = w + v, -LR * slope(w) - BETA * v
        expected.append(w)
    assert same(printed, expected)
    assert not same(printed, momentum_path())


def test_nesterov_rows():
    row = rules(NESTEROV)
    assert len(row) == 5
    assert same(path_of(row["L3, Sutskever 2013"]), nesterov_path())
    for stored_ahead in ("Keras", "PyTorch, optax, JAX"):
        assert same(path_of(row[stored_ahead], "u"), nesterov_path(look_ahead=True))
    p4 = path_of(row["P4, with the sign set right"])
    assert same(p4[0], nesterov_path()[0]) and not same(p4, nesterov_path())
    (_v, displayed), *_ = lines(FORMULAS["eq-p4-look-ahead"])
    w, v = START, np.full(3, 0.3)
    values = {"w": w, "v": v, "lr": LR, "beta": BETA, "gradient": slope}
    right = run(row["P4, with the sign set right"], LETTERS, values)["v"]
    wanted = expression(displayed, NAMES)
    assert {str(s) for s in wanted.free_symbols} == {"w", "v", "lr", "beta"}
    np.testing.assert_allclose(right, run(FORMULAS["eq-p4-look-ahead"], NAMES, values)["v_new"])
    printed = run(row["P4, as printed"], LETTERS, values)["v"]
    np.testing.assert_allclose(printed, right - 2 * BETA * v)


def test_library_table_of_the_momentum_page_has_the_rows_of_the_conventions():
    table = re.findall(
        r"^\| [^|]+ \| \$([bv]\\leftarrow[^|]+)\$ \| \$([^|]+)\$ \| (?:in|out)side \|$", page("momentum"), re.MULTILINE
    )
    assert len(table) == 4
    plain, looking, plain_keras, looking_keras = (f"{memory}, \\quad {step}" for memory, step in table)
    for rule in (plain, plain_keras):
        assert same(path_of(rule), momentum_path())
    for rule in (looking, looking_keras):
        assert same(path_of(rule, "u"), nesterov_path(look_ahead=True))


@pytest.mark.parametrize("symbol", sorted({latex.split("_{t+1}")[0] for latex in NAMES if latex not in (r"\nabla L",)}))
def test_every_symbol_of_the_page_is_in_the_notation(symbol):
    assert re.search(rf"^\|[^|]*(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])", page("notation"), re.MULTILINE), symbol


def test_links_lead_to_targets():
    targets = {t for path in PAGES.glob("*.md") for t in re.findall(r"^\(([\w-]+)\)=$", path.read_text("utf-8"), re.M)}
    for name in ("conventions", "slips"):
        asked = re.findall(r"\{ref\}`(?:[^<`]*<)?([\w-]+)>?`", page(name))
        assert asked and set(asked) <= targets


def test_glossary_is_in_alphabetical_order():
    words = re.findall(r"^\| ([^|]+?) \|", page("notation").split("## Words")[1], re.MULTILINE)[2:]
    assert words == sorted(words, key=str.casefold)


def test_lookahead_rows_say_when_the_recorded_libraries_mix():
    """A step of gradient descent is the same in every library; where a recorded one differs, the library has mixed."""
    k, _alpha, _momentum = record_lookahead.SETTINGS["gradient descent"]
    rows = dict(re.findall(r"^\| ([\w ]+) \|.*\| ([^|]+) \| [^|]+ \|$", SECTIONS["Lookahead"], re.MULTILINE))
    assert len(rows) == 6 and rows["P4"] == rows["Zhang 2019"] == rows["optax"] == "$k$, $2k$, …"
    said = {"$k$, $2k$, …": range(k, 31, k), "1, $k+1$, $2k+1$, …": range(1, 31, k)}
    recorded = json.loads(record_lookahead.TRACES.read_text())["traces"]
    for library, unseen in (("optax", set()), ("torch_optimizer", {1})):  # its first has nothing to mix with
        path = np.array(recorded[library]["gradient descent"])
        stepped = path[:-1] - record_lookahead.LR * path[:-1] @ record_lookahead.MATRIX
        mixed = {t for t in range(1, 31) if not np.allclose(path[t], stepped[t - 1], rtol=1e-9)}
        assert mixed == set(said[rows[library]]) - unseen


def test_rows_on_sum_and_mean():
    """The gradient of the sum is n times that of the mean; a batch's is unbiased as it stands for the mean alone."""
    rng = np.random.default_rng(7)
    X, y, w = rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=2)
    mean = linear_regression_gradient(X, y, w)
    examples = np.array([linear_regression_gradient(X[[i]], y[[i]], w) for i in range(6)])
    np.testing.assert_allclose(examples.sum(axis=0), 6 * mean)
    batches = [list(chosen) for chosen in combinations(range(6), 2)]
    np.testing.assert_allclose(np.mean([examples[b].mean(axis=0) for b in batches], axis=0), mean)
    np.testing.assert_allclose(np.mean([examples[b].sum(axis=0) for b in batches], axis=0), 2 * mean)
    assert "the gradient is $n$ times as long" in SECTIONS["Sum or mean"]


def test_clipping_rows_are_what_the_libraries_do():
    rows = dict(re.findall(r"`(\w+)` \| \$(g [^|]+)\$ \|", SECTIONS["Gradient clipping"]))
    recorded, c = json.loads(record_clipping.TRACES.read_text()), record_clipping.LIMIT
    libraries = {"optax": "clip_by_global_norm", "keras": "global_clipnorm", "torch": "clip_grad_norm_"}
    for library, name in libraries.items():
        for grads, theirs in zip(recorded["gradients"], recorded["cut"][library]):
            grads, theirs = (np.concatenate([np.ravel(part) for part in arrays]) for arrays in (grads, theirs))
            values = {"g": grads, "n": np.linalg.norm(grads), "c": c, "eps": 1e-6}
            names = {r"\varepsilon": "eps"} | {letter: letter for letter in "gnc"}
            wanted = run(rows[name], names, values)["g"] if values["n"] > c else grads
            np.testing.assert_allclose(theirs, wanted, rtol=1e-7 if library == "keras" else 1e-13, err_msg=library)


CYCLICAL = dict(re.findall(r"^\| ([^|]+?) \| \$(.+?)\$ \| ", SECTIONS["Cyclical learning rates"], re.MULTILINE))
CYCLICAL_NAMES = {r"\eta_t": "rate", r"\eta_{\min}": "low", r"\eta_{\max}": "high", r"\max": "maximum()"}
CYCLICAL_NAMES |= {r"\beta_t": "momentum", r"\gamma": "gamma"} | {letter: letter for letter in "xntksd"}


def cyclical(row, setting):
    """What a row's rule gives at the recorded steps of PyTorch's CyclicLR, whose settings these are."""
    up = setting["step_size_up"]
    down = setting.get("step_size_down", up)
    t = np.arange(record_cyclical.STEPS)
    values = {"t": t, "k": t % (up + down), "s": up, "d": down, "maximum": np.maximum, "n": 1.0 + t // (up + down)}
    values |= {"low": setting["base_lr"], "high": setting["max_lr"], "gamma": setting.get("gamma", 1.0)}
    values |= run(CYCLICAL["PyTorch, with `step_size_down`"], CYCLICAL_NAMES, values)
    return list(run(CYCLICAL[row], CYCLICAL_NAMES, values).values())[0]


def test_cyclical_rows_are_what_pytorch_does():
    assert len(CYCLICAL) == 5
    recorded = json.loads(record_cyclical.TRACES.read_text())
    for name, setting in record_cyclical.SETTINGS.items():
        found = cyclical(f"Smith 2017, PyTorch `{setting['mode']}`", setting)
        np.testing.assert_allclose(found, recorded["rates"][name], rtol=1e-11, atol=1e-14, err_msg=name)
    assert set(recorded["momenta"]) == {record_cyclical.MOMENTUM, record_cyclical.BETA1}
    for name, setting in record_cyclical.WITH_MOMENTUM.items():
        found = cyclical("PyTorch, unless `cycle_momentum=False`", setting)
        np.testing.assert_allclose(found, recorded["momenta"][name], rtol=1e-11, err_msg=name)
    assert r"and so does $\beta_1$ of Adam" in SECTIONS["Cyclical learning rates"]
    assert recorded["torch"].startswith("2.13") and "PyTorch 2.13" in SECTIONS["Cyclical learning rates"]


def test_cyclical_rows_are_the_course_s_form():
    """With x and n as the practice page displays them."""
    values = {"lowest": 0.1, "highest": 0.9, "half_cycle": 12}
    setting = {"base_lr": 0.1, "max_lr": 0.9, "step_size_up": 12, "gamma": 0.99}
    for policy in ("triangular", "triangular2", "exp_range"):
        displayed = rates_on_the_page(policy, record_cyclical.STEPS, gamma=0.99, **values)
        np.testing.assert_allclose(cyclical(f"Smith 2017, PyTorch `{policy}`", setting), displayed, rtol=1e-11)


if find_spec("keras") and find_spec("optax"):

    def test_keras_and_optax_have_no_triangular_schedule():
        import keras
        import optax

        named = dir(keras.optimizers.schedules) + dir(optax)
        assert not [name for name in named if re.search("triang|cyclic", name, re.IGNORECASE)]


AUTOGRAD = json.loads(record_autograd.WHERE.read_text())
BACKPROPAGATION = {
    row[0]: row[1:]
    for line in re.findall(r"^\| (.+) \|$", SECTIONS["Backpropagation"], re.MULTILINE)
    if len(row := line.split(" | ")) > 2
}


@pytest.mark.parametrize(
    "row, who", [("this course, Keras `Dense`", "keras"), ("PyTorch `Linear`", "torch")], ids=["keras", "torch"]
)
def test_rows_of_the_linear_layer(row, who):
    shape, rule, derivative = BACKPROPAGATION[row]
    recorded, transposed = AUTOGRAD[who], who == "torch"
    assert shape == (r"$(n_{\text{out}}, n_{\text{in}})$" if transposed else r"$(n_{\text{in}}, n_{\text{out}})$")
    assert recorded["shape of W"] == ([3, 2] if transposed else [2, 3])
    given = {"x": record_autograd.X, "b": record_autograd.B, "dy": record_autograd.DY}
    given["W"] = record_autograd.W.T if transposed else record_autograd.W
    layer = backpropagation.Linear(2, 3, np.random.default_rng(0))
    layer.W, layer.b = record_autograd.W, record_autograd.B
    assert same(product(rule, given), recorded["y"]) and same(layer.forward(record_autograd.X), recorded["y"])
    layer.backward(record_autograd.DY)
    assert same(product(derivative, given), layer.dW.T if transposed else layer.dW)
    assert "dW" not in recorded or same(product(derivative, given), recorded["dW"])


def product(rule, given):
    """The right side of a rule like $y = xW^{\\top} + b$: letters side by side are a product of matrices."""
    first, *rest = rule.strip("$").split(" = ")[1].split(" + ")
    factors = re.findall(r"(dy|[xW])(\^\{\\top\})?", first)
    left, right = (given[name].T if top else given[name] for name, top in factors)
    return left @ right + sum(given[name] for name in rest)


def test_rows_of_the_loss():
    logits, labels = record_autograd.LOGITS, record_autograd.LABELS
    each = [backpropagation.SoftmaxCrossEntropy().forward(logits[i : i + 1], labels[i : i + 1]) for i in range(2)]
    mean = backpropagation.SoftmaxCrossEntropy().forward(logits, labels)
    torch, keras, optax = (AUTOGRAD[who] for who in ("torch", "keras", "jax"))
    assert BACKPROPAGATION["this course, PyTorch `cross_entropy`"] == ["logits", "the mean", f"{each[0]:g}"]
    assert torch["loss"] == pytest.approx(mean, rel=1e-12) and mean == pytest.approx(sum(each) / 2)
    takes, gives, clipped = BACKPROPAGATION["Keras `SparseCategoricalCrossentropy`"]
    assert (takes, gives) == ("probabilities", "the mean") and clipped.startswith("16.1, since it keeps $p\\ge10^{-7}$")
    assert keras["loss as it comes, first example"] == pytest.approx(-np.log(1e-7), rel=1e-6)
    assert keras["loss as it comes"] == pytest.approx((-np.log(1e-7) + each[1]) / 2, rel=1e-6)
    assert BACKPROPAGATION["the same with `from_logits=True`"] == ["logits", "the mean", "2000"]
    assert keras["loss from logits"] == pytest.approx(mean, rel=1e-6)
    row = BACKPROPAGATION["optax `softmax_cross_entropy_with_integer_labels`"]
    assert row == ["logits", "one loss for each example", "2000"] and optax["losses"] == pytest.approx(each)


def test_rows_of_the_gradients():
    torch, jax = AUTOGRAD["torch"], AUTOGRAD["jax"]
    layer = backpropagation.Linear(2, 3, np.random.default_rng(0))
    layer.forward(record_autograd.X)
    layer.backward(record_autograd.DY)
    first = layer.dW
    layer.backward(record_autograd.DY)
    assert BACKPROPAGATION["this course's `Linear`"][1] == "overwrites them" and same(layer.dW, first)
    a = backpropagation.Value(2.0)
    z = a * a
    z.backward()
    z.backward()
    assert BACKPROPAGATION["this course's `Value`"][1] == "starts from zero" and (a.grad, z.grad) == (4, 1)
    kept, again = BACKPROPAGATION["PyTorch"]
    assert kept == "in the leaves, as `.grad`" and torch["kept"] == {"by leaves": True, "by nodes between": False}
    assert again.startswith("adds to them") and same(torch["dW after a second pass"], 2 * np.array(torch["dW"]))
    assert again.endswith("only with `retain_graph=True`") and torch["a pass without retain_graph is the last"]
    assert BACKPROPAGATION["JAX"][1] == "returns the same" and jax["dW asked again"] == jax["dW"] == first.tolist()


def test_what_is_said_below_the_rows_on_backpropagation():
    said = SECTIONS["Backpropagation"]
    a = backpropagation.Value(0.0)
    a.relu().backward()
    assert "At 0 ReLU's derivative is 0 in all" in said
    assert a.grad == AUTOGRAD["torch"]["slope of relu at 0"] == AUTOGRAD["jax"]["slope of relu at 0"] == 0
    assert "with $h=10^{-6}$" in said and AUTOGRAD["torch"]["step of gradcheck"] == 1e-6
    for name, version in (("PyTorch", "torch"), ("Keras", "keras"), ("JAX", "jax"), ("optax", "optax")):
        assert AUTOGRAD["versions"][version].startswith(re.search(rf"{name} ([\d.]*\d)", said.split("Recorded")[1])[1])


if all(map(find_spec, ("torch", "keras", "jax", "optax"))):  # elsewhere the recorded answers stand for the libraries

    def test_the_libraries_still_answer_as_recorded():
        assert record_autograd.record() == AUTOGRAD
