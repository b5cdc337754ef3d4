"""What a schedule is good for: the expected loss on a noisy quadratic, without a single random number."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import TOLERANCE, a_case, array


def expected_loss(rates, curvatures, noise, w0):
    """The expected loss E ½Σh·w² before the first step and after each of the `rates`, shape (steps + 1,).

    `curvatures`, `noise` and `w0` have one entry for each weight; `noise` is the variance of its gradient. The mean
    and the variance of each weight go by themselves (Schaul et al. 2013).
    """
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


QUIET = _("without noise")
NOISY = _("with noise, at one rate")
CHANGING = _("with noise, at rates that change")


def _loss_cases(rng):
    for d in (1, 3):
        curvatures, w0 = rng.uniform(0.3, 1.5, d), rng.uniform(0.5, 3, d) * rng.choice([-1, 1], d)
        noise, lr = rng.uniform(0.5, 5, d), rng.uniform(0.2, 0.6)
        problem = {"curvatures": curvatures, "noise": noise, "w0": w0}
        yield a_case(QUIET, rates=rng.uniform(0.2, 0.6, 5), **{**problem, "noise": np.zeros(d)})
        yield a_case(NOISY, rates=np.full(6, lr), **problem)
        yield a_case(CHANGING, rates=np.linspace(lr, 0.05, 7), **problem)
        yield a_case(CHANGING, rates=array(0.1, 2.4 / curvatures.max(), 0.3), **problem)  # beyond the edge for a step


exercise(
    expected_loss,
    cases=_loss_cases,
    examples=[
        a_case(QUIET, rates=array(0.5, 0.25), curvatures=array(1), noise=array(0), w0=array(-4)),
        a_case(QUIET, rates=array(0.5, 0.25), curvatures=array(1, 0.5), noise=array(0, 0), w0=array(4, 3)),
        a_case(NOISY, rates=array(0.5, 0.5, 0.5), curvatures=array(1), noise=array(4), w0=array(2)),
        a_case(NOISY, rates=array(0.5, 0.5), curvatures=array(1.5, 0.5), noise=array(4, 3), w0=array(2, 5)),
        a_case(CHANGING, rates=array(0.5, 0.25), curvatures=array(1, 0.1), noise=array(4, 0), w0=array(2, 10)),
        a_case(CHANGING, rates=array(0.3, 2.5, 0.2), curvatures=array(1, 0.4), noise=array(2, 3), w0=array(1, -2)),
    ],
    parts={QUIET: 1, NOISY: 2, CHANGING: 1},
    tolerance=TOLERANCE,
)


@misconception(
    expected_loss,
    _(
        "½Σh·μ² is the loss of the average path, which goes on falling. The average loss is larger: the noise "
        "makes a variance V, which adds ½Σh·V."
    ),
    see="after-rates.html#expected-loss",
)
def noise_forgotten(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, 0 * variance
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


@misconception(
    expected_loss,
    _("A variance scales with the square of the factor: (1 − αh)², not 1 − αh."),
    see="after-rates.html#expected-loss",
)
def variance_shrinks_once(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


@misconception(
    expected_loss,
    _("The step multiplies the noise by α, and so its variance by α²."),
    see="after-rates.html#expected-loss",
)
def noise_times_rate(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


@misconception(
    expected_loss, _("`noise` is a variance already: do not square it."), see="after-rates.html#expected-loss"
)
def standard_deviation_taken(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise**2
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)


@misconception(
    expected_loss,
    _("The first entry is the loss at w0, before any step: one entry more than there are rates."),
    see="after-rates.html#expected-loss",
)
def start_missing(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses[1:])


@misconception(
    expected_loss, _("The loss of a quadratic is ½Σh·w²: the half is missing."), see="after-rates.html#expected-loss"
)
def half_forgotten(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2)]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)))
    return np.array(losses)


@misconception(
    expected_loss,
    _("Each weight's square counts with its curvature: ½Σh·(μ² + V)."),
    see="after-rates.html#expected-loss",
)
def curvature_forgotten(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(mean**2 + variance) / 2)
    return np.array(losses)


@misconception(
    expected_loss,
    _("Every step has its own rate; yours takes the last one for all of them."),
    see="after-rates.html#expected-loss",
)
def last_rate_for_all(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in np.full(len(rates), rates[-1]):
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)
