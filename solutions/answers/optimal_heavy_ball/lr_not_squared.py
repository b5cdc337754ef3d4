# deserves 0: lr_not_squared
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    return 2 / s, ((np.sqrt(L) - np.sqrt(mu)) / s) ** 2
