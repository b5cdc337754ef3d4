# deserves 3
def hardest_gradients(n, beta1, beta2):
    g = np.empty(n)
    g[-1] = 100.0
    for i in range(n - 2, -1, -1):
        g[i] = g[i + 1] * beta1 / beta2
    return g
