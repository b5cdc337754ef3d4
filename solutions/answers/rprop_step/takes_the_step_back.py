# deserves 1: takes_the_step_back
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    product = grad * previous_grad
    new_step = np.clip(np.where(product > 0, step * up, step * down), smallest, largest)
    back = w + step * np.sign(previous_grad)
    return np.where(product < 0, back, w - new_step * np.sign(grad)), new_step
