# deserves 0: each_batch_drawn_alone
def minibatches(n, batch_size, rng):
    return [rng.choice(n, min(batch_size, n - i), replace=False) for i in range(0, n, batch_size)]
