# deserves 0: cut_by_the_gradient
class ReLU:
    def forward(self, x):
        return np.maximum(0, x)

    def backward(self, dy):
        return np.maximum(0, dy)
