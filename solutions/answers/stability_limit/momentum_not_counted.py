# deserves 5: momentum_not_counted
def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)
