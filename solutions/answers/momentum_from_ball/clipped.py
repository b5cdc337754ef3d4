# deserves 3: clipped
def momentum_from_ball(mass, friction, dt):
    lr = dt ** 2 / mass
    beta = 1 - friction * dt / mass
    beta = np.clip(beta, 0, 1)
    return lr, beta
