# deserves 1: rounded_down
def seeds_needed(a, b, gain):
    s = (a - b).std(ddof=1)
    return max(2, int((2.84 * s / gain) ** 2))
