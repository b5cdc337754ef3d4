# deserves 4
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
