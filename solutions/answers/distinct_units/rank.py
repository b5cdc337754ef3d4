# deserves 1: rank
def distinct_units(W, b, V):
    return np.linalg.matrix_rank(np.hstack([W.T, b.reshape(-1, 1), V]))
