# deserves 0: mean_over_weights
def linear_regression_gradient(X, y, w):
    return X.T @ (X @ w - y) / len(w)
