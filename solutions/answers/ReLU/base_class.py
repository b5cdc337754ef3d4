# deserves 4
class ReLU(Layer):
    def forward(self, x):
        self.keep(x > 0)
        return np.maximum(x, 0)

    def backward(self, dy):
        (positive,) = self.kept
        return np.where(positive, dy, 0)
