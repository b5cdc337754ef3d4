# deserves 0
def momentum_from_ball(mass, friction, dt):
    return f"lr = {dt**2 / mass}, beta = {1 - friction * dt / mass}"
