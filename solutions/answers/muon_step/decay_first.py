# deserves 6
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    new_B = grad + beta * B
    direction = orthogonalise((1 + beta) * grad + beta**2 * B)
    scale = max(1.0, W.shape[1] / W.shape[0]) ** 0.5
    return [(1 - lr * decay) * W - lr * scale * direction, new_B]
