# deserves 2: always_low
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        return low
    return min(max(-b / (2 * a), low), high)
