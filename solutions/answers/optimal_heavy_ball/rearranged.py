# deserves 3
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu + 2 * np.sqrt(L * mu))
    beta = max(abs(1 - np.sqrt(lr * mu)), abs(1 - np.sqrt(lr * L))) ** 2
    return lr, beta
