# deserves 0: swapped
def ball_step(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (-grad - friction * v)
    x = x + dt * v
    return v, x
