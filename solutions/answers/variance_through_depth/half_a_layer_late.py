# deserves 2: half_a_layer_late
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    g = n * weight_std ** 2
    result = [g, g * g]
    for l in range(2, depth):
        result.append(result[-1] * (g if activation == "linear" else g / 2))
    return np.array(result[:depth])
