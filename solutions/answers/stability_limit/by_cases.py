# deserves 6
def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    steepest = np.max(curvature)
    if method == "gradient descent":
        return 2 / steepest
    if method == "momentum":
        return (2 + 2 * beta) / steepest
    if method == "nesterov":
        return (2 + 2 * beta) / (steepest + 2 * beta * steepest)
    if method == "averaging":
        return (2 + 2 * beta) / (1 - beta) / steepest
    if method == "adam":
        return (2 + 2 * beta) / (1 - beta) * divisor / steepest
    raise ValueError("unknown method")
