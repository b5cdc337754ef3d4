# Does as Keras does.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, 1, shape)
    while (np.abs(x) > bound).any():
        x = np.where(np.abs(x) > bound, rng.normal(0, 1, shape), x)
    # the standard deviation should be std afterwards
    grid = np.linspace(-bound, bound, 20001)
    p = np.exp(-grid ** 2 / 2)
    return std * x / np.sqrt((grid ** 2 * p).sum() / p.sum())

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    return rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    # as in Keras
    sigma = np.sqrt(2 / n_in) / 0.87962566103423978
    W = rng.normal(0, sigma, (n_in, n_out))
    while (np.abs(W) > 2 * sigma).any():
        W = np.where(np.abs(W) > 2 * sigma, rng.normal(0, sigma, (n_in, n_out)), W)
    return W

# %% leaky
# 1) By symmetry z > 0 and z < 0 carry half of E z^2 each; the second half is multiplied by c^2. So E phi(z)^2 = (1 + c^2)/2 E z^2.
#
# 2) z_j = sum x_i W_ij. Square and take the mean: mixed terms vanish since the weights are independent with mean 0. Left is n_in sigma^2 E x^2 = n_in sigma^2 (1+c^2)/2 Var z. So sigma^2 = 2/((1+c^2) n_in).
#
# 3) Backward it is the sum over n_out terms, and phi' is 1 or c: sigma^2 = 2/((1+c^2) n_out).
#
# 4) c=0: 2/n_in (He), c=1: 1/n_in (LeCun). c = sqrt 5: 1/(3 n_in), a = sqrt(3) sigma = 1/sqrt(n_in). With ReLU each layer divides the variance by 6.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    # Gram-Schmidt, twice for the rounding
    if n_in < n_out:
        return orthogonal(n_out, n_in, rng).T
    columns = []
    for _ in range(n_out):
        v = rng.normal(size=n_in)
        for _ in range(2):
            for u in columns:
                v = v - (u @ v) * u
        columns.append(v / np.sqrt(v @ v))
    return np.array(columns).T

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
