# deserves 0: weights_unchanged
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    layers = [Linear(64, 64, rng), ReLU(), Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)]
    net, loss = Sequential(layers), SoftmaxCrossEntropy()
    v = [np.zeros_like(w) for w, _ in net.parameters()]
    for epoch in range(5):
        order = rng.permutation(len(x))
        for batch in np.array_split(order, len(x) // 32):
            loss.forward(net.forward(x[batch]), y[batch])
            net.backward(loss.backward())
            for i, (w, g) in enumerate(net.parameters()):
                v[i] = 0.9 * v[i] - 0.1 * g
                w = w + v[i]
    return lambda images: net.forward(images).argmax(1).tolist()
