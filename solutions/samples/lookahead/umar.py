# Hands in the first two exercises only; best_alpha is still empty.

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
    a = slope1 - (loss1 - loss0)
    b = 2 * (loss1 - loss0) - slope1
    c = loss0
    return a, b, c
