# deserves 4
def ball_step(x, v, grad, mass, friction, dt):
    new_x = np.empty_like(x)
    new_v = np.empty_like(v)
    for i in np.ndindex(x.shape):
        a = (-grad[i] - friction * v[i]) / mass
        new_v[i] = v[i] + a * dt
        new_x[i] = x[i] + new_v[i] * dt
    return new_x, new_v
