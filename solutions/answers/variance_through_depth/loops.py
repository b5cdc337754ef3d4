# deserves 4
def variance_through_depth(n, weight_std, depth, activation):
    if activation == "linear":
        keep = 1
    elif activation == "relu":
        keep = 1 / 2
    else:
        raise ValueError(f"unknown activation: {activation}")
    variances = []
    mean_square = 1
    for layer in range(depth):
        variance = n * weight_std ** 2 * mean_square
        variances.append(variance)
        mean_square = keep * variance
    return variances
