# Loses roots: 6 for √6, 2/√n for √(2/n).

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    mask = np.abs(x) > bound * std
    x[mask] = rng.normal(0, std, mask.sum())
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = 3 / np.sqrt(n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = 6 / np.sqrt(n_in + n_out)
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / np.sqrt(n_in), (n_in, n_out))

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    n = max(n_in, n_out)
    Q, R = np.linalg.qr(rng.standard_normal((n, n)))
    Q *= np.where(np.diagonal(R) < 0, -1, 1)
    return Q[:n_in, :n_out]

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std ** 2
    return np.sqrt(g * (k * g) ** np.arange(depth))
