# deserves 3
def linear_regression_gradient(X, y, w):
    n, d = X.shape
    g = np.zeros(d)
    for i in range(n):
        error = sum(X[i, j] * w[j] for j in range(d)) - y[i]
        for j in range(d):
            g[j] += error * X[i, j] / n
    return g
