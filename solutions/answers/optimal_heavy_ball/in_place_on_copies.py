# deserves 3
def optimal_heavy_ball(mu, L):
    kappa = L / mu
    rate = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    return (1 + rate) ** 2 / L, rate ** 2
