# deserves 3
def linear_regression_gradient(X, y, w):
    n = X.shape[0]
    A = X.T @ X / n
    return A @ w - X.T @ y / n
