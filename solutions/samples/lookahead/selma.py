# Ignores the range: best_alpha range_ignored; asks again: lookahead_fitted gradients_asked_again; fit_quadratic c_at_the_finish.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    phi = np.array(w0)
    history = phi[None]
    for _ in range(rounds):
        theta = phi
        steps = 0
        while steps < k:
            theta = inner_step(theta)
            steps += 1
        phi = phi - alpha * (phi - theta)
        history = np.vstack([history, phi])
    return history

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss1 - loss0)
    b = 2 * (loss1 - loss0) - slope1
    c = loss1
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        alpha = -b / (2 * a)
        return min(max(alpha, 0.0), 1.0)
    return 0.0 if a + b > 0 else 1.0

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
        a = grad(x) @ d - rise
        b = 2 * rise - grad(x) @ d
        if a > 0:
            alpha = np.clip(-b / (2 * a), low, high)
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
