# deserves 3
def optimal_heavy_ball(mu, L):
    a, b = np.sqrt(np.float32(L)), np.sqrt(np.float32(mu))
    return 4 / (a + b) ** 2, ((a - b) / (a + b)) ** 2
