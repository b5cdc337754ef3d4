# deserves 0: swapped
def momentum_from_ball(mass, friction, dt):
    beta = 1 - friction * dt / mass
    lr = dt ** 2 / mass
    return beta, lr
