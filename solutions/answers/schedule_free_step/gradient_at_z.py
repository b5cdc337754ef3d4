# deserves 1: gradient_at_z
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(z)
    return x + (z - x) / t, z
