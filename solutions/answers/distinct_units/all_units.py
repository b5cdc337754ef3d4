# deserves 0: all_units
def distinct_units(W, b, V):
    return W.shape[1]  # the noise of the mini-batches makes them different in the end
