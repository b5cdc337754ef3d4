# deserves 1: weight_gradient_returned
class Linear:
    def __init__(self, n_in, n_out, rng):
        std = math.sqrt(2.0 / n_in)
        self.W = std * rng.standard_normal((n_in, n_out))
        self.b = np.zeros((n_out,))
        self.dW = self.db = None

    def forward(self, x):
        self.inputs = x
        y = np.dot(x, self.W)
        return y + self.b

    def backward(self, dy):
        self.dW = np.dot(self.inputs.T, dy)
        self.db = np.sum(dy, axis=0)
        return self.dW
