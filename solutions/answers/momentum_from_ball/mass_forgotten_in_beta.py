# deserves 1: mass_forgotten_in_beta
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    return lr, 1 - dt * friction
