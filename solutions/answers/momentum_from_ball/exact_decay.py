# deserves 1: exact_decay
def momentum_from_ball(mass, friction, dt):
    return dt ** 2 / mass, np.exp(-friction / mass * dt)
