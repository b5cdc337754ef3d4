# deserves 1: square_forgotten
def seeds_needed(a, b, gain):
    s = (a - b).std(ddof=1)
    return max(2, int(np.ceil(2.84 * s / gain)))
