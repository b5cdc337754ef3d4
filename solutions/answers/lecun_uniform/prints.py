# deserves 0
def lecun_uniform(n_in, n_out, rng):
    a = np.sqrt(3 / n_in)
    print(rng.uniform(-a, a, (n_in, n_out)))
