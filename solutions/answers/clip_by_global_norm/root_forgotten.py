# deserves 0: root_forgotten
def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sum(grad**2) for grad in grads)
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm
