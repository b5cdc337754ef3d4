# deserves 2: half_missing
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    return (n * weight_std ** 2) ** np.arange(1, depth + 1)
