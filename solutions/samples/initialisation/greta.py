# Confuses fan-in and fan-out.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    n = int(np.prod(shape))
    kept = np.array([])
    while kept.size < n:
        z = rng.standard_normal(2 * n)
        kept = np.append(kept, z[(z >= -bound) & (z <= bound)])
    return std * kept[:n].reshape(shape)

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_out)
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_out)
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))

# %% leaky
# sigma^2 = 2/(n (1+c^2))

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    U, s, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ Vt

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    g = n * weight_std ** 2
    if activation == "relu":
        g = g / 2
    return g ** np.arange(1, depth + 1)
