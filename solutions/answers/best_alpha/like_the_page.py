# deserves 3
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return min(max(-b / (2 * a), low), high)
    if a * low ** 2 + b * low < a * high ** 2 + b * high:
        return low
    return high
