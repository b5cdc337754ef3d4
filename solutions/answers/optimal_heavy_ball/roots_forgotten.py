# deserves 0: roots_forgotten
def optimal_heavy_ball(mu, L):
    lr = 4 / (L + mu) ** 2
    beta = ((L - mu) / (L + mu)) ** 2
    return lr, beta
