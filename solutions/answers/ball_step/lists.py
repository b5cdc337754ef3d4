# deserves 4
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt / mass * (-grad - friction * v)
    return [(x + dt * v_new).tolist(), v_new.tolist()]
