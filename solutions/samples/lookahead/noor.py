# Applies α twice: lookahead alpha_squared; lookahead_fitted length_of_the_gradient; best_alpha tie_goes_low.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [w0]
    for r in range(rounds):
        fast = slow[-1]
        for i in range(k):
            fast = inner_step(fast)
        step = alpha * (fast - slow[-1])
        slow.append(slow[-1] + alpha * step)
    return np.array(slow)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    a = slope1 - (loss1 - loss0)
    b = 2 * (loss1 - loss0) - slope1
    c = loss0
    return a, b, c

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return min(max(-b / (2 * a), low), high)
    if a * low ** 2 + b * low <= a * high ** 2 + b * high:
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
        slope = np.linalg.norm(grad(x))
        a, b = slope - rise, 2 * rise - slope
        if a > 0:
            alpha = np.clip(-b / (2 * a), low, high)
        else:
            alpha = low if a * low ** 2 + b * low < a * high ** 2 + b * high else high
        alphas[r] = alpha
        path[r + 1] = path[r] + alpha * d
    return path, alphas

# %% exactness
# (1) L(s + t d) = 1/2 (s + t d).A(s + t d) = 1/2 s.As + t s.Ad + t^2/2 d.Ad since A is symmetric. So a = d.Ad/2 and b = s.Ad.
#
# (2) The true loss on the line fulfils the same three conditions, and three conditions fix a parabola, so it is the same one.
#
# (3) rise 2, a = 1 - 2 = -1, b = 4 - 1 = 3, -b/2a = 1.5. But a < 0, that is a maximum. L goes up from start to finish, so take alpha = 0.
