"""Answers that train a network: examined by what it says of new images, by the calls of its layers, in a CPU budget.

`observe_training` trains once for each seed and reduces what it sees to plain facts; `agree` compares these, and
`credit_for_accuracy` turns the median accuracy into a share of the points.
This module contains nothing of the solutions: students have it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ravine.exercises import exercise as exercises
from ravine.exercises.comparison import Difference, as_numbers, kind_of
from ravine.exercises.observe import Observation, call, counting
from ravine.language import _
from ravine.problems import digits

CPU_SECONDS = 20.0  # for one training; three of them are examined
PASSES = 20  # calls of forward and of backward, at least, that make a training
NOTHING_BELOW, FULL_FROM, GUESSING = 0.85, 0.95, 0.2
LAYER_CALLS = ("Linear.forward", "Linear.backward")
PUBLIC_TRAINING = 1000  # of the public images; the others are new to the network


class Examination(NamedTuple):
    """Images (n, 64) and labels (n,) to learn from, and others, new, to be examined with."""

    images: NDArray
    labels: NDArray
    new_images: NDArray
    new_labels: NDArray


def _public() -> Examination:
    images, labels = digits()
    train, new = np.split(np.arange(len(labels)), [PUBLIC_TRAINING])
    return Examination(images[train], labels[train], images[new], labels[new])


EXAMINATIONS = {"public": _public}  # grading adds "hidden"


def observe_training(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Train once for each of the `seeds`, with the images of the named examination, and ask for the new labels.

    Returned are facts: `answers` (what the labels are, "labels" where they are labels), `network` ("trained",
    "never passed back" or "never used", from the calls of `Linear` meanwhile), and the `accuracies`.
    """
    examination = EXAMINATIONS[inputs["images"]]()
    facts: dict[str, Any] = {"answers": "labels", "network": "trained", "accuracies": []}
    for seed in inputs["seeds"]:
        with counting(answer, LAYER_CALLS, CPU_SECONDS) as calls:
            given = {"x": examination.images, "y": examination.labels, "seed": seed}
            seen = call(_labelling(answer, examination.new_images), given)
        if seen.raised:
            return Observation(raised=seen.raised, message=seen.message, line=seen.line, source=seen.source)
        answers = _kind_of_labels(seen.returned, len(examination.new_labels))
        if answers != "labels":
            return Observation(returned={**facts, "answers": answers}, changed=seen.changed)
        facts["accuracies"].append(float(np.mean(as_numbers(seen.returned) == examination.new_labels)))
        if (network := _network(calls)) != "trained":
            facts["network"] = network
    return Observation(returned=facts, changed=seen.changed)


def _labelling(answer, images):
    """A training whose result is what the network says of the images."""
    return lambda x, y, seed: answer(x, y, seed)(images.copy())


def _kind_of_labels(value, count):
    """ "labels" if these are as many whole numbers as there are images, else what they are."""
    numbers = as_numbers(value)
    if numbers is None:
        return kind_of(value)
    if numbers.shape != (count,):
        return _("an array of shape {shape}").format(shape=numbers.shape)
    return "labels" if np.all(numbers == np.round(numbers)) else _("numbers that are not whole")


def _network(calls):
    forward, backward = (calls.get(name, 0) for name in LAYER_CALLS)
    if backward >= PASSES and forward >= PASSES:
        return "trained"
    return "never passed back" if forward >= PASSES else "never used"


def median_accuracy(observed: Observation) -> float:
    """The median of the accuracies; 0.0 where there is none, or where no network was trained."""
    facts = observed.returned
    if observed.raised or facts["answers"] != "labels" or facts["network"] != "trained":
        return 0.0
    return float(np.median(facts["accuracies"]))


def _level(facts):
    """How good the answers are: full, some credit, none but learnt something, guessing."""
    accuracy = np.median(facts["accuracies"]) if facts["accuracies"] else 0.0
    return sum(accuracy >= bound for bound in (GUESSING, NOTHING_BELOW, FULL_FROM))


def agree(observed: Observation, expected: Observation, exercise: "exercises.Exercise") -> Difference | None:
    """The first difference: no labels, no trained network, another level of accuracy. None for the same facts."""
    if observed.raised or expected.raised:
        return exercises.agree(observed, expected, exercise)
    got, wanted = observed.returned, expected.returned
    if got["answers"] != wanted["answers"]:
        return Difference("kind", _("predict(x)"), got["answers"], _("whole numbers, shape (n,)"))
    if got["network"] != wanted["network"]:
        return Difference("value", _("your network of Linear layers"), _(got["network"]), _(wanted["network"]))
    if _level(got) == _level(wanted):
        return None
    place = _("the accuracy on new images (median of {number})").format(number=len(got["accuracies"]))
    return Difference("value", place, float(np.median(got["accuracies"] or [0])), f"≥ {FULL_FROM}")


def credit_for_accuracy(observed: Sequence[Observation]) -> float:
    """Nothing below an accuracy of 0.85, all from 0.95, linear between; of the last examination, the hidden one."""
    accuracy = median_accuracy(observed[-1])
    return float(np.clip((accuracy - NOTHING_BELOW) / (FULL_FROM - NOTHING_BELOW), 0.0, 1.0))
