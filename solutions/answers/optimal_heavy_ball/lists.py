# deserves 3
def optimal_heavy_ball(mu, L):
    lr = 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    return [lr, (1 - np.sqrt(lr * mu)) ** 2]
