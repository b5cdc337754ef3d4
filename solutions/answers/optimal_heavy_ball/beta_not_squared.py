# deserves 1: beta_not_squared
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    beta = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    return lr, beta
