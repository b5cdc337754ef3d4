# deserves 1: each_entry
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [np.clip(grad, -max_norm, max_norm) for grad in grads], norm
