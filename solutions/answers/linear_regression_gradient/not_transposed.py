# deserves 0: not_transposed
def linear_regression_gradient(X, y, w):
    return X @ (X @ w - y) / len(y)
