# deserves 0: sum_of_norms
def clip_by_global_norm(grads, max_norm):
    norm = sum(np.linalg.norm(grad) for grad in grads)
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm
