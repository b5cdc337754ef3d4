# deserves 0: relu_lets_all_through
class ReLU:
    def forward(self, x):
        return np.maximum(0, x)

    def backward(self, dy):
        return dy
