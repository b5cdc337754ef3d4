# All right, with preallocated arrays and candidates.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    path = np.empty((rounds + 1, len(w0)))
    path[0] = w0
    for r in range(rounds):
        x = path[r].copy()
        for _ in range(k):
            x = inner_step(x)
        path[r + 1] = path[r] + alpha * (x - path[r])
    return path

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    M = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [2.0, 1.0, 0.0]])
    return np.linalg.solve(M, np.array([loss0, loss1, slope1]))

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    f = lambda x: a * x * x + b * x
    candidates = [high, low]
    if a > 0 and low <= -b / (2 * a) <= high:
        candidates.append(-b / (2 * a))
    return min(candidates, key=f)

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
        rise = loss(x) - loss(path[r])
        slope = np.sum(grad(x) * d)
        a, b = slope - rise, 2 * rise - slope
        if a > 0:
            alpha = np.clip(-b / (2 * a), low, high)
        else:
            alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas[r] = alpha
        path[r + 1] = path[r] + alpha * d
    return path, alphas

# %% exactness
# a = 1/2 d.Ad, b = x.Ad. They agree because the solution is unique. (3): a=-1, b=3, alpha = 0 because the start is lower.
