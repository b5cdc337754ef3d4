# deserves 0: mass_forgotten_in_lr
def momentum_from_ball(mass, friction, dt):
    return dt ** 2, 1 - friction / mass * dt
