# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    u, v, g = u.astype(np.float32), v.astype(np.float32), np.float32(lr) * grad.astype(np.float32)
    v = np.float32(beta) * v - g
    return u + np.float32(beta) * v - g, v
