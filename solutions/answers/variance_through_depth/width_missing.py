# deserves 1: width_missing
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = weight_std ** 2
    return g * (k * g) ** np.arange(depth)
