# deserves 0: steady
def hardest_gradients(n, beta1, beta2):
    return np.full(n, 5.0)
