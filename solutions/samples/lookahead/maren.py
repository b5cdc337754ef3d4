# Writes into one array: lookahead one_array_in_all_rows; signs wrong: fit_quadratic sign_of_b, best_alpha signs_for_the_range, lookahead_fitted direction_reversed.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = w0.copy()
    path = [slow]
    for r in range(rounds):
        fast = slow
        for i in range(k):
            fast = inner_step(fast)
        slow[:] = (1 - alpha) * slow + alpha * fast
        path.append(slow)
    return np.array(path)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss1 - loss0)
    b = slope1 - 2 * (loss1 - loss0)
    c = loss0
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        at_low, at_high = (a * end ** 2 + b * end for end in (low, high))
        return low if at_low < at_high else high
    if b > 0:
        return low
    if 2 * a + b < 0:
        return high
    return max(low, min(high, -b / (2 * a)))

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
        slope = np.sum(grad(x) * (path[r] - x))
        a, b = slope - rise, 2 * rise - slope
        if a > 0:
            alpha = np.clip(-b / (2 * a), low, high)
        else:
            alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas[r] = alpha
        path[r + 1] = path[r] + alpha * d
    return path, alphas
