# deserves 0: moving_average
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return beta * x + (1 - beta) * z, z
