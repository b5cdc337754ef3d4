# deserves 0
def ball_step(x, v, grad, mass, friction, dt):
    v_new = v + dt / mass * (-grad - friction * v)
    x_new = x + dt * v_new
    print(x_new, v_new)
