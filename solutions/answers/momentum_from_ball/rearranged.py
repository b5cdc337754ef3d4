# deserves 4
def momentum_from_ball(mass, friction, dt):
    per_mass = dt / mass
    return dt * per_mass, 1 - friction * per_mass
