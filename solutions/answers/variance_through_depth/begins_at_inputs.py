# deserves 1: begins_at_inputs
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    result = [1.0]
    for l in range(depth - 1):
        result.append(n * weight_std ** 2 * result[-1] * (k if l > 0 else 1))
    return np.array(result)
