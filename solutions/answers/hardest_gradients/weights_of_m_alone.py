# deserves 1: weights_of_m_alone
def hardest_gradients(n, beta1, beta2):
    return np.array([(1 - beta1) * beta1 ** k for k in reversed(range(n))])
