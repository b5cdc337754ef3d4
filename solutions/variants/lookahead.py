"""Right answers to the exercises of `lookahead`, in the styles in which students write."""

import numpy as np


def lookahead_difference(inner_step, w0, k, alpha, rounds):
    path = np.empty((rounds + 1, len(w0)))
    path[0] = w0
    for r in range(rounds):
        fast = path[r].copy()
        for _ in range(k):
            fast = inner_step(fast)
        path[r + 1] = path[r] + alpha * (fast - path[r])
    return path


def lookahead_one_loop(inner_step, w0, k, alpha, rounds):
    slow, fast, path = w0, w0, [w0]
    for t in range(1, k * rounds + 1):
        fast = inner_step(fast)
        if t % k == 0:
            slow = fast = slow - alpha * (slow - fast)
            path.append(slow)
    return path


def lookahead_in_place_on_copies(inner_step, w0, k, alpha, rounds):
    slow, path = w0.copy(), [w0.copy()]
    for _ in range(rounds):
        fast = slow.copy()
        for _ in range(k):
            fast = inner_step(fast)
        slow *= 1 - alpha
        slow += alpha * fast
        path.append(slow.copy())
    return np.stack(path)


def lookahead_lists(inner_step, w0, k, alpha, rounds):
    return lookahead_difference(inner_step, w0.tolist(), k, alpha, rounds).tolist()


def lookahead_recursive(inner_step, w0, k, alpha, rounds):
    if rounds == 0:
        return w0[None]
    fast = w0
    for _ in range(k):
        fast = inner_step(fast)
    return np.vstack([w0, lookahead_recursive(inner_step, (1 - alpha) * w0 + alpha * fast, k, alpha, rounds - 1)])


def lookahead_float32(inner_step, w0, k, alpha, rounds):
    return lookahead_difference(lambda w: np.float32(inner_step(np.float32(w))), w0, k, np.float32(alpha), rounds)


def fit_solving(loss0, loss1, slope1):
    return np.linalg.solve([[0, 0, 1], [1, 1, 1], [2, 1, 0]], [loss0, loss1, slope1])


def fit_b_first(loss0, loss1, slope1):
    c = loss0
    b = 2 * loss1 - 2 * c - slope1
    return [loss1 - b - c, b, c]


def fit_newton_form(loss0, loss1, slope1):
    """Around the finish: L(1) + slope·(α − 1) + a(α − 1)²."""
    a = loss0 - loss1 + slope1
    return a, slope1 - 2 * a, loss1 - slope1 + a


def fit_polyfit(loss0, loss1, slope1):
    """Through two points and a third that the parabola must pass: at −1 it has L(1) − 2L′(1) + 4a."""
    a = slope1 - loss1 + loss0
    return np.polyfit([-1.0, 0.0, 1.0], [loss1 - 2 * slope1 + 4 * a, loss0, loss1], 2)


def fit_float32(loss0, loss1, slope1):
    loss0, loss1, slope1 = map(np.float32, (loss0, loss1, slope1))
    return slope1 - (loss1 - loss0), 2 * (loss1 - loss0) - slope1, loss0


def alpha_candidates(a, b, low=0.0, high=1.0):
    candidates = [high, low]
    if a > 0 and low <= -b / (2 * a) <= high:
        candidates.append(-b / (2 * a))
    return min(candidates, key=lambda x: a * x * x + b * x)


def alpha_by_slopes(a, b, low=0.0, high=1.0):
    if a <= 0:
        return low if a * (low + high) + b > 0 else high
    if 2 * a * low + b >= 0:
        return low
    return high if 2 * a * high + b <= 0 else -b / (2 * a)


def alpha_numpy(a, b, low=0.0, high=1.0):
    ends = np.array([high, low])
    return np.clip(-0.5 * b / a, low, high) if a > 0 else ends[np.argmin((a * ends + b) * ends)]


def alpha_min_max(a, b, low=0.0, high=1.0):
    if a > 0:
        return max(low, min(high, -b / a / 2))
    return high if a * high * high + b * high <= a * low * low + b * low else low


def alpha_float32(a, b, low=0.0, high=1.0):
    return np.float32(alpha_min_max(np.float32(a), np.float32(b), np.float32(low), np.float32(high)))


def fitted_inline(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], np.zeros(rounds)
    for r in range(rounds):
        x = path[-1]
        for _ in range(k):
            x = inner_step(x)
        d = x - path[-1]
        rise, slope = loss(x) - loss(path[-1]), np.sum(grad(x) * d)
        a, b = slope - rise, 2 * rise - slope
        alphas[r] = alpha_min_max(a, b, low, high)
        path.append(path[-1] + alphas[r] * d)
    return path, alphas


