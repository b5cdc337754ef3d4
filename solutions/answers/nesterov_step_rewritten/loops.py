# deserves 3
def nesterov_step_rewritten(u, v, grad, lr, beta):
    new_u, new_v = np.empty(u.shape), np.empty(v.shape)
    for i in np.ndindex(u.shape):
        new_v[i] = beta * v[i] - lr * grad[i]
        new_u[i] = u[i] + beta * new_v[i] - lr * grad[i]
    return new_u, new_v
