# deserves 0: summed_both_ways
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        n, k = logits.shape
        self.one_hot = np.eye(k)[labels]
        m = np.max(logits, axis=1)[:, None]
        self.log_sum = m + np.log(np.sum(np.exp(logits - m), axis=1))[:, None]
        self.logits = logits
        losses = np.sum((self.log_sum - logits) * self.one_hot, axis=1)
        return np.sum(losses)

    def backward(self):
        p = np.exp(self.logits - self.log_sum)
        return p - self.one_hot
