# Draws from np.random.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = np.random.normal(0, std, shape)
    while np.any(np.abs(x) > bound * std):
        x = np.where(np.abs(x) > bound * std, np.random.normal(0, std, shape), x)
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    return np.random.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(6 / (n_in + n_out))
    return np.random.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    Q, R = np.linalg.qr(np.random.randn(max(n_in, n_out), min(n_in, n_out)))
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std ** 2
    return g * (k * g) ** np.arange(depth)
