# deserves 4
def momentum_from_ball(mass, friction, dt):
    dt, m, f = np.float32(dt), np.float32(mass), np.float32(friction)
    return dt * dt / m, np.float32(1) - f * dt / m
