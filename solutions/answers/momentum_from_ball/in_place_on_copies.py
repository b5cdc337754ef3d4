# deserves 4
def momentum_from_ball(mass, friction, dt):
    alpha = np.divide(np.square(dt), mass)
    beta = np.subtract(1, friction * dt / mass)
    return alpha, beta
