# deserves 1: factor_after_the_step
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    w = w - step * np.sign(grad)
    if previous_grad is not None:
        step = np.clip(np.where(grad * previous_grad > 0, step * up, step * down), smallest, largest)
    return w, step
