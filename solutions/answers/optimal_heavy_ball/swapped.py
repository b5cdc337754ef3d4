# deserves 0: swapped
def optimal_heavy_ball(mu, L):
    s = np.sqrt(L) + np.sqrt(mu)
    beta = ((np.sqrt(L) - np.sqrt(mu)) / s) ** 2
    return beta, 4 / s ** 2
