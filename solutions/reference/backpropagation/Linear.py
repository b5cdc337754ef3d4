"""The linear layer, x @ W + b."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_linear,
)
from ravine.exercises.observe import Seed
from ravine.language import _
from solutions.reference.backpropagation._shared import PASSES, SECOND, SINGLE


class Linear:
    """y = x @ W + b for rows x of shape (n, n_in); W of shape (n_in, n_out), drawn from N(0, 2/n_in), b zeros."""

    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        """The loss's derivative by x from the one by y, (n, n_out); sets dW and db, summed over the rows."""
        self.dW, self.db = self.x.T @ dy, dy.sum(axis=0)
        return dy @ self.W.T


_FIRST_WEIGHTS = "the first weights"

DRAWS = 50_000  # weights of a layer whose distribution is judged


def _passes_case(rng, part, n_in, n_out, batches):
    return Case(
        {
            "W": rng.uniform(-1, 1, (n_in, n_out)),
            "b": rng.uniform(-1, 1, n_out),
            "x": [rng.uniform(-2, 2, (n, n_in)) for n in batches],
            "dy": [rng.uniform(-2, 2, (n, n_out)) for n in batches],
            "rng": Seed(int(rng.integers(2**31))),
        },
        part,
    )


def _weights_case(n_in, n_out, seed):
    return Case({"n_in": n_in, "n_out": n_out, "rng": Seed(seed)}, _FIRST_WEIGHTS)


def _passes_example(part, W, b, x, dy):
    arrays = {"W": np.array(W, float), "b": np.array(b, float)}
    batches = {"x": [np.array(rows, float) for rows in x], "dy": [np.array(rows, float) for rows in dy]}
    return Case({**arrays, **batches, "rng": Seed(1)}, part)


