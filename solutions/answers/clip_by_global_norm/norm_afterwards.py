# deserves 1: norm_afterwards
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], min(norm, max_norm)
