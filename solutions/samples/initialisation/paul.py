# Mixes up the three rules.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while np.any(np.abs(x) > bound):
        x = np.where(np.abs(x) > bound, rng.normal(0, std, shape), x)
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))

# %% leaky
# sigma^2 = 2/(n (1+c^2))

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
    result = [1.0]
    for l in range(depth - 1):
        result.append(n * weight_std ** 2 * result[-1] * (k if l > 0 else 1))
    return np.array(result)
