# deserves 0: nearest_neighbours
def train(x, y, seed):
    def predict(images):
        d = (images ** 2).sum(1)[:, None] - 2 * images @ x.T + (x ** 2).sum(1)
        return y[d.argmin(axis=1)]
    return predict
