# deserves 0: sigmoid_without_upstream
class Sigmoid:
    def forward(self, x):
        self.out = 0.5 + 0.5 * np.tanh(0.5 * x)
        return self.out

    def backward(self, dy):
        return self.out * (1 - self.out)
