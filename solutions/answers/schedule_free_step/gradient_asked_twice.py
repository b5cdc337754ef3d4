# deserves 4: gradient_asked_twice
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    grad_fn(y)
    z = z - lr * grad_fn(y)
    return x + (z - x) / t, z
