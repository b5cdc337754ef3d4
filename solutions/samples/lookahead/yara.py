# A loss that is recomputed is a loss too many, but the numbers are right: asks for the loss at every inner step.

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
    a = slope1 - (loss1 - loss0)
    b = 2 * (loss1 - loss0) - slope1
    c = loss0
    return a, b, c

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
    slow, alphas = [w0], []
    for r in range(rounds):
        start = finish = slow[-1]
        for i in range(k):
            finish = inner_step(finish)
            loss(finish)
        slope = grad(finish) @ (finish - start)
        a, b, c = fit_quadratic(loss(start), loss(finish), slope)
        alpha = best_alpha(a, b, low, high)
        alphas.append(alpha)
        slow.append((1 - alpha) * start + alpha * finish)
    return np.array(slow), np.array(alphas)

# %% exactness
# a = 1/2 d.Ad, b = x.Ad. They agree because the solution is unique. (3): a=-1, b=3, alpha = 0 because the start is lower.
