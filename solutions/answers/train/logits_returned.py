# deserves 0: logits_returned
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    net = Sequential([Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)])
    loss = SoftmaxCrossEntropy()
    state = [[np.zeros_like(w), np.zeros_like(w)] for w, _ in net.parameters()]
    t = 0
    for epoch in range(50):
        order = rng.permutation(len(x))
        for i in range(0, len(x), 32):
            t += 1
            batch = order[i:i + 32]
            loss.forward(net.forward(x[batch]), y[batch])
            net.backward(loss.backward())
            for s, (w, g) in zip(state, net.parameters()):
                w[...], s[0], s[1] = adam_step(w, s[0], s[1], t, g, lr=5e-3)

    def predict(images):
        return net.forward(images)

    return predict
