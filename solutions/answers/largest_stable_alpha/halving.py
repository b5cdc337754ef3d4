# deserves 3
def largest_stable_alpha(curvatures, lr, k):
    def converges(alpha):
        return all(abs(1 - alpha + alpha * (1 - lr * c) ** k) < 1 for c in curvatures)

    if converges(1.0):
        return 1.0
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        if converges(middle):
            low = middle
        else:
            high = middle
    return low
