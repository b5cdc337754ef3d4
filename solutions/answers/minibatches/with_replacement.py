# deserves 0: with_replacement
def minibatches(n, batch_size, rng):
    order = rng.integers(0, n, n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]
