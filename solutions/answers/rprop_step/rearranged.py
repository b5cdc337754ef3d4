# deserves 6
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        held = np.sign(grad) * np.sign(previous_grad) == 1
        step = step * (down + (up - down) * held)
        step = np.minimum(largest, np.maximum(smallest, step))
    return w - np.sign(grad) * step, step
