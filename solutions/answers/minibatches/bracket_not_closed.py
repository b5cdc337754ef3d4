# deserves 0
def minibatches(n, batch_size, rng):
    order = rng.permutation(n
    return order
