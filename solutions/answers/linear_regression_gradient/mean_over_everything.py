# deserves 0: mean_over_everything
def linear_regression_gradient(X, y, w):
    return np.mean(X * (X @ w - y)[:, None])
