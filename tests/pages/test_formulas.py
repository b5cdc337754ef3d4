"""Every displayed formula of every chapter is bound: a test executes it, and a slip in it makes that test fail."""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.pages.displayed import LABELLED, PAGES, bare, formulas, page

ROOT = PAGES.parent
CHAPTERS = ("initialisation", "gradient-descent", "momentum", "adaptive", "adaptive-adam", "adaptive-kin")
CHAPTERS += ("lookahead", "backpropagation", "practice", "after", "after-rates")
LABELS = [(chapter, label) for chapter in CHAPTERS for label in formulas(page(chapter))]


def file_of(chapter):
    return ROOT / "tests" / "pages" / f"test_{chapter.replace('-', '_')}.py"


@cache
def mentions(chapter):
    """Test functions of a chapter's file and the strings that they and the helpers which they use contain."""
    tree = ast.parse(file_of(chapter).read_text(encoding="utf-8"))
    strings, uses, tests = {}, {}, []
    for node in tree.body:
        names = [node.name] if isinstance(node, ast.FunctionDef) else []
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        for name in names:
            inside = list(ast.walk(node))
            strings[name] = {n.value for n in inside if isinstance(n, ast.Constant) and isinstance(n.value, str)}
            uses[name] = {n.id for n in inside if isinstance(n, ast.Name)}
            tests += [name] if name.startswith("test_") else []

    def reached(name, seen):
        seen.add(name)
        for other in uses.get(name, set()) - seen:
            reached(other, seen)
        return seen

    return {test: set().union(*(strings.get(name, set()) for name in reached(test, set()))) for test in tests}


def mentioning(chapter, label):
    return [test for test, strings in mentions(chapter).items() if label in strings]


# Displays without a number, word for word, and why no test of its chapter executes them.
UNNUMBERED = {
    "initialisation": {
        r"\mathrmEz_j^2=\sum_{i}\sum_{k}\mathrmE[x_ix_k]\mathrmE[W_{ij}W_{kj}]": "a line of the proof of eq-one-layer",
        r"\int_{-b}^{b}u^2\phi(u)du=[-u\phi(u)]_{-b}^{b}+\int_{-b}^{b}\phi(u)du=(2\Phi(b)-1)-2b\phi(b)": (
            "integration by parts, on the way to eq-truncated-variance"
        ),
    },
    "gradient-descent": {
        r"L(w+h)=L(w)+\nablaL(w)\cdoth+O(\lVerth\rVert^2)": "Taylor's theorem",
    },
    "momentum": {
        r"E=\frac12m\lVertv\rVert^2+L(x)": "defines the energy, of which eq-energy is the derivative",
        r"\frac{dv}{dt}\approx\frac{v_{t+1}-v_t}{\Deltat},\frac{dx}{dt}\approx\frac{x_{t+1}-x_t}{\Deltat}": (
            "the quotients that make eq-ball-step of eq-ball"
        ),
        r"\Deltatv_{t+1}=(1-\frac{\gamma\Deltat}{m})\Deltatv_t-\frac{\Deltat^2}{m}\nablaL(x_t)": (
            "the first line of eq-ball-step, times Δt"
        ),
        r"u_t=w_t+\betav_t": "defines the look-ahead point of eq-nesterov-rewritten",
        r"u_{t+1}=w_{t+1}+\betav_{t+1}=w_t+v_{t+1}+\betav_{t+1}"
        r"=(u_t-\betav_t)+(\betav_t-\alpha\nablaL(u_t))+\betav_{t+1}=u_t+\betav_{t+1}-\alpha\nablaL(u_t)": (
            "the derivation of eq-nesterov-rewritten"
        ),
    },
    "adaptive": {
        r"1.2^8\cdot0.6^2\approx1.55": "a number, which the chapter's test computes",
    },
    "adaptive-adam": {
        r"\hatm_t=\hatm_{t-1}+\frac{1-\beta}{1-\beta^t}(x_t-\hatm_{t-1})": "eq-ema-corrected as a recursion",
    },
    "adaptive-kin": {
        r"m_t=\beta_1m_{t-1}+(1-\beta_1)g_t": "the first line of eq-adam-step",
    },
}


def unnumbered(chapter):
    rest = LABELLED.sub("", page(chapter))
    texts = re.findall(r"^\$\$\n(.*?)\n\$\$$", rest, re.MULTILINE | re.DOTALL)
    return {bare(text.replace(r"\tfrac", r"\frac")) for text in texts}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_numbered_formula_is_in_a_test_and_every_other_is_accounted_for(chapter):
    assert [label for label in formulas(page(chapter)) if not mentioning(chapter, label)] == []
    assert unnumbered(chapter) == set(UNNUMBERED.get(chapter, {}))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_names_the_formula_that_it_is(chapter):
    """The capstone has none: it is a whole training."""
    table = page(chapter).split("## What the exercises ask for")[1]
    asked = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", table, re.MULTILINE)
    labels = {name: set(re.findall(r"\{eq\}`([\w-]+)`", source)) for name, source in asked}
    assert len(labels) > 1 and all(labels[name] or name == "train" for name in labels)
    everywhere = {label for _chapter, label in LABELS}  # `ema` is corrected on the page after it
    assert set().union(*labels.values()) <= everywhere
    assert all(found & set(formulas(page(chapter))) for name, found in labels.items() if name != "train")


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_slip_in_any_formula_makes_a_test_fail(chapter):
    file = file_of(chapter).relative_to(ROOT)
    tests = {label: [f"{file}::{name}" for name in mentioning(chapter, label)] for label in formulas(page(chapter))}
    command = [sys.executable, "-m", "tests.pages.slips", chapter, json.dumps(tests)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {}, "nobody notices these"
