# deserves 1: z_steps_from_y
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    z = y - lr * grad_fn(y)
    return x + (z - x) / t, z
