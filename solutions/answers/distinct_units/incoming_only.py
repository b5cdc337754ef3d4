# deserves 2: incoming_only
def distinct_units(W, b, V):
    units = np.vstack([W, b])
    return np.unique(units, axis=1).shape[1]
