# deserves 4
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    g = n * weight_std ** 2
    factors = np.full(depth, g if activation == "linear" else g / 2)
    factors[0] = g
    return np.cumprod(factors)
