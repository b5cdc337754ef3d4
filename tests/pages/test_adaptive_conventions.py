"""The conventions of the adaptive methods: each row is what the lecture, the paper or the library does."""

import json
import re
from importlib.util import find_spec
from math import sqrt

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from solutions.reference import adaptive as reference
from solutions.reference.adaptive.radam_step import _rectification, _rho
from tests.pages.adaptive_rules import ACROSS, ALONG, DEFAULTS, ONE, STARTS, ZERO, count_steps, mu, rprop_variant, steps
from tests.pages.claims import Claims
from tests.pages.displayed import page, run
from tests.traces import record_libraries

says = Claims("conventions")

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
    says("The paths of PyTorch 2.13, Keras 3.15.1 and optax 0.2.8 at their defaults are recorded")


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
    says("$G_0=0.1$ makes the first step $<.2f>\\alpha$ instead of $\\alpha$", first[0][0.1])
    says("with one of $0.01$ it makes it $<.3f>\\alpha$", first[1][0.1])
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
    for psi, rate in ((0.004, "PyTorch"), (1, "Keras")):
        assert f"\\psi={psi}" in SECTIONS["Nadam"], rate
    says("After 1000 steps $\\mu_t$ is <.3f> in PyTorch and <.3f> in Keras", mu(1000, 0.004), mu(1000, 1))
    first = {psi: mu(2, psi) * 0.1 / (1 - mu(1, psi) * mu(2, psi)) + 1 for psi in (0.004, 1)}
    ours = -steps(reference.nadam_step, [ONE], 2, eps=0.0)[0, 0]
    says(
        "first steps are $<.3f>\\alpha$ and $<.3f>\\alpha$, where the course's is $<.2f>\\alpha$",
        first[0.004], first[1], ours,
    )  # fmt: skip
    says("at 0.999 it would lengthen the steps by <.2f> per cent", 100 * (1 / sqrt(0.999) - 1))


def test_radam_of_the_libraries_adapts_one_step_later():
    for beta2 in (0.9, 0.99, 0.999):
        assert 4 < _rho(5, beta2)[1] < 5 < _rho(6, beta2)[1]
    later = reference.ema(np.full(5, 100.0), 0.9, corrected=True)[-1]  # m̂ alone, as where ρ is too small
    says("with a gradient of 100 their fifth step is still $<.0f>\\alpha$", later)


def test_epsilon_of_adamax_in_the_libraries():
    tiny = 1e-8
    assert tiny / (tiny + 1e-8) == 1 / 2 and (tiny + 1e-7) / tiny == pytest.approx(11)
    says("for steady ones of $10^{-8}$ it is half of $\\alpha$ in PyTorch")
    says("and an eleventh of it in Keras with its $10^{-7}$")


def test_default_rate_of_keras_adadelta():
    assert re.search(r"the default is 0\.001", SECTIONS["Adadelta"])
    says("With Keras's default rate the weights move a thousand times slower than the paper's method would move them")


INSTALLED = [name for name in ("torch", "keras", "optax") if find_spec(name)]


if INSTALLED:  # elsewhere the recorded paths stand for the libraries

    @pytest.mark.parametrize("name", INSTALLED)
    def test_recorded_paths_are_what_the_libraries_do(name):
        methods, path = record_libraries.LIBRARIES[name]
        for method in methods:
            np.testing.assert_allclose(path(method), library(f"{name}.{method}"), rtol=1e-9, atol=1e-14)
