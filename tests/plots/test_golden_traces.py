"""The plots' update rules and surfaces in JavaScript are those of the Python reference, to 1e-12.

Every method runs in Python on every surface with every setting of its hyperparameters; from each state on the way one
step is repeated in JavaScript. (Whole paths would part by chaos, not by mistake: a last digit grows without bound on a
steep surface.) Gradients are played back from the recording, so that a difference is the rule's own.
"""

import inspect
import json
import re
import shutil
from dataclasses import asdict
from functools import cache
from importlib import import_module
from itertools import islice, product
from pkgutil import walk_packages

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from ravine.plots.bundle import SOURCE
from ravine.plots.methods import METHODS
from ravine.problems import (
    Beale,
    Himmelblau,
    NoisyQuadratic,
    Plateau,
    Quadratic,
    QuadraticForm,
    Rosenbrock,
    Saddle,
)
from ravine.problems.random_numbers import normal_numbers, uniform_numbers
from solutions import reference
from solutions.reference import adaptive, after, gradient_descent, lookahead, momentum, practice
from solutions.reference.adaptive.radam_step import _rectification, _rho
from tests.pages.test_practice import displayed_fall
from tests.plots.replay import Recorder, flat, replay
from tests.traces import record_clipping, record_cyclical

pytestmark = pytest.mark.xdist_group("golden traces")

PRECISION = 1e-12
STEPS = 25
FAR = 1e8  # a path that has run away is followed no further

SURFACES = {
    "quadratic": (Quadratic(10.0, 20.0), (-4.0, 2.5)),
    "ravine": (Quadratic(100.0), (-4.0, 1.0)),
    "quadratic form": (QuadraticForm(((2.0, 0.5), (0.5, 1.0))), (1.0, -3.0)),
    "Rosenbrock": (Rosenbrock(), (-1.2, 1.0)),
    "Beale": (Beale(), (1.0, 1.5)),
    "Himmelblau": (Himmelblau(), (-1.0, -0.5)),
    "saddle": (Saddle(), (1.5, 1e-3)),
    "plateau": (Plateau(), (3.0, 1.0)),
    "noisy quadratic": (NoisyQuadratic(5.0, 30.0), (3.0, -2.0)),
}


def misconception(answer, name):
    """A misconception that a plot shows on purpose."""
    return next(w.answer for w in exercise_of(answer).misconceptions if w.name == name)


def signum_step(w, m, grad, lr, beta):
    """Signum is Lion whose two means are one."""
    return after.lion_step(w, m, grad, lr, 0.0, beta, beta)


def one_step_of_descent(w, grad, lr):
    return gradient_descent.gradient_descent(lambda _w: grad, w, lr, 1)[1]


# --- what each rule of js/methods is tied to: a step to the reference of the same name, if it is not named here

OTHERWISE_CALLED = {
    "gradientStep": one_step_of_descent,
    "signumStep": signum_step,
    "ballStepExplicit": misconception(momentum.ball_step, "old_velocity"),
    "lookaheadAtWPlusV": misconception(momentum.nesterov_step, "gradient_at_w_plus_v"),
}
LOOKAHEADS = {
    "lookahead": (lookahead.lookahead, lambda surface: (), {"k": (1, 5), "alpha": (0.3, 0.5, 1.0), "rounds": (1,)}),
    "lookaheadFitted": (
        lookahead.lookahead_fitted,
        lambda surface: (surface.value, surface.gradient),
        {"k": (1, 5), "rounds": (1,), "low": (0.0, 0.5), "high": (0.8, 1.0)},
    ),
}
FORMULAS = {  # on the inputs of the exercises
    "momentumFromBall": momentum.momentum_from_ball,
    "optimalHeavyBall": momentum.optimal_heavy_ball,
    "fitQuadratic": lookahead.fit_quadratic,
    "bestAlpha": lookahead.best_alpha,
    "ema": adaptive.ema,
    "triangularLearningRate": practice.triangular_learning_rate,
    "stabilityLimit": after.stability_limit,
}
CYCLICAL = {  # PyTorch's, recorded
    "triangular": "triangularLearningRate",
    "triangular, one step up": "triangularLearningRate",
    "triangular2": "triangular2LearningRate",
    "exp_range": "expRangeLearningRate",
}
CUT = "clipByGlobalNorm"  # held against the libraries' recorded ones
FALLING = {"linear": "linearLearningRate", "cosine": "cosineLearningRate"}  # as the page on practice displays them
PARTS = ("mix", "innerSteps", "trust", "rectification")  # of other rules, tried by themselves below


