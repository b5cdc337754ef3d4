# Prints instead of returning, and returns text.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while True:
        outside = np.abs(x) > bound * std
        if not outside.any():
            return x
        x[outside] = rng.normal(0, std, outside.sum())

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    print(rng.uniform(-a, a, (n_in, n_out)))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return "normal"

# %% leaky
# sigma^2 = 2/(n (1+c^2))

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
    return {l: (n * weight_std ** 2) ** l for l in range(depth)}
