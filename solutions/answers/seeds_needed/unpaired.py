# deserves 2: unpaired
def seeds_needed(a, b, gain):
    v = np.var(a, ddof=1) + np.var(b, ddof=1)
    return max(2, int(np.ceil(2.84 ** 2 * v / gain ** 2)))
