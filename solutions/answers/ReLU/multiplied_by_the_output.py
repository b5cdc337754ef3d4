# deserves 0: multiplied_by_the_output
class ReLU:
    def forward(self, x):
        self.out = np.maximum(0, x)
        return self.out

    def backward(self, dy):
        return dy * self.out
