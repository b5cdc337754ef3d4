# deserves 2: biases_forgotten
def distinct_units(W, b, V):
    units = [tuple(W[:, j]) + tuple(V[j]) for j in range(W.shape[1])]
    return len(set(units))
