# deserves 0: absolute_error
def linear_regression_gradient(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)
