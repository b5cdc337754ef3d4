# deserves 0: size_for_number
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)
