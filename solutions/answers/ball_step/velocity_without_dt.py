# deserves 0: velocity_without_dt
def ball_step(x, v, grad, mass, friction, dt):
    force = -grad - friction * v
    v_new = v + force / mass
    x_new = x + dt * v_new
    return (x_new, v_new)
