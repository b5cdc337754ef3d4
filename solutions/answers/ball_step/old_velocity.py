# deserves 0: old_velocity
def ball_step(x, v, grad, mass, friction, dt):
    x_new = x + v * dt
    v_new = v + (-grad - friction * v) / mass * dt
    return x_new, v_new
