"""The best α and β of a ravine."""

from functools import partial

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.momentum._shared import STEP


def optimal_heavy_ball(mu, L):
    """(lr, β) with the fastest heavy ball on quadratics with eigenvalues in [μ, L], 0 < μ ≤ L (Polyak 1964).

    lr = 4/(√L + √μ)², β = ((√L − √μ)/(√L + √μ))²; the error then shrinks by (√κ − 1)/(√κ + 1) a step, κ = L/μ.
    """
    total = np.sqrt(L) + np.sqrt(mu)
    return 4 / total**2, ((np.sqrt(L) - np.sqrt(mu)) / total) ** 2


BOWL = _("a round bowl, μ = L")
RAVINE = _("a ravine, μ < L")


def _ravine_cases(rng):
    yield Case(dict.fromkeys(("mu", "L"), rng.uniform(0.2, 5)), BOWL)
    for smallest, largest in (1.5, 10), (1.5, 10), (10, 1000), (10, 1000), (1e4, 1e6):
        mu = rng.uniform(0.2, 5)
        kappa = np.exp(rng.uniform(np.log(smallest), np.log(largest)))
        yield Case({"mu": mu, "L": kappa * mu}, RAVINE)


exercise(
    optimal_heavy_ball,
    cases=_ravine_cases,
    examples=(
        Case({"mu": 4.0, "L": 4.0}, BOWL),
        Case({"mu": 1.0, "L": 9.0}, RAVINE),
        Case({"mu": 4.0, "L": 36.0}, RAVINE),
    ),
    parts={BOWL: 1, RAVINE: 2},
    returns=("lr", "beta"),
    tolerance=STEP,
)

wrong_optimal_heavy_ball = partial(misconception, optimal_heavy_ball)


@wrong_optimal_heavy_ball(
    _(
        "The roots are missing: your formulas hold the eigenvalues themselves. It is √μ and √L that decide, and that "
        "√ is all that momentum gains over gradient descent."
    ),
    see="momentum.html#best-parameters",
)
def _roots_forgotten(mu, L):
    return 4 / (L + mu) ** 2, ((L - mu) / (L + mu)) ** 2


@wrong_optimal_heavy_ball(
    _("The learning rate is right, but β is made of μ and L themselves: the roots are missing there."),
    see="momentum.html#best-parameters",
)
def _beta_without_roots(mu, L):
    return optimal_heavy_ball(mu, L)[0], ((L - mu) / (L + mu)) ** 2


@wrong_optimal_heavy_ball(
    _(
        "The learning rate is right; your β is the rate at which the error shrinks. That rate is √β: a step of the "
        "heavy ball holds β as the product of two roots of that size."
    ),
    see="momentum.html#best-parameters",
)
def _beta_not_squared(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return lr, np.sqrt(beta)


@wrong_optimal_heavy_ball(
    _("β is right, but the learning rate lacks its square: check its unit, which must be one over that of L."),
    see="momentum.html#best-parameters",
)
def _lr_not_squared(mu, L):
    return 2 / (np.sqrt(L) + np.sqrt(mu)), optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _("Both squares are missing: check the learning rate's unit, and whether β is the rate or the rate's square."),
    see="momentum.html#best-parameters",
)
def _nothing_squared(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return np.sqrt(lr), np.sqrt(beta)


@wrong_optimal_heavy_ball(
    _(
        "β is right, but 2/(L + μ) is the best learning rate of plain gradient descent. With momentum longer steps are "
        "stable: find where both ends of the spectrum shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _lr_of_gradient_descent(mu, L):
    return 2 / (L + mu), optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _(
        "These are Nesterov's parameters for a convex function, 1/L and (√κ − 1)/(√κ + 1). The heavy ball on a "
        "quadratic does better with other ones."
    ),
    see="momentum.html#best-parameters",
)
def _nesterov_parameters(mu, L):
    return 1 / L, np.sqrt(optimal_heavy_ball(mu, L)[1])


@wrong_optimal_heavy_ball(
    _(
        "β is right, but 1/L is a cautious learning rate. The best one makes both ends of the spectrum, μ and L, "
        "shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _lr_one_over_L(mu, L):
    return 1 / L, optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _(
        "β = (1 − √(μ/L))² is the best for the learning rate 1/L. With both free, a longer step and a smaller β do "
        "better: let both ends of the spectrum shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _best_beta_for_one_over_L(mu, L):
    return 1 / L, (1 - np.sqrt(mu / L)) ** 2


@wrong_optimal_heavy_ball(
    _("β is right, but the learning rate is four times too small: a factor was lost on the way."),
    see="momentum.html#best-parameters",
)
def _four_forgotten(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return lr / 4, beta


@wrong_optimal_heavy_ball(
    _("Both numbers are right, but in the wrong order: return the learning rate first, then β."),
    see="momentum.html#best-parameters",
)
def _swapped(mu, L):
    return optimal_heavy_ball(mu, L)[::-1]
