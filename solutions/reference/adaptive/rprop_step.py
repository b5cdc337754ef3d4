"""RProp: each weight's step grows while the sign of its gradient holds, and shrinks when it turns."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import DEFAULTS, FIRST, TOLERANCE, ZERO, a_case, array


def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    """One step of RProp (Riedmiller and Braun 1993) with the factors of the lecture P4.

    ``step`` holds each weight's step length. It grows where the gradient kept its sign and shrinks elsewhere.
    At the first step, ``previous_grad=None``, it stays as it is. Returns (w, step).
    """
    if previous_grad is not None:
        factor = np.where(grad * previous_grad > 0, up, down)
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


UNBOUNDED = _("the sign holds or turns")
BOUNDS = _("the smallest and the largest step length")


def _rprop_cases(rng):
    def gradients(n):
        """Two gradients whose signs hold and turn, from either side; no product of them is near zero."""
        signs = np.stack([np.resize([1, -1], n), np.resize([1, -1, -1, 1], n)])[:, rng.permutation(n)]
        return rng.uniform(0.1, 3, (2, n)) * signs

    w, (grad, previous) = rng.normal(size=6), gradients(6)
    step = 10 ** rng.uniform(-3, 0, 6)
    yield a_case(FIRST, w=w, step=step, grad=grad, previous_grad=None)
    yield a_case(FIRST, w=w, step=rng.permutation(array(80, 60, 1e-8, 1e-7, 1, 2)), grad=grad, previous_grad=None)
    zeros = np.where(rng.permutation(6) < 2, 0, grad)
    yield a_case(FIRST, w=w, step=step, grad=zeros, previous_grad=None)
    yield a_case(DEFAULTS, w=w, step=step, grad=grad, previous_grad=previous)
    for up, down in ((1.2, 0.5), (1.5, 0.25), (2.0, 0.9)):
        w, (grad, previous) = rng.normal(size=5), gradients(5)
        step = 10 ** rng.uniform(-2, 0, 5)
        yield a_case(UNBOUNDED, w=w, step=step, grad=grad, previous_grad=previous, up=up, down=down)
        turned = step.reshape(1, 5), grad.reshape(1, 5), -np.abs(previous).reshape(1, 5)
        yield a_case(
            UNBOUNDED, w=w.reshape(1, 5), step=turned[0], grad=turned[1], previous_grad=turned[2], up=up, down=down
        )
        turned = np.argmax(grad * previous < 0)  # there is one, and it stays
        rest = np.insert(rng.permutation([0, 0, 1, 1]), turned, 1)
        yield a_case(ZERO, w=w, step=step, grad=grad * rest, previous_grad=previous, up=up, down=down)
        yield a_case(ZERO, w=w, step=step, grad=grad, previous_grad=previous * rest, up=up, down=down)
        yield a_case(ZERO, w=w, step=step, grad=grad * rest, previous_grad=previous * rest, up=up, down=down)
    # Lengths that RProp itself can have reached: they lie within the bounds, and the next ones would not.
    w, (grad, previous) = rng.normal(size=6), gradients(6)
    held = np.sign(grad * previous)
    yield a_case(BOUNDS, w=w, step=rng.uniform(43, 50, 6), grad=grad, previous_grad=previous)
    yield a_case(BOUNDS, w=0 * w, step=rng.uniform(1e-6, 1.6e-6, 6), grad=grad, previous_grad=previous)
    bounds = {"up": 1.3, "down": 0.4, "smallest": rng.uniform(0.2, 0.3), "largest": rng.uniform(0.6, 0.8)}
    near = np.where(held > 0, rng.uniform(0.8, 1, 6) * bounds["largest"], rng.uniform(1, 1.2, 6) * bounds["smallest"])
    yield a_case(BOUNDS, w=w, step=near, grad=grad, previous_grad=previous, **bounds)
    between = rng.uniform(bounds["smallest"], bounds["largest"], 6)
    yield a_case(BOUNDS, w=w, step=between, grad=grad, previous_grad=previous, **bounds)


exercise(
    rprop_step,
    cases=_rprop_cases,
    examples=[
        a_case(FIRST, w=array(1, 1), step=array(0.1, 100), grad=array(3, -3), previous_grad=None),
        a_case(DEFAULTS, w=array(1, 1), step=array(1, 1), grad=array(0.5, 0.25), previous_grad=array(1, -2)),
        a_case(
            UNBOUNDED, w=array(0, 0, 0), step=array(1, 2, 3), grad=array(0.5, -5, 4),
            previous_grad=array(1, 5, -0.125), up=2.0, down=0.5,
        ),
        a_case(
            ZERO, w=array(0, 0, 0), step=array(1, 1, 1), grad=array(0, 4, 0.5),
            previous_grad=array(4, 0, 1), up=1.5, down=0.25,
        ),
        a_case(BOUNDS, w=array(0, 0), step=array(45, 45), grad=array(0.5, 1), previous_grad=array(1, -0.5)),
        a_case(BOUNDS, w=array(0), step=array(1.5e-6), grad=array(1), previous_grad=array(-1)),
    ],
    parts={FIRST: 1, UNBOUNDED: 2, ZERO: 1, BOUNDS: 1, DEFAULTS: 1},
    returns=("w", "step"),
    tolerance=TOLERANCE,
)  # fmt: skip


def _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest):
    if previous_grad is None:
        return step
    return np.clip(step * np.where(grad * previous_grad > 0, up, down), smallest, largest)


@misconception(
    rprop_step,
    _(
        "The weights still move by the old step lengths. First each length grows or shrinks, then the weight moves "
        "by the new one."
    ),
    see="adaptive.html#rprop",
)
def factor_after_the_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    new_step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * np.sign(grad), new_step


@misconception(
    rprop_step,
    _(
        "The move follows the sign of the gradient before: it comes one step late. The old gradient only decides "
        "whether the length grows or shrinks; the new one says which way to go."
    ),
    see="adaptive.html#rprop-variants",
)
def one_step_late(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * np.sign(grad if previous_grad is None else previous_grad), step


@misconception(
    rprop_step,
    _(
        "Where the product of the gradients is 0, your step length stays. That is the rule of the papers; "
        "the lecture's “⩽ 0” shrinks it there too."
    ),
    see="adaptive.html#rprop-variants",
)
def zero_keeps_the_length(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        product = grad * previous_grad
        factor = np.where(product > 0, up, np.where(product < 0, down, 1.0))
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "Where the product of the gradients is 0, your step length grows. Only a product above 0 says that the sign "
        "held; at 0 the lecture's rule shrinks."
    ),
    see="adaptive.html#rprop",
)
def zero_grows(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step = np.clip(step * np.where(grad * previous_grad >= 0, up, down), smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The factors are exchanged: a step length grows (`up`) where the sign of the gradient held and shrinks "
        "(`down`) where it turned."
    ),
    see="adaptive.html#rprop",
)
def up_and_down_swapped(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, down, up, smallest, largest)


@misconception(
    rprop_step,
    _(
        "Where the sign turned, your weight rests. That is iRprop−, as PyTorch has it: it sets such a gradient to "
        "zero. The lecture's rule moves at once, by the shorter step."
    ),
    see="adaptive.html#rprop-variants",
)
def rests_after_a_turn(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    if previous_grad is not None:
        grad = np.where(grad * previous_grad < 0, 0, grad)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "Where the sign turned, your weight takes its last step back. That is RProp of 1993 (Rprop+); the lecture's "
        "rule goes on from where it is, by the shorter step."
    ),
    see="adaptive.html#rprop-variants",
)
def takes_the_step_back(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    new_step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    move = -new_step * np.sign(grad)
    if previous_grad is not None:
        move = np.where(grad * previous_grad < 0, step * np.sign(previous_grad), move)
    return w + move, new_step


@misconception(
    rprop_step,
    _(
        "Your default for `down` is 0.5, the papers' factor. The exercise takes the lecture's 0.6; a default is part "
        "of what a function promises."
    ),
    see="adaptive.html#rprop-variants",
)
def papers_factor(w, step, grad, previous_grad, up=1.2, down=0.5, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)


@misconception(
    rprop_step,
    _("Nothing holds your step lengths within [smallest, largest]: without bounds they grow or vanish exponentially."),
    see="adaptive.html#rprop",
)
def bounds_forgotten(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, up, down, 0.0, np.inf)


@misconception(
    rprop_step,
    _("The weight moves by a step length that is not yet held within [smallest, largest]: bound it first, then move."),
    see="adaptive.html#rprop",
)
def bounded_after_the_move(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    step = step * np.where(grad * previous_grad > 0, up, down)
    return w - step * np.sign(grad), np.clip(step, smallest, largest)


@misconception(
    rprop_step,
    _(
        "At the first step there is no gradient to compare with: the step length is used as it came in, "
        "not brought within the bounds."
    ),
    see="adaptive.html#rprop",
)
def first_step_bounded(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step = step * np.where(grad * previous_grad > 0, up, down)
    step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The missing gradient before the first step was taken for 0, so that “⩽ 0” shrank the step length before "
        "anything was learned. With `previous_grad=None` the length stays as it is."
    ),
    see="adaptive.html#rprop",
)
def first_step_shrinks(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    previous_grad = np.zeros_like(grad) if previous_grad is None else previous_grad
    return rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)


@misconception(
    rprop_step,
    _(
        "The step is multiplied by the gradient itself. RProp takes only its sign: the length is `step`, whatever "
        "the gradient's size."
    ),
    see="adaptive.html#only-the-sign",
)
def gradient_size_kept(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * grad, step


@misconception(
    rprop_step,
    _(
        "One decision for all weights: the scalar product of the gradients says only whether they agree on the "
        "whole. Compare the signs of each weight by itself."
    ),
    see="adaptive.html#rprop",
)
def one_decision_for_all(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        factor = up if np.sum(grad * previous_grad) > 0 else down
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The numbers are right, but `step *= …` also changed the caller's array: another optimiser that started from "
        "the same array now has your step lengths."
    ),
    see="adaptive.html#explicit-state",
)
def step_changed_in_place(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step *= np.where(grad * previous_grad > 0, up, down)
        np.clip(step, smallest, largest, out=step)
    return w - step * np.sign(grad), step
