# deserves 3
def edge_of_stability(distance):
    high = 0.01
    while distance(high, 500_000) < 1:
        high *= 2
    low = 0.0
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        if distance(middle, 500_000) < 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2
