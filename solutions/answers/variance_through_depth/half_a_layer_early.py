# deserves 2: half_a_layer_early
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    g = n * weight_std ** 2
    if activation == "relu":
        g = g / 2
    return g ** np.arange(1, depth + 1)
