# best_alpha divides by zero where a = 0; lookahead_fitted has a misspelt name.

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
    alpha = -b / (2 * a)
    if a > 0:
        return min(max(alpha, low), high)
    if a * low ** 2 + b * low < a * high ** 2 + b * high:
        return low
    return high

# %% lookahead_fitted
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    slow, alphas = [w0], []
    for r in range(rounds):
        start = finish = slow[-1]
        for i in range(k):
            finish = inner_step(finish)
        slope = grad(finish) @ (finish - start)
        a, b, c = fit_quadratic(loss(start), loss(finish), slope)
        alpha = best_alpha(a, b, low, high)
        alphas.append(alhpa)
        slow.append((1 - alpha) * start + alpha * finish)
    return np.array(slow), np.array(alphas)
