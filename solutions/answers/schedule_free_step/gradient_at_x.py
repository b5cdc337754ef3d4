# deserves 1: gradient_at_x
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(x)
    return x + (z - x) / t, z
