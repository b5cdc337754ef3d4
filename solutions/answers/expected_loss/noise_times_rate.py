# deserves 1: noise_times_rate
def expected_loss(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in rates:
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)
