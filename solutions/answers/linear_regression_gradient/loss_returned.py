# deserves 0: loss_returned
def linear_regression_gradient(X, y, w):
    error = X @ w - y
    return error @ error / (2 * len(y))
