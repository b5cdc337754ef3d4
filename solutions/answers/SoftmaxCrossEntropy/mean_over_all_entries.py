# deserves 0: mean_over_all_entries
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        n, k = logits.shape
        self.one_hot = np.eye(k)[labels]
        m = np.max(logits, axis=1)[:, None]
        self.log_sum = m + np.log(np.sum(np.exp(logits - m), axis=1))[:, None]
        self.logits = logits
        return np.mean((self.log_sum - logits) * self.one_hot)

    def backward(self):
        p = np.exp(self.logits - self.log_sum)
        return (p - self.one_hot) / p.size
