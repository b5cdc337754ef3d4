# Makes a generator of fixed seed in every function.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    rng = np.random.default_rng(42)
    x = rng.normal(0, std, shape)
    while np.any(np.abs(x) > bound * std):
        x = np.where(np.abs(x) > bound * std, rng.normal(0, std, shape), x)
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    a = np.sqrt(3 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))

# %% leaky
# sigma^2 = 2/(n (1+c^2))

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    rng = np.random.default_rng(7)
    Q, R = np.linalg.qr(rng.normal(size=(max(n_in, n_out), min(n_in, n_out))))
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    k = 0.5 if activation == "relu" else 1
    g = n * weight_std ** 2
    return g * (k * g) ** np.arange(depth)
