# deserves 6
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        same = grad * previous_grad > 0
        step = np.where(same, step * up, step * down)
        step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step
