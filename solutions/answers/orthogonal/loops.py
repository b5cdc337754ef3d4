# deserves 4
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
