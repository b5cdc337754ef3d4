# deserves 4
def distinct_units(W, b, V):
    units = set()
    for j in range(W.shape[1]):
        units.add((tuple(W[:, j]), b[j], tuple(V[j, :])))
    return len(units)
