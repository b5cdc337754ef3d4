# deserves 0
def linear_regression_gradient(X, y, w):
    return w
