# deserves 0: batches_shuffled
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    batches = [order[i:i + batch_size] for i in range(0, n, batch_size)]
    full = n // batch_size
    first = batches[:full]
    rng.shuffle(first)
    return first + batches[full:]