def exported(sources=SOURCE):
    """The names of all rules that js/methods hands out."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((sources / "methods").glob("*.js")))
    return re.findall(r"^export (?:function|const) (\w+)", code, re.MULTILINE)


@cache
def references():
    """Every function of the reference by its name in JavaScript: adam_step is adamStep."""
    found = {}
    for name in (module.name for module in walk_packages(reference.__path__, f"{reference.__name__}.")):
        found |= {f.__name__: f for f in vars(import_module(name)).values() if getattr(f, "__module__", "") == name}
    return {re.sub("(?<!^)_(.)", lambda letter: letter[1].upper(), name): f for name, f in found.items()}


APART = {*LOOKAHEADS, *FORMULAS, *CYCLICAL.values(), *FALLING.values(), CUT, *PARTS}


def untied(rules):
    """What JavaScript hands out and nothing ties to Python, a sentence each."""
    for rule in rules:
        if rule not in {*OTHERWISE_CALLED, *APART, *references()}:
            yield f"no golden trace ties {rule} of js/methods to Python: solutions/reference has nothing of that name"


RULES_OF_A_STEP = [rule for rule in exported() if rule not in APART]


def test_every_rule_is_tied_to_a_reference():
    assert list(untied(exported())) == []
    assert set(exported()) == set(replay([{"module": "methods", "names": True}])[0]["result"])
    assert {method.function for method in METHODS.values()} <= set(exported())


def test_a_rule_without_a_reference_is_missed():
    (sentence,) = untied([*exported(), "lazyStep"])
    assert "lazyStep" in sentence


# --- single steps

# By the names in a reference's signature: what a step is given, and the values at which its hyperparameters are tried.
GIVEN = ("t", "grad", "grad_fn", "previous_grad")
TRIED = {
    "lr": (0.01, 0.4), "beta": (-0.9, 0.0, 0.5, 0.9), "rho": (0.0, 0.9, 0.99), "eps": (1e-8, 0.1),
    "beta1": (0.0, 0.9), "beta2": (0.7, 0.99), "decay": (0.0, 0.2),
    "mass": (0.5, 2.0), "friction": (0.0, 0.5, 3.0), "dt": (0.05, 0.5),
    "up": (1.2, 1.5), "down": (0.5, 0.6), "smallest": (1e-6, 0.05), "largest": (0.2, 50.0),
}  # fmt: skip
FIRST = {"step": (0.1, 0.1), "previous_grad": None}  # of memory that does not start at zero


def signature(method):
    """A method's reference, the names of its state, and every setting: its arguments left out, if it can do without,
    and each combination of the values tried."""
    function = OTHERWISE_CALLED.get(method) or references()[method]
    _w, *rest = inspect.signature(function).parameters.values()
    numbers = [p for p in rest if p.name in TRIED]
    state = [p.name for p in rest if p.name not in (*TRIED, *GIVEN)]
    optional = all(p.default is not p.empty for p in numbers)
    settings = [dict(zip([p.name for p in numbers], values)) for values in product(*(TRIED[p.name] for p in numbers))]
    return function, rest, state, [{}] * optional + settings


def gradient_of(surface, t):
    """The surface's gradient; on the noisy one, that of the step's own mini-batch."""
    if isinstance(surface, NoisyQuadratic):
        batch = np.random.default_rng(t).permutation(surface.examples)[:8]
        return lambda w: surface.gradient(w, batch)
    return surface.gradient


def run(method):
    """Every step of a method: what to repeat in JavaScript, what came out, and words that say which step it is."""
    function, parameters, names, settings = signature(method)
    for (label, (surface, start)), setting in product(SURFACES.items(), settings):
        w, before = np.array(start), None
        state = {name: np.array(FIRST.get(name, (0.0, 0.0))) for name in names}
        for t in range(1, STEPS + 1):
            gradient = gradient_of(surface, t)
            given = {"t": t, "grad": gradient(w), "grad_fn": Recorder(gradient), "previous_grad": before}
            known = given | state | setting
            args = [w, *(known[p.name] for p in parameters if p.name in known)]
            with np.errstate(all="ignore"):
                result = function(*args)
            w, *new = result if names else (result,)
            state, before = dict(zip(names, new)), given["grad"]
            if not (np.abs(flat([w, *new])) < FAR).all():
                break
            call = {"module": "methods", "name": method, "args": args}
            yield call, result, f"{method} {setting} on {label}, step {t}"


def differences(calls, results, labels, **where):
    """A sentence for each number in which JavaScript and Python part."""
    for call, expected, label, answer in zip(calls, results, labels, replay(calls, **where)):
        asked = [asked["at"] for arg in call.get("args", ()) if isinstance(arg, Recorder) for asked in arg.calls]
        for what, got, want in (("result", answer["result"], expected), ("asked at", answer["asked"], asked)):
            got, want = flat(got), flat(want)
            if got.shape != want.shape:
                yield f"{label}: {what} has {got.size} numbers in JavaScript, {want.size} in Python"
                continue
            for i in np.flatnonzero(~(np.abs(got - want) <= PRECISION * np.abs(want))):
                yield f"{label}: {what}, coordinate {i}: {got[i]!r} in JavaScript, {want[i]!r} in Python"


@pytest.mark.parametrize("method", RULES_OF_A_STEP)
def test_every_step_of_every_method_on_every_surface(method):
    calls, results, labels = zip(*run(method))
    assert len({label.split(" on ")[1].split(",")[0] for label in labels}) == len(SURFACES)
    assert list(islice(differences(calls, results, labels), 5)) == []


def momentum_inside(surface):
    """An inner step that keeps its velocity."""
    velocity = np.zeros(2)

    def inner(w):
        nonlocal velocity
        w, velocity = momentum.momentum_step(w, velocity, surface.gradient(w), 0.01, 0.5)
        return w

    return inner


def rounds(name):
    """Single rounds of Lookahead, each from the slow weights that the one before reached."""
    reference, functions, settings = LOOKAHEADS[name]
    for (label, (surface, start)), parameters in product(SURFACES.items(), product(*settings.values())):
        inner, w = momentum_inside(surface), np.array(start)
        for t in range(1, STEPS // 3):
            args = [*map(Recorder, (*functions(surface), inner)), w, *parameters]
            with np.errstate(all="ignore"):
                result = reference(*args)
            w = (result[0] if name == "lookaheadFitted" else result)[1]
            if not (np.abs(w) < FAR).all():
                break
            yield {"module": "methods", "name": name, "args": args}, result, f"{name}{parameters} on {label}, round {t}"


def test_adamw_with_the_sign_of_its_decay_reversed_is_caught(tmp_path):
    """K5 of the second review: it joined the race while all its tests passed."""
    shutil.copytree(SOURCE, tmp_path / "js")
    rule = tmp_path / "js" / "methods" / "after.js"
    right, wrong = "moved - lr * decay * w", "moved + lr * decay * w"
    assert right in rule.read_text(encoding="utf-8")
    rule.write_text(rule.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    recorded = list(zip(*islice((step for step in run("adamwStep") if "'decay': 0.2" in step[2]), 50)))
    assert list(differences(*recorded)) == []
    assert all("result" in sentence for sentence in differences(*recorded, sources=tmp_path / "js"))
    assert any(differences(*recorded, sources=tmp_path / "js"))


@pytest.mark.parametrize("name", LOOKAHEADS)
def test_every_round_of_lookahead(name):
    assert list(islice(differences(*zip(*rounds(name))), 5)) == []


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula(name):
    generators = map(np.random.default_rng, range(5))
    inputs = [case.inputs for rng in generators for case in exercise_of(FORMULAS[name]).draw(rng)]
    if name == "ema":  # the plots average numbers, not vectors
        inputs = [given for given in inputs if np.ndim(given["x"]) == 1]
    inputs = [given for given in inputs if given.get("method") != "newton"]  # is asked for by nobody
    calls = [{"module": "methods", "name": name, "args": list(given.values())} for given in inputs]
    assert len(calls) > 10
    assert list(differences(calls, [FORMULAS[name](**given) for given in inputs], [f"{name}{i}" for i in inputs])) == []


@pytest.mark.parametrize("setting", CYCLICAL)
def test_cyclical_learning_rates_are_pytorch_s(setting):
    given = record_cyclical.SETTINGS[setting]
    numbers = [given[name] for name in ("base_lr", "max_lr", "step_size_up", "gamma") if name in given]
    steps = range(record_cyclical.STEPS)
    calls = [{"module": "methods", "name": CYCLICAL[setting], "args": [step, *numbers]} for step in steps]
    got = [answer["result"] for answer in replay(calls)]
    recorded = json.loads(record_cyclical.TRACES.read_text())["rates"][setting]
    np.testing.assert_allclose(got, recorded, rtol=PRECISION, atol=1e-14)  # PyTorch's fall to base_lr cancels digits


def test_cut_gradients_are_the_references_and_optaxs():
    recorded = json.loads(record_clipping.TRACES.read_text())
    pairs = [[np.array(part) for part in grads] for grads in recorded["gradients"]]
    limit, flattened = record_clipping.LIMIT, [[part.ravel() for part in grads] for grads in pairs]
    calls = [{"module": "methods", "name": CUT, "args": [grads, limit]} for grads in flattened]
    wanted = [after.clip_by_global_norm(grads, limit) for grads in pairs]
    assert list(differences(calls, wanted, [f"pair {i}" for i in range(len(pairs))])) == []
    for (cut, length), theirs in zip(wanted, recorded["cut"]["optax"]):
        np.testing.assert_allclose(flat(cut), flat(theirs), rtol=PRECISION)
        assert np.linalg.norm(flat(cut)) == pytest.approx(min(length, limit))


@pytest.mark.parametrize("policy", FALLING)
def test_falling_learning_rates_are_the_pages(policy):
    steps, (lowest, highest, last) = np.arange(41), (0.02, 0.4, 40)
    calls = [{"module": "methods", "name": FALLING[policy], "args": [int(t), lowest, highest, last]} for t in steps]
    displayed = displayed_fall(policy, t=steps, length=last, lowest=lowest, highest=highest)
    np.testing.assert_allclose([answer["result"] for answer in replay(calls)], displayed, rtol=PRECISION)


def test_triangular2_is_the_misconception_of_that_name():
    """Falling heights are a named slip of the exercise, in Python as in JavaScript."""
    named = misconception(practice.triangular_learning_rate, "halved_each_cycle")
    inputs = [case.inputs for case in exercise_of(practice.triangular_learning_rate).draw(np.random.default_rng(0))]
    calls = [{"module": "methods", "name": "triangular2LearningRate", "args": list(i.values())} for i in inputs]
    assert list(differences(calls, [named(**i) for i in inputs], [f"triangular2{i}" for i in inputs])) == []


def rectification(rho_last, rho):
    """RAdam's factor; 0 while it is not used."""
    return _rectification(rho_last, rho) if rho > 4 else 0.0


