# deserves 3
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        mean_slope = a * (low + high) + b
        return low if mean_slope > 0 else high
    if 2 * a * low + b >= 0:
        return low
    if 2 * a * high + b <= 0:
        return high
    return -b / (2 * a)
