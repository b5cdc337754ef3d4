# deserves 0: backward_in_time
def hardest_gradients(n, beta1, beta2):
    return np.array([(beta1 / beta2) ** k for k in range(n)])
