# deserves 3: zero_gradient_nan
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad / norm * min(norm, max_norm) for grad in grads], norm
