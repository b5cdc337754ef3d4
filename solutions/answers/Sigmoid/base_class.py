# deserves 4
class Sigmoid(Layer):
    def forward(self, x):
        y = 1 / (1 + np.exp(-x))
        self.keep(y)
        return y

    def backward(self, dy):
        (y,) = self.kept
        return dy * y * (1 - y)
