# deserves 4
def distinct_units(W, b, V):
    units = np.vstack([W, b, V.T])
    return np.unique(units, axis=1).shape[1]
