# deserves 3: unknown_taken_for_linear
def variance_through_depth(n, weight_std, depth, activation):
    k = 0.5 if activation == "relu" else 1
    g = n * weight_std ** 2
    return g * (k * g) ** np.arange(depth)
