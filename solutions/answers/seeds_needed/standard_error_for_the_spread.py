# deserves 1: standard_error_for_the_spread
def seeds_needed(a, b, gain):
    d = a - b
    se = d.std(ddof=1) / np.sqrt(len(d))
    return max(2, int(np.ceil((2.84 * se / gain) ** 2)))
