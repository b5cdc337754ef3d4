"""Backpropagation: derivatives by difference quotients, by the chain rule, and by going backward through a graph
(chapter 6).

Layers act on rows, ``x @ W + b``. The losses are means over the examples, so that the 1/n enters with the loss and
every layer sums over the rows of its batch.
"""

from solutions.reference.backpropagation.chain_rule import chain_rule
from solutions.reference.backpropagation.fewest_multiplications import fewest_multiplications
from solutions.reference.backpropagation.Linear import Linear
from solutions.reference.backpropagation.numeric_gradient import numeric_gradient
from solutions.reference.backpropagation.ReLU import ReLU
from solutions.reference.backpropagation.Sequential import Sequential
from solutions.reference.backpropagation.Sigmoid import Sigmoid
from solutions.reference.backpropagation.SoftmaxCrossEntropy import SoftmaxCrossEntropy
from solutions.reference.backpropagation.Value import Value

__all__ = [  # in the order of the notebook
    "numeric_gradient",
    "chain_rule",
    "Value",
    "Linear",
    "ReLU",
    "Sigmoid",
    "SoftmaxCrossEntropy",
    "Sequential",
    "fewest_multiplications",
]
