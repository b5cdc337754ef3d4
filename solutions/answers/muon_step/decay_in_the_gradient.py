# deserves 4: decay_in_the_gradient
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    grad = grad + decay * W
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(grad + beta * B)
    return W - lr * step, B
