# deserves 3: w_changed_in_place
def normalised_step(w, grad, lr):
    size = np.linalg.norm(grad)
    if size > 0:
        w -= lr * grad / size
    return w
