# deserves 4
def normalised_step(w, grad, lr):
    total = 0
    for g in grad.flatten():
        total += g * g
    if total == 0:
        return w.copy()
    return w - lr * grad / total ** 0.5
