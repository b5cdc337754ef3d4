# Steps back after every step: lookahead back_after_every_step, best_alpha always_high, lookahead_fitted fitted_once.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    path = [w0]
    w = w0
    for r in range(rounds):
        for i in range(k):
            new = inner_step(w)
            w = (1 - alpha) * w + alpha * new
        path.append(w)
    return np.array(path)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss1 - loss0)
    b = 2 * (loss1 - loss0) - slope1
    c = loss0
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        return high
    return min(max(-b / (2 * a), low), high)

# %% lookahead_fitted
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    slow, alphas = [w0], []
    for r in range(rounds):
        start = finish = slow[-1]
        for i in range(k):
            finish = inner_step(finish)
        rise = loss(finish) - loss(start)
        slope = grad(finish) @ (finish - start)
        if r == 0:
            a, b = slope - rise, 2 * rise - slope
            if a > 0:
                alpha = min(max(-b / (2 * a), low), high)
            else:
                alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas.append(alpha)
        slow.append((1 - alpha) * start + alpha * finish)
    return np.array(slow), np.array(alphas)
