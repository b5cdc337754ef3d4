# deserves 2.25: put_back_by_arithmetic
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        ahead = f(x)
        x[place] -= 2 * h
        behind = f(x)
        x[place] += h
        grad[place] = (ahead - behind) / (2 * h)
    return grad
