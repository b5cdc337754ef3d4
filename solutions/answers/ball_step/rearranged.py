# deserves 4
def ball_step(x, v, grad, mass, friction, dt):
    keep = 1.0 - dt * friction / mass
    kick = -grad * (dt / mass)
    return x + dt * keep * v + dt * kick, keep * v + kick