def test_parts_of_other_rules():
    rng = np.random.default_rng(5)
    start, finish = rng.normal(size=(2, 3))
    halves = [start * 0.5**i for i in range(4)]
    counts = [(t, beta2) for t in (1, 2, 4, 5, 6, 40) for beta2 in (0.7, 0.99)]
    tried = [
        ("mix", [0.3, start, finish], 0.7 * start + 0.3 * finish),
        ("innerSteps", [Recorder(lambda w: w / 2), start, 3], halves),
        *(("trust", [t, beta2], _rho(t, beta2)[1]) for t, beta2 in counts),
        *(("rectification", [t, beta2], rectification(*_rho(t, beta2))) for t, beta2 in counts),
    ]
    for name, args, _wanted in tried:  # what a recorded function gives
        if name == "innerSteps":
            [args[0](w) for w in halves[:3]]
    assert {name for name, _args, _wanted in tried} == set(PARTS)
    calls = [{"module": "methods", "name": name, "args": args} for name, args, _wanted in tried]
    labels = [f"{name}{args}" for name, args, _wanted in tried]
    assert list(differences(calls, [wanted for *_, wanted in tried], labels)) == []


# --- surfaces


OTHER_SURFACES = (
    Quadratic(1.0), Quadratic(1000.0, 75.0, 3.0), Rosenbrock(2.0, 5.0), Plateau(0.3),
    NoisyQuadratic(20.0, 10.0, 2.0, 17, 0.5, 123456),
)  # fmt: skip
ALL_SURFACES = [surface for surface, _start in SURFACES.values()] + list(OTHER_SURFACES)
POINTS = np.random.default_rng(0).normal(size=(100, 2)) * 10 ** np.random.default_rng(1).uniform(-2, 1, (100, 1))


