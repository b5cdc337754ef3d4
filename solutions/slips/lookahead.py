"""Slips of chapter 5: Lookahead."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.lookahead import best_alpha, fit_quadratic, lookahead, lookahead_fitted


@slip(
    lookahead,
    _(
        "The slow weights start from zeros. They start where the path does, at `w0`: the first round steps back "
        "towards its own start."
    ),
)
def slow_weights_from_zeros(inner_step, w0, k, alpha, rounds):
    path, fast, slow = [w0], w0, np.zeros_like(w0)
    for _round in range(rounds):
        for _step in range(k):
            fast = inner_step(fast)
        fast = slow = slow + alpha * (fast - slow)
        path.append(slow)
    return np.array(path)


_ONCE = _(
    "Each inner step starts from the slow weights again, so that k of them go no further than the last one. Each must "
    "go on from where the one before ended."
)


@slip(lookahead, _ONCE)
def every_step_from_the_start(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for _round in range(rounds):
        for _step in range(k):
            fast = inner_step(slow[-1])
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)


@slip(lookahead_fitted, _ONCE)
def every_step_from_the_start_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    slow, alphas = [w0], []
    for _round in range(rounds):
        start = slow[-1]
        for _step in range(k):
            finish = inner_step(start)
        a, b, _c = fit_quadratic(loss(start), loss(finish), grad(finish) @ (finish - start))
        alphas.append(best_alpha(a, b, low, high))
        slow.append((1 - alphas[-1]) * start + alphas[-1] * finish)
    return np.array(slow), np.array(alphas)
