"""The race's conventions are what they claim: each step of a library's, from its recorded state, to 1e-12; the papers'
and lectures' as the book's table of conventions writes them."""

import re
from dataclasses import replace
from functools import cache
from importlib.util import find_spec

import numpy as np
import pytest

from ravine.plots import Race
from ravine.plots.methods import METHODS
from ravine.plots.race import SURFACES
from tests.pages import adaptive_rules, test_adaptive_conventions, test_appendices
from tests.pages.displayed import PAGES, run
from tests.plots.computed import answer, computed
from tests.traces import record_race
from tests.traces.record_race import OPTIMISERS, H, label

pytestmark = pytest.mark.xdist_group("golden traces")

RECORDED = dict(np.load(record_race.TRACES))
GRADIENTS = RECORDED["gradients"]
START = np.array(record_race.START)
PRECISION = 1e-12
LIBRARIES = {"PyTorch": "torch", "Keras": "keras", "optax": "optax"}
by_label = pytest.mark.parametrize("optimiser", OPTIMISERS, ids=label)


@cache
def conventions():
    """The race's formulas by method and convention."""
    return answer("race.mjs", None)


def work(method, convention, **recorded):
    start, gradients = START.tolist(), GRADIENTS.tolist()
    return {"method": method, "convention": convention, "h": H, "start": start, "gradients": gradients, **recorded}


def states_of(optimiser):
    """Recorded weights and, under the race's names, states."""
    prefix = label(optimiser) + ": "
    return {key.removeprefix(prefix): values for key, values in RECORDED.items() if key.startswith(prefix)}


def single_steps(optimiser):
    """What to ask of JavaScript: every step of a library's trace by itself."""
    *_, method, convention, names = optimiser
    recorded = states_of(optimiser)
    states = [{name: recorded[name][t].tolist() for name in names} for t in range(len(GRADIENTS))]
    if method == "rprop" and convention == "PyTorch":
        states = [state | {"move": START.tolist()} for state in states]  # a last move, of which it must not know
    return work(method, convention, path=recorded["w"].tolist(), states=states)


@cache
def answers():
    """JavaScript's step from every recorded state, by the trace's label."""
    return dict(zip(map(label, OPTIMISERS), answer("race.mjs", [single_steps(optimiser) for optimiser in OPTIMISERS])))


@cache
def paths():
    """JavaScript's own weights after every step, by method and convention, the course's included."""
    asked = [(method, convention) for method, offered in conventions().items() for convention in ("course", *offered)]
    plain = [key for key in asked if not key[0].startswith(("lookahead", "cyclical"))]
    return {
        key: np.array([step["w"] for step in steps])
        for key, steps in zip(plain, answer("race.mjs", [work(*key) for key in plain]))
    }


@by_label
def test_every_step_from_the_librarys_recorded_state(optimiser):
    recorded = states_of(optimiser)
    for name in ("w", *optimiser[-1]):
        wanted = recorded[name][1:] if name == "w" else recorded[name]
        got = np.array([step[name] for step in answers()[label(optimiser)]])
        np.testing.assert_allclose(got, wanted, rtol=PRECISION, atol=0, err_msg=f"{label(optimiser)}: {name}")


def test_every_convention_that_names_a_library_has_a_trace_of_each_that_it_names():
    named = {
        (method, convention, LIBRARIES[name])
        for method, offered in conventions().items()
        for convention in offered
        for name in convention.split(", ")
        if name in LIBRARIES
    }
    traced = {(o[3], o[4], o[0]) for o in OPTIMISERS if o[4] != "course"}
    assert named == traced and len(named) > 15


def unrecorded(methods):
    """A sentence for each library's form of a method that no trace holds."""
    recorded = {(method, library, name) for library, name, _arguments, method, *_ in OPTIMISERS}
    for key, method in methods.items():
        for library, name in method.libraries.items():
            if (key, LIBRARIES[library], name) not in recorded:
                yield f"{method.name}: tests/traces/record_race.py records no step of {library}'s {name} as {key}"


def test_each_librarys_form_of_every_method_is_recorded():
    assert list(unrecorded(METHODS)) == []
    named = {(key, LIBRARIES[library]) for key, method in METHODS.items() for library in method.libraries}
    assert {(o[3], o[0]) for o in OPTIMISERS} == named


def test_a_method_without_a_trace_is_missed():
    lazy = replace(METHODS["adam"], name="Lazy", libraries={"PyTorch": "Lazy"})
    assert list(unrecorded({"lazy": lazy})) == [
        "Lazy: tests/traces/record_race.py records no step of PyTorch's Lazy as lazy"
    ]


@by_label
def test_the_courses_own_form_is_another_exactly_where_a_convention_is_offered(optimiser):
    *_, method, convention, _names = optimiser
    same = np.allclose(paths()[method, "course"], states_of(optimiser)["w"][1:], rtol=PRECISION, atol=0)
    assert same == (convention == "course")


# --- lectures and papers

