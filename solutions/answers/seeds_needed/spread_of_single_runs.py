# deserves 1: spread_of_single_runs
def seeds_needed(a, b, gain):
    s = np.std(a, ddof=1)
    return max(2, int(np.ceil((2.84 * s / gain) ** 2)))
