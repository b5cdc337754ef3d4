"""An answer given in the page: what is said of it, and that nothing it does gets out."""

import copy

import numpy as np
import pytest

from ravine.check import examined
from ravine.exercises import observe
from ravine.site.workbench.answers import PRINTED, SECONDS, TRAINING_SECONDS, answered, limit
from ravine.site.workbench.words import engine

HEAD = "def momentum_step(w, v, grad, lr, beta):\n"
RIGHT = HEAD + "    v = beta * v - lr * grad\n    return w + v, v\n"
REVERSED = HEAD + "    v = -beta * v - lr * grad\n    return w + v, v\n"
PLOT = {"surface": {"name": "Quadratic", "condition_number": 20.0}, "start": [-4, 1.5], "steps": 3}
PLOT |= {"parameters": {"lr": 0.1, "beta": 0.5}}


def said(source, exercise="momentum_step", kind="check", **more):
    return answered({"kind": kind, "exercise": exercise, "source": source, **more})


def test_a_right_answer():
    answer = said(RIGHT)
    assert (answer["verdict"], answer["parts"], answer["example"]) == ("right", [], None)
    assert answer["text"] == answer["summary"] == "✓ momentum_step is right on all public examples."


def test_a_wrong_one_has_all_that_the_notebook_says_in_pieces():
    answer = said(REVERSED)
    space = {}
    exec(REVERSED, space)
    assert answer["text"] == "\n".join(examined(space["momentum_step"]).lines)
    assert answer["verdict"] == "wrong"
    assert answer["parts"][:2] == [
        {"name": "the first step, from rest", "passed": True},
        {"name": "later steps, with a velocity", "passed": False},
    ]
    assert answer["example"]["inputs"][0] == "w = [1., 2.]"
    assert answer["example"]["difference"] == answer["difference"] == "the new w[0] should be 5, but is -7."
    assert answer["reason"].startswith("Friction slows the ball down")
    assert answer["misconception"] == "velocity reversed"
    assert answer["section"] == {"href": "momentum.html#lecture-sign", "title": ""}


def test_one_not_written_yet():
    assert said(HEAD + "    raise NotImplementedError\n")["verdict"] == "unwritten"


@pytest.mark.parametrize(
    "source, line, words",
    [
        ("def f(:\n    pass\n", 1, "✗ Python cannot read line 1: invalid syntax.\n    def f(:"),
        ("x = 1\ny = zz\n", 2, "✗ Line 2 raised NameError: name 'zz' is not defined:\n    y = zz"),
        ("import scipy_\n", 1, "✗ Line 1 imports scipy_, which is not here; the exercises need numpy and what comes "
         "with Python:\n    import scipy_"),
        ("from numpy import zz\n", 1, "✗ Line 1 raised ImportError: cannot import name 'zz' from 'numpy':\n"
         "    from numpy import zz"),
        ("import sys\nsys.exit()\n", 2, "✗ Line 2 ends the program; leave it out:\n    sys.exit()"),
        ("x = input()\n", 1, "✗ Line 1 raised OSError: input() has nobody to ask here: what a function works on comes "
         "in as its arguments:\n    x = input()"),
        (HEAD + "    raise SystemExit\n", 2,
         "✗ momentum_step ended the program instead of returning something, in line 2: raise SystemExit"),
        (HEAD + "    raise GeneratorExit\n", 2, "✗ momentum_step raised GeneratorExit, in line 2: raise GeneratorExit"),
        ("def momentum(w): pass\n", None,
         "✗ There is no momentum_step in your answer: write a function of this name. It has momentum."),
        ("", None, "✗ There is no momentum_step in your answer: write a function of this name."),
    ],
)  # fmt: skip
def test_what_cannot_be_tried_is_met_by_a_sentence(source, line, words):
    answer = said(source)
    assert (answer["verdict"], answer["line"], answer["text"]) == ("error", line, words)


@pytest.mark.parametrize("source", ["\0", "(" * 5000, "-" * 200_000 + "1", "\ud800"])
def test_what_is_no_python_at_all_is_met_by_a_sentence_too(source):
    answer = said(source)
    assert answer["verdict"] == "error" and answer["text"].startswith("✗ ") and len(answer["text"]) < 400


