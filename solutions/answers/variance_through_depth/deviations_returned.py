# deserves 1: deviations_returned
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std ** 2
    return np.sqrt(g * (k * g) ** np.arange(depth))
