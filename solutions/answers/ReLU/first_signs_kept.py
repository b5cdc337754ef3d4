# deserves 3: first_signs_kept
class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        if self.mask is None:
            self.mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.mask, dy, 0)
