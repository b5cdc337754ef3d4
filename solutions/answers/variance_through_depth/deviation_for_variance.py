# deserves 1: deviation_for_variance
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std
    return g * (k * g) ** np.arange(depth)
