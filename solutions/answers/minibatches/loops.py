# deserves 4
def minibatches(n, batch_size, rng):
    rest = list(range(n))
    rng.shuffle(rest)
    batches = []
    while rest:
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    return batches
