# deserves 1: best_beta_for_one_over_L
def optimal_heavy_ball(mu, L):
    lr = 1 / L
    beta = (1 - np.sqrt(lr * mu)) ** 2
    return lr, beta
