# deserves 4
def seeds_needed(a, b, gain):
    s = (a - b).std(ddof=1)
    n = int(np.ceil((2.84 * s / gain) ** 2))
    return max(n, 2)
