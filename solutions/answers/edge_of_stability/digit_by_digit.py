# deserves 3
def edge_of_stability(distance):
    lr = 0.0
    for place in [10, 1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6]:
        while distance(lr + place, 1_000_000) < 1:
            lr += place
    return lr
