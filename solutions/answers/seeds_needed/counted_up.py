# deserves 4
def seeds_needed(a, b, gain):
    d = a - b
    n = 2
    while 2.84 * d.std(ddof=1) / np.sqrt(n) > gain:
        n += 1
    return n
