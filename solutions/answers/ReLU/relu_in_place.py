# deserves 3: relu_in_place
class ReLU:
    def forward(self, x):
        self.mask = x > 0
        x[x < 0] = 0
        return x

    def backward(self, dy):
        dx = dy.copy()
        dx[~self.mask] = 0
        return dx
