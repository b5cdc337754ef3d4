# deserves 3: only_the_first_axis
def noise_scale(gradients):
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2, axis=(0, 1)) / (len(gradients) - 1)
    signal = np.sum(mean**2, axis=0) - noise / len(gradients)
    return np.where(signal > 0, noise / np.where(signal > 0, signal, 1), np.inf)
