"""The loss of a classifier: the cross-entropy of the softmax of its logits."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_loss,
)
from ravine.language import _
from solutions.reference.backpropagation._shared import PASSES, SECOND, SINGLE


class SoftmaxCrossEntropy:
    """The mean of −ln p_label with p = softmax(logits); logits of shape (n, k), labels integers (n,)."""

    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.labels = np.exp(log_p), labels
        return -log_p[np.arange(len(labels)), labels].mean()

    def backward(self):
        """The mean loss's derivative by the logits, (p − 1 at the label)/n."""
        n = len(self.labels)
        dlogits = self.p.copy()
        dlogits[np.arange(n), self.labels] -= 1
        return dlogits / n


_LARGE_LOGITS = "logits of ±1000"


def _loss_case(rng, part, *sizes):
    logits = [rng.uniform(-2, 2, size) for size in sizes]
    return Case({"logits": logits, "labels": [rng.integers(0, k, n) for n, k in sizes]}, part)


def _loss_cases(rng):
    yield _loss_case(rng, PASSES, (4, 3))
    yield _loss_case(rng, PASSES, (3, 5))
    yield _loss_case(rng, PASSES, (1, 4))
    yield _loss_case(rng, SECOND, (4, 3), (2, 6))
    large = rng.uniform(-900, 900, (4, 3))
    large[0], large[1] = (1000, -1000, 0), (-1000, -999, -1001)
    yield Case({"logits": [large], "labels": [np.array([1, 2, 0, 1])]}, _LARGE_LOGITS)
    yield Case({"logits": [np.full((2, 3), 1000.0)], "labels": [np.array([2, 0])]}, _LARGE_LOGITS)


exercise(
    SoftmaxCrossEntropy,
    cases=_loss_cases,
    examples=[
        Case({"logits": [np.array([[0.0, 0.0, 0.0], [2.0, 1.0, 0.0]])], "labels": [np.array([0, 2])]}, PASSES),
        Case(
            {
                "logits": [np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([[1.0, 0.0, 3.0]])],
                "labels": [np.array([1, 1]), np.array([0])],
            },
            SECOND,
        ),
        Case({"logits": [np.array([[1000.0, -1000.0]])], "labels": [np.array([1])]}, _LARGE_LOGITS),
        Case(
            {"logits": [np.array([[1000.0, 1000.0], [-1000.0, -1000.0]])], "labels": [np.array([0, 1])]}, _LARGE_LOGITS
        ),
    ],
    parts={PASSES: 2, SECOND: 1, _LARGE_LOGITS: 2},
    observe=observe_loss,
    agree=agree,
    tolerance=SINGLE,
)


def _loss(logits, labels, axis=1, shift=None):
    """p, and the losses of all rows, of a softmax along ``axis``, by way of p; quietly."""
    with np.errstate(all="ignore"):
        e = np.exp(logits - (0 if shift is None else shift(logits)))
        p = e / e.sum(axis=axis, keepdims=True)
        return p, -np.log(p[np.arange(len(labels)), labels])


@misconception(
    SoftmaxCrossEntropy,
    _(
        "e^1000 is inf, and inf/inf is no number. Subtract each row's largest logit first: softmax does not change, "
        "and no exponent is above 0."
    ),
    see="backpropagation.html#stable-softmax",
)
class softmax_not_shifted(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels)
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "The shift is there, but you take the logarithm of a probability that was rounded to 0. Take it before the "
        "exponential: ln p = shifted − ln Σ e^shifted."
    ),
    see="backpropagation.html#stable-softmax",
)
class logarithm_of_zero(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels, shift=lambda z: z.max(axis=1, keepdims=True))
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "A small number is added to p, or p is clipped, to save ln 0: the loss of a label with logit −1000 beside "
        "1000 is then about 28, not 2000. Take the logarithm before the exponential instead."
    ),
    see="backpropagation.html#stable-softmax",
)
class logarithm_propped_up(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return -np.log(np.maximum(self.p[np.arange(len(labels)), labels], 1e-12)).mean()


@misconception(
    SoftmaxCrossEntropy,
    _("The losses of the examples are summed: the loss is their mean."),
    see="backpropagation.html#mean-once",
)
class loss_summed(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) * len(labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The loss is a mean over n examples, so its derivative has the factor 1/n: it is missing in `backward`."),
    see="backpropagation.html#mean-once",
)
class mean_missing_backward(SoftmaxCrossEntropy):
    def backward(self):
        return super().backward() * len(self.labels)


@misconception(
    SoftmaxCrossEntropy,
    _("Loss and derivative are summed over the examples: the loss is a mean, and both have the factor 1/n."),
    see="backpropagation.html#mean-once",
)
class summed_both_ways(loss_summed, mean_missing_backward):
    pass


@misconception(
    SoftmaxCrossEntropy,
    _("The mean is taken over all n·k entries. It is one over the n examples."),
    see="backpropagation.html#mean-once",
)
class mean_over_all_entries(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) / logits.shape[1]

    def backward(self):
        return super().backward() / self.p.shape[1]


@misconception(
    SoftmaxCrossEntropy,
    _("The derivative by the logits is p − 1 at the label and p elsewhere: nothing is subtracted in yours."),
    see="backpropagation.html#softmax-gradient",
)
class label_not_subtracted(SoftmaxCrossEntropy):
    def backward(self):
        return self.p / len(self.labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The derivative has the wrong sign: it is p minus the label's 1, so that a step against it raises p there."),
    see="backpropagation.html#softmax-gradient",
)
class label_minus_p(SoftmaxCrossEntropy):
    def backward(self):
        return -super().backward()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "That is the derivative by the probabilities, −1/p at the label. `backward` returns the one by the logits: "
        "go back through the softmax too."
    ),
    see="backpropagation.html#softmax-gradient",
)
class by_the_probabilities(SoftmaxCrossEntropy):
    def backward(self):
        n, d = len(self.labels), np.zeros_like(self.p)
        with np.errstate(all="ignore"):
            d[np.arange(n), self.labels] = -1 / self.p[np.arange(n), self.labels] / n
        return d


@misconception(
    SoftmaxCrossEntropy,
    _("The minus sign of −ln p is missing: the loss is negative, and better guesses raise it."),
    see="backpropagation.html#softmax-gradient",
)
class minus_missing(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return -super().forward(logits, labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The softmax runs down the columns. Each row is one example: its probabilities add up to 1, axis 1."),
    see="backpropagation.html#stable-softmax",
)
class softmax_down_the_columns(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels, axis=0, shift=lambda z: z.max(axis=0, keepdims=True))
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "One shift for the whole batch: in a row far below the largest logit of all, every exponential is rounded to "
        "0. Shift each row by its own maximum."
    ),
    see="backpropagation.html#stable-softmax",
)
class shifted_by_one_maximum(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        shifted = logits - logits.max()
        with np.errstate(all="ignore"):
            log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
            self.p = np.exp(log_p)
        return -log_p[np.arange(len(labels)), labels].mean()
