"""Answers that train a network: examined by what it says of new images, by the calls of its layers, in a CPU budget.

`observe_training` trains once for each seed and reduces what it sees to plain facts; `agree` compares these, and
`credit_for_accuracy` turns the median accuracy into a share of the points.
This module contains nothing of the solutions: students have it.
"""

from collections.abc import Sequence
from contextlib import suppress
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
NOTHING_BELOW, FULL_FROM, GUESSING, LEARNT_BY_HEART = 0.85, 0.95, 0.2, 0.995
SOME_CREDIT = 2  # the level between, where the mark is the median's own
FEW = 64  # images of a training that only shows whether labels move weights
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

    A training that could not change the mark is left out: the third, where the first two are both good enough, or both
    worth nothing.

    Returned are facts: `answers` (what the labels are, "labels" where they are labels), `network` ("trained",
    "never passed back" or "never used", from the calls of `Linear` meanwhile), the `accuracies`, and where the first is
    not good enough a `symptom`.
    """
    examination = EXAMINATIONS[inputs["images"]]()
    facts: dict[str, Any] = {"answers": "labels", "network": "trained", "symptom": "", "accuracies": []}
    for seed in inputs["seeds"]:
        made: list[Any] = []
        with counting(answer, LAYER_CALLS, CPU_SECONDS) as calls:
            given = {"x": examination.images, "y": examination.labels, "seed": seed}
            seen = call(_labelling(answer, examination.new_images, made), given)
        if seen.raised:
            return Observation(raised=seen.raised, message=seen.message, line=seen.line, source=seen.source)
        answers = _kind_of_labels(seen.returned, len(examination.new_labels))
        if answers != "labels":
            return Observation(returned={**facts, "answers": answers}, changed=seen.changed)
        facts["accuracies"].append(float(np.mean(as_numbers(seen.returned) == examination.new_labels)))
        if (network := _network(calls)) != "trained":
            facts["network"] = network
        if len(facts["accuracies"]) == 1 and facts["accuracies"][0] < FULL_FROM:
            facts["symptom"] = _symptom(answer, made[0], examination, as_numbers(seen.returned), seed)
        if is_settled(facts["accuracies"], len(inputs["seeds"])):
            break
    return Observation(returned=facts, changed=seen.changed)


def _expected(inputs):
    """What is observed of a right answer, but for how many of the labels it finds beyond what is asked for."""
    facts = {"answers": "labels", "network": "trained", "symptom": "", "accuracies": [1.0] * len(inputs["seeds"])}
    return Observation(returned=facts)


observe_training.expected = _expected  # type: ignore[attr-defined]


def _labelling(answer, images, made):
    """A training whose result is what the network says of the images; `made` gets what answers."""

    def labels(x, y, seed):
        made.append(answer(x, y, seed))
        return made[-1](images.copy())

    return labels


def _symptom(answer, predict, examination, labels, seed):
    """What is seen of a network that does not answer well, in a word; "" where nothing is known.

    "not a number": every image is a 0, as argmax makes of NaN. "one off": the labels are 1 too large or too small.
    "unprepared": images prepared in a usual way are answered well. "overfitted": the images that it learnt from are.
    "frozen": it says the same after learning other labels. "moving": it does not, and only guesses.
    """
    wanted = examination.new_labels
    if not labels.any():
        return "not a number"
    if max(np.mean(labels - 1 == wanted), np.mean(labels + 1 == wanted)) >= NOTHING_BELOW:
        return "one off"
    bad = np.mean(labels == wanted) < NOTHING_BELOW
    if bad and any(_accuracy(predict, images, wanted) >= NOTHING_BELOW for images in _prepared(examination)):
        return "unprepared"
    if _accuracy(predict, examination.images, examination.labels) >= LEARNT_BY_HEART:
        return "overfitted"
    if np.mean(labels == wanted) >= GUESSING:
        return ""
    return "frozen" if _is_frozen(answer, examination, seed) else "moving"


def _accuracy(predict, images, labels):
    """The share of right labels; 0 where there are none."""
    with suppress(Exception):  # whatever the student's function makes of unusual images
        found = as_numbers(predict(images.copy()))
        return float(np.mean(found == labels)) if found is not None and found.shape == labels.shape else 0.0
    return 0.0


def _prepared(examination):
    """The new images as networks are often given them: around 0, in units of their spread, from −1 to 1."""
    images, new = examination.images, examination.new_images
    mean, spread = images.mean(axis=0), images.std(axis=0)
    yield from (new - mean, new - images.mean(), (new - mean) / (spread + 1e-8), (new - images.mean()) / images.std())
    yield from (2 * new - 1, new - 0.5, 16 * new, 255 * new)


def _is_frozen(answer, examination, seed):
    """Whether two small trainings, one with other labels, end in the same answers: then no label moves a weight."""
    x, y = examination.images[:FEW], examination.labels[:FEW]
    said = []
    with suppress(Exception), counting(answer, LAYER_CALLS, CPU_SECONDS):
        for labels in (y, (y + 1) % 10):
            said.append(as_numbers(answer(x.copy(), labels, seed)(examination.new_images.copy())))
    return len(said) == 2 and np.array_equal(*said)


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


def level(accuracy):
    """How good answers are, from 0: guessing, learnt something, some credit, full."""
    return sum(accuracy >= bound for bound in (GUESSING, NOTHING_BELOW, FULL_FROM))


def is_settled(accuracies, number):
    """Whether the median of `number` accuracies has the level of more than half of them already, and that the mark."""
    levels = [level(accuracy) for accuracy in accuracies]
    return any(2 * levels.count(level) > number for level in {*levels} - {SOME_CREDIT})


def agree(observed: Observation, expected: Observation, exercise: "exercises.Exercise") -> Difference | None:
    """The first difference: no labels, no trained network, another level of accuracy. None for the same facts."""
    if observed.raised or expected.raised:
        return exercises.agree(observed, expected, exercise)
    got, wanted = observed.returned, expected.returned
    if got["answers"] != wanted["answers"]:
        return Difference("kind", _("predict(x)"), got["answers"], _("whole numbers, shape (n,)"))
    if got["network"] != wanted["network"]:
        return Difference("value", _("your network of Linear layers"), _(got["network"]), _(wanted["network"]))
    accuracy, due = (float(np.median(facts["accuracies"] or [0])) for facts in (got, wanted))
    if level(accuracy) == level(due):
        return _symptom_difference(got, wanted)
    place = _("the accuracy on new images (median of {number})").format(number=len(got["accuracies"]))
    return Difference("value", place, accuracy, f"≥ {FULL_FROM}")


def _symptom_difference(got, wanted):
    """Tells answers apart that are equally good, for a reason; those that are good have no symptom."""
    if got.get("symptom", "") == wanted.get("symptom", ""):
        return None
    return Difference("value", _("what is seen of the network"), got.get("symptom"), wanted.get("symptom"))


def credit_for_accuracy(observed: Sequence[Observation]) -> float:
    """Nothing below an accuracy of 0.85, all from 0.95, linear between; of the last examination, the hidden one."""
    accuracy = median_accuracy(observed[-1])
    return float(np.clip((accuracy - NOTHING_BELOW) / (FULL_FROM - NOTHING_BELOW), 0.0, 1.0))
