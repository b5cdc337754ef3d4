# deserves 2: friction_not_divided
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt * (-grad / mass - friction * v)
    return x + dt * v_new, v_new
