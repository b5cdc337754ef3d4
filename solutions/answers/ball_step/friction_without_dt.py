# deserves 2: friction_without_dt
def ball_step(x, v, grad, mass, friction, dt):
    gamma = friction / mass
    v = (1 - gamma) * v - dt * grad / mass
    return x + dt * v, v
