# All right, scaled standard draws and a singular value decomposition.

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
    return (2 * rng.random((n_in, n_out)) - 1) * np.sqrt(3 / n_in)

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    return (1 - 2 * rng.random((n_in, n_out))) * np.sqrt(6 / (n_in + n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2) / np.sqrt(n_in)

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    U, s, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U @ Vt

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    factor = {"linear": 1, "relu": 2}.get(activation)
    if factor is None:
        raise ValueError(activation)
    l = np.arange(1, depth + 1)
    return factor * (n * weight_std ** 2 / factor) ** l
