# deserves 1: beta_exchanged
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(beta * z + (1 - beta) * x)
    return x + (z - x) / t, z
