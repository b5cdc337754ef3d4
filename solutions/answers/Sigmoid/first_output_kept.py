# deserves 3: first_output_kept
class Sigmoid:
    y = None

    def forward(self, x):
        y = 1 / (1 + np.exp(-x))
        if self.y is None:
            self.y = y
        return y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)
