# deserves 0: divided_by_b
def noise_scale(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / len(gradients)
    signal = np.sum(mean**2) - noise / len(gradients)
    return noise / signal if signal > 0 else np.inf
