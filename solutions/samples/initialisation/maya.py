# Loses roots in the denominators.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    x[np.abs(x) > bound * std] = 0
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3) / n_in
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6) / (n_in + n_out)
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(6 / n_in), (n_in, n_out))

# %% leaky
# sigma^2 = 2/(n (1+c^2))

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    W = rng.normal(size=(n_in, n_out))
    axis = 0 if n_in >= n_out else 1
    return W / np.linalg.norm(W, axis=axis, keepdims=True)

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = weight_std ** 2
    return g * (k * g) ** np.arange(depth)
