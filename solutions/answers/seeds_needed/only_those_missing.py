# deserves 0: only_those_missing
def seeds_needed(a, b, gain):
    d = a - b
    n = max(2, int(np.ceil((2.84 * d.std(ddof=1) / gain) ** 2)))
    return n - len(d)  # so many are still to run
