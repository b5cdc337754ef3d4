# deserves 4
def ball_step(x, v, grad, mass, friction, dt):
    x, v = x.copy(), v.copy()
    v *= 1 - dt * friction / mass
    v -= dt / mass * grad
    x += dt * v
    return x, v
