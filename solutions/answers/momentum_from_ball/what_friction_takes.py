# deserves 0: what_friction_takes
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    beta = dt * friction / mass
    return lr, beta
