# deserves 0: averaged_buffer
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + (1 - beta) * grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise((1 - beta) * grad + beta * B)
    return W - lr * (step + decay * W), B
