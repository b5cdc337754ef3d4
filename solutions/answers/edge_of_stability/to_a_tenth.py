# deserves 0: to_a_tenth
def edge_of_stability(distance):
    lr = 0.1
    while distance(lr, 1000000) < 1:
        lr = lr + 0.1
    return lr - 0.1
