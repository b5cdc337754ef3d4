# deserves 0: uphill
def ball_step(x, v, grad, mass, friction, dt):
    v = v + (dt / mass) * (grad - friction * v)
    x = x + dt * v
    return x, v
