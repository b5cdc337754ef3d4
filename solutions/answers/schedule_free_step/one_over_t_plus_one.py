# deserves 0: one_over_t_plus_one
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return x + (z - x) / (t + 1), z
