# deserves 3
def linear_regression_gradient(X, y, w):
    return np.mean(X * (X @ w - y)[:, None], axis=0)
