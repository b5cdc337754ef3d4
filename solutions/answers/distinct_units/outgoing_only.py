# deserves 2: outgoing_only
def distinct_units(W, b, V):
    return np.unique(V, axis=0).shape[0]
