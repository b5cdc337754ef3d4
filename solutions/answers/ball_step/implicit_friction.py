# deserves 1: implicit_friction
def ball_step(x, v, grad, mass, friction, dt):
    # solve for the new velocity with friction at the new velocity
    v_new = (mass * v - dt * grad) / (mass + dt * friction)
    return x + dt * v_new, v_new
