# deserves 0: backward_difference
def numeric_gradient(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        unit = np.zeros(x.size)
        unit[k] = 1.0
        unit = unit.reshape(x.shape)
        slopes.append((f(x) - f(x - h * unit)) / h)
    return np.array(slopes).reshape(x.shape)
