# Wrong in ways that no misconception names.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    return rng.laplace(0, std, shape)

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = (3 / n_in) ** 0.5
    W = np.zeros((n_in, n_out))
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.uniform(-a, a)
    return W

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    return rng.uniform(-1, 1, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    W = np.empty((n_in, n_out))
    for j in range(n_out):
        W[:, j] = rng.normal(0, (2 / n_in) ** 0.5, n_in)
    return W

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    return rng.uniform(-1.0, 1.0, (n_in, n_out))

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    return np.ones(depth)
