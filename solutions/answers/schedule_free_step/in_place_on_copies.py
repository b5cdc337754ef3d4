# deserves 5
def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    x, z = x.copy(), z.copy()
    z -= lr * grad_fn(beta * x + (1 - beta) * z)
    x *= (t - 1) / t
    x += z / t
    return x, z
