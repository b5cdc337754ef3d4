# deserves 1: beta_without_dt
def momentum_from_ball(mass, friction, dt):
    return dt**2 / mass, 1 - friction / mass
