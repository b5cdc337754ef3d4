# deserves 4
def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    points, picked = [np.array(w0)], []
    for _ in range(rounds):
        x0 = points[-1]
        x1 = x0
        for _ in range(k):
            x1 = np.array(inner_step(x1))
        a, b, _c = fit_quadratic(float(loss(x0)), float(loss(x1)), float(np.dot(np.array(grad(x1)), x1 - x0)))
        picked.append(best_alpha(a, b, low, high))
        points.append((1 - picked[-1]) * x0 + picked[-1] * x1)
    return [p.tolist() for p in points], [float(p) for p in picked]
