# All right, in float32 where it can.

# %% lookahead
def lookahead(inner_step, w0, k, alpha, rounds):
    slow = [np.asarray(w0, dtype=np.float32)]
    for _ in range(rounds):
        fast = slow[-1]
        for _ in range(k):
            fast = np.asarray(inner_step(fast), dtype=np.float32)
        slow.append(np.float32(1 - alpha) * slow[-1] + np.float32(alpha) * fast)
    return np.array(slow)

# %% fit_quadratic
def fit_quadratic(loss0, loss1, slope1):
    l0, l1, s = np.float32(loss0), np.float32(loss1), np.float32(slope1)
    return s - l1 + l0, 2 * l1 - 2 * l0 - s, l0

# %% best_alpha
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return np.clip(-0.5 * b / a, low, high)
    ends = np.array([high, low])
    return ends[np.argmin(a * ends ** 2 + b * ends)]

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
        alphas.append(alpha)
        slow.append((1 - alpha) * start + alpha * finish)
    return np.array(slow), np.array(alphas)
