"""Random answers, judged by what is true of every right one: facts, and counts with a probability behind them.

Two right answers draw different numbers. So an answer's draws are reduced to *facts* (shape, bounds kept, every
index once, …), which must be equal, and *counts* ("how many of 50,000 draws lie below 0.125"), which must be
compatible: some probability p explains both. Each `observe_…` function calls the answer and writes its facts and
counts into `Observation.returned`; `agree` compares two of them, the right answer's or a misconception's.

How sure that is. A count of n draws with probability p has, by Chernoff's bound, n·KL(count/n ‖ p) > c with
probability at most 2e⁻ᶜ. Two counts are called incompatible when no p keeps both within c; so two right answers
differ with probability at most 4e⁻ᶜ a count, however they depend on each other (`false_reject_bound`).
This module contains nothing of the solutions: students have it.
"""

from collections.abc import Callable
from functools import cache
from itertools import chain
from math import exp
from typing import Any

import numpy as np

from ravine.exercises import exercise as exercises
from ravine.exercises.comparison import Difference, Tolerance, as_numbers, first_difference, kind_of
from ravine.exercises.observe import Observation, Seed, SeededGenerator, as_now, at_once, call
from ravine.language import _

EVIDENCE = 24.0  # c above, in nats
ENOUGH = 1000  # counts of fewer draws tell nothing and are not taken

# Draws are counted below these thresholds: four to an octave from 1/256 to 8, and their negatives, and 0.
_POWERS = 2.0 ** (np.arange(-32, 13) / 4)
THRESHOLDS = np.concatenate([-_POWERS[::-1], [0.0], _POWERS])

ORTHOGONAL_THRESHOLDS = np.array([-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9])
ORTHOGONALITY = 1e-5  # float32 reaches 1e-6
CALLS = 200  # of an answer whose every call gives one small draw
MANY_EPOCHS = 120
FEW = 8  # indices, of which batches are counted; the order of 12 or more is never the same twice (1/12! = 2e−9)


def false_reject_bound(counts: int) -> float:
    """The probability, at most, with which a right answer fails one of so many counts."""
    return 4 * counts * exp(-EVIDENCE)


def evidence(first: np.ndarray, second: np.ndarray, total: int) -> np.ndarray:
    """total · KL(first/total ‖ p) = total · KL(second/total ‖ p) for the p that explains both counts best, in nats.

    That p lies where the two divergences are equal: logit p = (H(q₂) − H(q₁)) / (q₁ − q₂), with H the entropy.
    """
    q1, q2 = np.asarray(first) / total, np.asarray(second) / total
    same = q1 == q2
    apart = np.where(same, 1.0, q1 - q2)
    p = 1 / (1 + np.exp(-(_entropy(q2) - _entropy(q1)) / apart))
    return np.where(same, 0.0, total * _divergence(q1, p))


def _xlogy(x, y):
    return np.where(x == 0, 0.0, x * np.log(np.where(x == 0, 1.0, y)))


def _entropy(q):
    return -_xlogy(q, q) - _xlogy(1 - q, 1 - q)


def _divergence(q, p):
    return -_entropy(q) - _xlogy(q, p) - _xlogy(1 - q, 1 - p)


# --- calling


def _repeated(answer, inputs, times, facts: Callable[[list[Any]], dict]) -> Observation:
    """Facts of `times` calls in a row with one generator, then one with a new generator of the same seed."""
    place = next(i for i, v in enumerate(inputs.values()) if isinstance(v, Seed))

    def calls(answer, *given):
        again = SeededGenerator(given[place].seed)
        return [as_now(answer(*g)) for g in [given] * times + [(*given[:place], again, *given[place + 1 :])]]

    seen = call(lambda *given: at_once(calls, answer, *given), inputs, fresh=True)
    if seen.raised:
        return Observation(raised=seen.raised, message=seen.message, changed=seen.changed)
    return Observation(returned=facts(seen.returned), changed=seen.changed)


