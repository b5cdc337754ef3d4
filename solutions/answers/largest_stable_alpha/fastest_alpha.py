# deserves 1: fastest_alpha
def largest_stable_alpha(curvatures, lr, k):
    Q = (1 - lr * curvatures) ** k
    if np.any(Q >= 1):
        return 0.0
    return min(1.0, min(1 / (1 - Q)))
