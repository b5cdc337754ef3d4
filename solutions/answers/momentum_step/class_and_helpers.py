# deserves 3
class Ball:
    def __init__(self, w, v):
        self.w, self.v = w, v

    def step(self, grad, lr, beta):
        self.v = beta * self.v - lr * grad
        self.w = self.w + self.v
        return self.w, self.v


def momentum_step(w, v, grad, lr, beta):
    return Ball(w, v).step(grad, lr, beta)
