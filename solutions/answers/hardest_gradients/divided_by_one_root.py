# deserves 1: divided_by_one_root
def hardest_gradients(n, beta1, beta2):
    q = beta1 / np.sqrt(beta2)
    return q ** np.arange(n - 1, -1, -1)
