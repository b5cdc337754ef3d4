# deserves 0: last_filled_up
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    number = (n + batch_size - 1) // batch_size
    order = np.resize(order, number * batch_size)
    return [order[k * batch_size:(k + 1) * batch_size] for k in range(number)]
