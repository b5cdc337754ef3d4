"""The parabola through the losses at both ends of a round, with the slope at its finish."""

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def fit_quadratic(loss0, loss1, slope1):
    """(a, b, c) of L̂(α) = aα² + bα + c with L̂(0) = loss0, L̂(1) = loss1, L̂′(1) = slope1 (the lecture)."""
    rise = loss1 - loss0
    return slope1 - rise, 2 * rise - slope1, loss0


SLOPING_END = _("a finish with a slope")
FLAT_END = _("a flat finish")


def _fit_cases(rng):
    for _draw in range(6):
        loss0, loss1, slope1 = rng.uniform(0.5, 3, 3) * rng.choice([-1, 1], 3)
        yield Case({"loss0": loss0, "loss1": loss1, "slope1": slope1}, SLOPING_END)
    yield Case({"loss0": rng.uniform(1, 2), "loss1": rng.uniform(0.2, 0.8), "slope1": 0.0}, FLAT_END)


exercise(
    fit_quadratic,
    cases=_fit_cases,
    examples=[
        Case({"loss0": 3.0, "loss1": 1.0, "slope1": 2.0}, SLOPING_END),
        Case({"loss0": 4.0, "loss1": 1.5, "slope1": 0.0}, FLAT_END),
    ],
    parts={SLOPING_END: 3, FLAT_END: 1},
    returns=("a", "b", "c"),
    tolerance=Tolerance(absolute=1e-5),  # a sum of four numbers up to 3, also in float32
)


@misconception(
    fit_quadratic,
    _(
        "You took the slope to be the one at α = 0, where it would be b. It is given at α = 1, where the derivative "
        "2aα + b is 2a + b."
    ),
    see="lookahead.html#parabola",
)
def slope_at_the_start(loss0, loss1, slope1):
    return loss1 - loss0 - slope1, slope1, loss0


@misconception(
    fit_quadratic,
    _("b has the wrong sign: put α = 1 into 2aα + b and compare with the slope."),
    see="lookahead.html#parabola",
)
def sign_of_b(loss0, loss1, slope1):
    a, b, c = fit_quadratic(loss0, loss1, slope1)
    return a, -b, c


@misconception(
    fit_quadratic,
    _("The derivative of aα² + bα + c at α = 1 is 2a + b. You left out b, and set only 2a equal to the slope."),
    see="lookahead.html#parabola",
)
def derivative_without_b(loss0, loss1, slope1):
    return slope1 / 2, loss1 - loss0 - slope1 / 2, loss0


@misconception(
    fit_quadratic,
    _("c is L̂(0): put α = 0 into aα² + bα + c. You took the loss at the other end."),
    see="lookahead.html#parabola",
)
def c_at_the_finish(loss0, loss1, slope1):
    a, b, _c = fit_quadratic(loss0, loss1, slope1)
    return a, b, loss1


@misconception(
    fit_quadratic,
    _("The coefficients are right but come in the wrong order: a, the factor of α², is the first."),
    see="lookahead.html#parabola",
)
def order_reversed(loss0, loss1, slope1):
    return fit_quadratic(loss0, loss1, slope1)[::-1]


@misconception(
    fit_quadratic,
    _("The two losses are swapped: α = 0 is the start of the round and α = 1 its finish."),
    see="lookahead.html#parabola",
)
def losses_swapped(loss0, loss1, slope1):
    return fit_quadratic(loss1, loss0, slope1)
