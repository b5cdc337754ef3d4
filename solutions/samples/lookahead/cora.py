# All right, returns lists.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    def one_round(start):
        finish = start
        for _ in range(k):
            finish = np.array(inner_step(finish))
        return (1 - alpha) * start + alpha * finish
    points = [np.array(w0)]
    while len(points) <= rounds:
        points.append(one_round(points[-1]))
    return [p.tolist() for p in points]

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    c = loss0
    b = 2 * loss1 - 2 * c - slope1
    a = loss1 - b - c
    return [a, b, c]

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        mean_slope = a * (low + high) + b
        return low if mean_slope > 0 else high
    if 2 * a * low + b >= 0:
        return low
    if 2 * a * high + b <= 0:
        return high
    return -b / (2 * a)

# %% lookahead_fitted
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    points, picked = [np.array(w0)], []
    for _ in range(rounds):
        x0 = points[-1]
        x1 = x0
        for _ in range(k):
            x1 = np.array(inner_step(x1))
        a, b, _c = fit_quadratic(float(loss(x0)), float(loss(x1)), float(np.dot(np.array(grad(x1)), x1 - x0)))
        picked.append(best_alpha(a, b, low, high))
        points.append((1 - picked[-1]) * x0 + picked[-1] * x1)
    return [p.tolist() for p in points], [float(p) for p in picked]

# %% exactness
# (1) L(s + t d) = 1/2 (s + t d).A(s + t d) = 1/2 s.As + t s.Ad + t^2/2 d.Ad since A is symmetric. So a = d.Ad/2 and b = s.Ad.
#
# (2) The true loss on the line fulfils the same three conditions, and three conditions fix a parabola, so it is the same one.
#
# (3) rise 2, a = 1 - 2 = -1, b = 4 - 1 = 3, -b/2a = 1.5. But a < 0, that is a maximum. L goes up from start to finish, so take alpha = 0.
