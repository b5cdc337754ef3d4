# deserves 1: fitted_once
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
