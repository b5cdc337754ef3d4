# deserves 0: sum_over_examples
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y)
