# deserves 1: lr_one_over_L
def optimal_heavy_ball(mu, L):
    k = np.sqrt(L / mu)
    beta = ((k - 1) / (k + 1)) ** 2
    return 1 / L, beta
