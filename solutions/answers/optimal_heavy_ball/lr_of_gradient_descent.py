# deserves 1: lr_of_gradient_descent
def optimal_heavy_ball(mu, L):
    r = np.sqrt(L / mu)
    return 2 / (L + mu), ((r - 1) / (r + 1)) ** 2
