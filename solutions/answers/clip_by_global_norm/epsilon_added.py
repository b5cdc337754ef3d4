# deserves 3: epsilon_added
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * min(1, max_norm / (norm + 1e-6)) for grad in grads], norm
