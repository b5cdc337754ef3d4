# deserves 2: always_high
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        return high
    return min(max(-b / (2 * a), low), high)
