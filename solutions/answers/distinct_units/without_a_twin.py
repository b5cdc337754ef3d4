# deserves 0: without_a_twin
def distinct_units(W, b, V):
    units = [tuple(W[:, j]) + (b[j],) + tuple(V[j]) for j in range(W.shape[1])]
    return sum(units.count(u) == 1 for u in units)
