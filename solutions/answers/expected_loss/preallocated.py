# deserves 4
def expected_loss(rates, curvatures, noise, w0):
    losses = np.zeros(len(rates) + 1)
    for h, s, w in zip(curvatures, noise, w0):
        V = 0.0
        losses[0] += h * w * w / 2
        for i, a in enumerate(rates):
            w, V = w - a * h * w, V * (1 - a * h) ** 2 + a * a * s
            losses[i + 1] += h * (w * w + V) / 2
    return losses
