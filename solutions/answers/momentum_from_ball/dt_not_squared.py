# deserves 0: dt_not_squared
def momentum_from_ball(mass, friction, dt):
    return dt / mass, 1 - friction * dt / mass
