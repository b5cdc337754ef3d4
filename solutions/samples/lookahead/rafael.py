# Always returns to the start: best_alpha always_low; asks again: lookahead_fitted losses_asked_again.

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
    M = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [2.0, 1.0, 0.0]])
    return np.linalg.solve(M, np.array([loss0, loss1, slope1]))

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        return low
    return min(max(-b / (2 * a), low), high)

# %% lookahead_fitted
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    path = np.empty((rounds + 1, len(w0)))
    path[0] = w0
    alphas = np.empty(rounds)
    for r in range(rounds):
        x = path[r].copy()
        for _ in range(k):
            x = inner_step(x)
        d = x - path[r]
        slope = np.sum(grad(x) * d)
        a = slope - (loss(x) - loss(path[r]))
        b = 2 * (loss(x) - loss(path[r])) - slope
        if a > 0:
            alpha = np.clip(-b / (2 * a), low, high)
        else:
            alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas[r] = alpha
        path[r + 1] = path[r] + alpha * d
    return path, alphas

# %% exactness
# a = 1/2 d.Ad, b = x.Ad. They agree because the solution is unique. (3): a=-1, b=3, alpha = 0 because the start is lower.
