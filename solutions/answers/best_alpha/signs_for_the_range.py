# deserves 2: signs_for_the_range
def best_alpha(a, b, low=0.0, high=1.0):
    if a <= 0:
        at_low, at_high = (a * end ** 2 + b * end for end in (low, high))
        return low if at_low < at_high else high
    if b > 0:
        return low
    if 2 * a + b < 0:
        return high
    return max(low, min(high, -b / (2 * a)))
