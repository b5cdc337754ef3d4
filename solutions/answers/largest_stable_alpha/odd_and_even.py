# deserves 3
def largest_stable_alpha(curvatures, lr, k):
    q = 1 - lr * max(curvatures)  # the steepest direction goes first
    if abs(q) < 1:
        return 1.0
    if k % 2 == 0:
        return 0.0
    return 2 / (1 + abs(q) ** k)
