# deserves 1: one_step
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    for _ in range(40):
        lr = (low + high) / 2
        if distance(lr, 1) < 1:
            low = lr
        else:
            high = lr
    return low
