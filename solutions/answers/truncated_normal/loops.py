# deserves 3
def truncated_normal(shape, std, rng, bound=2.0):
    size = int(np.prod(shape))
    values = []
    while len(values) < size:
        value = rng.normal(0, std)
        if abs(value) <= bound * std:
            values.append(value)
    return np.array(values).reshape(shape)
