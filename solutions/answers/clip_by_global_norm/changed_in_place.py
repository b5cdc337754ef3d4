# deserves 3: changed_in_place
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    if norm > max_norm:
        for grad in grads:
            grad *= max_norm / norm
    return grads, norm
