"""The chain rule: the Jacobian of a composition is the product of its parts' Jacobians."""

import math
from itertools import pairwise

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.backpropagation._shared import SINGLE


def chain_rule(jacobians):
    """J_s ⋯ J₂J₁, the Jacobian of x₀ → x_s, for the list [J₁, …, J_s] with Jᵢ of shape (size of xᵢ, of xᵢ₋₁)."""
    product = jacobians[-1]
    for J in reversed(jacobians[:-1]):
        product = product @ J
    return product


_ONE, _SQUARE, _OBLONG = "one Jacobian", "square Jacobians", "Jacobians of any shape"


def _jacobians(rng, sizes):
    return [rng.uniform(0.3, 1, (after, before)) * rng.choice([-1, 1], (after, before))
            for before, after in pairwise(sizes)]  # fmt: skip


def _chain_cases(rng):
    yield Case({"jacobians": _jacobians(rng, (2, 3))}, _ONE)
    for count in (2, 3, 4):
        yield Case({"jacobians": _jacobians(rng, [3] * (count + 1))}, _SQUARE)
        yield Case({"jacobians": _jacobians(rng, rng.permutation([2, 3, 4, 5, 6])[: count + 1].tolist())}, _OBLONG)
    yield Case({"jacobians": _jacobians(rng, (4, 3, 2, 1))}, _OBLONG)


_CHAIN_EXAMPLES = [
    Case({"jacobians": [np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])]}, _ONE),
    Case({"jacobians": [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [1.0, 2.0]])]}, _SQUARE),
    Case({"jacobians": [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]),
                        np.array([[2.0, 1.0], [0.0, 3.0]])]}, _SQUARE),
    Case({"jacobians": [np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]])]}, _OBLONG),
]  # fmt: skip

exercise(
    chain_rule,
    cases=_chain_cases,
    examples=_CHAIN_EXAMPLES,
    parts={_ONE: 1, _SQUARE: 1, _OBLONG: 1},
    tolerance=SINGLE,
)


@misconception(
    chain_rule,
    _(
        "You multiply in the order of the list, J₁J₂⋯J_s. The last map is applied last and stands on the left: "
        "J_s⋯J₂J₁."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def order_of_the_list(jacobians):
    return chain_rule(jacobians[::-1])


@misconception(
    chain_rule,
    _(
        "Your Jacobians are transposed before they are multiplied in the order of the list, so the result is "
        "transposed too: rows belong to the outputs, columns to the inputs."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def transposed_result(jacobians):
    return chain_rule(jacobians).T


@misconception(
    chain_rule,
    _("Each Jacobian is transposed, but the order is kept. Nothing is transposed here: J_s⋯J₂J₁."),
    see="backpropagation.html#product-of-jacobians",
)
def transposed_factors(jacobians):
    return chain_rule([J.T for J in jacobians])


@misconception(
    chain_rule,
    _(
        "* multiplies entry by entry. One entry of the product has to sum over all ways through the middle: that is "
        "the matrix product, @."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def entry_by_entry(jacobians):
    return math.prod(jacobians)


@misconception(
    chain_rule,
    _("You add the Jacobians. Derivatives of maps applied one after the other are multiplied."),
    see="backpropagation.html#product-of-jacobians",
)
def added(jacobians):
    return sum(jacobians)


@misconception(
    chain_rule,
    _("The first Jacobian, J₁, is left out of the product."),
    see="backpropagation.html#product-of-jacobians",
)
def first_left_out(jacobians):
    return chain_rule(jacobians[1:]) if len(jacobians) > 1 else np.eye(*jacobians[0].shape)


@misconception(
    chain_rule,
    _("The last Jacobian, J_s, is left out of the product."),
    see="backpropagation.html#product-of-jacobians",
)
def last_left_out(jacobians):
    return chain_rule(jacobians[:-1]) if len(jacobians) > 1 else np.eye(len(jacobians[0]))


@misconception(
    chain_rule,
    _("Only the first and the last Jacobian are multiplied: those between them count too."),
    see="backpropagation.html#product-of-jacobians",
)
def ends_only(jacobians):
    return jacobians[-1] @ jacobians[0] if len(jacobians) > 1 else jacobians[0]
