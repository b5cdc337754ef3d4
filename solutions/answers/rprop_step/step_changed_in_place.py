# deserves 4.5: step_changed_in_place
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        same = grad * previous_grad > 0
        step[same] *= up
        step[~same] *= down
        step[:] = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step