def described(surface):
    """A surface as the plots hand it to JavaScript."""
    return {"name": type(surface).__name__, **asdict(surface)}


@pytest.mark.parametrize("quantity", ["value", "gradient", "hessian"])
def test_every_surface(quantity):
    calls, results, labels = [], [], []
    for surface, (i, point) in product(ALL_SURFACES, enumerate(POINTS)):
        examples = isinstance(surface, NoisyQuadratic) and quantity != "hessian"
        batches = ([], [list(range(i % 5, 17, 3))]) if examples else ([],)
        for batch in batches:
            call = {"module": "surfaces", "name": "surface", "args": [described(surface)]}
            calls.append(call | {"method": quantity, "methodArgs": [point, *batch]})
            results.append(getattr(surface, quantity)(point, *batch))
            labels.append(f"{quantity} of {surface} at {point}{batch}")
    assert list(islice(differences(calls, results, labels), 5)) == []


@pytest.mark.parametrize("surface", ALL_SURFACES, ids=str)
def test_hessian_is_the_derivative_of_the_gradient(surface):
    assert surface.hessian(POINTS).shape == (100, 2, 2) and surface.hessian(POINTS[0]).shape == (2, 2)
    h = 1e-5 * np.maximum(1.0, np.abs(POINTS))
    for axis, unit in enumerate(np.eye(2)):
        ahead, behind = POINTS + h * unit, POINTS - h * unit
        bend = (surface.gradient(ahead) - surface.gradient(behind)) / (2 * h[:, axis, None])
        rounding = 1e-10 * np.abs(surface.gradient(POINTS)) / h + 1e-8 * np.abs(bend).max()
        assert (np.abs(surface.hessian(POINTS)[..., axis] - bend) < 1e-5 * np.abs(bend) + rounding).all()


@pytest.mark.parametrize("surface", ALL_SURFACES, ids=str)
def test_gradient_is_the_derivative_of_the_value(surface):
    h = 1e-5 * np.maximum(1.0, np.abs(POINTS))
    for axis, unit in enumerate(np.eye(2)):
        ahead, behind = POINTS + h * unit, POINTS - h * unit
        slope = (surface.value(ahead) - surface.value(behind)) / (2 * h[:, axis])
        rounding = 1e-10 * np.abs(surface.value(POINTS)) + 1e-8
        np.testing.assert_allclose(surface.gradient(POINTS)[:, axis], slope, rtol=1e-5, atol=rounding.max())


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31 - 1, 2**31, 2**32 - 1])
def test_random_numbers_bit_for_bit(seed):
    uniform, normal = replay([{"module": "random", "name": f"{kind}Numbers", "args": [seed], "draws": 1000}
                              for kind in ("uniform", "normal")])  # fmt: skip
    assert uniform["result"] == list(islice(uniform_numbers(seed), 1000))
    assert normal["result"] == list(islice(normal_numbers(seed), 1000))
