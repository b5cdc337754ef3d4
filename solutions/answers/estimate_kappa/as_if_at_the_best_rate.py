# deserves 0: as_if_at_the_best_rate
def estimate_kappa(path):
    d = np.diff(path, axis=0)
    M = np.linalg.lstsq(d[:-1], d[1:], rcond=None)[0]
    rho = max(abs(np.linalg.eigvals(M)))  # the rate of convergence, (kappa - 1)/(kappa + 1)
    return (1 + rho) / (1 - rho)
