# Has left three cells empty.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    n = int(np.prod(shape))
    kept = np.array([])
    while kept.size < n:
        z = rng.standard_normal(2 * n)
        kept = np.append(kept, z[(z >= -bound) & (z <= bound)])
    return std * kept[:n].reshape(shape)

# %% lecun_uniform

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    return (1 - 2 * rng.random((n_in, n_out))) * np.sqrt(6 / (n_in + n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2) / np.sqrt(n_in)

# %% orthogonal
# no idea

# %% variance_through_depth
