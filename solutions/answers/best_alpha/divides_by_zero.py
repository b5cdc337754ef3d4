# deserves 2
def best_alpha(a, b, low=0.0, high=1.0):
    alpha = -b / (2 * a)
    if a > 0:
        return min(max(alpha, low), high)
    if a * low ** 2 + b * low < a * high ** 2 + b * high:
        return low
    return high