@pytest.mark.parametrize(
    "body, words",
    [
        ("    return momentum_step(w, v, grad, lr, beta)\n", "it raised RecursionError: maximum recursion depth"),
        ("    raise MemoryError\n", "it raised MemoryError, in line 2: raise MemoryError"),
        ("    input()\n", "it raised OSError: input() has nobody to ask here"),
        ("    return w @ np.ones((7, 7))\n", "it raised ValueError: matmul"),
    ],
)
def test_what_a_function_raises_is_said_with_its_line(body, words):
    answer = said(HEAD + body)
    assert answer["verdict"] == "wrong" and answer["difference"].startswith(words) and answer["line"] == 2
    assert bool(answer["notes"]) == ("MemoryError" in words)


def test_what_is_printed_is_collected_and_cut(capsys):
    answer = said("print('a')\n" + HEAD + f"    print('b' * {PRINTED})\n    return w, v\n")
    assert answer["printed"] == ("a\n" + "b" * PRINTED)[:PRINTED]
    assert answer["notes"] == ["What it printed was cut off."]
    assert capsys.readouterr() == ("", "")


def test_a_check_of_ones_own_changes_nothing():
    answer = said("check = print\n" + REVERSED)
    assert answer["verdict"] == "wrong"
    assert answer["notes"] == ["Your answer gives the name `check` another meaning. The course's own was asked."]


def test_an_answers_place_is_found_where_the_prefix_is_the_root_of_all_files(monkeypatch):
    for prefix in ("prefix", "base_prefix"):  # as in Pyodide
        monkeypatch.setattr(observe.sys, prefix, "/")
    installed = observe._installed()
    assert not "/home/pyodide/answer.py".startswith(installed)
    assert np.__file__.startswith(installed) and copy.__file__.startswith(installed)


def test_every_answer_has_a_namespace_of_its_own_and_leaves_the_next_one_alone():
    assert said(RIGHT)["verdict"] == "right"
    assert said("pass\n")["verdict"] == "error"
    said("import builtins, sys\nbuiltins.len = None\nsys.stdout.close()\nsys.setrecursionlimit(150)\n")
    assert said(RIGHT)["verdict"] == "right"


def test_earlier_answers_are_there():
    earlier = [{"exercise": "Linear", "source": "class Linear:\n    name = 'mine'\n"}]
    earlier += [{"exercise": "parts", "source": "raise NotImplementedError\n"}]
    source = "print(Linear.name)\n" + RIGHT
    assert said(source, earlier=earlier)["printed"] == "mine\n"
    broken = said(source, earlier=[{"exercise": "Linear", "source": "1 / 0\n"}])
    assert broken["text"].splitlines()[0] == "✗ This needs your earlier answer to Linear, which does not run."
    assert broken["line"] is None and "ZeroDivisionError" in broken["text"]


def test_a_training_has_more_time():
    assert (limit("momentum_step"), limit("train"), limit("no exercise")) == (SECONDS, TRAINING_SECONDS, SECONDS)


def test_an_answers_path_and_what_it_is_called():
    right, wrong = said(RIGHT, kind="path", **PLOT), said(REVERSED, kind="path", **PLOT)
    assert [right["misconception"], wrong["misconception"]] == ["", "velocity reversed"]
    w, v, points = -4.0, 0.0, [-4.0]
    for _step in range(3):
        v = 0.5 * v - 0.1 * 0.05 * w
        w += v
        points.append(w)
    assert [x for x, _y in right["points"]] == pytest.approx(points)
    assert len(wrong["points"]) == 4 and wrong["points"] != right["points"]


def test_a_path_that_breaks_says_so_and_one_that_diverges_ends():
    broken = said(HEAD + "    return w\n", kind="path", **PLOT)
    assert broken["points"] == [[-4.0, 1.5]]
    assert broken["notes"] == ["The path ends after 0 steps: ValueError: it should return 2 values"]
    far = said(HEAD + "    return w * 1e200, v\n", kind="path", **PLOT)
    assert len(far["points"]) == 2
    assert said("", kind="path", **PLOT)["points"] == []


@pytest.mark.parametrize("why", ["stopped", "too_long", "died"])
def test_the_engine_has_words_with_and_without_the_line(why):
    words = engine()
    assert words[f"{why}_in_line"] == words[why] + " It was in line {line}: {source}"
