# deserves 1: every_second_time
def seeds_needed(a, b, gain):
    s = (a - b).std(ddof=1)
    n = 2
    while 2 * s / n ** 0.5 > gain:  # the interval must not reach down to 0
        n += 1
    return n
