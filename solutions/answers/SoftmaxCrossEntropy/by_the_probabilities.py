# deserves 0: by_the_probabilities
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.p = np.exp(log_p)
        self.labels = labels
        return -np.mean(log_p[np.arange(len(labels)), labels])

    def backward(self):
        n = len(self.labels)
        rows = np.arange(n)
        d = np.zeros(self.p.shape)
        d[rows, self.labels] = -1 / self.p[rows, self.labels]
        return d / n
