"""Gradient descent, on all examples and on mini-batches (chapter 2).

Losses over examples are means. Random answers are judged by what is true of every right one
(`ravine.exercises.kinds.random_answers`), not by the reference's own draws.
"""

from solutions.reference.gradient_descent.estimate_kappa import estimate_kappa
from solutions.reference.gradient_descent.gradient_descent import gradient_descent
from solutions.reference.gradient_descent.largest_stable_learning_rate import largest_stable_learning_rate
from solutions.reference.gradient_descent.linear_regression_gradient import linear_regression_gradient
from solutions.reference.gradient_descent.minibatch_sgd import minibatch_sgd
from solutions.reference.gradient_descent.minibatches import minibatches

__all__ = [  # in the order of the notebook
    "linear_regression_gradient",
    "gradient_descent",
    "largest_stable_learning_rate",
    "minibatches",
    "minibatch_sgd",
    "estimate_kappa",
]
