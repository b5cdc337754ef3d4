# deserves 3: one_seed
def seeds_needed(a, b, gain):
    s = (a - b).std(ddof=1)
    return int(np.ceil((2.84 * s / gain) ** 2))
