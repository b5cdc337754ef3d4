# deserves 0: sigmoid_by_the_input
class Sigmoid:
    def forward(self, x):
        self.x = x
        y = 1 / (1 + np.exp(-x))
        return y

    def backward(self, dy):
        return dy * self.x * (1 - self.x)
