# deserves 4
def noise_scale(gradients):
    b = len(gradients)
    noise = np.var(gradients, axis=0, ddof=1).sum()
    square = (gradients.mean(axis=0) ** 2).sum() - noise / b
    return float("inf") if square <= 0 else noise / square
