# deserves 6
def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    limits = 2 / np.atleast_1d(curvature)
    if method == "momentum":
        limits = limits + beta * limits
    elif method == "nesterov":
        limits = limits * (1 - beta / (1 + 2 * beta))
    elif method in ("averaging", "adam"):
        limits = limits / (1 - beta) * (1 + beta) * (divisor if method == "adam" else 1)
    elif method != "gradient descent":
        raise ValueError("no such method")
    return limits.min()
