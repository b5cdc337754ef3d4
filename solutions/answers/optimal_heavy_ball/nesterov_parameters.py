# deserves 1: nesterov_parameters
def optimal_heavy_ball(mu, L):
    k = np.sqrt(L / mu)
    return 1 / L, (k - 1) / (k + 1)
