# deserves 1: ten_steps
def edge_of_stability(distance):
    low, high = 0.0, 20.0
    for _ in range(40):
        lr = (low + high) / 2
        if distance(lr, 10) < 1:
            low = lr
        else:
            high = lr
    return low
