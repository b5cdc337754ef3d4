# deserves 3
def sign_step(w, grad, lr):
    up = (grad < 0).astype(float)
    down = (grad > 0).astype(float)
    return w + lr * (up - down)
