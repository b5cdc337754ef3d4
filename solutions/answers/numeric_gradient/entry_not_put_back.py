# deserves 0: entry_not_put_back
def numeric_gradient(f, x, h=1e-5):
    x = x.copy()
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        ahead = f(x)
        x[place] -= 2 * h
        behind = f(x)
        grad[place] = (ahead - behind) / (2 * h)
    return grad
