# deserves 1: too_small_a_spread
def seeds_needed(a, b, gain):
    s = (a - b).std()
    return max(2, int(np.ceil((2.84 * s / gain) ** 2)))
