# deserves 3
def hardest_gradients(n, beta1, beta2):
    return [(beta1 / beta2) ** (n - 1 - i) for i in range(n)]
