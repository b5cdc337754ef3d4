# deserves 0: momentum_after_orthogonalising
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    turned = orthogonalise(grad)
    B = beta * B + turned
    step = np.sqrt(max(1, n_out / n_in)) * (turned + beta * B)
    return W - lr * (step + decay * W), B
