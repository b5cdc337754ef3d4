# deserves 1: nearer_at_every_step
def edge_of_stability(distance):
    def good(lr):
        d = 1.0
        for t in range(1, 13):
            new = distance(lr, t)
            if new > d:
                return False
            d = new
        return True

    low, high = 0.0, 20.0
    while high - low > 1e-9:
        lr = (low + high) / 2
        low, high = (lr, high) if good(lr) else (low, lr)
    return low
