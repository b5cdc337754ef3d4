# deserves 0: own_seed
def minibatches(n, batch_size, rng):
    rng = np.random.default_rng(0)
    order = rng.permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]
