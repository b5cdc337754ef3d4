# deserves 1: one_step_late
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    step = np.where(grad * previous_grad > 0, step * up, step * down)
    step = np.clip(step, smallest, largest)
    return w - step * np.sign(previous_grad), step
