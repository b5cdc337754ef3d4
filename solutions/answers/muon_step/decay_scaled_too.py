# deserves 4: decay_scaled_too
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = orthogonalise(grad + beta * B) + decay * W
    return W - lr * np.sqrt(max(1, n_out / n_in)) * step, B
