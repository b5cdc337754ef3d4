"""Lookahead with a fixed α: k steps forward, one step back."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import HeavyBall
from solutions.reference.lookahead._shared import ONE_ROUND, SEVERAL_ROUNDS, symmetric


def lookahead(inner_step, w0, k, alpha, rounds):
    """Slow weights of Lookahead, shape (rounds + 1, d), first row w0 (Zhang et al. 2019, Algorithm 1)."""
    slow = [w0]
    for _round in range(rounds):
        fast = slow[-1]
        for _step in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)


def _inner_step(rng, beta):
    """A step of a heavy ball on a random quadratic, quick along one axis and slow along the other."""
    matrix = symmetric([rng.uniform(0.1, 0.4), rng.uniform(2, 4)], rng.uniform(0, np.pi))
    return HeavyBall(matrix, tuple(rng.uniform(-1, 1, 2).tolist()), rng.uniform(0.2, 0.4), beta).step


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
    Case({"inner_step": _HALVING, "w0": np.array([16.0]), "k": 3, "alpha": 0.375, "rounds": 2}, SEVERAL_ROUNDS),
    Case({"inner_step": _ROLLING, "w0": np.array([16.0]), "k": 2, "alpha": 0.125, "rounds": 2}, MEMORY),
]

exercise(
    lookahead,
    cases=_lookahead_cases,
    examples=_LOOKAHEAD_EXAMPLES,
    parts={ONE_ROUND: 1, SEVERAL_ROUNDS: 2, MEMORY: 1},
    tolerance=Tolerance(relative=1e-5, absolute=1e-6),  # weights about 1, also in float32
)


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
