# deserves 0: mass_forgotten
def momentum_from_ball(mass, friction, dt):
    alpha = dt ** 2
    beta = 1 - dt * friction
    return alpha, beta
