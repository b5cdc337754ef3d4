"""Mistakes that people made in public: what each is told; the few that are told nothing right are listed, with why."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from ravine.check import tables
from ravine.course import near
from ravine.exercises.exercise import exercise_of
from ravine.exercises.judge import judge, rows
from ravine.exercises.sentences import reasons
from solutions.reference.momentum import momentum_step
from tests.corpus import everything
from tests.corpus.verdicts import ALSO_TRUE, FILE, HALVES, NOT_TRUE, counted, said

TOLD_AT_LEAST = 0.85  # of each half a right reason,
WRONGLY_AT_MOST = 0.01  # and of all a wrong one

pytestmark = pytest.mark.filterwarnings("ignore")


def test_none_passes_and_every_reason_is_right():
    told = {f"{m.exercise}: {m.source}": (m.told, said(m)) for m in everything()}
    assert len(told) == len(everything())  # no two have one name
    assert [name for name, (_pattern, words) in told.items() if words is None] == []
    others = {name: words for name, (pattern, words) in told.items() if words and not re.search(pattern, words)}
    assert others.keys() == ALSO_TRUE.keys() | NOT_TRUE.keys(), others


def test_the_page_shows_these_counts_and_nearly_all_are_told_why():
    """`python -m benchmarks.diagnosis --write` writes them."""
    found = counted()
    assert json.loads(FILE.read_text("utf-8")) == found
    for half in HALVES:
        assert found[half]["right"] >= TOLD_AT_LEAST * sum(found[half].values())
    assert sum(found[half]["wrong"] for half in HALVES) <= WRONGLY_AT_MOST * len(everything())


def test_it_is_large_wide_and_halved():
    of = Counter(m.exercise for m in everything())
    assert of.total() >= 150
    assert {name for name in tables() if of[name] < 2} == set()
    files = Counter(m.answer.__module__ for m in everything())
    assert [file for file, n in files.items() if n % 2] == []  # each half keeps its own when a file grows


def test_of_a_number_that_is_the_same_in_every_example_no_more_is_claimed():
    """None of ours is, but an instructor's may be."""
    right = exercise_of(momentum_step)
    known = replace(right, examples=tuple(replace(c, inputs=c.inputs | {"lr": 0.5}) for c in right.examples))
    alike = rows(known, known.examples)
    exercise = replace(known, near=near.found(known, alike))
    judgement = judge(exercise, lambda w, v, grad, lr, beta: (w + beta * v - 0.1 * grad, beta * v - 0.1 * grad), alike)
    assert "with 0.1 for `lr`, which is 0.5 in every public example" in " ".join(reasons(judgement))
