# deserves 0
def he_normal(n_in, n_out, rng):
    return "normal"
