# deserves 4
def expected_loss(rates, curvatures, noise, w0):
    square = w0**2
    losses = [0.5 * curvatures @ square]
    for lr in rates:
        square = (1 - lr * curvatures) ** 2 * square + lr**2 * noise
        losses.append(0.5 * curvatures @ square)
    return losses
