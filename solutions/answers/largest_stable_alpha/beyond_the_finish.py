# deserves 2: beyond_the_finish
def largest_stable_alpha(curvatures, lr, k):
    Q = (1 - lr * curvatures) ** k
    if max(Q) >= 1:
        return 0.0
    return 2 / (1 - min(Q))
