# deserves 3
def hardest_gradients(n, beta1, beta2):
    g = np.ones(n)
    for i in range(1, n):
        g[i] = g[i - 1] * beta2 / beta1
    return g
