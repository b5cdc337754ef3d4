# deserves 1: beta_without_roots
def optimal_heavy_ball(mu, L):
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    kappa = L / mu
    return lr, ((kappa - 1) / (kappa + 1)) ** 2
