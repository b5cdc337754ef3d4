# deserves 5
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    y = z + beta * (x - z)
    new_z = z - lr * grad_fn(y)
    return [(1 - 1 / t) * x + new_z / t, new_z]
