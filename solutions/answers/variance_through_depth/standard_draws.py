# deserves 4
def variance_through_depth(n, weight_std, depth, activation):
    factor = {"linear": 1, "relu": 2}.get(activation)
    if factor is None:
        raise ValueError(activation)
    l = np.arange(1, depth + 1)
    return factor * (n * weight_std ** 2 / factor) ** l
