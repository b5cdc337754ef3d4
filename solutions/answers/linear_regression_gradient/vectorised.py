# deserves 3
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y) / len(y)