STATES = {"momentum": "v", "nesterov": "v", "adagrad": "G", "rmsprop": "G", "adadelta": "GD"}
STATES |= {"adam": "mv", "adamw": "mv"}
ROWS = {
    ("momentum", "P4, printed"): test_appendices.rules(test_appendices.MOMENTUM)["P4, as printed"],
    ("nesterov", "P4"): test_appendices.rules(test_appendices.NESTEROV)["P4, with the sign set right"],
    ("adagrad", "L3, printed"): test_adaptive_conventions.rule_of("Adagrad", "L3, as printed"),
    ("rmsprop", "L3, printed"): test_adaptive_conventions.rule_of("RMSprop", "L3, as printed"),
    ("rmsprop", "Hinton, P4"): test_adaptive_conventions.rule_of("RMSprop", "Hinton 2012, P4"),
    ("adadelta", "L3, printed"): test_adaptive_conventions.rule_of("Adadelta", "L3, as printed"),
    ("adam", "P4, printed"): test_adaptive_conventions.rule_of("Adam", "P4, as printed"),
    ("adamw", "Loshchilov and Hutter"): test_adaptive_conventions.rule_of(
        "AdamW", "{cite:t}`conventions-loshchilov2019`, Algorithm 2"
    ),
    ("adamw", "Adam with L2, PyTorch"): test_adaptive_conventions.rule_of("AdamW", "PyTorch, `Adam(weight_decay=…)`"),
}


def path_of_row(method, rule):
    """The weights that a row of the book's table makes of the recorded gradients."""
    names = test_adaptive_conventions.RULE | test_appendices.LETTERS
    settings = H | ({} if method == "adadelta" else {"eps": 1e-8})
    state = {"w": START} | {letter: np.zeros(3) for letter in STATES[method]}
    for t, grad in enumerate(GRADIENTS, start=1):
        state |= run(rule, names, settings | state | {"t": t, "g": grad, "gradient": lambda _at, grad=grad: grad})
        yield state["w"]


def dozat_path():
    """Dozat 2016, algorithm 2, with his schedule."""
    w, m, n, product = START, 0.0, 0.0, 1.0
    decay, nu = H["beta1"], H["beta2"]
    for t, grad in enumerate(GRADIENTS, start=1):
        now, ahead = (decay * (1 - 0.5 * 0.96 ** (s / 250)) for s in (t, t + 1))
        product *= now
        m = now * m + (1 - now) * grad
        n = nu * n + (1 - nu) * grad**2
        m_bar = (1 - now) * grad / (1 - product) + ahead * m / (1 - product * ahead)
        w = w - H["lr"] * m_bar / (np.sqrt(nu * n / (1 - nu**t)) + 1e-8)
        yield w


def rprop_path(name):
    step_of = adaptive_rules.rprop_variant(name)
    w, step, memory = START, np.full(3, H["lr"]), (np.zeros(3), np.zeros(3), 0.0)
    for grad in GRADIENTS:
        w, step, memory = step_of(w, step, grad, memory, 0.0)
        yield w


PATHS = {key: lambda key=key: path_of_row(key[0], ROWS[key]) for key in ROWS} | {
    ("nadam", "Dozat"): dozat_path,
    ("rprop", "Riedmiller and Braun"): lambda: rprop_path("Rprop⁺"),
    ("rprop", "Igel and Hüsken, Rprop⁻"): lambda: rprop_path("Rprop⁻"),
}


@pytest.mark.parametrize("method, convention", PATHS, ids=map(" ".join, PATHS))
def test_paths_of_lectures_and_papers(method, convention):
    wanted = list(PATHS[method, convention]())
    np.testing.assert_allclose(paths()[method, convention], wanted, rtol=PRECISION, atol=0)


def test_every_convention_is_held_against_something_and_marks_what_differs():
    tried = set(PATHS) | {(o[3], o[4]) for o in OPTIMISERS}
    for method, offered in conventions().items():
        for convention, formula in offered.items():
            assert (method, convention) in tried
            marked = re.findall(r"\[\[(.+?)\]\]", formula)
            assert marked and formula.count("[[") == formula.count("]]") == len(marked)


def test_a_prime_marks_what_is_new_in_the_notebooks_and_nothing_in_the_race():
    formulas = [formula for offered in conventions().values() for formula in offered.values()]
    assert not [formula for formula in formulas if "′" in formula or "'" in formula]
    for stale in ("adagrad", "rmsprop", "adadelta"):
        assert "[[Gᵒˡᵈ]]" in conventions()[stale]["L3, printed"]
    notebook = (PAGES.parent / "solutions/notebooks/adaptive/adaptive.ipynb").read_text(encoding="utf-8")
    assert "a prime marks what is new" in notebook


# --- first values


def test_every_racer_comes_down_with_its_first_numbers():
    """Without tuning nobody runs away, but RAdam, whose first steps are as long as the gradient."""
    names = list(METHODS)
    seven_at_once = [names[i : i + 7] for i in range(0, len(names), 7)]
    others = [surface for surface in SURFACES if surface != "plateau"]  # tests/pages/test_race.py says who moves there
    races = [(surface, methods) for surface in others for methods in seven_at_once]
    plots = [Race(surface=surface, methods=methods, steps=100) for surface, methods in races]
    for (surface, methods), race in zip(races, computed(plots, "runs")):
        assert {racer["name"] for racer in race["runs"]} == set(methods)
        for racer in race["runs"]:
            assert racer["name"] == "radam" or racer["loss"][-1] < 0.7 * racer["loss"][0], (surface, racer["name"])


# --- libraries

INSTALLED = [optimiser for optimiser in OPTIMISERS if find_spec(optimiser[0])]

if INSTALLED:  # elsewhere the recorded traces stand for the libraries

    @pytest.mark.parametrize("optimiser", INSTALLED, ids=label)
    def test_traces_are_what_the_installed_libraries_do(optimiser):
        for name, values in record_race.trace(optimiser).items():
            np.testing.assert_allclose(values, states_of(optimiser)[name], rtol=1e-9, atol=1e-14)
