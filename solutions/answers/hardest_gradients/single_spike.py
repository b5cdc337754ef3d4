# deserves 0: single_spike
def hardest_gradients(n, beta1, beta2):
    g = np.zeros(n)
    g[-1] = 1.0
    return g
