# deserves 1: two_lost
def best_alpha(a, b, low=0.0, high=1.0):
    if a > 0:
        return min(max(-b / a, low), high)
    if a * low ** 2 + b * low < a * high ** 2 + b * high:
        return low
    return high
