# deserves 3
def xavier_uniform(n_in, n_out, rng):
    a = 6 ** 0.5 / (n_in + n_out) ** 0.5
    return np.array([[rng.uniform(-a, a) for _ in range(n_out)] for _ in range(n_in)])
