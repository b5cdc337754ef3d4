# deserves 1: mean_of_ratios
def noise_scale(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2, axis=0) / (len(gradients) - 1)
    signal = mean**2 - noise / len(gradients)
    return np.mean(noise / signal) if np.all(signal > 0) else np.inf
