# deserves 1
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    return np.ones(depth)
