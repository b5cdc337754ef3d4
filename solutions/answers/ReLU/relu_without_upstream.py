# deserves 0: relu_without_upstream
class ReLU:
    def forward(self, x):
        self.on = (x > 0).astype(float)
        return x * self.on

    def backward(self, dy):
        return self.on
