# deserves 1: range_ignored
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        alpha = -b / (2 * a)
        return min(max(alpha, 0.0), 1.0)
    return 0.0 if a + b > 0 else 1.0
