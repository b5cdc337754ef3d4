# deserves 0: waits_for_an_explosion
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    for _ in range(40):
        lr = (low + high) / 2
        if distance(lr, 10) < 1000000:
            low = lr
        else:
            high = lr
    return low