def _linear_cases(rng):
    n_in = int(rng.integers(80, 120))
    yield _weights_case(n_in, DRAWS // n_in, int(rng.integers(2**31)))
    yield _weights_case(int(rng.integers(5, 8)), int(rng.integers(2, 4)), int(rng.integers(2**31)))
    yield _passes_case(rng, PASSES, 3, 2, [4])
    yield _passes_case(rng, PASSES, 3, 3, [3])
    yield _passes_case(rng, PASSES, int(rng.integers(2, 5)), int(rng.integers(5, 8)), [1])
    yield _passes_case(rng, SECOND, 3, 3, [3, 3])
    yield _passes_case(rng, SECOND, 2, 4, [3, 5, 2])


_LINEAR_EXAMPLES = [
    _weights_case(100, DRAWS // 100, 1),
    _weights_case(3, 2, 1),
    _passes_example(PASSES, [[1, 2], [0, 1]], [0.5, -1], [[[1, 2], [3, -1]]], [[[1, 0], [2, -1]]]),
    _passes_example(PASSES, [[1, 2, 0], [0, 1, -1]], [0, 1, 2], [[[1, 2]]], [[[1, 0.5, -1]]]),
    _passes_example(SECOND, [[2], [1]], [0.5], [[[1, 2]], [[3, 1], [0, 4]]], [[[1]], [[2], [-1]]]),
]

exercise(
    Linear,
    cases=_linear_cases,
    examples=_LINEAR_EXAMPLES,
    parts={_FIRST_WEIGHTS: 1, PASSES: 2, SECOND: 1},
    observe=observe_linear,
    agree=agree,
    tolerance=SINGLE,
)


@misconception(
    Linear,
    _("The bias is not added: y = x @ W + b."),
    see="backpropagation.html#linear",
)
class bias_not_added(Linear):
    def forward(self, x):
        self.x = x
        return x @ self.W


@misconception(
    Linear,
    _(
        "db is not summed: the same b is added to every row, so that the gradients of all rows add up in it, and db "
        "has the shape of b."
    ),
    see="backpropagation.html#linear",
)
class bias_gradient_not_summed(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy
        return dx


@misconception(
    Linear,
    _(
        "dW and db are divided by the number of rows. The mean's 1/n is already in dy, from the loss: here the rows "
        "are summed."
    ),
    see="backpropagation.html#mean-once",
)
class averaged_over_the_batch(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.dW, self.db = self.dW / len(dy), self.db / len(dy)
        return dx


@misconception(
    Linear,
    _("db is averaged over the rows while dW is summed: both are sums. The 1/n is in dy already."),
    see="backpropagation.html#mean-once",
)
class bias_gradient_averaged(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy.mean(axis=0)
        return dx


@misconception(
    Linear,
    _("db is summed along the wrong axis: rows are examples (axis 0), columns are the layer's outputs."),
    see="backpropagation.html#linear",
)
class bias_gradient_over_the_columns(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy.sum(axis=1)
        return dx


@misconception(
    Linear,
    _("A second `backward` adds to dW and db. Here it overwrites them: every pass has its own gradient."),
    see="backpropagation.html#linear",
)
class gradients_added_up(Linear):
    def backward(self, dy):
        before = self.dW, self.db
        dx = super().backward(dy)
        if before[0] is not None:
            self.dW, self.db = before[0] + self.dW, before[1] + self.db
        return dx


@misconception(
    Linear,
    _("dW is transposed: it has the shape of W, xᵀ @ dy."),
    see="backpropagation.html#linear",
)
class weight_gradient_transposed(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.dW = self.dW.T
        return dx


@misconception(
    Linear,
    _("dx = dy @ Wᵀ. Without the transpose each input gets what belongs to another, or the shapes do not fit."),
    see="backpropagation.html#linear",
)
class not_transposed_for_the_input(Linear):
    def backward(self, dy):
        super().backward(dy)
        return dy @ self.W


@misconception(
    Linear,
    _(
        "You compute the derivative by the weights only. At every step there are two, by the weights and by the "
        "input: without the second, nothing flows back to the layers before."
    ),
    see="backpropagation.html#by-weights-and-input",
)
class by_the_weights_only(Linear):
    def backward(self, dy):
        super().backward(dy)


@misconception(
    Linear,
    _("`backward` returns dW. It keeps dW and db as attributes, and returns the derivative by the input, dx."),
    see="backpropagation.html#by-weights-and-input",
)
class weight_gradient_returned(Linear):
    def backward(self, dy):
        super().backward(dy)
        return self.dW


@misconception(
    Linear,
    _("The input of the first pass is kept for ever: each `forward` must remember its own x for `backward`."),
    see="backpropagation.html#linear",
)
class first_input_kept(Linear):
    def forward(self, x):
        y = super().forward(x)
        self.x = self.first = getattr(self, "first", x)
        return y


@misconception(
    Linear,
    _("`backward` moves the weights too. It only computes gradients; an optimiser moves the weights, later."),
    see="backpropagation.html#by-weights-and-input",
)
class learns_in_backward(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.W, self.b = self.W - 0.01 * self.dW, self.b - 0.01 * self.db
        return dx


@misconception(
    Linear,
    _(
        "Your W has shape (n_out, n_in), as PyTorch keeps it. In this course a layer computes x @ W on rows: W has "
        "shape (n_in, n_out)."
    ),
    see="backpropagation.html#linear",
)
class shape_as_in_pytorch(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W.T

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, dy):
        self.dW, self.db = dy.T @ self.x, dy.sum(axis=0)
        return dy @ self.W


@misconception(
    Linear,
    _("2/n_in is the variance: the normal draw wants the standard deviation √(2/n_in)."),
    see="initialisation.html#variance-or-deviation",
)
class variance_for_deviation(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W * np.sqrt(2 / n_in)


@misconception(
    Linear,
    _("Your weights are draws of N(0, 1), whatever n_in: the signal grows by √(n_in/2) in every ReLU layer."),
    see="initialisation.html#he",
)
class not_scaled(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W / np.sqrt(2 / n_in)


@misconception(
    Linear,
    _("The variance is 1/n_in. ReLU lets half of the signal through, and He's factor 2 makes up for it."),
    see="initialisation.html#he",
)
class factor_of_relu_missing(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W / np.sqrt(2)


@misconception(
    Linear,
    _("All weights start at zero: then all units of a layer stay equal for ever. Draw them."),
    see="initialisation.html#symmetry",
)
class weights_of_zero(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = np.zeros((n_in, n_out))


@misconception(
    Linear,
    _("The bias starts at random. Here b starts at zero; the weights alone make the units different."),
    see="backpropagation.html#linear",
)
class random_bias(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.b = rng.normal(0.0, 0.1, n_out)


_elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng


@misconception(
    Linear,
    _("Two generators with the same seed must give the same weights: draw from rng, and nothing from np.random."),
    see="initialisation.html#rng",
)
class own_randomness(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, _elsewhere)
