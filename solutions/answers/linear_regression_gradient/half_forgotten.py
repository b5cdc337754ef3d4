# deserves 0: half_forgotten
def linear_regression_gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)
