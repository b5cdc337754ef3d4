# deserves 1: every_pair
def distinct_units(W, b, V):
    left = len(np.unique(np.vstack([W, b]), axis=1).T)
    right = len(np.unique(V, axis=0))
    return left * right
