# deserves 0
def sign_step(w, grad, lr):
    return "w - lr * sign(grad)"
