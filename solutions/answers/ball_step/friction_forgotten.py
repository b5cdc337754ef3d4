# deserves 2: friction_forgotten
def ball_step(x, v, grad, mass, friction, dt):
    a = -grad / mass
    v = v + a * dt
    x = x + v * dt
    return x, v
