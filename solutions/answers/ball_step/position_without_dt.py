# deserves 0: position_without_dt
def ball_step(x, v, grad, mass, friction, dt):
    v1 = v - dt * (grad + friction * v) / mass
    x1 = x + v1
    return x1, v1
