# deserves 4
def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([grad.ravel() for grad in grads]))
    scale = 1.0 if norm <= max_norm else max_norm / norm
    return [scale * grad for grad in grads], norm
