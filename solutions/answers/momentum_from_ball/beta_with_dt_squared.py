# deserves 1: beta_with_dt_squared
def momentum_from_ball(mass, friction, dt):
    k = dt ** 2 / mass
    return k, 1 - friction * k
