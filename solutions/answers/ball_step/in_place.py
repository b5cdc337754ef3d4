# deserves 3: in_place
def ball_step(x, v, grad, mass, friction, dt):
    v += dt / mass * (-grad - friction * v)
    x += dt * v
    return x, v
