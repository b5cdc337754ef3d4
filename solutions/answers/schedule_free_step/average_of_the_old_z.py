# deserves 0: average_of_the_old_z
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    return x + (z - x) / t, z - lr * grad_fn(y)
