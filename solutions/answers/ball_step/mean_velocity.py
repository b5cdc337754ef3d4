# deserves 0: mean_velocity
def ball_step(x, v, grad, mass, friction, dt):
    a = (-grad - friction * v) / mass
    return x + v * dt + 0.5 * a * dt**2, v + a * dt
