# Forgets a term of the derivative: fit_quadratic derivative_without_b, best_alpha two_lost, lookahead_fitted fitted_two_lost.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for r in range(rounds):
        fast = slow[-1]
        for i in range(k):
            fast = inner_step(fast)
        slow.append((1 - alpha) * slow[-1] + alpha * fast)
    return np.array(slow)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    c = loss0
    a = slope1 / 2
    b = loss1 - a - c
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return min(max(-b / a, low), high)
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
            alpha = np.clip(-b / a, low, high)
        else:
            alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas[r] = alpha
        path[r + 1] = path[r] + alpha * d
    return path, alphas

# %% exactness
# 1. $L(\alpha) = L(0) + \alpha \nabla L \cdot d + \frac12 \alpha^2 d\cdot Ad$, so $a = \frac12 d\cdot Ad$, $b = \nabla L(x_{start})\cdot d$.
#
# 2. Because both are parabolas.
#
# 3. $a=-1$, $b=3$, $\alpha=1.5$, so with the range we take $\alpha=1$.
