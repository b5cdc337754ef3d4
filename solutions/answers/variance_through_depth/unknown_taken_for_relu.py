# deserves 3: unknown_taken_for_relu
def variance_through_depth(n, weight_std, depth, activation):
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std ** 2
    return g * (k * g) ** np.arange(depth)
