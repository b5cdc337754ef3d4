# deserves 0: noise_left_in_the_mean
def noise_scale(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2)
    return noise / signal if signal > 0 else np.inf
