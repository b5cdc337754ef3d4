# deserves 1: each_array_alone
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    own = [np.linalg.norm(grad) for grad in grads]
    return [grad * (max_norm / n) if n > max_norm else grad for grad, n in zip(grads, own)], norm
