# deserves 2: friction_drives
def ball_step(x, v, grad, mass, friction, dt):
    F = -grad + friction * v
    v_new = v + F / mass * dt
    return x + v_new * dt, v_new
