# deserves 0: mass_forgotten
def ball_step(x, v, grad, mass, friction, dt):
    v = v + dt * (-grad - friction * v)
    x = x + dt * v
    return x, v
