# deserves 0: adamw_scale
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = 0.2 * np.sqrt(max(n_in, n_out)) * orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B
