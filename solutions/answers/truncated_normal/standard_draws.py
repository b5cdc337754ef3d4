# deserves 3
def truncated_normal(shape, std, rng, bound=2.0):
    n = int(np.prod(shape))
    kept = np.array([])
    while kept.size < n:
        z = rng.standard_normal(2 * n)
        kept = np.append(kept, z[(z >= -bound) & (z <= bound)])
    return std * kept[:n].reshape(shape)
