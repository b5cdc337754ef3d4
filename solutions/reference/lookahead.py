"""Lookahead: k steps forward, one step back, with α fixed or picked by a parabola (chapter 5).

The fixed α is Zhang, Lucas, Ba and Hinton, *Lookahead Optimizer: k steps forward, 1 step back* (NeurIPS 2019,
Algorithm 1); the fitted α is the lecture's own.
"""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import HeavyBall, QuadraticForm


def _turn(angle):
    """The rotation of the plane by ``angle`` (radians)."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def _matrix(eigenvalues, angle):
    """A symmetric 2 × 2 matrix with these eigenvalues, turned by ``angle`` (radians)."""
    turn = _turn(angle)
    A = turn @ np.diag(eigenvalues) @ turn.T
    return tuple(map(tuple, ((A + A.T) / 2).tolist()))


def _inner_step(rng, beta):
    """A step of a heavy ball on a random quadratic, quick along one axis and slow along the other."""
    matrix = _matrix([rng.uniform(0.1, 0.4), rng.uniform(2, 4)], rng.uniform(0, np.pi))
    return HeavyBall(matrix, tuple(rng.uniform(-1, 1, 2).tolist()), rng.uniform(0.2, 0.4), beta).step


# --- lookahead --------------------------------------------------------------------------------------------------

ONE_ROUND = _("one round")
SEVERAL_ROUNDS = _("several rounds")
MEMORY = _("an inner method with a memory")


def _lookahead_case(rng, part, k, rounds, beta=0.0):
    return Case(
        {
            "inner_step": _inner_step(rng, beta),
            "w0": rng.uniform(-3, 3, 2),
            "k": k,
            "alpha": rng.uniform(0.15, 0.4),
            "rounds": rounds,
        },
        part,
    )


def _lookahead_cases(rng):
    for k in (2, 3, 5):
        yield _lookahead_case(rng, ONE_ROUND, k, 1)
    for k, rounds in ((1, 3), (2, 4), (4, 3)):
        yield _lookahead_case(rng, SEVERAL_ROUNDS, k, rounds)
        yield _lookahead_case(rng, MEMORY, k, rounds, beta=rng.uniform(0.4, 0.8))


_HALVING = HeavyBall(((1.0,),), (0.0,), 0.5).step  # each inner step halves w
_ROLLING = HeavyBall(((1.0,),), (0.0,), 0.5, beta=0.5).step
_LOOKAHEAD_EXAMPLES = [
    Case({"inner_step": _HALVING, "w0": np.array([16.0]), "k": 2, "alpha": 0.25, "rounds": 1}, ONE_ROUND),
    Case({"inner_step": _HALVING, "w0": np.array([16.0]), "k": 2, "alpha": 0.25, "rounds": 2}, SEVERAL_ROUNDS),
    Case({"inner_step": _ROLLING, "w0": np.array([16.0]), "k": 2, "alpha": 0.25, "rounds": 2}, MEMORY),
]


@exercise(
    cases=_lookahead_cases,
    examples=_LOOKAHEAD_EXAMPLES,
    parts={ONE_ROUND: 1, SEVERAL_ROUNDS: 2, MEMORY: 1},
    tolerance=Tolerance(relative=1e-5, absolute=1e-6),  # weights about 1, also in float32
)
def lookahead(inner_step, w0, k, alpha, rounds):
    """Slow weights of Lookahead, shape (rounds + 1, d), first row w0 (Zhang et al. 2019, Algorithm 1)."""
    slow = [w0]
    for _round in range(rounds):
        fast = slow[-1]
        for _step in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)


@misconception(
    lookahead,
    _(
        "The two ends are swapped: α is the share of the point that the inner steps reached, 1 − α that of the point "
        "where the round began. With α = 0 nothing should move."
    ),
    see="lookahead.html#slow-and-fast",
)
def ends_swapped(inner_step, w0, k, alpha, rounds):
    return lookahead(inner_step, w0, k, 1 - alpha, rounds)


@misconception(
    lookahead,
    _(
        "The next round goes on from where the inner steps ended. It should begin at the slow weights: stepping back "
        "is what calms the path."
    ),
    see="lookahead.html#slow-and-fast",
)
def fast_weights_go_on(inner_step, w0, k, alpha, rounds):
    slow, fast = [w0], w0
    for _round in range(rounds):
        for _step in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)


@misconception(
    lookahead,
    _("Every round is mixed with the very first point w0. The point to step back to is where this round began."),
    see="lookahead.html#slow-and-fast",
)
def anchored_at_first_point(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for _round in range(rounds):
        fast = slow[-1]
        for _step in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * w0 + alpha * fast)
    return np.array(slow)


@misconception(
    lookahead,
    _("You step back after every inner step. A round makes k inner steps first and steps back once."),
    see="lookahead.html#slow-and-fast",
)
def back_after_every_step(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for _round in range(rounds):
        fast = slow[-1]
        for _step in range(k):
            fast = (1 - alpha) * fast + alpha * inner_step(fast)
        slow.append(fast)
    return np.array(slow)


@misconception(
    lookahead,
    _("The rows are the ends of the inner steps. Asked for are the slow weights: the points after stepping back."),
    see="lookahead.html#slow-and-fast",
)
def fast_weights_returned(inner_step, w0, k, alpha, rounds):
    slow, rows = w0, [w0]
    for _round in range(rounds):
        fast = slow
        for _step in range(k):
            fast = inner_step(fast)
        rows.append(fast)
        slow = (1 - alpha) * slow + alpha * fast
    return np.array(rows)


@misconception(
    lookahead,
    _("The starting point is missing: the first row is w0, so that there is one row more than there are rounds."),
    see="lookahead.html#slow-and-fast",
)
def start_left_out(inner_step, w0, k, alpha, rounds):
    return lookahead(inner_step, w0, k, alpha, rounds)[1:]


@misconception(
    lookahead,
    _("A round makes one inner step too few: count them, k calls of inner_step a round."),
    see="lookahead.html#slow-and-fast",
)
def one_step_too_few(inner_step, w0, k, alpha, rounds):
    return lookahead(inner_step, w0, k - 1, alpha, rounds)


@misconception(
    lookahead,
    _(
        "All rows are the same. If a list holds one array several times and that array is changed in place (`+=`, "
        "`*=`, `slow[:] =`), every entry shows its last numbers. Make a new array for each round."
    ),
    see="lookahead.html#slow-and-fast",
)
def one_array_in_all_rows(inner_step, w0, k, alpha, rounds):
    return np.array([lookahead(inner_step, w0, k, alpha, rounds)[-1]] * (rounds + 1))


@misconception(
    lookahead,
    _("α is applied twice: finish − start is the whole way, and the slow weights go the share α of it, not α²."),
    see="lookahead.html#slow-and-fast",
)
def alpha_squared(inner_step, w0, k, alpha, rounds):
    return lookahead(inner_step, w0, k, alpha**2, rounds)


# --- fit_quadratic ----------------------------------------------------------------------------------------------


SLOPING_END = _("a finish with a slope")
FLAT_END = _("a flat finish")


def _fit_cases(rng):
    for _draw in range(6):
        loss0, loss1, slope1 = rng.uniform(0.5, 3, 3) * rng.choice([-1, 1], 3)
        yield Case({"loss0": loss0, "loss1": loss1, "slope1": slope1}, SLOPING_END)
    yield Case({"loss0": rng.uniform(1, 2), "loss1": rng.uniform(0.2, 0.8), "slope1": 0.0}, FLAT_END)


@exercise(
    cases=_fit_cases,
    examples=[
        Case({"loss0": 3.0, "loss1": 1.0, "slope1": 2.0}, SLOPING_END),
        Case({"loss0": 4.0, "loss1": 1.0, "slope1": 0.0}, FLAT_END),
    ],
    parts={SLOPING_END: 3, FLAT_END: 1},
    returns=("a", "b", "c"),
    tolerance=Tolerance(absolute=1e-5),  # a sum of four numbers up to 3, also in float32
)
def fit_quadratic(loss0, loss1, slope1):
    """(a, b, c) of L̂(α) = aα² + bα + c with L̂(0) = loss0, L̂(1) = loss1, L̂′(1) = slope1 (the lecture)."""
    rise = loss1 - loss0
    return slope1 - rise, 2 * rise - slope1, loss0


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


# --- best_alpha -------------------------------------------------------------------------------------------------

_INSIDE, _OUTSIDE, _NO_MINIMUM = _("a minimum inside [0, 1]"), _("a minimum outside [0, 1]"), _("no minimum (a ≤ 0)")


def _alpha_case(part, a, b, *bounds):
    return Case({"a": a, "b": b, **dict(zip(("low", "high"), bounds))}, part)


def _alpha_cases(rng):
    for _draw in range(3):
        a, alpha = rng.uniform(0.5, 3), rng.uniform(0.55, 0.9)
        yield _alpha_case(_INSIDE, a, -2 * a * alpha)
        yield _alpha_case(_INSIDE, a / 6, -2 * a / 6 * alpha)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.3, 2))
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1))
        low, high = rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.8)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.1, 2), low, high)
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1), low, high)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.2, 1.7), low, 2.0)  # beyond the finish, and allowed
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.2, 0.7), -1.0, high)  # before the start, and allowed
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.3, 2), low, 1.2)
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1), -0.2, high)
        yield _alpha_case(_NO_MINIMUM, -a, a * rng.uniform(0.4, 0.9))
        yield _alpha_case(_NO_MINIMUM, -a, a * rng.uniform(1.2, 1.9))
        for little in (-0.004, 0.004):  # more or less than b = −a(low + high), where both ends are equal
            yield _alpha_case(_NO_MINIMUM, -a, a * (low + high) * (1 + little), low, high)
        yield _alpha_case(_NO_MINIMUM, -a, -a * rng.uniform(0.4, 0.9), low, high)
        yield _alpha_case(_NO_MINIMUM, 0.0, rng.uniform(0.5, 2), low, high)
        yield _alpha_case(_NO_MINIMUM, 0.0, -rng.uniform(0.5, 2), low, high)
    a = float(rng.integers(1, 9))
    yield _alpha_case(_NO_MINIMUM, -a, a)  # both ends have the value 0


@exercise(
    cases=_alpha_cases,
    examples=[
        Case({"a": 2.0, "b": -3.0}, _INSIDE),
        _alpha_case(_OUTSIDE, 1.0, -4.0),
        _alpha_case(_OUTSIDE, 1.0, 3.0, 0.25, 0.75),
        _alpha_case(_OUTSIDE, 1.0, -3.0, 0.0, 2.0),
        _alpha_case(_OUTSIDE, 1.0, 1.0, -1.0, 1.0),
        _alpha_case(_NO_MINIMUM, -4.0, 5.0),
        _alpha_case(_NO_MINIMUM, -4.0, 3.0),
        _alpha_case(_NO_MINIMUM, 0.0, 1.0),
        _alpha_case(_NO_MINIMUM, -2.0, 2.0),
    ],
    parts={_INSIDE: 1, _OUTSIDE: 1, _NO_MINIMUM: 1},
)
def best_alpha(a, b, low=0.0, high=1.0):
    """The minimiser of aα² + bα over [low, high]; ``high`` where both ends of a curve without minimum tie."""
    if a > 0:
        return float(np.clip(-b / (2 * a), low, high))
    return low if a * low**2 + b * low < a * high**2 + b * high else high


@misconception(
    best_alpha,
    _("α is not kept within [low, high]: outside, the parabola is a guess about a region that no step has seen."),
    see="lookahead.html#guard",
)
def not_clipped(a, b, low=0.0, high=1.0):
    return -b / (2 * a) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("The derivative 2aα + b is zero at −b/(2a); your α has the other sign."),
    see="lookahead.html#best-alpha",
)
def sign_lost(a, b, low=0.0, high=1.0):
    return float(np.clip(b / (2 * a), low, high)) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("You found −b/a, where the parabola is back at its value for α = 0. Its lowest point lies half way: −b/(2a)."),
    see="lookahead.html#best-alpha",
)
def two_lost(a, b, low=0.0, high=1.0):
    return float(np.clip(-b / a, low, high)) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("With a < 0 the point −b/(2a) is the top of the hill: there the best α is one of the two ends."),
    see="lookahead.html#guard",
)
def top_of_the_hill(a, b, low=0.0, high=1.0):
    return float(np.clip(-b / (2 * a), low, high)) if a else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("Where the parabola has no minimum you always go to `high`. Compare both ends: the start can be the better one."),
    see="lookahead.html#guard",
)
def always_high(a, b, low=0.0, high=1.0):
    return best_alpha(a, b, low, high) if a > 0 else high


@misconception(
    best_alpha,
    _("Where the parabola has no minimum you always go to `low`. Compare both ends: the finish can be the better one."),
    see="lookahead.html#guard",
)
def always_low(a, b, low=0.0, high=1.0):
    return best_alpha(a, b, low, high) if a > 0 else low


@misconception(
    best_alpha,
    _("Where both ends are equally good the exercise asks for `high`: the inner steps' work is kept."),
    see="lookahead.html#guard",
)
def tie_goes_low(a, b, low=0.0, high=1.0):
    tie = a <= 0 and a * low**2 + b * low == a * high**2 + b * high
    return low if tie else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("You clip to [0, 1] whatever the caller asks for: use `low` and `high`."),
    see="lookahead.html#guard",
)
def range_ignored(a, b, low=0.0, high=1.0):
    return best_alpha(a, b)


@misconception(
    best_alpha,
    _(
        "Where the line still falls at α = 1 you take `high`, and where it rises from α = 0 on you take `low`. "
        "These signs compare the minimum with 0 and 1, not with your range: keep −b/(2a) within [low, high]."
    ),
    see="lookahead.html#guard",
)
def signs_for_the_range(a, b, low=0.0, high=1.0):
    if a > 0 and 2 * a + b < 0:
        return high
    return low if a > 0 and b > 0 else best_alpha(a, b, low, high)


# --- lookahead_fitted -------------------------------------------------------------------------------------------

END_OF_RANGE = _("α at the end of its range")


def _fitted_case(rng, part, lr, k, rounds, **bounds):
    """It starts off both axes; along the steep one the inner steps overshoot, so that the first α is inside (0, 1)."""
    flat, steep, angle = rng.uniform(0.05, 0.2), rng.uniform(1.8, 2.2), rng.uniform(0.2, 1.3)
    matrix = _matrix([flat, steep], angle)
    centre = tuple(rng.uniform(-1, 1, 2).tolist())
    surface = QuadraticForm(matrix, centre)
    return Case(
        {
            "loss": surface.value,
            "grad": surface.gradient,
            "inner_step": HeavyBall(matrix, centre, lr / steep).step,
            "w0": np.array(centre) + _turn(angle) @ (rng.uniform(1, 2, 2) * rng.choice([-1, 1], 2)),
            "k": k,
            "rounds": rounds,
            **bounds,
        },
        part,
    )


def _fitted_cases(rng):
    for k in (1, 3):
        yield _fitted_case(rng, ONE_ROUND, rng.uniform(1.7, 1.9), k, 1)
        yield _fitted_case(rng, SEVERAL_ROUNDS, rng.uniform(1.7, 1.9), k, 3)
    yield _fitted_case(rng, END_OF_RANGE, rng.uniform(0.1, 0.2), 3, 1)
    yield _fitted_case(rng, END_OF_RANGE, -rng.uniform(0.2, 0.4), 1, 1)  # uphill: α at the lower end
    yield _fitted_case(rng, END_OF_RANGE, rng.uniform(1.7, 1.9), 1, 1, low=0.8, high=0.95)


_PARABOLA = QuadraticForm(((1.0,),), (0.0,))
_PLANE_RAVINE = QuadraticForm(((1.0, 0.0), (0.0, 2.0)), (0.0, 0.0))


def _plane_ravine(part, rounds, high):
    """Here no line leads to the minimum, so that α is never the quotient of two rounding errors."""
    inner = HeavyBall(_PLANE_RAVINE.matrix, _PLANE_RAVINE.centre, 0.75).step
    inputs = {"loss": _PLANE_RAVINE.value, "grad": _PLANE_RAVINE.gradient, "inner_step": inner}
    return Case({**inputs, "w0": np.array([4.0, 1.0]), "k": 1, "rounds": rounds, "low": 0.0, "high": high}, part)


_FITTED_EXAMPLES = [
    Case(
        {
            "loss": _PARABOLA.value,
            "grad": _PARABOLA.gradient,
            "inner_step": HeavyBall(((1.0,),), (0.0,), 1.5).step,  # w → −w/2
            "w0": np.array([2.0]),
            "k": 1,
            "rounds": 1,
            "low": 0.0,
            "high": 1.0,
        },
        ONE_ROUND,
    ),
    _plane_ravine(SEVERAL_ROUNDS, 3, high=2.0),
    _plane_ravine(END_OF_RANGE, 2, high=0.5),
]


@exercise(
    cases=_fitted_cases,
    examples=_FITTED_EXAMPLES,
    parts={ONE_ROUND: 1, SEVERAL_ROUNDS: 2, END_OF_RANGE: 1},
    returns=("slow", "alphas"),
    tolerance=Tolerance(relative=1e-5, absolute=1e-6),  # weights about 1, and α fitted in float32
)
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    """Lookahead with each round's α at the parabola's minimum (the lecture).

    Returns the slow weights, shape (rounds + 1, d), first row w0, and the alphas, shape (rounds,). A round costs
    k inner steps, the loss at its start and at its finish, and the gradient at its finish.
    """
    slow, alphas = [w0], []
    for _round in range(rounds):
        start = finish = slow[-1]
        for _step in range(k):
            finish = inner_step(finish)
        slope = grad(finish) @ (finish - start)
        a, b, _c = fit_quadratic(loss(start), loss(finish), slope)
        alphas.append(best_alpha(a, b, low, high))
        slow.append((1 - alphas[-1]) * start + alphas[-1] * finish)
    return np.array(slow), np.array(alphas)


def _fitted(loss, grad, inner_step, w0, k, rounds, low, high, *, slope=None, alpha=best_alpha, mix=None, go_on=False):
    """`lookahead_fitted` with one of its pieces replaced."""
    slope = slope or (lambda start, finish: grad(finish) @ (finish - start))
    mix = mix or (lambda start, finish, alpha: (1 - alpha) * start + alpha * finish)
    slow, alphas, fast = [w0], [], w0
    for _round in range(rounds):
        start = slow[-1]
        finish = fast if go_on else start
        for _step in range(k):
            finish = inner_step(finish)
        fast = finish
        a, b, _c = fit_quadratic(loss(start), loss(finish), slope(start, finish))
        alphas.append(alpha(a, b, low, high))
        slow.append(mix(start, finish, alphas[-1]))
    return np.array(slow), np.array(alphas)


@misconception(
    lookahead_fitted,
    _("The gradient is asked for at the start of the round. The slope L′(1) belongs to its finish, where α = 1."),
    see="lookahead.html#parabola",
)
def gradient_at_the_start(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: grad(start) @ (finish - start)
    )


@misconception(
    lookahead_fitted,
    _(
        "The slope has the wrong sign: α grows from the start to the finish, so the direction of the line is "
        "finish − start."
    ),
    see="lookahead.html#parabola",
)
def direction_reversed(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: grad(finish) @ (start - finish)
    )


@misconception(
    lookahead_fitted,
    _(
        "The slope along the line is the gradient's product with finish − start, not the gradient's length: the "
        "chain rule brings in how far α moves the weights."
    ),
    see="lookahead.html#slope-at-finish",
)
def length_of_the_gradient(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: np.linalg.norm(grad(finish))
    )


@misconception(
    lookahead_fitted,
    _("α is not kept within [low, high]: outside, the parabola is a guess about a region that no step has seen."),
    see="lookahead.html#guard",
)
def fitted_alpha_not_clipped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=not_clipped)


@misconception(
    lookahead_fitted,
    _("The two ends are swapped: with α = 1 the round should end at the finish of the inner steps."),
    see="lookahead.html#slow-and-fast",
)
def fitted_ends_swapped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high,
        mix=lambda start, finish, alpha: alpha * start + (1 - alpha) * finish,
    )  # fmt: skip


@misconception(
    lookahead_fitted,
    _("The next round goes on from where the inner steps ended. It should begin at the slow weights."),
    see="lookahead.html#slow-and-fast",
)
def fitted_fast_weights_go_on(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, go_on=True)


@misconception(
    lookahead_fitted,
    _("α is fitted in the first round only. Every round has its own line, and so its own parabola and α."),
    see="lookahead.html#best-alpha",
)
def fitted_once(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    first = []

    def alpha(a, b, low, high):
        first.append(best_alpha(a, b, low, high))
        return first[0]

    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=alpha)


@misconception(
    lookahead_fitted,
    _(
        "The numbers are right, but you asked for the same losses again. On a network each is a pass over the data: "
        "ask once at the start and once at the finish, and keep the answers."
    ),
    see="lookahead.html#lookahead-cost",
)
def losses_asked_again(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    def twice(w):
        loss(w)
        return loss(w)

    return lookahead_fitted(twice, grad, inner_step, w0, k, rounds, low, high)


@misconception(
    lookahead_fitted,
    _(
        "The numbers are right, but you asked for more gradients than you use. One a round is enough: the one at the "
        "finish."
    ),
    see="lookahead.html#lookahead-cost",
)
def gradients_asked_again(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    def twice(w):
        grad(w)
        return grad(w)

    return lookahead_fitted(loss, twice, inner_step, w0, k, rounds, low, high)


@misconception(
    lookahead_fitted,
    _(
        "The picked α is the one for which the parabola comes back to its value at the start, −b/a. Its lowest point "
        "lies half way: −b/(2a)."
    ),
    see="lookahead.html#best-alpha",
)
def fitted_two_lost(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=two_lost)


@misconception(
    lookahead_fitted,
    _("Both results are right, but in the wrong order: return the slow weights first, then the alphas."),
    see="lookahead.html#best-alpha",
)
def fitted_results_swapped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low, high)[::-1]
