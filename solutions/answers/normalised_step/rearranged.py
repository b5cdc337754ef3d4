# deserves 4
def normalised_step(w, grad, lr):
    largest = np.max(np.abs(grad))
    if largest == 0:
        return w
    direction = grad / largest
    return w - lr / np.sqrt(np.sum(direction ** 2)) * direction
