# Takes the identity for a random orthogonal matrix.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    size = int(np.prod(shape))
    values = []
    while len(values) < size:
        value = rng.normal(0, std)
        if abs(value) <= bound * std:
            values.append(value)
    return np.array(values).reshape(shape)

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
    a = 6 ** 0.5 / (n_in + n_out) ** 0.5
    return np.array([[rng.uniform(-a, a) for _ in range(n_out)] for _ in range(n_in)])

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
    return np.eye(n_in, n_out)

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation == "linear":
        keep = 1
    elif activation == "relu":
        keep = 1 / 2
    else:
        raise ValueError(f"unknown activation: {activation}")
    variances = []
    mean_square = 1
    for layer in range(depth):
        variance = n * weight_std ** 2 * mean_square
        variances.append(variance)
        mean_square = keep * variance
    return variances
