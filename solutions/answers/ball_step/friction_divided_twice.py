# deserves 2: friction_divided_twice
def ball_step(x, v, grad, mass, friction, dt):
    f = friction / mass
    v_new = v + dt / mass * (-grad - f * v)
    x_new = x + dt * v_new
    return x_new, v_new
