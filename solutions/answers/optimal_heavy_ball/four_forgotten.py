# deserves 0: four_forgotten
def optimal_heavy_ball(mu, L):
    a, b = np.sqrt(L), np.sqrt(mu)
    return 1 / (a + b) ** 2, ((a - b) / (a + b)) ** 2
