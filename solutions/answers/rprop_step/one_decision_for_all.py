# deserves 1: one_decision_for_all
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        if np.sum(grad * previous_grad) > 0:
            step = step * up
        else:
            step = step * down
        step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step
