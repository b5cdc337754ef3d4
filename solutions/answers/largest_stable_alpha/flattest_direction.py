# deserves 1: flattest_direction
def largest_stable_alpha(curvatures, lr, k):
    Q = (1 - lr * min(curvatures)) ** k  # the slowest direction decides
    if Q >= 1:
        return 0.0
    return min(1.0, 2 / (1 - Q))
