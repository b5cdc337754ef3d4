"""Gradient descent, on all examples and on mini-batches (chapter 2).

Losses over examples are means. Random answers are judged by what is true of every right one
(`ravine.exercises.kinds.random_answers`), not by the reference's own draws.
"""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import MANY_EPOCHS, agree, observe_minibatch_sgd, observe_minibatches
from ravine.exercises.observe import Seed
from ravine.language import _
from ravine.problems import NoisyQuadratic, QuadraticForm, Rosenbrock


def _positive_definite(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues in random directions, as QuadraticForm takes it."""
    Q, _R = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    A = Q @ np.diag(eigenvalues) @ Q.T
    return (A + A.T) / 2


# --- linear_regression_gradient ---------------------------------------------------------------------------------


def _regression_case(rng, n, d):
    X = rng.normal(size=(n, d)) + rng.uniform(0.5, 1.5, d)
    return Case({"X": X, "y": rng.normal(size=n), "w": rng.normal(size=d)})


def _regression_cases(rng):
    for n, d in ((3, 3), (5, 2), (2, 4), (1, 3), (20, 6)):
        yield _regression_case(rng, n, d)


_REGRESSION_EXAMPLES = [
    Case({"X": np.array([[1.0, 2.0], [3.0, 4.0]]), "y": np.array([1.0, 0.0]), "w": np.array([1.0, 1.0])}),
    Case({"X": np.array([[1.0], [2.0], [3.0]]), "y": np.array([2.0, 3.0, 4.0]), "w": np.array([2.0])}),
    Case({"X": np.array([[2.0, 0.0, 1.0]]), "y": np.array([1.0]), "w": np.array([1.0, 1.0, 1.0])}),
]


# Single precision differs by up to 2e-6 of the largest entry on these draws, where residuals nearly cancel.
@exercise(cases=_regression_cases, examples=_REGRESSION_EXAMPLES, tolerance=Tolerance(relative=1e-5))
def linear_regression_gradient(X, y, w):
    """The gradient Xᵀ(Xw − y)/n of (1/2n)‖Xw − y‖², for X of shape (n, d), y (n,) and w (d,)."""
    return X.T @ (X @ w - y) / len(y)


@misconception(
    linear_regression_gradient,
    _("The loss is a mean over the n examples, and so is its gradient: the factor 1/n is missing."),
    see="gradient-descent.html#problem",
)
def sum_over_examples(X, y, w):
    return X.T @ (X @ w - y)


@misconception(
    linear_regression_gradient,
    _("You divide by the number of weights. The mean is over the examples: divide by n, the number of rows of X."),
    see="gradient-descent.html#problem",
)
def mean_over_weights(X, y, w):
    return X.T @ (X @ w - y) / len(w)


@misconception(
    linear_regression_gradient,
    _("Your gradient is twice as long: the loss has a factor ½, which cancels the 2 of the square's derivative."),
    see="gradient-descent.html#regression-gradient",
)
def half_forgotten(X, y, w):
    return 2 * X.T @ (X @ w - y) / len(y)


@misconception(
    linear_regression_gradient,
    _("Your gradient points downhill: the residual is Xw − y, prediction minus target."),
    see="gradient-descent.html#regression-gradient",
)
def residual_reversed(X, y, w):
    return X.T @ (y - X @ w) / len(y)


@misconception(
    linear_regression_gradient,
    _("The transposition is missing: weight j meets column j of X, so the residuals are multiplied by Xᵀ."),
    see="gradient-descent.html#regression-gradient",
)
def not_transposed(X, y, w):
    return X @ (X @ w - y) / len(y)


@misconception(
    linear_regression_gradient,
    _("The targets y do not appear in your gradient."),
    see="gradient-descent.html#regression-gradient",
)
def targets_forgotten(X, y, w):
    return X.T @ X @ w / len(y)


@misconception(
    linear_regression_gradient,
    _("You return the loss, a single number. The gradient has one entry for every weight."),
    see="gradient-descent.html#regression-gradient",
)
def loss_returned(X, y, w):
    return np.mean((X @ w - y) ** 2) / 2


@misconception(
    linear_regression_gradient,
    _("You take one mean over everything. Each weight has a mean of its own, over the examples (axis 0)."),
    see="gradient-descent.html#regression-gradient",
)
def mean_over_everything(X, y, w):
    return np.mean(X * (X @ w - y)[:, None])


@misconception(
    linear_regression_gradient,
    _("The residuals' signs are lost: only sign(Xw − y) enters, as in the gradient of the absolute error."),
    see="gradient-descent.html#regression-gradient",
)
def absolute_error(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)


# --- gradient_descent -------------------------------------------------------------------------------------------

FIRST, LATER, NONE, COST = "the first step", "later steps", "no step at all", "one gradient a step"


def _descent_case(rng, d, steps, part=None):
    centre = tuple(rng.uniform(-1, 1, d).tolist())
    surface = QuadraticForm(_positive_definite(rng, rng.uniform(0.3, 3.0, d)).tolist(), centre)
    part = part or {0: NONE, 1: FIRST}.get(steps, LATER)
    return _path_case(surface, rng.uniform(-3, 3, d), float(rng.uniform(0.1, 0.5)), steps, part)


def _path_case(surface, w0, lr, steps, part):
    return Case({"grad": surface.gradient, "w0": w0, "lr": lr, "steps": steps}, part, calls=part == COST)


def _descent_cases(rng):
    for d, steps in ((3, 0), (2, 1), (1, 4), (2, int(rng.integers(3, 7))), (4, int(rng.integers(3, 7)))):
        yield _descent_case(rng, d, steps)
    for steps in (0, 1, 3):
        yield _descent_case(rng, 2, steps, COST)
    yield _path_case(Rosenbrock(), rng.uniform(-1, 1, 2), 1e-3, 8, LATER)


_BOWL = QuadraticForm(((1.0, 0.0), (0.0, 4.0)))
_DESCENT_EXAMPLES = [
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.1, 1, FIRST),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.5, 3, LATER),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.1, 0, NONE),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.25, 2, COST),
]


@exercise(cases=_descent_cases, examples=_DESCENT_EXAMPLES, parts={FIRST: 1, LATER: 1, NONE: 1, COST: 1})
def gradient_descent(grad, w0, lr, steps):
    """The path w ← w − lr·grad(w) from w0, shape (steps + 1, d), first row w0; ``grad`` is called once a step."""
    path = [w0]
    for _step in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


@misconception(
    gradient_descent,
    _("Your path begins after the first step: its first row should be w0 itself."),
    see="gradient-descent.html#the-step",
)
def start_left_out(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps)[1:]


@misconception(
    gradient_descent,
    _("One step too few: w0 and then `steps` steps make steps + 1 rows."),
    see="gradient-descent.html#the-step",
)
def one_step_short(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps - 1)


@misconception(
    gradient_descent,
    _("One step too many: w0 and then `steps` steps make steps + 1 rows."),
    see="gradient-descent.html#the-step",
)
def one_step_too_many(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps + 1)


@misconception(
    gradient_descent,
    _("The path is right, but you ask for one gradient more than there are steps: at the last row nothing follows."),
    see="gradient-descent.html#the-step",
)
def one_gradient_too_many(grad, w0, lr, steps):
    path = gradient_descent(grad, w0, lr, steps)
    grad(path[-1])
    return path


@misconception(
    gradient_descent,
    _("You ask for each gradient twice. A gradient is the expensive part of a step: keep it in a variable."),
    see="gradient-descent.html#the-step",
)
def each_gradient_twice(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        grad(path[-1])
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


@misconception(
    gradient_descent,
    _("Every step uses the gradient at w0. Ask for it anew where you stand: grad(w), not grad(w0)."),
    see="gradient-descent.html#the-step",
)
def gradient_at_the_start(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        path.append(path[-1] - lr * grad(w0))
    return np.array(path)


@misconception(
    gradient_descent,
    _("The gradient is asked for only once, before the loop, and never again after a step."),
    see="gradient-descent.html#the-step",
)
def gradient_never_updated(grad, w0, lr, steps):
    slope = grad(w0)
    return np.array([w0 - i * lr * slope for i in range(steps + 1)])


@misconception(
    gradient_descent,
    _("Every step starts again from w0: put the new point where the old one was."),
    see="gradient-descent.html#the-step",
)
def point_never_updated(grad, w0, lr, steps):
    return np.array([w0] + [w0 - lr * grad(w0) for _step in range(steps)])


@misconception(
    gradient_descent,
    _("You climb: the gradient points uphill, and the step goes against it, −lr·grad(w)."),
    see="gradient-descent.html#steepest",
)
def uphill(grad, w0, lr, steps):
    return gradient_descent(grad, w0, -lr, steps)


@misconception(
    gradient_descent,
    _("The learning rate is missing: you go by the whole gradient."),
    see="gradient-descent.html#the-step",
)
def rate_forgotten(grad, w0, lr, steps):
    return gradient_descent(grad, w0, 1.0, steps)


@misconception(
    gradient_descent,
    _("Your steps all have the length lr: the gradient was divided by its norm. Plain gradient descent does not."),
    see="gradient-descent.html#the-step",
)
def normalised(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] - lr * slope / np.linalg.norm(slope))
    return np.array(path)


@misconception(
    gradient_descent,
    _("Only the last point is returned; the exercise asks for the whole path, w0 first."),
    see="gradient-descent.html#the-step",
)
def last_point_only(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps)[-1]


@misconception(
    gradient_descent,
    _(
        "All rows of your path are the same array, changed in place by `w -= …`: append a copy, or write "
        "`w = w - …`, which makes a new one."
    ),
    see="gradient-descent.html#in-place",
)
def rows_are_one_array(grad, w0, lr, steps):
    w = w0.copy()
    path = [w]
    for _step in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return np.array(path)


@misconception(
    gradient_descent,
    _("`w -= …` changes the caller's w0, since w is that same array: start from w0.copy(), or write `w = w - …`."),
    see="gradient-descent.html#in-place",
)
def start_changed(grad, w0, lr, steps):
    w = w0
    path = [w.copy()]
    for _step in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return np.array(path)


@misconception(
    gradient_descent,
    _(
        "All rows of your path are the same array, changed in place by `w -= …`, and that array is the caller's w0: "
        "write `w = w - …`, which makes a new one."
    ),
    see="gradient-descent.html#in-place",
)
def rows_are_the_start(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        w0 -= lr * grad(w0)
        path.append(w0)
    return np.array(path)


# --- largest_stable_learning_rate -------------------------------------------------------------------------------


def _stability_cases(rng):
    for d in (1, 2, 3, 5):
        yield Case({"A": _positive_definite(rng, np.sort(rng.uniform(0.1, 5.0, d)))})
    yield Case({"A": _positive_definite(rng, np.array([0.01, 1.0, 40.0]))})


_STABILITY_EXAMPLES = [
    Case({"A": np.array([[1.0, 0.0], [0.0, 4.0]])}),
    Case({"A": np.array([[2.0, 1.0], [1.0, 2.0]])}),
    Case({"A": np.array([[5.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 3.0]])}),
]


@exercise(cases=_stability_cases, examples=_STABILITY_EXAMPLES)
def largest_stable_learning_rate(A):
    """2/λ_max, below which gradient descent on ½wᵀAw converges; A symmetric positive definite, (d, d)."""
    return 2 / np.linalg.eigvalsh(A)[-1]


@misconception(
    largest_stable_learning_rate,
    _("1/λ_max reaches the bottom of the steepest direction in one step; up to twice that, the steps still shrink."),
    see="gradient-descent.html#stability",
)
def one_over_largest(A):
    return 1 / np.linalg.eigvalsh(A)[-1]


@misconception(
    largest_stable_learning_rate,
    _("You took the smallest eigenvalue. The steepest direction, the largest eigenvalue, is the first to diverge."),
    see="gradient-descent.html#stability",
)
def two_over_smallest(A):
    return 2 / np.linalg.eigvalsh(A)[0]


@misconception(
    largest_stable_learning_rate,
    _("2/(λ_min + λ_max) is the best learning rate, not the largest stable one."),
    see="gradient-descent.html#best-rate",
)
def best_for_largest(A):
    eigenvalues = np.linalg.eigvalsh(A)
    return 2 / (eigenvalues[0] + eigenvalues[-1])


@misconception(
    largest_stable_learning_rate,
    _("You return λ_max/2, the reciprocal: the steeper the direction, the smaller the step that it can take."),
    see="gradient-descent.html#stability",
)
def reciprocal(A):
    return np.linalg.eigvalsh(A)[-1] / 2


@misconception(
    largest_stable_learning_rate,
    _("The trace is the sum of all eigenvalues. 2/trace is safe but too careful: only the largest one sets the bound."),
    see="gradient-descent.html#stability",
)
def two_over_trace(A):
    return 2 / np.trace(A)


@misconception(
    largest_stable_learning_rate,
    _("The largest entry on the diagonal is no eigenvalue unless A is diagonal, and λ_max is at least as large."),
    see="gradient-descent.html#stability",
)
def two_over_diagonal(A):
    return 2 / np.diag(A).max()


@misconception(
    largest_stable_learning_rate,
    _(
        "np.linalg.norm(A) is the Frobenius norm, the root of the sum of all squared eigenvalues. The largest "
        "eigenvalue alone is np.linalg.norm(A, 2), or the last of eigvalsh(A)."
    ),
    see="gradient-descent.html#stability",
)
def two_over_frobenius(A):
    return 2 / np.linalg.norm(A)


@misconception(
    largest_stable_learning_rate,
    _("This is the condition number λ_max/λ_min. It sets how many steps are needed, not how long they may be."),
    see="gradient-descent.html#stability",
)
def condition_number(A):
    return np.linalg.cond(A)


# --- minibatches ------------------------------------------------------------------------------------------------

CUT, ORDER = "every index once, in batches of the right size", "an order drawn anew at each call"


def _batch_case(seed, n, batch_size, part):
    return Case({"n": int(n), "batch_size": int(batch_size), "rng": seed}, part)


def _seed(rng):
    return Seed(int(rng.integers(2**31)))


def _batch_cases(rng):
    size = int(rng.integers(6, 10))
    for n in (3 * size + int(rng.integers(2, 4)), 4 * size):
        yield _batch_case(_seed(rng), n, size, CUT)
    yield _batch_case(_seed(rng), 3 * size, 4 * size, CUT)
    yield _batch_case(_seed(rng), 3 * size, 3 * size, CUT)
    yield _batch_case(_seed(rng), 2 * size, 1, CUT)
    for n, batch_size in ((6, 2), (5, 3), (4, 1)):
        yield _batch_case(_seed(rng), n, batch_size, ORDER)


_BATCH_EXAMPLES = [
    _batch_case(Seed(1), 14, 4, CUT),
    _batch_case(Seed(2), 12, 3, CUT),
    _batch_case(Seed(3), 12, 20, CUT),
    _batch_case(Seed(4), 6, 2, ORDER),
]


@exercise(
    cases=_batch_cases,
    examples=_BATCH_EXAMPLES,
    parts={CUT: 1, ORDER: 1},
    observe=observe_minibatches,
    agree=agree,
)
def minibatches(n, batch_size, rng):
    """The indices 0 … n−1 in a random order, cut into arrays of batch_size; the last may be shorter."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


def _cut(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


@misconception(
    minibatches,
    _("The last, shorter batch is missing: its examples are never seen in this epoch."),
    see="gradient-descent.html#epochs",
)
def last_dropped(n, batch_size, rng):
    return _cut(rng.permutation(n)[: n // batch_size * batch_size], batch_size)


@misconception(
    minibatches,
    _("You fill the last batch up with indices that the epoch has already had: let it be shorter."),
    see="gradient-descent.html#epochs",
)
def last_filled_up(n, batch_size, rng):
    order = rng.permutation(n)
    return _cut(np.resize(order, -(-n // batch_size) * batch_size), batch_size)


@misconception(
    minibatches,
    _("Some indices come several times and others never: you draw with replacement. Draw an order of all indices."),
    see="gradient-descent.html#epochs",
)
def with_replacement(n, batch_size, rng):
    return _cut(rng.integers(0, n, n), batch_size)


@misconception(
    minibatches,
    _("Each batch is a draw of its own, so one index comes in several batches of an epoch. Draw one order, then cut."),
    see="gradient-descent.html#epochs",
)
def each_batch_drawn_alone(n, batch_size, rng):
    sizes = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    return [rng.choice(n, size, replace=False) for size in sizes]


@misconception(
    minibatches,
    _("Your batches go through the examples in their old order: shuffle the indices first."),
    see="gradient-descent.html#epochs",
)
def in_old_order(n, batch_size, rng):
    return _cut(np.arange(n), batch_size)


@misconception(
    minibatches,
    _("You cut first and shuffle the batches: the same examples always meet. Shuffle the indices, then cut."),
    see="gradient-descent.html#epochs",
)
def batches_shuffled(n, batch_size, rng):
    batches = _cut(np.arange(n), batch_size)
    full = n // batch_size
    return [batches[i] for i in rng.permutation(full)] + batches[full:]


@misconception(
    minibatches,
    _("You shuffle inside each batch only: the same examples always meet. Shuffle all indices, then cut."),
    see="gradient-descent.html#epochs",
)
def shuffled_inside(n, batch_size, rng):
    return [rng.permutation(batch) for batch in _cut(np.arange(n), batch_size)]


@misconception(
    minibatches,
    _("You cut into batch_size batches. batch_size is how many indices each batch holds."),
    see="gradient-descent.html#epochs",
)
def size_for_number(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


@misconception(
    minibatches,
    _(
        "Your batches have nearly equal sizes, as np.array_split makes them. All but the last should hold batch_size "
        "indices."
    ),
    see="gradient-descent.html#epochs",
)
def nearly_equal(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@misconception(
    minibatches,
    _("Your indices run from 1 to n: Python's run from 0 to n − 1."),
    see="gradient-descent.html#epochs",
)
def from_one(n, batch_size, rng):
    return _cut(1 + rng.permutation(n), batch_size)


OWN_RANDOMNESS = _(
    "Two generators with the same seed must give the same order: draw it from rng, and not from np.random or from a "
    "generator of your own without a seed."
)
OWN_SEED = _(
    "Every call gives the same order: you make a generator of your own with a fixed seed. Draw from the rng that you "
    "are given; it goes on from call to call."
)
_elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng


@misconception(minibatches, OWN_RANDOMNESS, see="initialisation.html#rng")
def own_randomness(n, batch_size, rng):
    return minibatches(n, batch_size, _elsewhere)


@misconception(minibatches, OWN_SEED, see="gradient-descent.html#epochs")
def own_seed(n, batch_size, rng):
    return minibatches(n, batch_size, np.random.default_rng(0))


# --- minibatch_sgd ----------------------------------------------------------------------------------------------

STEPS, EPOCHS = "each step follows the gradient of its batch", "new batches every epoch"


def _sgd_case(rng, examples, batch_size, epochs, part):
    surface = NoisyQuadratic(float(rng.uniform(2, 8)), 30.0, 1.0, examples, 1.0, int(rng.integers(1000)))
    inputs = {
        "grad": surface.gradient,
        "n": examples,
        "w0": rng.uniform(2, 4, 2),
        "lr": float(rng.uniform(0.1, 0.5)),
        "batch_size": batch_size,
        "epochs": epochs,
        "rng": _seed(rng),
    }
    return Case(inputs, part)


def _sgd_cases(rng):
    size = int(rng.integers(4, 7))
    yield _sgd_case(rng, 3 * size + int(rng.integers(2, 4)), size, 3, STEPS)
    yield _sgd_case(rng, 4 * size, size, 2, STEPS)
    yield _sgd_case(rng, 12, 1, 2, STEPS)
    yield _sgd_case(rng, 12, 30, 3, STEPS)
    yield _sgd_case(rng, 4, 2, MANY_EPOCHS, EPOCHS)


def _sgd_example(examples, batch_size, epochs, part):
    inputs = {
        "grad": NoisyQuadratic(4.0, 0.0, 1.0, examples, 1.0, 1).gradient,
        "n": examples,
        "w0": np.array([3.0, 2.0]),
        "lr": 0.25,
        "batch_size": batch_size,
        "epochs": epochs,
        "rng": Seed(1),
    }
    return Case(inputs, part)


_SGD_EXAMPLES = [
    _sgd_example(12, 4, 1, STEPS),
    _sgd_example(14, 4, 3, STEPS),
    _sgd_example(4, 2, MANY_EPOCHS, EPOCHS),
]


@exercise(
    cases=_sgd_cases,
    examples=_SGD_EXAMPLES,
    parts={STEPS: 2, EPOCHS: 1},
    observe=observe_minibatch_sgd,
    agree=agree,
)
def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    """The path of w ← w − lr·grad(w, indices) over the batches of each epoch; w0 first, one row a step."""
    path = [w0]
    for _epoch in range(epochs):
        for indices in minibatches(n, batch_size, rng):
            path.append(path[-1] - lr * grad(path[-1], indices))
    return np.array(path)


def _sgd(batches_of, step=lambda w, grad, lr, indices: w - lr * grad(w, indices)):
    """A run with other batches, drawn anew every epoch, or with another step."""

    def run(grad, n, w0, lr, batch_size, epochs, rng):
        path = [w0]
        for _epoch in range(epochs):
            for indices in batches_of(n, batch_size, rng):
                path.append(step(path[-1], grad, lr, indices))
        return np.array(path)

    return run


@misconception(
    minibatch_sgd,
    _("You shuffle once, before the first epoch, and use the same batches ever after. Draw new ones every epoch."),
    see="gradient-descent.html#epochs",
)
def shuffled_once(grad, n, w0, lr, batch_size, epochs, rng):
    batches = minibatches(n, batch_size, rng)
    return _sgd(lambda *_: batches)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _(
        "Your steps are as many times too long as a batch has examples: grad gives the mean over the batch, do not "
        "multiply it by the batch size."
    ),
    see="gradient-descent.html#unbiased",
)
def sum_for_mean(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * len(indices) * grad(w, indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You divide by the batch size once more: grad already gives the mean over the batch."),
    see="gradient-descent.html#unbiased",
)
def mean_taken_twice(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w, indices) / len(indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You climb: the step goes against the gradient, −lr·grad(w, indices)."),
    see="gradient-descent.html#steepest",
)
def sgd_uphill(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, -lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You ask for the gradient at w0 in every step: ask where you stand."),
    see="gradient-descent.html#the-step",
)
def sgd_at_the_start(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w0, indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You make one step an epoch, with the batches' gradients added up: step after every batch."),
    see="gradient-descent.html#sgd",
)
def one_step_an_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        gradients = [grad(path[-1], indices) for indices in minibatches(n, batch_size, rng)]
        path.append(path[-1] - lr * np.sum(gradients, axis=0))
    return np.array(path)


@misconception(
    minibatch_sgd,
    _("Your path has one row an epoch: the exercise asks for one row a step."),
    see="gradient-descent.html#sgd",
)
def one_row_an_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    steps = -(-n // batch_size)
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)[::steps]


@misconception(
    minibatch_sgd,
    _("Your path begins after the first step: its first row should be w0 itself."),
    see="gradient-descent.html#the-step",
)
def sgd_start_left_out(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)[1:]


@misconception(
    minibatch_sgd,
    _("You make one epoch; the exercise asks for `epochs` of them."),
    see="gradient-descent.html#epochs",
)
def one_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, 1, rng)


@misconception(
    minibatch_sgd,
    _("Every gradient is over all examples: give grad the indices of the batch as its second argument."),
    see="gradient-descent.html#sgd",
)
def whole_gradient(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w, np.arange(n))

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("The last, shorter batch of each epoch is missing: its examples are not seen."),
    see="gradient-descent.html#epochs",
)
def sgd_last_dropped(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(last_dropped)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You draw batches with replacement: in one epoch some examples come several times and others never."),
    see="gradient-descent.html#epochs",
)
def sgd_with_replacement(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(with_replacement)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("The batches go through the examples in their old order: shuffle the indices first, anew every epoch."),
    see="gradient-descent.html#epochs",
)
def sgd_in_old_order(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(in_old_order)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("Only the order of your batches changes: the same examples always meet. Shuffle the indices, then cut."),
    see="gradient-descent.html#epochs",
)
def sgd_batches_shuffled(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(batches_shuffled)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(minibatch_sgd, OWN_RANDOMNESS, see="initialisation.html#rng")
def sgd_own_randomness(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, _elsewhere)


@misconception(
    minibatch_sgd,
    _("You start each epoch with a new generator of the same seed, so that every epoch has the same batches."),
    see="gradient-descent.html#epochs",
)
def seeded_every_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    def batches(n, batch_size, rng):
        return minibatches(n, batch_size, np.random.default_rng(0))

    return _sgd(batches)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("`w -= …` changes the caller's w0, since w is that same array: start from w0.copy(), or write `w = w - …`."),
    see="gradient-descent.html#in-place",
)
def sgd_start_changed(grad, n, w0, lr, batch_size, epochs, rng):
    path = minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)
    w0[...] = path[-1]
    return path
