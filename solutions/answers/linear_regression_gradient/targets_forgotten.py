# deserves 0: targets_forgotten
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w) / len(y)
