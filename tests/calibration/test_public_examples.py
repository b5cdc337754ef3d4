"""A ✓ at home is full marks in the gradebook: the public examples show what the hidden inputs show."""

from itertools import combinations

import numpy as np
import pytest

from ravine.course.release import assignments, read_reference
from ravine.exercises import observe
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from tests.grading.courses import ROOT

EXERCISES = [e for a in assignments(ROOT) for e in exercises_in(read_reference(a, ROOT))]
FUNCTIONS = [e for e in EXERCISES if e.observe is observe.call]
DRAWS = range(3)
pytestmark = pytest.mark.filterwarnings("ignore")


def kinds(exercise_rows, name):
    """What an argument may be: the types and shapes that occur. Nothing where it is a function."""
    values = [row.case.inputs.get(name) for row in exercise_rows]
    if any(callable(v) for v in values):
        return set()
    return {(type(v).__name__, getattr(v, "shape", ())) for v in values if v is not None}


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
def test_no_two_arguments_can_be_exchanged_unseen(exercise):
    public = rows(exercise, exercise.examples)
    hidden = rows(exercise, [case for seed in DRAWS for case in exercise.cases(np.random.default_rng(seed))])
    for one, other in combinations(public[0].case.inputs, 2):
        if not kinds(public + hidden, one) & kinds(public + hidden, other):
            continue
        places = [*public[0].case.inputs].index(one), [*public[0].case.inputs].index(other)

        def exchanged(*arguments, places=places):
            given = list(arguments)
            given[places[0]], given[places[1]] = given[places[1]], given[places[0]]
            return exercise.answer(*given)

        if judge(exercise, exchanged, public).right:
            assert judge(exercise, exchanged, hidden).right, f"{one} and {other} exchanged pass the public examples"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_no_number_is_the_same_in_all_examples_unless_it_always_is(exercise):
    """An answer that writes 0.5 where it should take `lr` is seen at home."""
    hidden = [case for seed in DRAWS for case in exercise.cases(np.random.default_rng(seed))]
    for name in exercise.examples[0].inputs:
        shown, drawn = numbers(exercise.examples, name), numbers(hidden, name)
        assert len(exercise.examples) == 1 or len(shown) != 1 or drawn == shown, f"{name} is always {shown}"


def numbers(cases, name):
    """The numbers that an argument is in these cases; nothing where it is none, or left out."""
    values = [case.inputs.get(name) for case in cases]
    return set(values) if all(isinstance(v, int | float) for v in values) else set()


def overwriting(operation):
    """A class that is right but for one operation, whose gradient is written over what came before."""
    right = read_reference("backpropagation", ROOT).Value

    class Value(right):
        def backward(self):
            order = self.nodes()
            for node in order:
                node.grad = 0.0
            self.grad = 1.0
            for node in reversed(order):
                for parent, slope in node.parents:
                    parent.grad = slope * node.grad + (0.0 if vars(node).get("overwrites") else parent.grad)

    def overwrites(self, *operands):
        made = getattr(right, operation)(self, *operands)
        made.overwrites = True
        return made

    setattr(Value, operation, overwrites)
    return Value


@pytest.mark.parametrize("operation", ["__mul__", "__pow__", "tanh", "exp", "relu"])
def test_a_gradient_that_is_overwritten_in_one_operation_alone_is_seen(operation):
    """The best-known bug of backpropagation (karpathy/nn-zero-to-hero, issue 52)."""
    exercise = next(e for e in exercises_in(read_reference("backpropagation", ROOT)) if e.name == "Value")
    answer = overwriting(operation)
    assert not judge(exercise, answer, rows(exercise, exercise.examples)).right
    for seed in DRAWS:
        shared = [c for c in exercise.cases(np.random.default_rng(seed)) if c.part == "graphs with shared nodes"]
        assert not judge(exercise, answer, rows(exercise, shared)).right


def test_no_formula_of_a_layers_spread_hits_anothers_by_chance():
    """1/n_in and 6/(n_in + n_out) are the same for 100 and 500: a right value for a wrong reason, or a wrong reason."""
    from solutions.reference.initialisation._shared import LAYER_EXAMPLES

    *_, large = LAYER_EXAMPLES
    n, m = large.inputs["n_in"], large.inputs["n_out"]
    spreads = sorted(share / size for share in (1, 2, 3, 6) for size in (n, m, n + m))
    assert min(larger / smaller for smaller, larger in zip(spreads, spreads[1:])) > 1.05