def fitted_newton_from_the_finish(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], []
    for _ in range(rounds):
        finish = path[-1]
        for _ in range(k):
            finish = inner_step(finish)
        slope = np.dot(finish - path[-1], grad(finish))
        a = slope - loss(finish) + loss(path[-1])
        if a > 0:
            alphas.append(min(high, max(low, 1 - slope / (2 * a))))
        else:
            alphas.append(alpha_numpy(a, slope - 2 * a, low, high))
        path.append(finish + (alphas[-1] - 1) * (finish - path[-1]))
    return np.array(path), alphas


def fitted_lists(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = fitted_inline(loss, grad, inner_step, w0, k, rounds, low, high)
    return [[p.tolist() for p in path], alphas.tolist()]


def fitted_arrays(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path = np.tile(w0, (rounds + 1, 1))
    alphas = np.empty(rounds)
    for r in range(rounds):
        finish = path[r].copy()
        for _ in range(k):
            finish = inner_step(finish)
        losses = [loss(w) for w in (path[r], finish)]
        a, b, _c = fit_solving(*losses, grad(finish).dot(finish - path[r]))
        alphas[r] = alpha_candidates(a, b, low, high)
        path[r + 1] = np.average([path[r], finish], axis=0, weights=[1 - alphas[r], alphas[r]])
    return path, alphas


def fitted_loss_first(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], []
    for _ in range(rounds):
        before, w = loss(path[-1]), path[-1].copy()
        for _ in range(k):
            w = inner_step(w)
        g = grad(w)
        a, b, _c = fit_newton_form(before, loss(w), float(g.T @ (w - path[-1])))
        alphas.append(alpha_by_slopes(a, b, low, high))
        path.append(alphas[-1] * w + (1 - alphas[-1]) * path[-1])
    return tuple(path), tuple(alphas)


def fitted_float32(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path, alphas = [w0], []
    for _ in range(rounds):
        start = finish = path[-1]
        for _ in range(k):
            finish = inner_step(finish)
        a, b, _c = fit_float32(loss(start), loss(finish), grad(finish) @ (finish - start))
        alphas.append(alpha_float32(a, b, low, high))
        path.append((1 - alphas[-1]) * start + alphas[-1] * finish)
    return np.array(path), np.array(alphas)


def stable_alpha_by_direction(curvatures, lr, k):
    bounds = []
    for curvature in curvatures:
        factor = (1 - lr * curvature) ** k
        bounds.append(0.0 if factor >= 1 else 2 / (1 - factor))
    return min(1.0, *bounds)


def stable_alpha_by_size_and_parity(curvatures, lr, k):
    steepest = lr * max(curvatures)
    if steepest < 2:
        return 1
    return 0 if k % 2 == 0 else 2 / (1 + (steepest - 1) ** k)


def stable_alpha_by_bisection(curvatures, lr, k):
    low, high = 0.0, 1.0
    for _ in range(60):
        alpha = (low + high) / 2
        nearer = np.abs(1 - alpha + alpha * (1 - lr * curvatures) ** k) < 1
        low, high = (alpha, high) if nearer.all() else (low, alpha)
    return low


def stable_alpha_stepping(curvatures, lr, k):
    finish = np.ones_like(curvatures)
    for _ in range(k):
        finish = finish - lr * curvatures * finish
    with np.errstate(divide="ignore"):
        alphas = np.where(finish < 1, 2 / (1 - finish), 0)
    return np.array(np.clip(alphas.min(), 0, 1))


def stable_alpha_float32(curvatures, lr, k):
    finish = (1 - np.float32(lr) * curvatures.astype(np.float32)) ** k
    return np.float32(0) if np.any(finish >= 1) else np.minimum(np.float32(1), 2 / (1 - finish.min()))


RIGHT = {
    "lookahead": [
        lookahead_difference,
        lookahead_one_loop,
        lookahead_in_place_on_copies,
        lookahead_lists,
        lookahead_recursive,
        lookahead_float32,
    ],
    "fit_quadratic": [fit_solving, fit_b_first, fit_newton_form, fit_polyfit, fit_float32],
    "best_alpha": [alpha_candidates, alpha_by_slopes, alpha_numpy, alpha_min_max, alpha_float32],
    "lookahead_fitted": [
        fitted_inline,
        fitted_newton_from_the_finish,
        fitted_lists,
        fitted_arrays,
        fitted_loss_first,
        fitted_float32,
    ],
    "largest_stable_alpha": [
        stable_alpha_by_direction,
        stable_alpha_by_size_and_parity,
        stable_alpha_by_bisection,
        stable_alpha_stepping,
        stable_alpha_float32,
    ],
}
