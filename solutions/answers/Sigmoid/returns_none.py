# deserves 0
class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, dy):
        return (dy * self.y * (1 - self.y)).sum(axis=0)
