# Uses the standard deviation as the uniform bound, and clips.

# %% truncated_normal
def truncated_normal(shape, std, rng, bound=2.0):
    return np.clip(rng.normal(0, std, shape), -bound * std, bound * std)

# %% lecun_uniform
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(1 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% xavier_uniform
def xavier_uniform(n_in, n_out, rng):
    a = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))

# %% he_normal
def he_normal(n_in, n_out, rng):
    a = np.sqrt(2 / n_in)
    return rng.uniform(-a, a, (n_in, n_out))

# %% leaky
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.

# %% orthogonal
def orthogonal(n_in, n_out, rng):
    if n_in >= n_out:
        return np.linalg.qr(rng.normal(size=(n_in, n_out)))[0]
    return np.linalg.qr(rng.normal(size=(n_out, n_in)))[0].T

# %% variance_through_depth
def variance_through_depth(n, weight_std, depth, activation):
    if activation not in ("linear", "relu"):
        raise ValueError("activation must be linear or relu")
    return (n * weight_std ** 2) ** np.arange(1, depth + 1)
