# triangular_learning_rate upside_down; train nearest_neighbours.

# %% triangular_learning_rate
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * x

# %% train
def train(x, y, seed):
    def predict(images):
        d = (images ** 2).sum(1)[:, None] - 2 * images @ x.T + (x ** 2).sum(1)
        return y[d.argmin(axis=1)]
    return predict
