# Swaps the two ends: lookahead ends_swapped, fit_quadratic losses_swapped, lookahead_fitted fitted_ends_swapped.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for r in range(rounds):
        fast = slow[-1]
        for i in range(k):
            fast = inner_step(fast)
        slow.append(alpha * slow[-1] + (1 - alpha) * fast)
    return np.array(slow)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss0 - loss1)
    b = 2 * (loss0 - loss1) - slope1
    c = loss1
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return min(max(-b / (2 * a), low), high)
    if a * low ** 2 + b * low < a * high ** 2 + b * high:
        return low
    return high

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
        path[r + 1] = alpha * path[r] + (1 - alpha) * x
    return path, alphas

# %% exactness
# a = 1/2 d.Ad, b = x.Ad. They agree because the solution is unique. (3): a=-1, b=3, alpha = 0 because the start is lower.
