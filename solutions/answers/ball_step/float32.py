# deserves 4
def ball_step(x, v, grad, mass, friction, dt):
    x, v, grad = np.float32(x), np.float32(v), np.float32(grad)
    a = (-grad - np.float32(friction) * v) / np.float32(mass)
    v = v + np.float32(dt) * a
    return x + np.float32(dt) * v, v
