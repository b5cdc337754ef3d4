# deserves 3: shifted_by_one_maximum
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max()
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.p = np.exp(log_p)
        self.labels = labels
        return -np.mean(log_p[np.arange(len(labels)), labels])

    def backward(self):
        n = len(self.labels)
        d = self.p.copy()
        d[np.arange(n), self.labels] -= 1
        return d / n
