# deserves 0: best_rate
def edge_of_stability(distance):
    rates = np.geomspace(0.001, 20, 60)
    ends = [distance(lr, 25) for lr in rates]
    return rates[ends.index(min(ends))]
