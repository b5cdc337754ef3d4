# deserves 1: friction_alone
def momentum_from_ball(mass, friction, dt):
    lr = dt * dt / mass
    beta = 1 - friction
    return lr, beta
