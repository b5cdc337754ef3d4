# deserves 0: not_trained
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    net = Sequential([Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)])
    return lambda images: net.forward(images).argmax(axis=1)
