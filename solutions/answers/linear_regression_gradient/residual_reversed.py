# deserves 0: residual_reversed
def linear_regression_gradient(X, y, w):
    return X.T @ (y - X @ w) / len(y)
