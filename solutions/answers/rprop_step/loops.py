# deserves 6
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    new_w, new_step = w.copy(), step.copy()
    for i in np.ndindex(w.shape):
        if previous_grad is not None:
            if np.sign(grad[i]) * np.sign(previous_grad[i]) > 0:
                new_step[i] = min(step[i] * up, largest)
            else:
                new_step[i] = step[i] * down
            new_step[i] = min(max(new_step[i], smallest), largest)
        if grad[i] > 0:
            new_w[i] = w[i] - new_step[i]
        elif grad[i] < 0:
            new_w[i] = w[i] + new_step[i]
    return new_w, new_step
