# deserves 4
def minibatches(n, batch_size, rng):
    order = rng.choice(n, n, replace=False)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]
