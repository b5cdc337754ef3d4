# deserves 2: last_rate_for_all
def expected_loss(rates, curvatures, noise, w0):
    mean, variance = w0, np.zeros_like(w0)
    losses = [np.sum(curvatures * mean**2) / 2]
    for lr in np.full(len(rates), rates[-1]):
        shrink = 1 - lr * curvatures
        mean, variance = shrink * mean, shrink**2 * variance + lr**2 * noise
        losses.append(np.sum(curvatures * (mean**2 + variance)) / 2)
    return np.array(losses)
