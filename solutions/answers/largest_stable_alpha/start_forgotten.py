# deserves 1: start_forgotten
def largest_stable_alpha(curvatures, lr, k):
    Q = np.abs(1 - lr * curvatures) ** k
    return min(1.0, 1 / max(Q))
