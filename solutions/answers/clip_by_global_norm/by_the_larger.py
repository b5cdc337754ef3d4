# deserves 4
def clip_by_global_norm(grads, max_norm):
    square = 0.0
    for grad in grads:
        square += (grad * grad).sum()
    norm = square**0.5
    return tuple(grad * max_norm / max(norm, max_norm) for grad in grads), float(norm)
