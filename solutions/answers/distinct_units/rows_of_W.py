# deserves 0: rows_of_W
def distinct_units(W, b, V):
    return len(np.unique(W, axis=0))
