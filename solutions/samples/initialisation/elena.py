# Takes a variance for a standard deviation everywhere.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std ** 2, shape)
    while np.any(np.abs(x) > bound * std ** 2):
        x = np.where(np.abs(x) > bound * std ** 2, rng.normal(0, std ** 2, shape), x)
    return x

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = 3 / n_in
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = 6 / (n_in + n_out)
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / n_in, (n_in, n_out))

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
    tall = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(tall)
    Q = Q * np.sign(np.diag(R))
    return Q if n_in >= n_out else Q.T

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    k = 1 if activation == "linear" else 0.5
    g = n * weight_std
    return g * (k * g) ** np.arange(depth)
