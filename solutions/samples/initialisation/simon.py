# An exception in one function, an endless loop in another.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while np.abs(x).max() > bound * std:
        rng.normal(0, std, shape)  # forgets to use the new draws
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    return rng.uniform(-limit, limit, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    tall = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(tall)
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std ** 2
    return g * (k * g) ** np.arange(depth)