def _observed(seen: list[Observation], facts: Callable[[list[Any]], dict]) -> Observation:
    """One observation of several calls: the error, if there was one, or the facts."""
    changed = tuple(dict.fromkeys(chain.from_iterable(o.changed for o in seen)))
    if seen[-1].raised:
        return Observation(raised=seen[-1].raised, message=seen[-1].message, changed=changed)
    return Observation(returned=facts([o.returned for o in seen]), changed=changed)


def _numbers(value) -> tuple[np.ndarray | None, dict]:
    """The array that was returned, if it is one, and the facts of its kind and shape."""
    array = as_numbers(value)
    if array is None:
        return None, {"kind": kind_of(value)}
    facts = {"kind": "numbers", "shape": array.shape}
    if not np.isfinite(array).all():
        return None, {**facts, "finite": False}
    return array, {**facts, "finite": True, "zero": not array.any()}


# --- draws of numbers


def observe_draws(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe an answer that returns an array of draws: what it is, that `rng` alone decides it, its distribution."""
    return _repeated(answer, inputs, 2, facts_of_draws)


def facts_of_draws(values: list[Any]) -> dict[str, Any]:
    """Facts of the arrays that two calls in a row gave, and one more with a new generator of the same seed."""
    arrays = []
    for value in values:
        array, facts = _numbers(value)
        if array is None:
            return facts
        arrays.append(array)
    first, second, again = arrays
    facts |= _facts_of_randomness(first, second, again)
    if not (facts["same_seed"] and facts["next_call"]):
        return facts
    return facts | summary(np.concatenate([first, second], axis=None))


def _facts_of_randomness(first, second, again):
    return {"same_seed": _same(first, again), "next_call": not _same(first, second)}


def _same(a, b):
    return a.shape == b.shape and bool(np.all(a == b))


def summary(draws: np.ndarray) -> dict[str, Any]:
    """Counts below `THRESHOLDS` where there are enough draws, and moments and extremes to speak of them."""
    if draws.size < ENOUGH:
        return {"draws": draws.size}
    return {
        "draws": draws.size,
        "counts": below_thresholds(draws).tolist(),
        "mean": float(draws.mean()),
        "deviation": float(draws.std()),
        "smallest": float(draws.min()),
        "largest": float(draws.max()),
    }


def below_thresholds(draws: np.ndarray) -> np.ndarray:
    """How many of these finite draws lie below each of `THRESHOLDS`, which takes no sorting.

    The first 16 bits of a number say between which two thresholds it lies, but for one that it may reach or not.
    """
    draws = draws.ravel().astype(np.float64, copy=False)
    passed, next_one = _thresholds_by_bits()
    bits = draws.view(np.int64) >> 48  # negative for negative draws: Python counts these from the end
    reached = passed[bits] + (draws >= next_one[bits])
    return np.bincount(reached, minlength=len(THRESHOLDS) + 1).cumsum()[:-1]


@cache
def _thresholds_by_bits():
    """For numbers that begin with the bits of 0, 1, 2, …: how many thresholds all of them reach, and the next one."""
    first = np.arange(2**16, dtype=np.uint64) << np.uint64(48)
    ends = np.stack([first, first | np.uint64(2**48 - 1)]).view(np.float64)
    passed = np.searchsorted(THRESHOLDS, ends.min(axis=0), side="right")
    return passed.astype(np.int8), np.append(THRESHOLDS, np.inf)[passed]


# --- random orthogonal matrices


def observe_orthogonal(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe an answer that returns a random matrix with orthonormal columns, or rows where it is wide.

    Small matrices are drawn often, for the distribution of their entries and, if square, of their determinant.
    """
    small = inputs["n_in"] * inputs["n_out"] <= 16
    return _repeated(answer, inputs, CALLS if small else 2, _facts_of_matrices)


def _facts_of_matrices(values):
    matrices = []
    for value in values:
        Q, facts = _numbers(value)
        if Q is None:
            return facts
        if Q.ndim != 2:
            return facts
        matrices.append(Q)
    facts |= _facts_of_columns(matrices[0]) | _facts_of_randomness(matrices[0], matrices[1], matrices[-1])
    if not (facts["same_seed"] and facts["next_call"]) or len(matrices) < CALLS:
        return facts
    return facts | {"draws": CALLS, "orthogonal_counts": _orthogonal_counts(np.array(matrices[:CALLS]))}


def _facts_of_columns(Q):
    """The common length of Q's columns (its rows if wide), or None, and whether they are orthogonal."""
    columns = Q if Q.shape[0] >= Q.shape[1] else Q.T
    gram = columns.T @ columns
    lengths = np.sqrt(np.diag(gram))
    equal = np.ptp(lengths) <= ORTHOGONALITY * lengths.max()
    across = np.abs(gram - np.diag(np.diag(gram))).max()
    return {
        "identity": np.array_equal(Q, np.eye(*Q.shape)),
        "length": float(lengths.mean()) if equal else None,
        "orthogonal": bool(across <= ORTHOGONALITY * max(lengths.max() ** 2, 1e-300)),
    }


def _orthogonal_counts(Q):
    """How many of the matrices Q, (draws, n, m), have each entry, and the determinant, below each threshold."""
    entries = Q.reshape(len(Q), -1)
    if Q.shape[1] == Q.shape[2]:
        entries = np.column_stack([entries, np.linalg.det(Q)])
    return [np.count_nonzero(e[:, None] < ORTHOGONAL_THRESHOLDS, axis=0).tolist() for e in entries.T]


# --- mini-batches


def observe_minibatches(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe an answer that cuts the indices 0…n−1 into random batches; few indices are cut often."""
    times = CALLS if inputs["n"] <= FEW else 2
    return _repeated(answer, inputs, times, lambda values: _facts_of_epochs(values, inputs["n"], times))


def _facts_of_epochs(values, n, times):
    epochs = []
    for value in values:
        batches = _batches(value)
        if batches is None:
            return {"batches": kind_of(value)}
        epochs.append(batches)
        every_index = _every_index(batches, n)
        facts = {
            "batches": "batches",
            "sizes": [len(b) for b in batches],
            "valid": every_index or all(0 <= i < n for i in chain.from_iterable(batches)),
            "every_index": every_index,
        }
        if not every_index:
            return facts
    if times == CALLS:
        return facts | {"draws": times, "batch_counts": _batch_counts(epochs[:times], n)}
    orders = [list(chain.from_iterable(batches)) for batches in epochs]
    facts |= {"same_seed": epochs[0] == epochs[-1]}
    if len(batches) > 1:  # the order within a single batch changes nothing
        facts |= {"in_order": orders[0] == sorted(orders[0]), "next_call": orders[0] != orders[1]}
    return facts


def _batches(value):
    """A list of lists of integers, or None where the value is no such thing."""
    if not isinstance(value, list | tuple | np.ndarray):
        return None
    batches = [_indices(batch) for batch in value]
    return None if None in batches else batches


def _indices(batch):
    if not isinstance(batch, list | tuple | np.ndarray):
        return None
    array = np.asarray(batch)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        return None
    return array.astype(int, copy=False).tolist()


def _every_index(batches, n):
    return sorted(chain.from_iterable(batches)) == list(range(n))


def _batch_counts(epochs, n):
    """How often each index is in each batch, and each pair of indices in one batch."""
    place = np.array([_batch_of_each(batches, n) for batches in epochs])
    positions = [np.count_nonzero(place == b, axis=0).tolist() for b in range(place.max() + 1)]
    pairs = [int(np.count_nonzero(place[:, i] == place[:, j])) for i in range(n) for j in range(i)]
    return [*positions, pairs]


def _batch_of_each(batches, n):
    place = [0] * n
    for b, batch in enumerate(batches):
        for i in batch:
            place[i] = b
    return place


# --- stochastic gradient descent


def observe_minibatch_sgd(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe a run of mini-batch gradient descent by the gradients it asks for and the path it returns.

    No path is expected: each step is compared with −lr·gradient at the point and on the indices asked for. Many
    epochs of few examples are run for their counts, few epochs twice, to see that `rng` alone decides them.
    """
    seen = [call(answer, inputs) for _run in range(1 if _counted(inputs) else 2)]
    runs = [o.calls["grad"] for o in seen]
    return _observed(seen, lambda paths: _facts_of_run(paths[0], runs[0], inputs) | _facts_of_rerun(runs, inputs["n"]))


def _counted(inputs):
    return inputs["epochs"] >= MANY_EPOCHS


def _facts_of_run(path, calls, inputs):
    path, facts = _numbers(path)
    n, w0 = inputs["n"], np.asarray(inputs["w0"])
    asked = [(as_numbers(w), _asked_indices(rest, n)) for w, *rest in calls]
    if any(w is None or w.shape != w0.shape or indices is None for w, indices in asked):
        return facts | {"asked_for": False}
    points = {tuple(w) for w, _indices in asked}
    facts |= {"asked_for": True, "gradients": len(calls), "points": len(points)}
    if path is None or not calls or path.shape != (len(calls) + 1, *w0.shape):
        return facts
    facts |= {
        "start": bool(np.allclose(path[0], w0)),
        "asked_at": _where_asked(asked, path),
        "steps": _step_lengths(asked, path, inputs),
    }
    return facts | _facts_of_batches([indices for _w, indices in asked], inputs)


def _facts_of_batches(batches, inputs):
    n = inputs["n"]
    epochs = _epochs(batches, inputs["epochs"])
    facts = {
        "sizes": [len(batch) for batch in epochs[0]],
        "every_index": all(_every_index(batches, n) for batches in epochs),
    }
    if not facts["every_index"]:
        return facts
    if _counted(inputs):
        return facts | {"draws": len(epochs), "batch_counts": _batch_counts(epochs, n)}
    if len(epochs[0]) == 1:
        return facts
    orders = [list(chain.from_iterable(batches)) for batches in epochs]
    return facts | {"in_order": orders[0] == sorted(orders[0]), "next_epoch": all(o != orders[0] for o in orders[1:])}


def _facts_of_rerun(runs, n):
    """Whether a second run with the same seed asked for the gradients of the same batches."""
    if len(runs) == 1:
        return {}
    first, again = ([_asked_indices(rest, n) for _w, *rest in calls] for calls in runs)
    return {"same_seed": first == again}


def _asked_indices(rest, n):
    """The indices of a call of grad(w, indices), all of them where there were none; None where they are not valid."""
    indices = _indices(rest[0]) if rest else list(range(n))
    return indices if indices and all(-n <= i < n for i in indices) else None


def _where_asked(asked, path):
    """Which row of the path the gradients were asked at: each step's own, always the first, or neither."""
    points = np.array([w for w, _indices in asked])
    if np.allclose(points, path[:-1]):
        return "here"
    return "start" if np.allclose(points, path[0]) else "elsewhere"


def _step_lengths(asked, path, inputs):
    """Each step of the first epochs as a multiple of −lr·gradient, or None where it is no multiple of it."""
    lengths = []
    for (w, indices), step in list(zip(asked, np.diff(path, axis=0)))[:12]:
        unit = -inputs["lr"] * inputs["grad"](w, indices)
        length = float(step @ unit / (unit @ unit))
        parallel = np.linalg.norm(step - length * unit) <= 1e-4 * np.linalg.norm(step)
        lengths.append(round(length, 4) if parallel else None)
    return lengths


def _epochs(batches, epochs):
    """Batches in the order asked for, split into as many parts as there are epochs."""
    size = max(1, len(batches) // max(1, epochs))
    return [batches[i : i + size] for i in range(0, len(batches), size)]


# --- comparing


def agree(observed: Observation, expected: Observation, exercise: exercises.Exercise) -> Difference | None:
    """The first fact that differs, or the count that two draws of one distribution would not show."""
    if observed.raised or expected.raised:
        return exercises.agree(observed, expected, exercise)
    got = observed.returned
    for fact, wanted in expected.returned.items():
        if found := _COMPARE[fact](got.get(fact), wanted, got, expected.returned):
            return found
    return None


def _plainly(where, words=str):
    def compare(got, wanted, *_facts):
        if got == wanted:
            return None
        return Difference("value", where(), words(got), words(wanted))

    return compare


def _kind(got, wanted, *_facts):
    if got == wanted:
        return None
    named = {"numbers": _("an array of numbers"), "batches": _("a list of arrays of integers"), "None": None}
    if got == "None":
        return Difference("missing", _("the returned value"), None, named.get(wanted, wanted))
    return Difference("kind", _("the returned value"), named.get(got, got), named.get(wanted, wanted))


def _shape(got, wanted, *_facts):
    if tuple(got) == tuple(wanted):
        return None
    return Difference("shape", _("the returned value"), tuple(got), tuple(wanted))


def _closely(where):
    def compare(got, wanted, *_facts):
        if got is None or wanted is None:
            different = _("different ones")
            same = got is wanted
            return None if same else Difference("value", where(), _or(got, different), _or(wanted, different))
        return first_difference(got, wanted, where(), tolerance=Tolerance(1e-4, 1e-4))

    return compare


def _or(value, word):
    return word if value is None else value


def _nothing(*_facts):
    """What is only spoken of, not compared."""


def _distribution(got, wanted, facts, expected):
    total = expected["draws"]
    strength = evidence(got, wanted, total)
    if strength.max() <= EVIDENCE:
        return None
    return _in_words(facts, expected, int(strength.argmax()))


def _in_words(facts, expected, worst):
    """What a student sees best of two different distributions: the spread, the middle, an extreme, or a share."""
    draws = expected["draws"]
    scale = max(expected["deviation"], 1e-300)
    if abs(facts["deviation"] - expected["deviation"]) > 0.05 * scale:
        where = _("the standard deviation of {draws} draws")
        return Difference("value", where.format(draws=draws), _about(facts["deviation"]), _about(expected["deviation"]))
    if abs(facts["mean"] - expected["mean"]) > 0.05 * scale:
        where = _("the mean of {draws} draws")
        return Difference("value", where.format(draws=draws), _about(facts["mean"]), _about(expected["mean"]))
    threshold = THRESHOLDS[worst]
    where = _("the share of {draws} draws below {threshold:.4g}").format(draws=draws, threshold=threshold)
    return Difference("value", where, _about(facts["counts"][worst] / draws), _about(expected["counts"][worst] / draws))


def _about(number):
    return _("about {number:.3g}").format(number=number)


def _shares(where):
    """Compares counts of `draws` events; where(place) says of which, by the place in the nested list."""

    def compare(got, wanted, _facts, expected):
        got_flat, wanted_flat = _flat(got), _flat(wanted)
        if len(got_flat) != len(wanted_flat):
            return Difference("value", where(), len(got_flat), len(wanted_flat))
        strength = evidence(got_flat, wanted_flat, expected["draws"])
        if strength.max() <= EVIDENCE:
            return None
        worst = int(strength.argmax())
        return Difference("value", where(expected, worst), int(got_flat[worst]), int(wanted_flat[worst]))

    return compare


def _flat(counts):
    return np.array(list(chain.from_iterable(counts)))


def _entry_in_words(expected=None, worst=0):
    if expected is None:
        return _("the number of entries")
    rows, columns = expected["shape"]
    entry, threshold = divmod(worst, len(ORTHOGONAL_THRESHOLDS))
    row, column = divmod(entry, columns)
    name = _("the determinant") if row == rows else f"Q[{row}, {column}]"
    place = _("of {draws} matrices, the number with {name} below {threshold:.1f}")
    return place.format(draws=expected["draws"], name=name, threshold=ORTHOGONAL_THRESHOLDS[threshold])


def _batch_in_words(expected=None, worst=0):
    if expected is None:
        return _("the number of batches")
    *positions, pairs = expected["batch_counts"]
    n, draws = len(positions[0]), expected["draws"]
    if worst < n * len(positions):
        batch, index = divmod(worst, n)
        place = _("of {draws} epochs, the number with index {index} in batch {batch}")
        return place.format(draws=draws, index=index, batch=batch)
    i, j = [(i, j) for i in range(n) for j in range(i)][worst - n * len(positions)]
    return _("of {draws} epochs, the number with {i} and {j} in one batch").format(draws=draws, i=i, j=j)


def _yes_or_no(yes, no):
    return lambda value: yes() if value else no()


_ORDER = _yes_or_no(lambda: _("a new one"), lambda: _("the same again"))

_COMPARE = {
    "kind": _kind,
    "batches": _kind,
    "shape": _shape,
    "finite": _plainly(
        lambda: _("every number"), _yes_or_no(lambda: _("finite"), lambda: _("infinite or not a number"))
    ),
    "zero": _plainly(lambda: _("every number"), _yes_or_no(lambda: "0", lambda: _("not always 0"))),
    "same_seed": _plainly(
        lambda: _("the answer to a second generator with the same seed"),
        _yes_or_no(lambda: _("the same as to the first"), lambda: _("another than to the first")),
    ),
    "next_call": _plainly(lambda: _("the answer to the next call with the same generator"), _ORDER),
    "next_epoch": _plainly(lambda: _("the order of the next epoch"), _ORDER),
    "in_order": _plainly(
        lambda: _("the order of the indices"), _yes_or_no(lambda: _("0, 1, 2, …"), lambda: _("a random one"))
    ),
    "counts": _distribution,
    "draws": _nothing,
    "mean": _nothing,
    "deviation": _nothing,
    "smallest": _nothing,
    "largest": _nothing,
    "identity": _plainly(lambda: _("the matrix"), _yes_or_no(lambda: _("the identity"), lambda: _("a random one"))),
    "length": _closely(lambda: _("the length of every column (of every row, if n_in < n_out)")),
    "orthogonal": _plainly(
        lambda: _("the angle between any two columns (rows, if n_in < n_out)"),
        _yes_or_no(lambda: _("a right angle"), lambda: _("another angle")),
    ),
    "orthogonal_counts": _shares(_entry_in_words),
    "batch_counts": _shares(_batch_in_words),
    "sizes": _plainly(lambda: _("the list of the batches' sizes")),
    "valid": _plainly(
        lambda: _("the indices"),
        _yes_or_no(lambda: _("between 0 and n − 1"), lambda: _("not all between 0 and n − 1")),
    ),
    "every_index": _plainly(
        lambda: _("what one epoch's batches hold"),
        _yes_or_no(lambda: _("every index once"), lambda: _("some indices not or several times")),
    ),
    "asked_for": _plainly(
        lambda: _("what grad is asked for"),
        _yes_or_no(lambda: _("a point like w0 and an array of valid indices"), lambda: _("something else")),
    ),
    "gradients": _plainly(lambda: _("the number of calls of grad")),
    "points": _plainly(lambda: _("the number of different points at which gradients are asked for")),
    "start": _plainly(lambda: _("the first row of the path"), _yes_or_no(lambda: "w0", lambda: _("another point"))),
    "asked_at": _plainly(
        lambda: _("the point at which gradients are asked for"),
        lambda where: {"here": _("the last row of the path so far"), "start": "w0"}.get(where, _("another point")),
    ),
    "steps": _plainly(
        lambda: _("the steps, as multiples of −lr·grad(w, indices),"),
        lambda steps: ", ".join(_("none") if s is None else f"{s:g}" for s in steps or []),
    ),
}
