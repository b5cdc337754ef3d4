# deserves 0: alternating
def hardest_gradients(n, beta1, beta2):
    return np.array([(-1.0) ** i for i in range(n)])
