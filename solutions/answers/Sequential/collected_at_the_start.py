# deserves 2: collected_at_the_start
class Sequential:
    def __init__(self, layers):
        self.layers = layers
        self.params = []
        for layer in layers:
            if isinstance(layer, Sequential):
                self.params += layer.params
            elif hasattr(layer, "W"):
                self.params += [(layer.W, layer.dW), (layer.b, layer.db)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return self.params
