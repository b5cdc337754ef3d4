# deserves 3
def largest_stable_alpha(curvatures, lr, k):
    Q = (1 - lr * curvatures) ** k
    if max(Q) >= 1:
        return 0.0
    return min(1.0, 2 / (1 - min(Q)))
