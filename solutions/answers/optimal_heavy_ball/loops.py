# deserves 3
def optimal_heavy_ball(mu, L):
    a, b = L ** 0.5, mu ** 0.5
    lr = (2 / (a + b)) ** 2
    beta = ((a - b) / (a + b)) ** 2
    return lr, beta
